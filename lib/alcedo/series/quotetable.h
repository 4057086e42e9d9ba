// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/keyedtable.h>
#include <alcedo/series/orderbook.h>
#include <alcedo/series/seriespool.h>
#include <alcedo/series/store.h>

#include <limits>

namespace alcedo {

/// The quotes of a batch, column by column: a column is looked for once a batch, not once a record.
class QuoteColumns
{
public:
    explicit QuoteColumns(const RecordBatch &batch)
    {
        for (std::size_t field = 0; field < m_columns.size(); ++field)
            m_columns[field] = batch.decimals(RecordKind::Quote, int(field));
    }
    [[nodiscard]] Decimal at(std::size_t row, int field) const
    {
        const std::span<const Decimal> column = m_columns[std::size_t(field)];
        return row < column.size() ? column[row] : Decimal();
    }

private:
    std::array<std::span<const Decimal>, quote::Open + 1> m_columns;
};

/// A key's price from all kinds of record that speak of it: quotes, trades, the order book's best levels,
/// candles.
struct QuoteRow
{
    /// Where the newest candle that the source gave ends: up to there none are built of prices. What comes
    /// after it builds one until the source gives its own, so that the running minute is never missing.
    std::int64_t sourceCandlesEndNs = std::numeric_limits<std::int64_t>::min();
    bool venueVolume = false; ///< the source gives a volume: trades' sizes are not added up
    QuoteState state;
    std::unique_ptr<OrderBook> book;

    void apply(const RecordBatch &batch, const QuoteColumns &quotes, std::size_t record, std::int64_t timeNs,
               SeriesPool &pool);

private:
    void applyQuote(const QuoteColumns &quotes, std::size_t row, std::uint8_t flags, std::int64_t timeNs,
                    SeriesPool &pool);
    void applyTrade(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, SeriesPool &pool);
    void applyBook(const RecordBatch &batch, std::size_t record);
    void applyCandle(const RecordBatch &batch, std::size_t record, SeriesPool &pool);
    void setLast(Decimal price)
    {
        if (!state.last.isNull() && price != state.last)
            state.direction = price > state.last ? 1 : -1;
        state.last = price;
    }
    [[gnu::always_inline]] void addToSeries(Decimal price, double volume, std::int64_t timeNs,
                                            SeriesPool &pool)
    {
        pool.append(state.lineSeries, {timeNs, price.toDouble()});
        if (timeNs >= sourceCandlesEndNs)
            pool.addPrice(state.candleSeries, timeNs, price, volume);
    }
};

struct SensorRow
{
    SensorState state;
    void apply(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, SeriesPool &pool);
};

} // namespace alcedo
