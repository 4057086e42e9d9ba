// SPDX-License-Identifier: MIT
#include <alcedo/server/hub.h>

namespace alcedo {

void Hub::remove(Subscriber &subscriber)
{
    const auto it = m_channels.find(subscriber.channel);
    if (it == m_channels.end())
        return;
    std::erase(it->second, &subscriber);
    if (it->second.empty())
        m_channels.erase(it);
}

const std::vector<Subscriber *> &Hub::followers(const QString &channel) const
{
    static const std::vector<Subscriber *> nobody;
    const auto it = m_channels.find(channel);
    return it == m_channels.end() ? nobody : it->second;
}

} // namespace alcedo
