// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/store.h>

#include <cmath>
#include <random>

namespace alcedo::fixture {

inline constexpr std::int64_t Second = 1'000'000'000;
inline constexpr std::int64_t Minute = 60 * Second;
inline constexpr std::int64_t Now = 1'783'089'127LL * Second; // 2026-07-03 14:32:07 UTC
inline constexpr std::int64_t GapFrom = Now - 7 * Second - 39 * Minute + 10 * Second,
                              GapTo = GapFrom + 332 * Second;

/// A snapshot as a store would publish it, made of the real series, so that a chart can be tested without the
/// feed.
class Board
{
public:
    Board()
    {
        m_snapshot.wallNs = Now;
        m_snapshot.gaps.resize(2);
    }
    /// Quotes of a walking price every stepNs from fromNs to toNs, silent in the gap.
    void addQuote(const QString &key, double price, double stepShare, int scale, std::int64_t fromNs,
                  std::int64_t toNs, std::int64_t stepNs, bool withGap)
    {
        LineSeries line;
        CandleSeries candles;
        std::mt19937 random(unsigned(key.size()) * 7919U + unsigned(key.at(0).unicode()));
        std::normal_distribution<double> walk(0, stepShare);
        const double open = price;
        double drift = 0;
        for (std::int64_t t = fromNs; t <= toNs; t += stepNs) {
            drift = 0.99 * drift + walk(random) * 0.01;
            price *= 1 + walk(random) + drift - 1e-5 * (price / open - 1);
            if (withGap && t > GapFrom && t < GapTo)
                continue;
            const Decimal exact = Decimal::fromDouble(price, scale);
            line.append({t, exact.toDouble()});
            candles.addPrice(t, exact, std::abs(walk(random)) / stepShare);
        }
        add(key, line, candles, Decimal::fromDouble(open, scale));
    }
    void add(const QString &key, const LineSeries &line, const CandleSeries &candles, Decimal open)
    {
        auto keys = m_snapshot.keys ? *m_snapshot.keys : std::vector<QString>();
        QuoteState quote;
        quote.source = 1;
        quote.key = std::uint32_t(keys.size());
        keys.push_back(key);
        m_snapshot.keys = std::make_shared<const std::vector<QString>>(keys);
        quote.lineSeries = std::uint32_t(m_snapshot.lines.size());
        quote.candleSeries = std::uint32_t(m_snapshot.candles.size());
        quote.open = open;
        m_snapshot.lines.push_back(line.view());
        m_snapshot.candles.push_back(candles.view());
        if (!m_snapshot.lines.back().isEmpty())
            quote.last = Decimal::fromDouble(m_snapshot.lines.back().back().value, std::max(0, open.scale()));
        m_snapshot.quotes.push_back(quote);
    }
    void setGaps(std::vector<Gap> gaps)
    {
        m_snapshot.gaps[1] = std::make_shared<const std::vector<Gap>>(std::move(gaps));
    }
    [[nodiscard]] Snapshot &snapshot() { return m_snapshot; }

private:
    Snapshot m_snapshot;
};

inline Gap closedGap()
{
    return {GapFrom, GapTo, QStringLiteral("link lost (1006)"), 1'214, 0};
}

} // namespace alcedo::fixture
