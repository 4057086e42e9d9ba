// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>
#include <alcedo/transport/loopbacktransport.h>
#include <alcedo/wire/jsoncodec.h>

#include <QTest>
#include <deque>

namespace alcedo {

/// The far end of a client's links: the test reads what the client asks and says what it answers.
class ScriptedPeer
{
public:
    explicit ScriptedPeer(ManualClock &clock)
        : m_clock(clock)
    {
    }

    void serve(Connection &connection)
    {
        connection.setLinkFactory([this](DialFailure *) -> std::unique_ptr<Transport> {
            auto pair = LoopbackTransport::makePair(m_clock, QStringLiteral("alcedo.v1.json"));
            end = std::move(pair.second);
            requests.clear();
            ++links;
            QObject::connect(end.get(), &Transport::messageReceived, end.get(),
                             [this](const QByteArray &text) { take(text); });
            return std::move(pair.first);
        });
    }

    /// The next request of that type, once it has come; a default one and a failed test where it does not.
    template <typename T>
    T next()
    {
        waitForRequest();
        if (requests.empty() || !std::holds_alternative<T>(requests.front().params)) {
            QTest::qFail("another request, or none", __FILE__, __LINE__);
            return {};
        }
        id = requests.front().id;
        const T params = std::get<T>(requests.front().params);
        requests.pop_front();
        return params;
    }
    void waitForRequest()
    {
        (void)QTest::qWaitFor([this] { return !requests.empty(); }, 2'000);
    }

    void say(const wire::Message &message) { end->send(JsonCodec::encode(message), Transport::Kind::Text); }
    void replyText(const QByteArray &result) { say(wire::Reply{id, result}); }
    template <typename T>
    void reply(const T &result)
    {
        replyText(JsonCodec::toJson(result));
    }
    void refuse(RpcError code) { say(wire::ErrorReply{id, wire::Failure::of(code)}); }
    void notify(decltype(wire::Notification::params) params) { say(wire::Notification{std::move(params)}); }

    /// Answers hello as a server would.
    void welcome()
    {
        hello = next<wire::Hello>();
        wire::HelloResult result;
        result.session = QStringLiteral("session %1").arg(links);
        result.now = now;
        result.pingMs = 25'000;
        result.pongMs = 10'000;
        reply(result);
    }

    std::unique_ptr<LoopbackTransport> end;
    std::deque<wire::Request> requests;
    std::vector<wire::Notification> notices;
    wire::Id id;
    wire::Hello hello;
    std::int64_t now = 0;
    int links = 0;

private:
    void take(const QByteArray &text)
    {
        const auto messages = m_codec.decode(text);
        if (!messages)
            return QTest::qFail("the client sent what is no message", __FILE__, __LINE__);
        for (const wire::Message &message : *messages) {
            if (const auto *request = std::get_if<wire::Request>(&message))
                requests.push_back(*request);
            else if (const auto *notification = std::get_if<wire::Notification>(&message))
                notices.push_back(*notification);
            else
                QTest::qFail("the client sent what is no request", __FILE__, __LINE__);
        }
    }

    ManualClock &m_clock;
    JsonCodec m_codec;
};

} // namespace alcedo
