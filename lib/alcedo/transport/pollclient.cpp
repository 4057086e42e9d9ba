// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/transport/pollclient.h>

#include <utility>

namespace alcedo {

namespace {

/// Messages go as text here.
QString textSubprotocol(const QStringList &offered)
{
    const QStringList json = offered.filter(QStringLiteral("json"));
    return json.isEmpty() ? offered.value(0) : json.first();
}

int pollStatus(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace

PollClient::PollClient(std::unique_ptr<PollRequests> requests, QByteArray session, Clock &clock)
    : m_requests(std::move(requests))
    , m_session(std::move(session))
    , m_subprotocol(textSubprotocol(m_requests->options().subprotocols))
    , m_clock(clock)
    , m_asking(clock)
    , m_bringing(clock)
{
    connect(&m_asking.retry, &Timer::timeout, this, &PollClient::ask);
    connect(&m_bringing.retry, &Timer::timeout, this, &PollClient::bring);
    // Messages begin in a later turn than the one that made it.
    QMetaObject::invokeMethod(this, &PollClient::ask, Qt::QueuedConnection);
}

PollClient::~PollClient()
{
    drop(m_asking);
    drop(m_bringing);
}

void PollClient::drop(Lane &lane)
{
    lane.retry.stop();
    if (!lane.reply)
        return;
    lane.reply->disconnect(this);
    lane.reply->abort();
    lane.reply.clear();
}

void PollClient::ask()
{
    if (m_state != State::Open || m_asking.reply || !m_reading)
        return;
    m_asking.reply = m_requests->get("session=" + m_session + "&after=" + QByteArray::number(m_after));
    connect(m_asking.reply, &QNetworkReply::finished, this, &PollClient::onAsked);
}

// False where the lane waits to try again, or the link has ended by it.
bool PollClient::isGood(Lane &lane)
{
    QNetworkReply &reply = *lane.reply;
    const int status = pollStatus(reply);
    const bool good = status == 200 && reply.error() == QNetworkReply::NoError;
    if (good) {
        lane.tries = 0;
        return true;
    }
    const QString why = status > 0 ? QStringLiteral("HTTP %1").arg(status) : reply.errorString();
    lane.reply.clear();
    const bool isOver = status == 404 || status == 410 || status == 401 || status == 403 || status == 409;
    if (isOver || ++lane.tries >= MaxTries) {
        end(m_leaving.value_or(CloseInfo{1006, why, CloseInfo::Initiator::Network}));
        return false;
    }
    lane.retry.start(RetryAfter * (1 << (lane.tries - 1)));
    return false;
}

void PollClient::onAsked()
{
    if (!m_asking.reply || !isGood(m_asking))
        return;
    const QByteArray body = m_asking.reply->readAll().trimmed();
    const quint64 last = m_asking.reply->rawHeader("Alcedo-Seq").toULongLong();
    const QByteArray ended = m_asking.reply->rawHeader("Alcedo-Close");
    m_asking.reply.clear();
    const QPointer<PollClient> self(this);
    if (body.size() > 2 && last > m_after) {
        m_after = last;
        Q_EMIT messageReceived(body, Kind::Text, m_clock.steady());
    } else {
        Q_EMIT pingReceived();
    }
    if (!self || m_state == State::Closed)
        return;
    if (!ended.isEmpty())
        return end(m_leaving.value_or(CloseInfo{ended.toInt(), {}, CloseInfo::Initiator::Peer}));
    ask();
}

SendResult PollClient::send(const QByteArray &payload, Kind kind)
{
    if (m_state != State::Open || kind != Kind::Text || m_pending + payload.size() > MaxPendingBytes)
        return SendResult::Dropped;
    m_out.push_back(payload);
    m_pending += payload.size();
    bring();
    if (m_pending <= HighWaterBytes)
        return SendResult::Sent;
    m_awaitsDrain = true;
    return SendResult::Queued;
}

void PollClient::bring()
{
    if (m_state == State::Closed || !m_requests || m_bringing.reply || m_bringing.retry.isActive() ||
        m_out.empty())
        return;
    const QByteArray query = "session=" + m_session + "&seq=" + QByteArray::number(m_number);
    m_bringing.reply = m_requests->post(query, m_out.front());
    connect(m_bringing.reply, &QNetworkReply::finished, this, &PollClient::onBrought);
}

void PollClient::onBrought()
{
    if (!m_bringing.reply || !isGood(m_bringing))
        return;
    m_bringing.reply.clear();
    ++m_number;
    const bool isPing = m_out.front().isEmpty();
    m_pending -= m_out.front().size();
    m_out.pop_front();
    const QPointer<PollClient> self(this);
    if (isPing && !m_pings.empty()) {
        const auto at = m_pings.front();
        m_pings.pop_front();
        Q_EMIT pongReceived(m_clock.steady() - at);
    }
    if (self && m_pending <= LowWaterBytes && std::exchange(m_awaitsDrain, false))
        Q_EMIT drained();
    if (!self || m_state == State::Closed)
        return;
    if (m_out.empty() && m_leaving) {
        sayGoodbye();
        return end(*m_leaving);
    }
    bring();
}

void PollClient::ping(const QByteArray &)
{
    if (m_state != State::Open || !m_pings.empty())
        return; // one is on its way
    m_pings.push_back(m_clock.steady());
    m_out.push_back({});
    bring();
}

// What was given to send() goes first. Nobody waits for more of theirs.
void PollClient::close(int code, const QString &reason)
{
    if (m_state != State::Open)
        return;
    m_state = State::Closing;
    m_leaving = CloseInfo{code, reason, CloseInfo::Initiator::Local};
    drop(m_asking);
    connect(&m_asking.retry, &Timer::timeout, this, &PollClient::abort);
    m_asking.retry.start(CloseTimeout);
    if (!m_out.empty())
        return;
    sayGoodbye();
    QMetaObject::invokeMethod(
        this, [this] { end(*m_leaving); }, Qt::QueuedConnection);
}

// The request outlives the link, and takes what carries it along at its end.
void PollClient::sayGoodbye()
{
    drop(m_asking);
    drop(m_bringing);
    QNetworkReply *reply = m_requests->post("session=" + m_session + "&close=1", {});
    PollRequests *requests = m_requests.release();
    connect(reply, &QNetworkReply::finished, requests, &QObject::deleteLater);
}

void PollClient::abort()
{
    end({1006, {}, CloseInfo::Initiator::Local});
}

void PollClient::setReading(bool reading)
{
    m_reading = reading;
    if (reading)
        ask();
}

void PollClient::end(const CloseInfo &info)
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    drop(m_asking);
    drop(m_bringing);
    m_out.clear();
    m_pending = 0;
    Q_EMIT closed(info);
}

} // namespace alcedo
