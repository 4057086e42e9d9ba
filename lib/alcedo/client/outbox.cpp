// SPDX-License-Identifier: MIT
#include <alcedo/client/outbox.h>

#include <QPointer>
#include <QUuid>
#include <utility>

namespace alcedo {

Sending Outbox::send(wire::Publish publication, SendOptions::Waiting waiting)
{
    if (m_waiting.empty() && m_link.hasRoom()) {
        give(std::move(publication));
        return Sending::Sent;
    }
    const bool thins = waiting == SendOptions::Waiting::Thin;
    const Slot slot(publication.channel, publication.key);
    Entry entry{std::move(publication), thins};
    const auto older = thins ? m_thinnable.constFind(slot) : m_thinnable.cend();
    Entry *const place = older == m_thinnable.cend() ? nullptr : &m_waiting[std::size_t(*older - m_front)];
    const qint64 bytes = m_bytes + entry.cost() - (place ? place->cost() : 0);
    if (bytes > MaxWaitingBytes || (!place && m_waiting.size() >= MaxWaiting))
        return Sending::Dropped;
    m_bytes = bytes;
    m_drainedDue = true;
    if (place) {
        // A merge after what waits would lose it; then both must go.
        if (entry.publication.op != Publication::Op::Merge) {
            *place = std::move(entry);
            return Sending::Thinned;
        }
        m_bytes += place->cost();
    }
    if (thins)
        m_thinnable.insert(slot, m_front + m_waiting.size());
    else
        m_thinnable.remove(slot); // what comes later must not go before this one
    m_waiting.push_back(std::move(entry));
    return Sending::Queued;
}

void Outbox::give(wire::Publish publication)
{
    publication.idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QString channel = publication.channel;
    m_requests.enqueue(std::move(publication), std::chrono::milliseconds(0), RequestTable::OnLoss::Retry,
                       [this, channel](const Result<QByteArray> &result, const wire::Failure *) {
                           const QPointer<RequestTable> alive(&m_requests);
                           if (!result)
                               m_link.failed(channel, result.error());
                           if (alive)
                               pump();
                       });
}

void Outbox::pump()
{
    while (!m_waiting.empty() && m_link.hasRoom()) {
        Entry entry = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_bytes -= entry.cost();
        if (const auto at = m_thinnable.constFind({entry.publication.channel, entry.publication.key});
            at != m_thinnable.cend() && *at == m_front)
            m_thinnable.erase(at);
        ++m_front;
        give(std::move(entry.publication));
    }
    if (m_waiting.empty() && m_link.hasRoom() && std::exchange(m_drainedDue, false))
        m_link.drained();
}

} // namespace alcedo
