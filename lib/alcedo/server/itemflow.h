// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <functional>
#include <mutex>
#include <optional>

namespace alcedo {

/// Between an ItemStream and its session: how much may flow. At most MaxPendingBytes and one item are on
/// their way from one to the other. Thread: any; the callbacks are called without a lock held.
class ItemFlow
{
public:
    static constexpr qint64 MaxPendingBytes = 64 * 1024;
    static constexpr qint64 MaxCredit = 1LL << 31;
    /// What was yielded, in order; item: one of it, else the end.
    enum class Part { Item, End };
    using Deliver = std::function<void(Part part, const Result<QByteArray> &json)>;

    ItemFlow(Deliver deliver, qint64 maxItemBytes)
        : m_deliver(std::move(deliver))
        , m_maxItemBytes(maxItemBytes)
    {
    }

    // For the application
    [[nodiscard]] bool isOver() const;
    /// Whether it was taken.
    [[nodiscard]] bool put(const QByteArray &json);
    void setRoom(std::function<void()> room);
    void end(const Result<QByteArray> &result);
    /// The end of a stream of which all was yielded.
    void finish();
    [[nodiscard]] qint64 maxItemBytes() const { return m_maxItemBytes; }

    // For the session
    void addCredit(qint64 n);
    /// An item of so many bytes has gone out.
    void sent(qint64 bytes);
    /// Nothing more is wanted.
    void stop();

private:
    void callRoom();

    mutable std::mutex m_mutex;
    Deliver m_deliver; ///< null once over
    const qint64 m_maxItemBytes;
    std::function<void()> m_room;
    qint64 m_credit = 0, m_pendingBytes = 0;
    quint64 m_count = 0;
    bool m_wanted = true; ///< the application waits for room
};

} // namespace alcedo
