// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/client/requesttable.h>
#include <alcedo/core/error.h>

#include <QHash>
#include <deque>
#include <functional>
#include <optional>

namespace alcedo {

/// What became of a publication given to Client::send().
enum class Sending {
    Sent,    ///< on its way
    Queued,  ///< waits here: the link is down, or slower than the sender. drained() follows
    Thinned, ///< the same, in the place of an older one of its channel and key, which is not sent any more
    Dropped, ///< not taken: no channel's name, no JSON, or as much as may is waiting already
};

struct SendOptions
{
    QString key = {};
    Publication::Op op = Publication::Op::Set;
    /// While it waits: whether a newer one of the same channel and key takes its place (both must say so).
    enum class Waiting { Keep, Thin } waiting = Waiting::Keep;
};

/// Publications that nobody waits for, of which some wait for the link: in order, bounded, thinned where that
/// was asked for. Each is applied once, however often the link breaks. Thread: its client's.
class Outbox
{
public:
    static constexpr std::size_t MaxWaiting = 4096;
    static constexpr qint64 MaxWaitingBytes = 1024 * 1024;
    struct Link
    {
        std::function<bool()> hasRoom; ///< more may be given to it now
        std::function<void(const QString &channel, const Error &error)> failed;
        std::function<void()> drained;
    };
    Outbox(RequestTable &requests, Link link)
        : m_requests(requests)
        , m_link(std::move(link))
    {
    }
    Sending send(wire::Publish publication, SendOptions::Waiting waiting);
    /// There may be room again.
    void pump();
    [[nodiscard]] std::size_t size() const { return m_waiting.size(); }

private:
    struct Entry
    {
        wire::Publish publication;
        bool thins = false;
        [[nodiscard]] qint64 cost() const { return publication.data.size() + 128; }
    };
    using Slot = std::pair<QString, QString>; // channel and key
    void give(wire::Publish publication);

    RequestTable &m_requests;
    const Link m_link;
    std::deque<Entry> m_waiting;
    quint64 m_front = 0;              ///< number of m_waiting.front()
    QHash<Slot, quint64> m_thinnable; ///< where in m_waiting each waits
    qint64 m_bytes = 0;
    bool m_drainedDue = false;
};

} // namespace alcedo
