// SPDX-License-Identifier: MIT
#include <alcedo/client/signin.h>

#include <alcedo/client/futurerequest.h>
#include <alcedo/client/requesttable.h>
#include <alcedo/core/clock.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <utility>

namespace alcedo {

using std::chrono::nanoseconds;
using std::chrono::seconds;

SignIn::SignIn(wire::Hello hello, RequestTable &requests, JsonCodec &codec, Clock &clock)
    : m_hello(std::move(hello))
    , m_requests(requests)
    , m_codec(codec)
    , m_clock(clock)
{
}

void SignIn::greet()
{
    m_requests.send(m_hello, [this, sentAt = m_clock.steady()](const Result<QByteArray> &result,
                                                               const wire::Failure *failure) {
        onHello(result, failure, sentAt);
    });
}

void SignIn::onHello(const Result<QByteArray> &result, const wire::Failure *failure, nanoseconds sentAt)
{
    if (failure) {
        const QString text = QStringLiteral("%1 (%2)").arg(result.error().message()).arg(failure->code);
        Q_EMIT refused({Stage::SignIn, text, 0, failure->retryAfter, !failure->temporary});
        return;
    }
    if (!result)
        return; // the link is gone: the connection knows
    const auto hello = m_codec.read<wire::HelloResult>(*result);
    if (!hello) {
        Q_EMIT breached(QStringLiteral("the answer to hello: ") + hello.error().message());
        return;
    }
    m_session = hello->session;
    Q_EMIT welcomed(*hello, sentAt);
}

QFuture<Result<seconds>> SignIn::refresh(const QByteArray &token)
{
    const QByteArray params = QJsonDocument(QJsonObject{{QStringLiteral("token"), QString::fromUtf8(token)}})
                                  .toJson(QJsonDocument::Compact);
    return askForFuture<seconds>(
        m_requests, wire::ApplicationCall{QStringLiteral("refresh"), params, {}},
        [this, token](const QByteArray &json) {
            m_hello.token = token;
            return seconds(QJsonDocument::fromJson(json).object().value(QLatin1String("expires_in")).toInt());
        });
}

void SignIn::takeExpiring(const QByteArray &params)
{
    const int left = QJsonDocument::fromJson(params).object().value(QLatin1String("in")).toInt();
    Q_EMIT expiring(seconds(std::max(left, 0)));
}

} // namespace alcedo
