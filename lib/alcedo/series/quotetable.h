// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/keyedtable.h>
#include <alcedo/series/orderbook.h>
#include <alcedo/series/seriespool.h>
#include <alcedo/series/store.h>

namespace alcedo {

/// A key's price from all kinds of record that speak of it: quotes, trades, the order book's best levels,
/// candles.
struct QuoteRow
{
    QuoteState state;
    bool venueVolume = false;   ///< the source gives a volume: trades' sizes are not added up
    bool sourceCandles = false; ///< the source gives candles: none are built
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
