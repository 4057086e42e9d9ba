// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/core/timer.h>
#include <alcedo/wire/message.h>

#include <QByteArray>
#include <QObject>
#include <chrono>
#include <functional>
#include <map>
#include <set>

namespace alcedo {

class Clock;

/// The requests of a client: those under way, matched to their answers by id, and those that wait for the
/// link. At most maxInflight (the server's limit) are under way; at most MaxWaiting wait, more are refused at
/// once. Thread: its own. Answers are called last: they may do anything, also delete the table.
class RequestTable : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t MaxWaiting = 4096;
    /// The result's JSON text or an Error; failure is the peer's error as it gave it, where it gave one.
    using Answer = std::function<void(const Result<QByteArray> &result, const wire::Failure *failure)>;
    using Sender = std::function<bool(const QByteArray &)>; ///< false: not taken
    enum class OnLoss {
        Fail,  ///< once sent, a lost link ends it with ErrorCode::Closed
        Retry, ///< it is sent again over the next link
    };
    RequestTable(Clock &clock, Sender send, QObject *parent = nullptr);

    /// Goes out now, whether the link is ready or not, and ends with the link. For the dialect's own
    /// requests.
    std::int64_t send(wire::Params params, Answer answer);
    /// Goes out when the link is ready. timeout zero: none.
    std::int64_t enqueue(wire::Params params, std::chrono::milliseconds timeout, OnLoss onLoss,
                         Answer answer);
    /// sent is called once it has gone out, at once where it has.
    void onSent(std::int64_t id, std::function<void()> sent);
    /// One that is enqueued now goes out at once, as far as the table is concerned.
    [[nodiscard]] bool hasRoom() const { return m_ready && m_waiting.empty() && m_inflight < m_maxInflight; }
    /// Gone out, and not answered.
    [[nodiscard]] bool isSent(std::int64_t id) const;
    /// A message that has no answer; dropped where the link does not take it.
    void notify(decltype(wire::Notification::params) params);
    /// Forgets it; its answer is not called.
    void forget(std::int64_t id);
    void replaceAnswer(std::int64_t id, Answer answer);

    void setReady(int maxInflight); ///< 0: no limit
    void linkLost();
    /// From the peer; an id that is not under way is dropped (a late answer).
    void answered(const wire::Reply &reply);
    void answered(const wire::ErrorReply &reply);

private:
    struct Request
    {
        wire::Params params;
        Answer answer;
        OnLoss onLoss = OnLoss::Fail;
        bool sent = false;
        std::chrono::nanoseconds deadline{0}; ///< steady; zero: none
        std::function<void()> onSent = {};
    };
    void sendWaiting();
    bool sendRequest(std::int64_t id, Request &request);
    void finish(std::int64_t id, const Result<QByteArray> &result, const wire::Failure *failure = nullptr);
    void finishLater(std::int64_t id, const Error &error);
    void expire();
    void watchDeadlines();

    Clock &m_clock;
    Sender m_send;
    Timer m_timer;
    std::map<std::int64_t, Request> m_requests;
    std::set<std::int64_t> m_waiting; ///< in the order in which they were made
    std::set<std::pair<std::chrono::nanoseconds, std::int64_t>> m_deadlines;
    std::int64_t m_lastId = 0;
    std::size_t m_inflight = 0;
    std::size_t m_maxInflight = 0;
    bool m_ready = false;
};

} // namespace alcedo
