// SPDX-License-Identifier: MIT
#include <alcedo/server/doorkeeper.h>

#include <alcedo/core/log.h>
#include <alcedo/wire/rpcerror.h>

#include <QUrlQuery>
#include <algorithm>

namespace alcedo {

namespace {

constexpr QByteArrayView CookieName("alcedo_token");

/// IPv4 by itself, also in IPv6's clothes; IPv6 by its /64.
QByteArray addressKey(const QHostAddress &peer)
{
    bool isIPv4 = false;
    const quint32 v4 = peer.toIPv4Address(&isIPv4);
    if (isIPv4)
        return QByteArray::number(v4);
    const Q_IPV6ADDR v6 = peer.toIPv6Address();
    return {reinterpret_cast<const char *>(v6.c), 8};
}

HttpResponse tooMany(const QByteArray &what, std::chrono::nanoseconds wait)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return {429,
            what + '\n',
            "text/plain; charset=utf-8",
            {{"Retry-After", QByteArray::number(qint64(std::max<qint64>(seconds, 1)))}}};
}

HttpResponse unauthorized(const QByteArray &why, const QByteArray &challenge)
{
    return {401, why + '\n', "text/plain; charset=utf-8", {{"WWW-Authenticate", challenge}}};
}

} // namespace

Visitor::Visitor(std::shared_ptr<Account> account)
    : m_account(std::move(account))
{
}

Visitor::~Visitor()
{
    if (m_account)
        m_account->connections.remove();
}

QByteArray tokenOf(const HttpRequest &request)
{
    const QByteArray authorization = request.header("authorization");
    if (authorization.left(7).compare("bearer ", Qt::CaseInsensitive) == 0)
        return authorization.mid(7).trimmed();
    for (const QByteArray &cookie : request.header("cookie").split(';')) {
        const qsizetype equals = cookie.indexOf('=');
        if (equals > 0 && cookie.left(equals).trimmed() == CookieName)
            return cookie.mid(equals + 1).trimmed();
    }
    // An address is written down in logs and histories: only for those who have no other way.
    const qsizetype query = request.target.indexOf('?');
    if (query < 0 || request.header("origin").isEmpty())
        return {};
    return QUrlQuery(QString::fromLatin1(request.target.mid(query + 1)))
        .queryItemValue(QStringLiteral("token"), QUrl::FullyDecoded)
        .toLatin1();
}

Doorkeeper::Doorkeeper(const Limits &limits, std::shared_ptr<Tokens> tokens, std::vector<Grant> guests,
                       Clock &clock)
    : m_limits(limits)
    , m_tokens(std::move(tokens))
    , m_guest(std::make_shared<const Identity>(Identity{{}, {}, std::move(guests), {}}))
    , m_clock(clock)
    , m_overall(limits.overall, limits.burst)
{
    if (limits.addresses > 0)
        m_sweepAt = std::min(m_sweepAt, std::size_t(limits.addresses));
}

bool Doorkeeper::isExempt(const QHostAddress &peer) const
{
    return m_limits.loopback == Limits::Loopback::Exempt && peer.isLoopback();
}

Result<std::shared_ptr<LinkPass>> Doorkeeper::enter(const QHostAddress &peer)
{
    std::shared_ptr<Account> own;
    if (!isExempt(peer)) {
        own = account(addressKey(peer));
        if (!own || !own->connections.add()) {
            ++m_connectionsRefused;
            return Error(ErrorCode::LimitExceeded, QStringLiteral("too many connections from one address"),
                         429);
        }
    }
    if (!own && !m_tokens)
        return std::shared_ptr<LinkPass>();
    return std::shared_ptr<LinkPass>(std::make_shared<Visitor>(std::move(own)));
}

void Doorkeeper::carryIdentity(const HttpRequest &request, LinkPass *pass) const
{
    const auto *from = dynamic_cast<const Visitor *>(request.pass.get());
    if (auto *to = dynamic_cast<Visitor *>(pass); to && from)
        to->identity = from->identity;
}

