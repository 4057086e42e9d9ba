// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/broker.h>
#include <alcedo/transport/preparedmessage.h>

#include <memory>
#include <vector>

namespace alcedo {

/// Publications of one channel with consecutive offsets, as one worker gives them out in one go.
/// Subscriptions that are in step get the same message, so it is made once. Thread: the worker's.
class PublicationRun
{
public:
    /// More than this is a message, and so a run, of its own.
    static constexpr qint64 MessageBytes = 16 * 1024;

    explicit PublicationRun(QString channel)
        : m_channel(std::move(channel))
    {
    }
    [[nodiscard]] const QString &channel() const { return m_channel; }
    /// Whether it may go on with this one.
    [[nodiscard]] bool takes(const StoredPublication &publication) const
    {
        return m_publications.empty() || (publication.offset == last() + 1 && m_elementBytes < MessageBytes);
    }
    void add(const StoredPublicationPtr &publication);
    [[nodiscard]] const std::vector<StoredPublicationPtr> &publications() const { return m_publications; }
    [[nodiscard]] std::uint64_t first() const { return m_publications.front()->offset; }
    [[nodiscard]] std::uint64_t last() const { return m_publications.back()->offset; }
    /// What it counts against a reader's bound.
    [[nodiscard]] qint64 cost() const { return m_cost; }
    [[nodiscard]] qint64 elementBytes() const { return m_elementBytes; }
    /// The data message for a subscription, the same for all of the same number, position and encoding.
    [[nodiscard]] std::shared_ptr<PreparedMessage> message(std::int64_t s, std::uint64_t prev,
                                                           const Encoding &encoding = {});

private:
    struct Made
    {
        std::int64_t s = 0;
        std::uint64_t prev = 0;
        Encoding encoding;
        std::shared_ptr<PreparedMessage> message;
    };
    static constexpr std::size_t MaxKept =
        16; // numbers that are in use at the same time, looked through one by one

    const QString m_channel;
    std::vector<StoredPublicationPtr> m_publications;
    qint64 m_cost = 0;
    qint64 m_elementBytes = 0;
    std::vector<Made> m_made;
};
using PublicationRunPtr = std::shared_ptr<PublicationRun>;

} // namespace alcedo
