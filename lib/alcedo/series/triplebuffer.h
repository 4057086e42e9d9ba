// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <atomic>

namespace alcedo {

/// The newest of a value from one thread to another, neither ever waiting: one copy is the writer's, one the
/// reader's, one lies between, changed for either's by a single atomic exchange. Thread: writing(), publish()
/// by one; latest() by one other.
template <typename T>
class TripleBuffer
{
public:
    /// All three copies begin as this.
    explicit TripleBuffer(const T &initial)
        : m_copies{initial, initial, initial}
    {
    }
    /// The writer's copy. Holds what was published two or more times ago, for writing only what changed.
    [[nodiscard]] T &writing() { return m_copies[m_back]; }
    void publish() { m_back = m_middle.exchange(m_back | Fresh, std::memory_order_acq_rel) & ~Fresh; }
    /// The newest published; the reference is good until the next call.
    [[nodiscard]] const T &latest()
    {
        if (m_middle.load(std::memory_order_relaxed) & Fresh)
            m_front = m_middle.exchange(m_front, std::memory_order_acq_rel) & ~Fresh;
        return m_copies[m_front];
    }

private:
    static constexpr unsigned Fresh = 4;
    std::array<T, 3> m_copies;
    unsigned m_back = 0, m_front = 2;
    std::atomic<unsigned> m_middle{1};
};

} // namespace alcedo