std::optional<HttpResponse> Doorkeeper::judge(const HttpRequest &request, Kind kind)
{
    auto *visitor = dynamic_cast<Visitor *>(request.pass.get());
    if (kind == Kind::OfALink)
        return std::nullopt;
    const Nanoseconds now = m_clock.steady();
    Nanoseconds wait = m_overall.handshakes.tryTake(now);
    if (Account *own = visitor ? visitor->account() : nullptr; own && wait.count() == 0) {
        wait = own->handshakes.tryTake(now);
        if (wait.count() == 0)
            wait = own->bytes.tryTake(now, request.body.size());
    }
    if (wait.count() > 0) {
        ++m_handshakesRefused;
        return tooMany("Too many requests", wait);
    }
    return identify(request, visitor);
}

std::optional<HttpResponse> Doorkeeper::identify(const HttpRequest &request, Visitor *visitor)
{
    if (!m_tokens || !visitor)
        return std::nullopt;
    visitor->identity.reset(); // a connection may bring several requests, each with its own
    const QByteArray token = tokenOf(request);
    if (token.isEmpty())
        return std::nullopt; // hello may bring it
    auto identity = signIn(token);
    if (!identity)
        return unauthorized(identity.error().message().toUtf8(),
                            R"(Bearer realm="alcedo", error="invalid_token")");
    visitor->identity = std::move(identity).value();
    return std::nullopt;
}

Result<IdentityPtr> Doorkeeper::signIn(const QByteArray &token)
{
    const Tokens::Verdict verdict = m_tokens ? m_tokens->check(token, m_clock.wall()) : Tokens::Verdict();
    if (verdict.identity)
        return verdict.identity;
    ++m_tokensRefused;
    const bool expired = verdict.fault == Tokens::Fault::Expired;
    return Error(ErrorCode::Refused,
                 expired ? QStringLiteral("the token has expired") : QStringLiteral("the token is not known"),
                 int(expired ? RpcError::TokenExpired : RpcError::NotAuthenticated));
}

IdentityPtr Doorkeeper::current(const IdentityPtr &identity) const
{
    if (!identity || identity->tokenId.isEmpty() || !m_tokens)
        return identity;
    return m_tokens->identity(identity->tokenId);
}

IdentityPtr Doorkeeper::identityOf(const HttpRequest &request) const
{
    const auto *visitor = dynamic_cast<const Visitor *>(request.pass.get());
    return visitor && visitor->identity ? visitor->identity : m_guest;
}

Account *Doorkeeper::accountOf(const LinkPass *pass)
{
    const auto *visitor = dynamic_cast<const Visitor *>(pass);
    return visitor ? visitor->account() : nullptr;
}

bool Doorkeeper::useChannel(Account *account, const QString &channel)
{
    return (!account || account->useChannel(channel)) && m_overall.useChannel(channel);
}

std::shared_ptr<Account> Doorkeeper::account(const QByteArray &address)
{
    const Nanoseconds now = m_clock.steady();
    const std::lock_guard lock(m_mutex);
    if (m_accounts.size() >= m_sweepAt)
        forgetIdle(now);
    auto found = m_accounts.find(address);
    if (found == m_accounts.end()) {
        if (m_limits.addresses > 0 && m_accounts.size() >= std::size_t(m_limits.addresses))
            return nullptr;
        found =
            m_accounts
                .emplace(address, Known{std::make_shared<Account>(m_limits.perAddress, m_limits.burst), now})
                .first;
    }
    found->second.lastSeen = now;
    return found->second.account;
}

// An account outlives its connections, so that coming anew is no way around a rate; it may go once all of its
// bounds are full again: a debt is at most about a burst (a session in a larger one is ended).
void Doorkeeper::forgetIdle(Nanoseconds now)
{
    std::erase_if(m_accounts, [&](const auto &entry) {
        return entry.second.account.use_count() == 1 && now - entry.second.lastSeen > 4 * m_limits.burst;
    });
    const std::size_t most = m_limits.addresses > 0 ? std::size_t(m_limits.addresses) : SIZE_MAX / 2;
    m_sweepAt = std::min(std::max<std::size_t>(1'024, m_accounts.size() * 2), most);
}

Doorkeeper::Counters Doorkeeper::counters() const
{
    return {m_connectionsRefused, m_handshakesRefused, m_tokensRefused, m_messagesRefused};
}

} // namespace alcedo
