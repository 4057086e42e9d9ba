// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/keyedtable.h>
#include <alcedo/series/orderbook.h>
#include <alcedo/series/seriespool.h>
#include <alcedo/series/store.h>

#include <limits>

namespace alcedo {

/// A key's price from all kinds of record that speak of it: quotes, trades, the order book's best levels,
/// candles.
struct QuoteRow
{
    QuoteState state;
    bool venueVolume = false; ///< the source gives a volume: trades' sizes are not added up
    /// Where the newest candle that the source gave ends: up to there none are built of prices. What comes
    /// after it builds one until the source gives its own, so that the running minute is never missing.
    std::int64_t sourceCandlesEndNs = std::numeric_limits<std::int64_t>::min();
    std::unique_ptr<OrderBook> book;

    void apply(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, SeriesPool &pool);

private:
    void applyQuote(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, SeriesPool &pool);
    void applyTrade(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, SeriesPool &pool);
    void applyBook(const RecordBatch &batch, std::size_t record);
    void applyCandle(const RecordBatch &batch, std::size_t record, SeriesPool &pool);
    void setLast(Decimal price);
    void addToSeries(Decimal price, double volume, std::int64_t timeNs, SeriesPool &pool);
};

struct SensorRow
{
    SensorState state;
    void apply(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, SeriesPool &pool);
};

} // namespace alcedo
