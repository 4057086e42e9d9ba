// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/server/broker.h>
#include <alcedo/server/presence.h>

#include <QObject>
#include <functional>
#include <mutex>
#include <vector>

namespace alcedo {

/// What other threads put down for one worker: publications and answers to calls. However much is put down,
/// the worker is woken once a turn. Past its bound it remembers only which channels were cut short; the
/// worker reads those from their history, so nothing that is still held is lost. Thread: deliver() and
/// answer() from any; the rest in the worker's.
class Mailbox final : public PublicationSink, public Presence::Sink
{
public:
    struct Item
    {
        QString channel;
        StoredPublicationPtr publication;
    };
    /// The answer to a call of a session, or an item of it.
    struct Answer
    {
        quint64 session = 0;
        quint64 call = 0;
        Result<QByteArray> result;
        enum class Part { Whole, Item } part = Part::Whole;
    };
    struct Contents
    {
        std::vector<Item> items;         ///< per channel in the order of the offsets
        std::vector<QString> overflowed; ///< channels of which publications after items were let go
    };

    /// wake runs in owner's thread, once for any number of things put down since the last
    /// takeAnswers().
    Mailbox(QObject *owner, std::function<void()> wake, qint64 maxBytes);
    void deliver(const QString &channel, const StoredPublicationPtr &publication) override;
    /// One that is given before its handler returns need not come here, see OpenCall.
    void answer(Answer answer);
    /// Past MaxChanges they are dropped: whoever must know asks.
    void present(const Presence::Change &change) override;
    static constexpr std::size_t MaxChanges = 10'000;
    [[nodiscard]] Contents take();
    /// Answers do not wait for a turn in which publications are given out.
    [[nodiscard]] std::vector<Answer> takeAnswers();
    [[nodiscard]] std::vector<Presence::Change> takeChanges();
    [[nodiscard]] bool hasPublications() const;
    /// The owner goes: what is put down from here on is dropped.
    void close();
    /// Publications that were not kept here; their subscribers read them from the history.
    [[nodiscard]] quint64 overflows() const;

private:
    void wakeLocked();

    mutable std::mutex m_mutex;
    QObject *m_owner;
    std::function<void()> m_wake;
    const qint64 m_maxBytes;
    Contents m_contents;
    std::vector<Answer> m_answers;
    std::vector<Presence::Change> m_changes;
    qint64 m_bytes = 0;
    quint64 m_overflows = 0;
    bool m_woken = false;
};

} // namespace alcedo
