// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/sametext.h>
#include <alcedo/series/recordbatch.h>

#include <QString>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace alcedo {

struct KeyHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
};

/// Rows by source and key, in order of appearance. A removed row is found no more at once, but leaves its
/// place only with the next compact(), so that positions hold in between.
template <typename Row>
class KeyedTable
{
public:
    struct Slot
    {
        SourceId source;
        bool gone = false;
        std::uint32_t follower = 0; ///< whose turn came after this one's the last time
        std::string key;
        Row row;
    };

    [[nodiscard, gnu::always_inline]] Row *find(SourceId source, std::string_view key)
    {
        // Feeds repeat their order: a look at who came next the last time spares most of the search.
        if (m_last < m_slots.size()) [[likely]] {
            const std::uint32_t guess = m_slots[m_last].follower;
            if (guess < m_slots.size() && isAt(guess, source, key)) [[likely]] {
                m_last = guess;
                return &m_slots[guess].row;
            }
        }
        return search(source, key);
    }
    Row &add(SourceId source, std::string_view key, Row row)
    {
        if (source >= m_positions.size())
            m_positions.resize(source + std::size_t(1));
        m_positions[source].emplace(std::string(key), std::uint32_t(m_slots.size()));
        m_slots.push_back({source, false, 0, std::string(key), std::move(row)});
        return m_slots.back().row;
    }
    void remove(SourceId source, std::string_view key)
    {
        if (source >= m_positions.size())
            return;
        const auto found = m_positions[source].find(key);
        if (found == m_positions[source].end())
            return;
        m_slots[found->second].gone = m_hasGone = true;
        m_positions[source].erase(found);
    }
    void removeSource(SourceId source)
    {
        if (source >= m_positions.size())
            return;
        for (const auto &entry : m_positions[source])
            m_slots[entry.second].gone = m_hasGone = true;
        m_positions[source].clear();
    }
    [[nodiscard]] bool hasGone() const { return m_hasGone; }
    /// Takes the removed rows out; tells each of them to `forget`.
    void compact(const std::function<void(const Row &)> &forget)
    {
        for (const Slot &slot : m_slots) {
            if (slot.gone)
                forget(slot.row);
        }
        std::erase_if(m_slots, [](const Slot &slot) { return slot.gone; });
        for (std::size_t i = 0; i < m_slots.size(); ++i)
            m_positions[m_slots[i].source].find(m_slots[i].key)->second = std::uint32_t(i);
        m_hasGone = false;
    }
    [[nodiscard]] std::vector<Slot> &slots() { return m_slots; }
    [[nodiscard]] std::size_t size() const { return m_slots.size(); }

private:
    [[nodiscard, gnu::noinline]] Row *search(SourceId source, std::string_view key)
    {
        if (source >= m_positions.size())
            return nullptr;
        if (m_last < m_slots.size() && isAt(m_last, source, key)) // feeds repeat keys, too
            return &m_slots[m_last].row;
        const auto found = m_positions[source].find(key);
        if (found == m_positions[source].end())
            return nullptr;
        if (m_last < m_slots.size())
            m_slots[m_last].follower = found->second;
        m_last = found->second;
        return &m_slots[m_last].row;
    }
    [[nodiscard, gnu::always_inline]] bool isAt(std::uint32_t position, SourceId source,
                                                std::string_view key) const
    {
        const Slot &slot = m_slots[position];
        return slot.source == source && !slot.gone && isSameText(slot.key, key);
    }
    std::vector<Slot> m_slots;
    std::vector<std::unordered_map<std::string, std::uint32_t, KeyHash, std::equal_to<>>>
        m_positions;          ///< by source
    std::uint32_t m_last = 0; ///< position found last
    bool m_hasGone = false;
};

/// Names of keys as the GUI shows them, each at a fixed position for as long as a row uses it. A place is
/// used again only when there are as many as may be.
class KeyNames
{
public:
    explicit KeyNames(std::size_t max)
        : m_max(max)
    {
    }
    [[nodiscard]] std::uint32_t take(std::string_view key);
    void release(std::uint32_t position);
    [[nodiscard]] std::shared_ptr<const std::vector<QString>> list();

private:
    struct Entry
    {
        std::string key;
        QString name;
        std::size_t uses = 0;
    };
    std::size_t m_max;
    std::vector<Entry> m_entries;
    std::deque<std::uint32_t> m_free;
    std::unordered_map<std::string, std::uint32_t, KeyHash, std::equal_to<>> m_positions;
    std::shared_ptr<const std::vector<QString>> m_list; ///< null where out of date
};

} // namespace alcedo
