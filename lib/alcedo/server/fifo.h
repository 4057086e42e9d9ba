// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace alcedo {

/// A queue that costs next to nothing while it is empty, which a std::deque does not: there is one for each
/// of thousands of subscriptions. Positions are counted from the front.
template <typename T>
class Fifo
{
public:
    [[nodiscard]] bool empty() const { return m_head == m_items.size(); }
    [[nodiscard]] std::size_t size() const { return m_items.size() - m_head; }
    [[nodiscard]] T &front() { return m_items[m_head]; }
    [[nodiscard]] const T &front() const { return m_items[m_head]; }
    [[nodiscard]] T &operator[](std::size_t at) { return m_items[m_head + at]; }
    [[nodiscard]] auto begin() const { return m_items.begin() + std::ptrdiff_t(m_head); }
    [[nodiscard]] auto end() const { return m_items.end(); }
    void push_back(T item) { m_items.push_back(std::move(item)); }
    void pop_front()
    {
        m_items[m_head] = T{}; // what it held goes now
        if (++m_head == m_items.size())
            clear();
        else if (m_head >= MinGap && m_head * 2 >= m_items.size())
            closeGap();
    }
    void clear()
    {
        m_head = 0;
        if (m_items.capacity() > KeptCapacity)
            std::vector<T>().swap(m_items);
        else
            m_items.clear();
    }
    template <typename Predicate>
    void eraseIf(Predicate &&predicate)
    {
        closeGap();
        std::erase_if(m_items, predicate);
    }

private:
    static constexpr std::size_t MinGap = 32;
    static constexpr std::size_t KeptCapacity = 2; // what is used in every turn is not allocated anew
    void closeGap()
    {
        m_items.erase(m_items.begin(), m_items.begin() + std::ptrdiff_t(m_head));
        m_head = 0;
    }

    std::vector<T> m_items;
    std::size_t m_head = 0;
};

} // namespace alcedo
