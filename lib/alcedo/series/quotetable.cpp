// SPDX-License-Identifier: MIT
#include <alcedo/series/quotetable.h>

#include <alcedo/series/peertext.h>

#include <algorithm>

namespace alcedo {

namespace {

constexpr std::int64_t CandleInterval = 60'000'000'000;

void setDecimal(Decimal &field, Decimal value)
{
    if (!value.isNull())
        field = value;
}

/// Null where the sum does not fit, so that a wrong sum is never shown.
Decimal sumOf(Decimal a, Decimal b)
{
    if (a.isNull())
        return b;
    const int scale = std::max(a.scale(), b.scale());
    a = a.rescaled(scale);
    b = b.rescaled(scale);
    std::int64_t sum = 0;
    if (a.isNull() || b.isNull() || __builtin_add_overflow(a.mantissa(), b.mantissa(), &sum))
        return {};
    return {sum, scale};
}

/// History again, or a state that was known before: worth showing only where nothing newer is known.
bool isOld(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, std::int64_t knownNs)
{
    return (batch.flags(record) & (RecordFlag::Replayed | RecordFlag::Snapshot)) && knownNs != 0 &&
           timeNs <= knownNs;
}

} // namespace

[[gnu::always_inline]] inline void QuoteRow::applyQuote(const QuoteColumns &quotes, std::size_t row,
                                                        std::uint8_t flags, std::int64_t timeNs,
                                                        SeriesPool &pool)
{
    const Decimal volume = quotes.at(row, quote::Volume);
    setDecimal(state.bid, quotes.at(row, quote::Bid));
    setDecimal(state.ask, quotes.at(row, quote::Ask));
    setDecimal(state.bidSize, quotes.at(row, quote::BidSize));
    setDecimal(state.askSize, quotes.at(row, quote::AskSize));
    setDecimal(state.open, quotes.at(row, quote::Open));
    setDecimal(state.volume, volume);
    venueVolume |= !volume.isNull() && !(flags & RecordFlag::Built);
    const Decimal last = quotes.at(row, quote::Last);
    if (last.isNull())
        return;
    setLast(last);
    if (!(flags & (RecordFlag::Replayed | RecordFlag::Built)))
        addToSeries(last, 0, timeNs, pool);
}

void QuoteRow::applyTrade(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, SeriesPool &pool)
{
    const Decimal price = batch.decimal(record, trade::Price);
    if (price.isNull())
        return;
    setLast(price);
    if (batch.flags(record) & (RecordFlag::Replayed | RecordFlag::Built))
        return;
    const Decimal size = batch.decimal(record, trade::Size);
    if (!venueVolume && !size.isNull())
        state.volume = sumOf(state.volume, size);
    addToSeries(price, size.isNull() ? 0 : size.toDouble(), timeNs, pool);
}

void QuoteRow::applyBook(const RecordBatch &batch, std::size_t record)
{
    if (!book)
        book = std::make_unique<OrderBook>();
    const bool whole = batch.flags(record) & RecordFlag::Snapshot;
    book->apply(batch.levels(record, book::Levels),
                whole ? OrderBook::Update::Whole : OrderBook::Update::Change);
    if (!book->isKnown())
        return;
    const OrderBook::Level bid = book->bestBid(), ask = book->bestAsk();
    state.bid = bid.price;
    state.bidSize = bid.size;
    state.ask = ask.price;
    state.askSize = ask.size;
}

void QuoteRow::applyCandle(const RecordBatch &batch, std::size_t record, SeriesPool &pool)
{
    const std::int64_t interval = batch.integer(record, candle::Interval);
    Candle c{batch.timeNs(record),
             batch.decimal(record, candle::Open),
             batch.decimal(record, candle::High),
             batch.decimal(record, candle::Low),
             batch.decimal(record, candle::Close),
             0};
    const bool isWhole = !c.open.isNull() && !c.high.isNull() && !c.low.isNull() && !c.close.isNull();
    if (!isWhole || (interval != Column::Absent && interval != CandleInterval))
        return;
    const Decimal volume = batch.decimal(record, candle::Volume);
    c.volume = volume.isNull() ? 0 : volume.toDouble();
    if (!(batch.flags(record) & RecordFlag::Built)) {
        sourceCandlesEndNs = std::max(
            sourceCandlesEndNs,
            std::min(c.openNs, std::numeric_limits<std::int64_t>::max() - CandleInterval) + CandleInterval);
    }
    pool.put(state.candleSeries, c);
    if (state.last.isNull())
        state.last = c.close;
}

void QuoteRow::apply(const RecordBatch &batch, const QuoteColumns &quotes, std::size_t record,
                     std::int64_t timeNs, SeriesPool &pool)
{
    switch (batch.kind(record)) {
    case RecordKind::Quote:
        if (isOld(batch, record, timeNs, state.timeNs))
            return;
        applyQuote(quotes, batch.row(record), batch.flags(record), timeNs, pool);
        break;
    case RecordKind::Trade:
        if (isOld(batch, record, timeNs, state.timeNs))
            return;
        applyTrade(batch, record, timeNs, pool);
        break;
    case RecordKind::Book:
        applyBook(batch, record);
        break;
    default:
        applyCandle(batch, record, pool);
        break;
    }
    // A candle's time is its opening, which says nothing of how fresh the price is.
    if (batch.kind(record) != RecordKind::Candle)
        state.timeNs = timeNs;
    state.arrivalNs = batch.arrivalNs(record);
}

void SensorRow::apply(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, SeriesPool &pool)
{
    if (isOld(batch, record, timeNs, state.timeNs))
        return;
    setDecimal(state.low, batch.decimal(record, sensor::Low));
    setDecimal(state.high, batch.decimal(record, sensor::High));
    setPeerText(state.name, batch.text(record, sensor::Name), 256);
    setPeerText(state.unit, batch.text(record, sensor::Unit), 32);
    setPeerText(state.quality, batch.text(record, sensor::Quality), 64);
    const Decimal value = batch.decimal(record, sensor::Value);
    if (!value.isNull()) {
        state.value = value;
        if (!(batch.flags(record) & (RecordFlag::Replayed | RecordFlag::Built)))
            pool.append(state.lineSeries, {timeNs, value.toDouble()});
    }
    state.timeNs = timeNs;
    state.arrivalNs = batch.arrivalNs(record);
}

} // namespace alcedo
