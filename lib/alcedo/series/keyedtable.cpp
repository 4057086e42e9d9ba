// SPDX-License-Identifier: MIT
#include <alcedo/series/keyedtable.h>

namespace alcedo {

std::uint32_t KeyNames::take(std::string_view key)
{
    const auto found = m_positions.find(key);
    if (found != m_positions.end()) {
        ++m_entries[found->second].uses;
        return found->second;
    }
    std::uint32_t position = std::uint32_t(m_entries.size());
    if (m_entries.size() >= m_max && !m_free.empty()) {
        position = m_free.front();
        m_free.pop_front();
    } else {
        m_entries.emplace_back();
    }
    m_entries[position] = {std::string(key), QString::fromUtf8(key.data(), qsizetype(key.size())), 1};
    m_positions.emplace(std::string(key), position);
    m_list.reset();
    return position;
}

void KeyNames::release(std::uint32_t position)
{
    Entry &entry = m_entries[position];
    if (--entry.uses > 0)
        return;
    m_positions.erase(entry.key);
    entry.key.clear();
    m_free.push_back(position);
}

std::shared_ptr<const std::vector<QString>> KeyNames::list()
{
    if (!m_list) {
        std::vector<QString> names;
        names.reserve(m_entries.size());
        for (const Entry &entry : m_entries)
            names.push_back(entry.name);
        m_list = std::make_shared<const std::vector<QString>>(std::move(names));
    }
    return m_list;
}

} // namespace alcedo
