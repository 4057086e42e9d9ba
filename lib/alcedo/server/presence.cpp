// SPDX-License-Identifier: MIT
#include <alcedo/server/presence.h>

namespace alcedo {

void Presence::tell(const Audience &audience, const Change &change)
{
    for (const auto &[sink, count] : audience.sinks)
        sink->present(change);
}

void Presence::enter(const QString &channel, const Member &member, Sink &sink)
{
    const std::lock_guard lock(m_mutex);
    Audience &audience = m_channels[channel];
    audience.members[member.client] = member;
    ++audience.sinks[&sink];
    tell(audience, {Change::What::Joined, channel, member.client, member.user});
}

void Presence::leave(const QString &channel, const QString &client, Sink &sink)
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_channels.find(channel);
    if (known == m_channels.end())
        return;
    Audience &audience = known->second;
    const auto member = audience.members.find(client);
    if (member == audience.members.end())
        return;
    const Change change{Change::What::Left, channel, client, member->second.user};
    audience.members.erase(member);
    if (--audience.sinks[&sink] <= 0)
        audience.sinks.erase(&sink);
    tell(audience, change);
    if (audience.members.empty())
        m_channels.erase(known);
}

std::vector<Presence::Member> Presence::members(const QString &channel) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Member> out;
    if (const auto known = m_channels.find(channel); known != m_channels.end()) {
        for (const auto &[client, member] : known->second.members)
            out.push_back(member);
    }
    return out;
}

} // namespace alcedo
