// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace alcedo {

struct Extremes
{
    double min = std::numeric_limits<double>::infinity();
    double max = -std::numeric_limits<double>::infinity();
    void add(const Extremes &other)
    {
        min = std::min(min, other.min);
        max = std::max(max, other.max);
    }
    static Extremes of(double value) { return {value, value}; }
};

/// Minimum and maximum of every 16, 256, 4,096 … leaves of an append-only row of fixed capacity, so that the
/// extremes of any range cost O(log n). Leaves stay with the caller, who hands in a function from position to
/// Extremes. Thread: one writer; a reader that learned of n leaves through an acquire may ask for ranges
/// below n meanwhile, since a bucket is written once, when its last leaf is there, and never again.
class Pyramid
{
public:
    static constexpr std::size_t FanOut = 16;

    explicit Pyramid(std::size_t capacity)
    {
        for (std::size_t n = capacity / FanOut; n > 0; n /= FanOut)
            m_levels.emplace_back(n);
    }

    /// To be called after each new leaf; count is the number of leaves with it.
    template <typename Leaf>
    void leafAdded(std::size_t count, const Leaf &leaf)
    {
        for (std::size_t level = 0; level < m_levels.size() && count % FanOut == 0; ++level) {
            const std::size_t bucket = count / FanOut - 1;
            Extremes sum;
            for (std::size_t i = bucket * FanOut; i < count; ++i)
                sum.add(level == 0 ? leaf(i) : m_levels[level - 1][i]);
            m_levels[level][bucket] = sum;
            count /= FanOut;
        }
    }

    /// Extremes of the leaves [begin, end); infinite where empty.
    template <typename Leaf>
    [[nodiscard]] Extremes range(std::size_t begin, std::size_t end, const Leaf &leaf) const
    {
        Extremes sum;
        std::size_t level = 0; // what begin and end count: leaves, then buckets of level - 1
        const auto at = [&](std::size_t i) { return level == 0 ? leaf(i) : m_levels[level - 1][i]; };
        while (begin < end) {
            const bool top = level == m_levels.size();
            const std::size_t inner = (begin + FanOut - 1) / FanOut, innerEnd = end / FanOut;
            if (top || inner >= innerEnd) {
                for (; begin < end; ++begin)
                    sum.add(at(begin));
                break;
            }
            for (; begin < inner * FanOut; ++begin)
                sum.add(at(begin));
            for (; end > innerEnd * FanOut; --end)
                sum.add(at(end - 1));
            begin = inner;
            end = innerEnd;
            ++level;
        }
        return sum;
    }

    [[nodiscard]] std::size_t bytes() const
    {
        std::size_t total = 0;
        for (const auto &level : m_levels)
            total += level.size() * sizeof(Extremes);
        return total;
    }

private:
    std::vector<std::vector<Extremes>> m_levels;
};

} // namespace alcedo
