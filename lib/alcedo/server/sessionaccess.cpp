// SPDX-License-Identifier: MIT
// A session's rights, and how much of the server it may take.
#include <alcedo/core/log.h>
#include <alcedo/server/doorkeeper.h>
#include <alcedo/server/session.h>
#include <alcedo/server/sessionreply.h>
#include <alcedo/wire/jsoncodec.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace alcedo {

namespace {

/// A client is told so long before its token expires, or at half of what is left where that is less.
constexpr std::chrono::seconds ExpiryNotice{60};

} // namespace

Result<void> Session::signIn(const QByteArray &token)
{
    const auto *visitor = dynamic_cast<const Visitor *>(m_transport->pass().get());
    IdentityPtr identity = visitor ? visitor->identity : nullptr;
    if (!token.isEmpty() && m_context.door.tokens()) { // the newer word counts
        auto verdict = m_context.door.signIn(token);
        if (!verdict)
            return verdict.error();
        identity = std::move(verdict).value();
    } else if (identity) {
        identity = m_context.door.current(identity); // it may have been revoked since the handshake
        if (!identity)
            return refusal(RpcError::NotAuthenticated, QStringLiteral("the token was revoked"));
    }
    if (!identity && m_context.door.needsToken())
        return refusal(RpcError::NotAuthenticated, QStringLiteral("a token is needed"));
    if (!identity)
        identity = m_context.door.guest();
    setIdentity(std::move(identity));
    if (const auto left = expiresIn(); left && *left <= 0)
        return refusal(RpcError::TokenExpired, QStringLiteral("the token has expired"));
    return {};
}

void Session::setIdentity(IdentityPtr identity)
{
    m_identity = std::move(identity);
    m_notice = Notice::Due;
    m_expiryDue.reset();
    if (!m_identity->expires)
        return;
    const Nanoseconds left = *m_identity->expires - m_context.clock.wall();
    m_expiryNotice = std::min<Nanoseconds>(ExpiryNotice, left / 2);
    m_expiryDue = m_context.clock.steady() + left - m_expiryNotice;
    schedule();
}

std::optional<int> Session::expiresIn() const
{
    if (!m_identity || !m_identity->expires)
        return std::nullopt;
    const auto left = std::chrono::floor<std::chrono::seconds>(*m_identity->expires - m_context.clock.wall());
    return int(std::clamp<std::int64_t>(left.count(), 0, std::numeric_limits<int>::max()));
}

// By the wall clock, which may have jumped since the due time was worked out.
void Session::checkExpiry(Nanoseconds now)
{
    const Nanoseconds left = *m_identity->expires - m_context.clock.wall();
    if (left.count() <= 0)
        return bye(CloseCode::TokenExpired, QStringLiteral("the token has expired"));
    if (left <= m_expiryNotice && m_notice == Notice::Due) {
        m_notice = Notice::Given;
        const QByteArray in = QByteArray::number(*expiresIn());
        m_queue.addControl(JsonCodec::encode(
            wire::Notification{wire::OtherNotice{QStringLiteral("expiring"), "{\"in\":" + in + '}'}}));
        flush();
    }
    m_expiryDue = now + (m_notice == Notice::Given ? left : left - m_expiryNotice);
}

Result<QByteArray> Session::refresh(const QByteArray &params)
{
    const auto &door = m_context.door;
    const QString token = QJsonDocument::fromJson(params).object()[QLatin1String("token")].toString();
    if (!door.tokens())
        return refusal(RpcError::NotSupported, QStringLiteral("nobody signs in here"));
    if (token.isEmpty())
        return refusal(RpcError::InvalidParams, QStringLiteral("refresh takes a token"));
    auto fresh = m_context.door.signIn(token.toUtf8());
    if (!fresh)
        return fresh.error();
    if ((*fresh)->user != m_identity->user)
        return refusal(RpcError::Forbidden, QStringLiteral("the token is another user's"));
    setIdentity(std::move(fresh).value());
    dropForbidden();
    const auto left = expiresIn();
    return left ? "{\"expires_in\":" + QByteArray::number(*left) + '}' : QByteArray("{}");
}

void Session::lookAtToken()
{
    if (m_state != State::Open)
        return; // hello looks
    IdentityPtr now = m_context.door.current(m_identity);
    if (!now)
        return bye(CloseCode::Kicked, QStringLiteral("the token was revoked"));
    if (now->grants == m_identity->grants && now->expires == m_identity->expires &&
        now->user == m_identity->user)
        return;
    if (now->user != m_identity->user)
        return bye(CloseCode::Kicked, QStringLiteral("the token is another user's now"));
    setIdentity(std::move(now));
    dropForbidden();
    flush();
}

void Session::dropForbidden()
{
    std::vector<Subscriber *> gone;
    for (const auto &[id, subscriber] : m_subscribers) {
        if (!may(Role::Viewer, subscriber->channel))
            gone.push_back(subscriber.get());
    }
    for (Subscriber *subscriber : gone) {
        m_queue.addControl(JsonCodec::encode(wire::Notification{wire::Unsubscribed{
            subscriber->id, int(CloseCode::Forbidden), QStringLiteral("no longer allowed"), false}}));
        endSubscription(*subscriber);
    }
}

bool Session::may(Role role, QStringView name) const
{
    return m_identity->may(role, name);
}

bool Session::mayPublish(const QString &channel) const
{
    return (m_context.door.tokens() || m_options.clientsMayPublish) && may(Role::Publisher, channel);
}

bool Session::takesBytes(qsizetype count)
{
    Account *own = account();
    RateBound &overall = m_context.door.overall().bytes;
    if (!(own && own->bytes.isBounded()) && !overall.isBounded())
        return true;
    const Nanoseconds now = m_context.clock.steady();
    const Nanoseconds over =
        std::max(own ? own->bytes.take(now, count) : Nanoseconds(0), overall.take(now, count));
    return over.count() <= 0;
}

bool Session::isInTime(const wire::Id *request)
{
    Account *own = account();
    RateBound &overall = m_context.door.overall().messages;
    if (!(own && own->messages.isBounded()) && !overall.isBounded())
        return true;
    const Nanoseconds now = m_context.clock.steady();
    const Nanoseconds over = std::max(own ? own->messages.take(now) : Nanoseconds(0), overall.take(now));
    if (over.count() <= 0)
        return true;
    m_context.door.countRefusedMessage();
    // Who goes on and on is in a debt that grows.
    if (over > overall.burst()) {
        bye(CloseCode::Rate, QStringLiteral("too many messages a second"));
        return false;
    }
    if (request) {
        wire::Failure failure = wire::Failure::of(RpcError::RateLimited);
        failure.retryAfter = std::chrono::ceil<std::chrono::milliseconds>(over);
        ++m_context.totals.errors;
        sendControl(JsonCodec::encode(wire::ErrorReply{*request, failure}));
    }
    return false;
}

bool Session::takeSubscription()
{
    Account *own = account();
    if (own && !own->subscriptions.add())
        return false;
    if (m_context.door.overall().subscriptions.add())
        return true;
    if (own)
        own->subscriptions.remove();
    return false;
}

void Session::giveSubscription()
{
    if (Account *own = account())
        own->subscriptions.remove();
    m_context.door.overall().subscriptions.remove();
}

bool Session::takeCall()
{
    Account *own = account();
    if (own && !own->calls.add())
        return false;
    if (m_context.door.overall().calls.add())
        return true;
    if (own)
        own->calls.remove();
    return false;
}

void Session::giveCall()
{
    if (Account *own = account())
        own->calls.remove();
    m_context.door.overall().calls.remove();
}

} // namespace alcedo
