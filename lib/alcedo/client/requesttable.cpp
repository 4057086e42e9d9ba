// SPDX-License-Identifier: MIT
#include <alcedo/client/requesttable.h>
#include <alcedo/core/post.h>
#include <alcedo/wire/jsoncodec.h>

#include <QPointer>
#include <limits>

namespace alcedo {

RequestTable::RequestTable(Clock &clock, Sender send, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_send(std::move(send))
    , m_timer(clock)
{
    connect(&m_timer, &Timer::timeout, this, &RequestTable::expire);
}

std::int64_t RequestTable::send(wire::Params params, Answer answer)
{
    const std::int64_t id = ++m_lastId;
    Request &request = m_requests[id];
    request = {std::move(params), std::move(answer), OnLoss::Fail, false, {}};
    if (!sendRequest(id, request))
        finishLater(id, Error(ErrorCode::Closed, QStringLiteral("the link does not take the request")));
    return id;
}

std::int64_t RequestTable::enqueue(wire::Params params, std::chrono::milliseconds timeout, OnLoss onLoss,
                                   Answer answer)
{
    const std::int64_t id = ++m_lastId;
    Request &request = m_requests[id];
    request = {std::move(params), std::move(answer), onLoss, false, {}};
    if (m_waiting.size() >= MaxWaiting) {
        finishLater(id, Error(ErrorCode::LimitExceeded,
                              QStringLiteral("%1 requests are waiting already").arg(MaxWaiting)));
        return id;
    }
    if (timeout.count() > 0) {
        request.deadline = m_clock.steady() + timeout;
        m_deadlines.emplace(request.deadline, id);
        watchDeadlines();
    }
    m_waiting.insert(id);
    sendWaiting();
    return id;
}

bool RequestTable::sendRequest(std::int64_t id, Request &request)
{
    if (!m_send(JsonCodec::encode(wire::Request{id, request.params})))
        return false;
    request.sent = true;
    ++m_inflight;
    if (const auto onSent = std::exchange(request.onSent, nullptr))
        onSent();
    return true;
}

void RequestTable::sendWaiting()
{
    while (m_ready && !m_waiting.empty() && m_inflight < m_maxInflight) {
        const std::int64_t id = *m_waiting.begin();
        if (!sendRequest(id, m_requests.at(id)))
            return; // a full or ending link: the next answer or link brings us back
        m_waiting.erase(id);
    }
}

void RequestTable::onSent(std::int64_t id, std::function<void()> sent)
{
    const auto found = m_requests.find(id);
    if (found == m_requests.end())
        return;
    if (found->second.sent)
        sent();
    else
        found->second.onSent = std::move(sent);
}

bool RequestTable::isSent(std::int64_t id) const
{
    const auto found = m_requests.find(id);
    return found != m_requests.end() && found->second.sent;
}

void RequestTable::notify(decltype(wire::Notification::params) params)
{
    (void)m_send(JsonCodec::encode(wire::Notification{std::move(params)}));
}

void RequestTable::forget(std::int64_t id)
{
    const auto found = m_requests.find(id);
    if (found == m_requests.end())
        return;
    if (found->second.sent)
        --m_inflight;
    m_waiting.erase(id);
    m_deadlines.erase({found->second.deadline, id});
    m_requests.erase(found);
    watchDeadlines();
    sendWaiting();
}

void RequestTable::replaceAnswer(std::int64_t id, Answer answer)
{
    if (const auto found = m_requests.find(id); found != m_requests.end())
        found->second.answer = std::move(answer);
}

void RequestTable::setReady(int maxInflight)
{
    m_ready = true;
    m_maxInflight = maxInflight > 0 ? std::size_t(maxInflight) : std::numeric_limits<std::size_t>::max();
    sendWaiting();
}

void RequestTable::linkLost()
{
    m_ready = false;
    m_inflight = 0;
    std::vector<std::int64_t> ended;
    for (auto &[id, request] : m_requests) {
        if (!std::exchange(request.sent, false))
            continue;
        if (request.onLoss == OnLoss::Retry)
            m_waiting.insert(id);
        else
            ended.push_back(id);
    }
    const QPointer<RequestTable> self(this);
    for (const std::int64_t id : ended) {
        finish(id, Error(ErrorCode::Closed, QStringLiteral("the link was lost before the answer came")));
        if (!self)
            return;
    }
}

void RequestTable::answered(const wire::Reply &reply)
{
    if (const auto *id = std::get_if<std::int64_t>(&reply.id))
        finish(*id, reply.result);
}

void RequestTable::answered(const wire::ErrorReply &reply)
{
    const auto *id = reply.id ? std::get_if<std::int64_t>(&*reply.id) : nullptr;
    if (id)
        finish(*id, reply.failure.toError(), &reply.failure);
}

void RequestTable::finish(std::int64_t id, const Result<QByteArray> &result, const wire::Failure *failure)
{
    const auto found = m_requests.find(id);
    if (found == m_requests.end())
        return;
    const Answer answer = std::move(found->second.answer);
    forget(id);
    if (answer)
        answer(result, failure);
}

void RequestTable::finishLater(std::int64_t id, const Error &error)
{
    post(this, [this, id, error] { finish(id, error); });
}

void RequestTable::expire()
{
    const QPointer<RequestTable> self(this);
    while (self && !m_deadlines.empty() && m_deadlines.begin()->first <= m_clock.steady())
        finish(m_deadlines.begin()->second, Error(ErrorCode::TimedOut, QStringLiteral("no answer in time")));
    if (self)
        watchDeadlines();
}

void RequestTable::watchDeadlines()
{
    if (m_deadlines.empty())
        m_timer.stop();
    else
        m_timer.start(m_deadlines.begin()->first - m_clock.steady());
}

} // namespace alcedo
