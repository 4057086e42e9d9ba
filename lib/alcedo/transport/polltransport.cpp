// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/transport/polltransport.h>

#include <QPointer>
#include <QRandomGenerator>
#include <utility>

namespace alcedo {

namespace {

HttpResponse pollAnswer(int status, const QByteArray &text)
{
    return {status, text + '\n', "text/plain; charset=utf-8", {{"Cache-Control", "no-store"}}};
}

} // namespace

QByteArray joinMessages(const QList<QByteArray> &messages)
{
    QByteArray joined("[");
    for (const QByteArray &message : messages) {
        QByteArray text = message.trimmed();
        if (text.startsWith('[') && text.endsWith(']'))
            text = text.mid(1, text.size() - 2).trimmed();
        if (text.isEmpty())
            continue;
        if (joined.size() > 1)
            joined += ',';
        joined += text;
    }
    return joined + ']';
}

PollTransport::PollTransport(const QHostAddress &peer, QString target, QString subprotocol, Clock &clock)
    : m_clock(clock)
    , m_peer(peer)
    , m_target(std::move(target))
    , m_subprotocol(std::move(subprotocol))
    , m_holdTimer(clock, this)
    , m_idleTimer(clock, this)
{
    connect(&m_holdTimer, &Timer::timeout, this, &PollTransport::answerHeld);
    connect(&m_idleTimer, &Timer::timeout, this, [this] {
        end(m_leaving.value_or(
            CloseInfo{1006, QStringLiteral("nobody asks any more"), CloseInfo::Initiator::Network}));
    });
    m_idleTimer.start(IdleTimeout);
}

PollTransport::~PollTransport()
{
    if (m_gone)
        m_gone();
}

void PollTransport::take(quint64 number, const QByteArray &message, const HttpAnswer &answer)
{
    if (m_state != State::Open)
        return answer(pollAnswer(410, "the link has ended"));
    if (!m_reading)
        return answer({503, "not now\n", "text/plain; charset=utf-8", {{"Retry-After", "1"}}});
    if (number > m_lastTaken + 1)
        return answer(pollAnswer(409, "a message before this one is missing"));
    answer({200, "{}\n", "application/json", {{"Cache-Control", "no-store"}}});
    if (number <= m_lastTaken)
        return; // the answer to the first one was lost
    m_lastTaken = number;
    if (!message.trimmed().isEmpty())
        Q_EMIT messageReceived(message, Kind::Text, m_clock.steady());
    else
        Q_EMIT pingReceived();
}

void PollTransport::give(quint64 after, const HttpAnswer &answer)
{
    answerHeld(); // of a request that the client has given up
    if (m_state == State::Closed)
        return answer(pollAnswer(410, "the link has ended"));
    m_held = answer;
    m_idleTimer.stop();
    const auto spread = int((HoldMax - HoldMin).count());
    m_holdTimer.start(HoldMin + std::chrono::milliseconds(QRandomGenerator::global()->bounded(spread + 1)));
    const QPointer<PollTransport> self(this);
    Q_EMIT pingReceived();
    if (self)
        acknowledge(after);
    if (self && (!m_out.empty() || m_leaving))
        answerHeld();
}

void PollTransport::leave(const HttpAnswer &answer)
{
    answer({200, "{}\n", "application/json", {}});
    end({1000, {}, CloseInfo::Initiator::Peer});
}

void PollTransport::acknowledge(quint64 after)
{
    while (!m_out.empty() && m_out.front().number <= after) {
        m_pending -= m_out.front().message.size();
        m_out.pop_front();
    }
    if (m_pending > LowWaterBytes || !std::exchange(m_awaitsDrain, false))
        return;
    Q_EMIT drained();
}

HttpResponse PollTransport::response()
{
    QList<QByteArray> messages;
    qint64 bytes = 0;
    quint64 last = m_out.empty() ? m_lastSent : m_out.front().number - 1;
    for (const Waiting &waiting : m_out) {
        if (bytes > 0 && bytes + waiting.message.size() > MaxAnswerBytes)
            break;
        bytes += waiting.message.size();
        messages.append(waiting.message);
        last = waiting.number;
    }
    HttpResponse response{200,
                          joinMessages(messages),
                          "application/json",
                          {{"Alcedo-Seq", QByteArray::number(last)}, {"Cache-Control", "no-store"}}};
    if (m_leaving && last == m_lastSent)
        response.headers.append({"Alcedo-Close", QByteArray::number(m_leaving->code)});
    return response;
}

void PollTransport::answerHeld()
{
    if (!m_held)
        return;
    const HttpAnswer answer = *std::exchange(m_held, std::nullopt);
    m_holdTimer.stop();
    m_idleTimer.start(IdleTimeout);
    const HttpResponse given = response();
    answer(given);
    if (m_leaving && given.headers.last().first == "Alcedo-Close")
        end(*m_leaving);
}

// Once a turn: what comes together goes together.
void PollTransport::wake()
{
    if (!m_held || std::exchange(m_wakes, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_wakes = false;
            if (!m_out.empty() || m_leaving)
                answerHeld();
        },
        Qt::QueuedConnection);
}

SendResult PollTransport::send(const QByteArray &payload, Kind kind)
{
    if (m_state != State::Open || kind != Kind::Text || m_pending + payload.size() > MaxPendingBytes)
        return SendResult::Dropped;
    m_out.push_back({++m_lastSent, payload});
    m_pending += payload.size();
    wake();
    if (m_pending <= HighWaterBytes)
        return SendResult::Sent;
    m_awaitsDrain = true;
    return SendResult::Queued;
}

void PollTransport::ping(const QByteArray &)
{
    if (m_state == State::Open)
        answerHeld();
}

void PollTransport::close(int code, const QString &reason)
{
    if (m_state != State::Open)
        return;
    m_state = State::Closing;
    m_leaving = CloseInfo{code, reason, CloseInfo::Initiator::Local};
    m_idleTimer.start(CloseTimeout);
    wake();
}

void PollTransport::abort()
{
    end({1006, {}, CloseInfo::Initiator::Local});
}

void PollTransport::end(const CloseInfo &info)
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    m_holdTimer.stop();
    m_idleTimer.stop();
    if (m_held)
        (*std::exchange(m_held, std::nullopt))(pollAnswer(410, "the link has ended"));
    m_out.clear();
    m_pending = 0;
    Q_EMIT closed(info);
}

} // namespace alcedo
