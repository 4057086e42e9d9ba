// SPDX-License-Identifier: MIT
#include <alcedo/series/seriespool.h>

#include <algorithm>

namespace alcedo {

namespace {

constexpr std::size_t FewestCandles = 60; // an hour of minutes stays, whatever the budget

template <typename List, typename Views>
void writeChanged(const List &list, Views &views, std::uint64_t since)
{
    views.resize(list.series.size());
    for (std::size_t i = 0; i < views.size(); ++i) {
        if (list.revisions[i].reshaped > since || since == 0)
            list.series[i].writeView(views[i]);
        else if (list.revisions[i].changed > since)
            list.series[i].writeNewest(views[i]);
    }
}

/// Keeps these alone, in this order.
template <typename List>
void keepOf(List &list, const std::vector<std::uint32_t> &positions)
{
    List kept;
    for (const std::uint32_t i : positions) {
        kept.series.push_back(std::move(list.series[i]));
        kept.revisions.push_back(list.revisions[i]);
    }
    list = std::move(kept);
}

std::size_t pointsOf(const std::vector<LineSeries> &lines)
{
    std::size_t points = 0;
    for (const LineSeries &line : lines)
        points += line.size();
    return points;
}

template <typename Series>
std::size_t bytesOf(const std::vector<Series> &list)
{
    std::size_t bytes = 0;
    for (const Series &series : list)
        bytes += series.bytes();
    return bytes;
}

} // namespace

std::uint32_t SeriesPool::addLine()
{
    m_lines.series.emplace_back(m_options.fullPoints);
    m_lines.revisions.push_back({m_revision, m_revision});
    m_lineBytes += m_lines.series.back().bytes();
    return std::uint32_t(m_lines.series.size() - 1);
}

std::uint32_t SeriesPool::addCandles()
{
    m_candles.series.emplace_back();
    m_candles.revisions.push_back({m_revision, m_revision});
    return std::uint32_t(m_candles.series.size() - 1);
}

void SeriesPool::addCandle(std::uint32_t candles, std::int64_t timeNs, Decimal price, double volume)
{
    CandleSeries &series = m_candles.series[candles];
    const std::size_t before = series.bytes();
    series.addPrice(timeNs, price, volume);
    m_candleBytes += series.bytes() - before;
    m_candles.revisions[candles] = {m_revision, m_revision};
}

void SeriesPool::put(std::uint32_t candles, const Candle &candle)
{
    CandleSeries &series = m_candles.series[candles];
    const std::size_t before = series.bytes();
    series.put(candle);
    m_candleBytes += series.bytes() - before;
    m_candles.revisions[candles] = {m_revision, m_revision};
}

void SeriesPool::letGo(std::size_t line)
{
    LineSeries &series = m_lines.series[line];
    const std::size_t before = series.bytes();
    m_pointsLetGo += series.dropOldestChunk();
    m_lineBytes += series.bytes() - before;
    m_lines.revisions[line] = {m_revision, m_revision};
}

/// Candles may take a fourth of the budget; the longest series then keep half of theirs.
void SeriesPool::enforceCandleBudget()
{
    auto &all = m_candles.series;
    while (m_candleBytes > m_options.byteBudget / 4) {
        const auto longest = std::max_element(
            all.begin(), all.end(), [](const auto &a, const auto &b) { return a.bytes() < b.bytes(); });
        const std::size_t before = longest->bytes();
        longest->shrinkTo(std::max(longest->size() / 2, FewestCandles));
        m_candles.revisions[std::size_t(longest - all.begin())] = {m_revision, m_revision};
        if (longest->bytes() >= before)
            return;
        m_candleBytes -= before - longest->bytes();
    }
}

void SeriesPool::enforceBudget()
{
    enforceCandleBudget();
    const std::size_t budget = m_options.byteBudget - std::min(m_options.byteBudget, m_candleBytes);
    const std::size_t count = m_lines.series.size();
    std::size_t idle =
        0; // visits in a row that freed nothing: the floor of what empty series take is reached
    while (m_lineBytes > budget && idle < count) {
        const std::size_t line = m_turn++ % count;
        const std::size_t before = m_lineBytes;
        if (m_lines.series[line].bytes() > budget / count)
            letGo(line);
        idle = m_lineBytes < before ? 0 : idle + 1;
    }
}

void SeriesPool::forgetAll()
{
    for (std::size_t line = 0; line < m_lines.series.size(); ++line) {
        while (m_lines.series[line].size() > 0)
            letGo(line);
    }
    for (CandleSeries &series : m_candles.series)
        series.shrinkTo(0);
    std::fill(m_candles.revisions.begin(), m_candles.revisions.end(), Revisions{m_revision, m_revision});
    m_candleBytes = bytesOf(m_candles.series);
}

void SeriesPool::keep(const std::vector<std::uint32_t> &lines, const std::vector<std::uint32_t> &candles)
{
    const std::size_t points = pointsOf(m_lines.series);
    keepOf(m_lines, lines);
    keepOf(m_candles, candles);
    m_pointsLetGo += points - pointsOf(m_lines.series);
    m_lineBytes = bytesOf(m_lines.series);
    m_candleBytes = bytesOf(m_candles.series);
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
    counters.pointsThinned = m_points - m_pointsLetGo - pointsOf(m_lines.series);
    counters.outOfOrder = m_outOfOrder;
    counters.bytes = m_lineBytes + m_candleBytes;
}

} // namespace alcedo
