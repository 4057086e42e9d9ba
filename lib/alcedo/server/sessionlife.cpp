// SPDX-License-Identifier: MIT
// A session's deadlines and its end: hello, heartbeat, slow readers, bye.
#include <alcedo/core/log.h>
#include <alcedo/server/deadlines.h>
#include <alcedo/server/session.h>
#include <alcedo/wire/jsoncodec.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace alcedo {

namespace {

/// How long a client waits before it comes back, drawn evenly: spread over more where all of them leave at
/// once.
std::pair<std::int64_t, std::int64_t> returnAfterMs(CloseCode code)
{
    return code == CloseCode::Shutdown ? std::pair<std::int64_t, std::int64_t>{500, 5'000}
                                       : std::pair<std::int64_t, std::int64_t>{1'000, 5'000};
}

} // namespace

void Session::bye(CloseCode code, const QString &reason)
{
    if (m_state == State::Ending)
        return;
    m_state = State::Ending;
    lookAt(Deadlines::Never);
    m_queue.clear();
    const bool reconnect = closeCodeReconnects(int(code));
    wire::Bye bye{int(code), reason, reconnect, 0, 0, {}};
    if (reconnect)
        std::tie(bye.afterMinMs, bye.afterMaxMs) = returnAfterMs(code);
    if (code == CloseCode::Slow)
        ++m_context.totals.slowClosed;
    qCDebug(log::server, "session %llu ends: %d %s", m_number, int(code), qPrintable(reason));
    sendOwn(JsonCodec::encode(wire::Notification{bye}));
    m_transport->close(int(code), reason);
}

bool Session::checkBacklog()
{
    if (!m_queue.isOverfull(m_transport->pendingBytes() + m_batch.size()))
        return true;
    bye(CloseCode::Slow, QStringLiteral("too much is waiting to be read"));
    return false;
}

void Session::checkProgress(Nanoseconds now)
{
    const qint64 pending = m_transport->pendingBytes();
    if (pending == 0 || m_options.slowTimeout.count() <= 0) {
        m_progressDue.reset();
        return;
    }
    const qint64 drained = m_written - pending;
    if (!m_progressDue || drained > m_drained) {
        m_drained = drained;
        m_progressAt = now;
    } else if (now - m_progressAt >= m_options.slowTimeout) {
        return bye(CloseCode::Slow, QStringLiteral("nothing was read for too long"));
    }
    m_progressDue =
        std::min(m_progressAt + m_options.slowTimeout, now + Nanoseconds(m_options.slowTimeout) / 4);
    if (*m_progressDue <= now)
        m_progressDue = now + std::chrono::milliseconds(1);
}

void Session::checkDeadlines()
{
    m_nextLook = Deadlines::Never;
    const Nanoseconds now = m_context.clock.steady();
    if (m_helloDue && now >= *m_helloDue)
        return bye(CloseCode::HelloTimeout, QStringLiteral("no hello"));
    if (m_pongDue && m_heard)
        m_pongDue.reset();
    if (m_pongDue && now >= *m_pongDue)
        return bye(CloseCode::NoPong, QStringLiteral("no answer to a ping"));
    if (now >= m_pingDue && m_options.pingInterval.count() > 0) {
        m_pingDue = now + m_options.pingInterval;
        if (!m_pongDue && m_options.pongTimeout.count() > 0) {
            m_pongDue = now + m_options.pongTimeout;
            m_heard = false;
        }
        m_transport->ping();
    }
    if (m_progressDue && now >= *m_progressDue)
        checkProgress(now);
    if (m_frameDue && now >= *m_frameDue)
        flush();
    if (m_state != State::Ending && m_expiryDue && now >= *m_expiryDue)
        checkExpiry(now);
    if (m_state != State::Ending)
        schedule();
}

void Session::schedule()
{
    Nanoseconds due = m_options.pingInterval.count() > 0 ? m_pingDue : Nanoseconds::max();
    for (const auto &deadline : {m_helloDue, m_pongDue, m_progressDue, m_frameDue, m_expiryDue})
        due = std::min(due, deadline.value_or(Nanoseconds::max()));
    if (due < m_nextLook)
        lookAt(due);
}

void Session::lookAt(Nanoseconds at)
{
    if (at != m_nextLook)
        m_context.deadlines.set(m_number, std::exchange(m_nextLook, at), at);
}

} // namespace alcedo
