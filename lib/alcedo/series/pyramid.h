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
        : m_lowest(capacity / FanOut)
    {
        std::size_t all = 0;
        for (std::size_t n = m_lowest; n > 0; n /= FanOut)
            all += n;
        m_sums.resize(all);
    }

    /// To be called after each new leaf; count is the number of leaves with it.
    template <typename Leaf>
    void leafAdded(std::size_t count, const Leaf &leaf)
    {
        if (count % FanOut != 0)
            return;
        Extremes sum;
        for (std::size_t i = count - FanOut; i < count; ++i)
            sum.add(leaf(i));
        m_sums[count / FanOut - 1] = sum;
        groupAdded(count / FanOut);
    }
    /// The lowest level, one of each FanOut leaves. Who sums up leaves as they come writes here and calls
    /// groupAdded() instead.
    [[nodiscard]] Extremes *groups() { return m_sums.data(); }
    /// To be called after each group written; count is the number of groups with it.
    void groupAdded(std::size_t count)
    {
        Extremes *level = m_sums.data();
        for (std::size_t size = m_lowest; size >= FanOut && count % FanOut == 0; size /= FanOut) {
            Extremes sum;
            for (std::size_t i = count - FanOut; i < count; ++i)
                sum.add(level[i]);
            count /= FanOut;
            level += size;
            level[count - 1] = sum;
        }
    }

    /// Extremes of the leaves [begin, end); infinite where empty.
    template <typename Leaf>
    [[nodiscard]] Extremes range(std::size_t begin, std::size_t end, const Leaf &leaf) const
    {
        Extremes sum;
        const Extremes *level = nullptr;        // what begin and end count: leaves, then sums of this level
        std::size_t size = 0, above = m_lowest; // sums of this level and of the one above
        const auto at = [&](std::size_t i) { return level ? level[i] : leaf(i); };
        while (begin < end) {
            const std::size_t inner = (begin + FanOut - 1) / FanOut, innerEnd = end / FanOut;
            if (above == 0 || inner >= innerEnd) {
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
            level = level ? level + size : m_sums.data();
            size = above;
            above /= FanOut;
        }
        return sum;
    }

    [[nodiscard]] std::size_t bytes() const { return m_sums.size() * sizeof(Extremes); }

private:
    std::size_t m_lowest;         ///< sums of the lowest level
    std::vector<Extremes> m_sums; ///< level after level, the lowest first
};

} // namespace alcedo
