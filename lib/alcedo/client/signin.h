// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/transport/stage.h>
#include <alcedo/wire/jsoncodec.h>

#include <QFuture>
#include <QObject>
#include <chrono>

namespace alcedo {

class Clock;
class RequestTable;

/// How a client comes in over each link: its hello, and the token that it shows there and renews. Thread: its
/// client's.
class SignIn final : public QObject
{
    Q_OBJECT
public:
    /// hello: what it says on every link.
    SignIn(wire::Hello hello, RequestTable &requests, JsonCodec &codec, Clock &clock);

    /// A new link is open.
    void greet();
    /// See Client::refresh().
    [[nodiscard]] QFuture<Result<std::chrono::seconds>> refresh(const QByteArray &token);
    /// Another token in every hello from now on.
    void setToken(const QByteArray &token) { m_hello.token = token; }
    /// The server's notice of that name; params: raw, from the peer.
    void takeExpiring(const QByteArray &params);
    /// Of the newest link that was welcomed; empty before.
    [[nodiscard]] QString session() const { return m_session; }

Q_SIGNALS:
    /// sentAt: steady, when hello went out.
    void welcomed(const alcedo::wire::HelloResult &result, std::chrono::nanoseconds sentAt);
    void refused(const alcedo::DialFailure &failure);
    /// The answer was none.
    void breached(const QString &text);
    void expiring(std::chrono::seconds left);

private:
    void onHello(const Result<QByteArray> &result, const wire::Failure *failure,
                 std::chrono::nanoseconds sentAt);

    wire::Hello m_hello;
    RequestTable &m_requests;
    JsonCodec &m_codec;
    Clock &m_clock;
    QString m_session;
};

} // namespace alcedo
