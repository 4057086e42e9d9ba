// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/subscriber.h>

#include <unordered_map>
#include <vector>

namespace alcedo {

/// Who follows which channel, within one worker. Thread: the worker's.
class Hub
{
public:
    void add(Subscriber &subscriber) { m_channels[subscriber.channel].push_back(&subscriber); }
    void remove(Subscriber &subscriber);
    /// In the order of subscription; empty where nobody follows. Valid until the next add() or remove().
    [[nodiscard]] const std::vector<Subscriber *> &followers(const QString &channel) const;

private:
    std::unordered_map<QString, std::vector<Subscriber *>> m_channels;
};

} // namespace alcedo
