// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/client/requesttable.h>

#include <QString>
#include <cstdint>

namespace alcedo {

class Subscription;

/// What a Subscription needs of its client.
class SubscriptionHost
{
public:
    virtual ~SubscriptionHost() = default;
    [[nodiscard]] virtual RequestTable &requests() = 0;
    [[nodiscard]] virtual Clock &clock() = 0;
    [[nodiscard]] virtual bool isReady() const = 0;
    /// Whether an earlier subscription of the channel is still being given up: a new one must wait for that.
    [[nodiscard]] virtual bool isLeaving(const QString &channel) const = 0;
    virtual void setLeaving(const QString &channel) = 0;
    virtual void left(const QString &channel) = 0;
    /// What the server says of s goes to the subscription; null: to nobody.
    virtual void route(std::int64_t s, Subscription *subscription) = 0;
    /// The peer broke the protocol.
    virtual void breach(const QString &text) = 0;
};

} // namespace alcedo
