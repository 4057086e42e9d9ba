// SPDX-License-Identifier: MIT
#include <alcedo/series/seriespool.h>

#include <algorithm>

namespace alcedo {

namespace {

constexpr std::size_t FewestCandles = 60; // an hour of minutes stays, whatever the budget

template <typename Entries, typename Views>
void writeChanged(const Entries &entries, Views &views, std::uint64_t since)
{
    views.resize(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].revision > since || since == 0)
            entries[i].series.writeView(views[i]);
    }
}

} // namespace

std::uint32_t SeriesPool::addLine()
{
    m_lines.push_back({LineSeries(m_options.fullPoints), m_revision});
    m_lineBytes += m_lines.back().series.bytes();
    return std::uint32_t(m_lines.size() - 1);
}

std::uint32_t SeriesPool::addCandles()
{
    m_candles.push_back({CandleSeries(), m_revision});
    return std::uint32_t(m_candles.size() - 1);
}

void SeriesPool::append(std::uint32_t line, Point point)
{
    Entry<LineSeries> &entry = m_lines[line];
    const bool grows = entry.series.isFull();
    m_lineBytes -= grows ? entry.series.bytes() : 0;
    m_outOfOrder += entry.series.append(point) ? 0 : 1;
    m_lineBytes += grows ? entry.series.bytes() : 0;
    entry.revision = m_revision;
    ++m_points;
    if (m_options.pointsPerSeries > 0 && entry.series.size() > m_options.pointsPerSeries)
        letGo(entry);
}

void SeriesPool::addPrice(std::uint32_t candles, std::int64_t timeNs, Decimal price, double volume)
{
    Entry<CandleSeries> &entry = m_candles[candles];
    const std::size_t before = entry.series.bytes();
    entry.series.addPrice(timeNs, price, volume);
    m_candleBytes += entry.series.bytes() - before;
    entry.revision = m_revision;
}

void SeriesPool::put(std::uint32_t candles, const Candle &candle)
{
    Entry<CandleSeries> &entry = m_candles[candles];
    const std::size_t before = entry.series.bytes();
    entry.series.put(candle);
    m_candleBytes += entry.series.bytes() - before;
    entry.revision = m_revision;
}

void SeriesPool::letGo(Entry<LineSeries> &entry)
{
    const std::size_t before = entry.series.bytes();
    m_pointsLetGo += entry.series.dropOldestChunk();
    m_lineBytes += entry.series.bytes() - before;
    entry.revision = m_revision;
}

/// Candles may take a fourth of the budget; the longest series then keep half of theirs.
void SeriesPool::enforceCandleBudget()
{
    while (m_candleBytes > m_options.byteBudget / 4) {
        const auto longest =
            std::max_element(m_candles.begin(), m_candles.end(), [](const auto &a, const auto &b) {
                return a.series.bytes() < b.series.bytes();
            });
        const std::size_t before = longest->series.bytes();
        longest->series.shrinkTo(std::max(longest->series.size() / 2, FewestCandles));
        longest->revision = m_revision;
        if (longest->series.bytes() >= before)
            return;
        m_candleBytes -= before - longest->series.bytes();
    }
}

void SeriesPool::enforceBudget()
{
    enforceCandleBudget();
    const std::size_t budget = m_options.byteBudget - std::min(m_options.byteBudget, m_candleBytes);
    std::size_t idle =
        0; // visits in a row that freed nothing: the floor of what empty series take is reached
    while (m_lineBytes > budget && idle < m_lines.size()) {
        Entry<LineSeries> &entry = m_lines[m_turn++ % m_lines.size()];
        const std::size_t before = m_lineBytes;
        if (entry.series.bytes() > budget / m_lines.size())
            letGo(entry);
        idle = m_lineBytes < before ? 0 : idle + 1;
    }
}

void SeriesPool::forgetAll()
{
    for (Entry<LineSeries> &entry : m_lines) {
        while (entry.series.size() > 0)
            letGo(entry);
    }
    for (Entry<CandleSeries> &entry : m_candles) {
        const std::size_t before = entry.series.bytes();
        entry.series.shrinkTo(0);
        entry.revision = m_revision;
        m_candleBytes += entry.series.bytes() - before;
    }
}

void SeriesPool::keep(const std::vector<std::uint32_t> &lines, const std::vector<std::uint32_t> &candles)
{
    std::vector<Entry<LineSeries>> keptLines;
    std::size_t keptPoints = 0, allPoints = 0;
    for (const auto &entry : m_lines)
        allPoints += entry.series.size();
    m_lineBytes = m_candleBytes = 0;
    for (const std::uint32_t i : lines) {
        keptLines.push_back(std::move(m_lines[i]));
        keptPoints += keptLines.back().series.size();
        m_lineBytes += keptLines.back().series.bytes();
    }
    std::vector<Entry<CandleSeries>> keptCandles;
    for (const std::uint32_t i : candles) {
        keptCandles.push_back(std::move(m_candles[i]));
        m_candleBytes += keptCandles.back().series.bytes();
    }
    m_pointsLetGo += allPoints - keptPoints;
    m_lines = std::move(keptLines);
    m_candles = std::move(keptCandles);
}

void SeriesPool::writeViews(Snapshot &snapshot, std::uint64_t since) const
{
    writeChanged(m_lines, snapshot.lines, since);
    writeChanged(m_candles, snapshot.candles, since);
}

void SeriesPool::writeCounters(Snapshot::Counters &counters) const
{
    counters.points = m_points;
    counters.pointsLetGo = m_pointsLetGo;
    std::size_t held = 0;
    for (const auto &entry : m_lines)
        held += entry.series.size();
    counters.pointsThinned = m_points - m_pointsLetGo - held;
    counters.outOfOrder = m_outOfOrder;
    counters.bytes = m_lineBytes + m_candleBytes;
}

} // namespace alcedo
