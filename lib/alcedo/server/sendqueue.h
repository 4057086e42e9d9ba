// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/subscriber.h>

#include <QByteArray>
#include <memory>
#include <vector>

namespace alcedo {

/// What waits to go out on one connection: a control lane, which goes first, and one lane for each
/// subscription, served in turn. Past slowBytes, subscriptions of mode all are cut off until half of it has
/// drained, then told exactly what they lost; the lanes of thinned modes hold one publication of each key
/// (mode latest: one) at any time, so they thin themselves. With a rate a lane is held back between its
/// frames; what waits there does not make its reader slow. The caller ends the connection past
/// maxPendingBytes (isOverfull()). Thread: its session's. The subscribers belong to the session and are
/// remove()d before they go.
class SendQueue
{
public:
    struct Limits
    {
        qint64 slowBytes = 256 * 1024;
        qint64 maxPendingBytes = 1024 * 1024;
        qint64 messageBytes =
            PublicationRun::MessageBytes;       ///< data messages are closed once they are this long
        qint64 maxHeldBytes = 16 * 1024 * 1024; ///< past this, frames do not wait for their time
    };
    struct Counters
    {
        quint64 conflated = 0, lost = 0, deliveries = 0;
    };
    explicit SendQueue(const Limits &limits)
        : m_limits(limits)
    {
    }

    /// A message to write: of this connection alone, or one that others get too.
    struct Outgoing
    {
        QByteArray own;
        std::shared_ptr<PreparedMessage> shared;
        [[nodiscard]] const QByteArray &text() const { return shared ? shared->payload() : own; }
        [[nodiscard]] bool isEmpty() const { return text().isEmpty(); }
    };

    void addControl(QByteArray message);
    /// downstream: bytes that the transport has taken and not yet sent, here and below.
    void offer(Subscriber &subscriber, const StoredPublicationPtr &publication, qint64 downstream);
    /// The same for a run of which the subscriber has nothing yet.
    void offer(Subscriber &subscriber, const PublicationRunPtr &run, qint64 downstream);
    /// Unconditionally: for what was read from the history because there is room.
    void add(Subscriber &subscriber, const StoredPublicationPtr &publication);
    /// What a reply had no room for of a keyed snapshot. It costs no memory of its own, as the broker holds
    /// it, and does not make its reader slow.
    void addSnapshotRest(Subscriber &subscriber, const std::vector<StoredPublicationPtr> &publications);
    void addLost(Subscriber &subscriber, const LostRange &range);
    void remove(Subscriber &subscriber);

    using Nanoseconds = Subscriber::Nanoseconds;
    /// Lets the frames go whose time has come.
    void openFrames(Nanoseconds now);
    /// When the next one's comes; nothing where none waits.
    [[nodiscard]] std::optional<Nanoseconds> nextFrame() const;

    /// The next message to write; empty where there is none now.
    [[nodiscard]] Outgoing next(qint64 downstream);
    [[nodiscard]] bool isEmpty() const { return m_control.empty() && m_order.empty() && m_cut.empty(); }
    [[nodiscard]] qint64 bytes() const { return m_controlBytes + m_dataBytes; }
    [[nodiscard]] bool isOverfull(qint64 downstream) const
    {
        return backlog(downstream) > m_limits.maxPendingBytes;
    }
    [[nodiscard]] bool isSlow(qint64 downstream) const { return backlog(downstream) > m_limits.slowBytes; }
    void clear();
    /// What was counted since the last call.
    [[nodiscard]] Counters takeCounters();

private:
    [[nodiscard]] qint64 backlog(qint64 downstream) const;
    enum class Content { AsPublished, Whole };
    void append(Subscriber &subscriber, const StoredPublicationPtr &publication, qint64 counted,
                Content content);
    void line(Subscriber &subscriber);
    void replaceOlder(Subscriber &subscriber, const QString &slot, Subscriber::Item &newer);
    [[nodiscard]] qint64 &bytesOf(const Subscriber &subscriber, std::uint64_t number)
    {
        return subscriber.isHeld(number) ? m_heldBytes : m_dataBytes;
    }
    void compact(Subscriber &subscriber);
    void popFront(Subscriber &subscriber);
    void resumeCut(qint64 downstream);
    QByteArray nextControl();
    QByteArray lostMessage(Subscriber &subscriber, const LostRange &range);
    [[nodiscard]] bool isCut(Subscriber &subscriber, std::uint64_t first, std::uint64_t last,
                             qint64 downstream);
    Outgoing dataMessage(Subscriber &subscriber);

    const Limits m_limits;
    Fifo<QByteArray> m_control;
    Fifo<Subscriber *> m_order; ///< those with something in their lane
    std::vector<Subscriber *> m_cut;
    std::vector<Subscriber *> m_held; ///< those with something that waits for their next frame
    qint64 m_controlBytes = 0, m_dataBytes = 0, m_heldBytes = 0;
    qint64 m_largeReply = 0; ///< a reply larger than slowBytes does not make its reader slow
    Counters m_counters;
};

} // namespace alcedo
