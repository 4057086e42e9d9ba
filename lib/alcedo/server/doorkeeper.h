// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/core/result.h>
#include <alcedo/server/account.h>
#include <alcedo/server/tokens.h>
#include <alcedo/transport/listener.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace alcedo {

/// What the server remembers of one connection, from its acceptance to its end.
class Visitor final : public LinkPass
{
public:
    /// account: null where its address is not counted; a connection of it was added.
    explicit Visitor(std::shared_ptr<Account> account);
    ~Visitor() override;
    [[nodiscard]] Account *account() const { return m_account.get(); }
    /// By the request's own means; null: none were shown. Thread: the connection's.
    IdentityPtr identity;

private:
    const std::shared_ptr<Account> m_account;
};

/// Who may come in, as whom, and how much each address may take: asked by all workers of a server. Thread:
/// any.
class Doorkeeper
{
public:
    using Nanoseconds = std::chrono::nanoseconds;
    /// tokens: null: nobody signs in. guests: what who shows no token may do.
    Doorkeeper(const Limits &limits, std::shared_ptr<Tokens> tokens, std::vector<Grant> guests, Clock &clock);

    /// A new connection. The pass may be null. An Error: 429.
    [[nodiscard]] Result<std::shared_ptr<LinkPass>> enter(const QHostAddress &peer);
    /// A request, upgrades among them: how often, and who. A response refuses it (401, 429).
    enum class Kind { Handshake, OfALink };
    [[nodiscard]] std::optional<HttpResponse> judge(const HttpRequest &request, Kind kind = Kind::Handshake);
    /// Gives the pass of a link, from enter(), the identity that a request has shown.
    void carryIdentity(const HttpRequest &request, LinkPass *pass) const;

    [[nodiscard]] bool needsToken() const { return m_tokens && m_guest->grants.empty(); }
    [[nodiscard]] const std::shared_ptr<Tokens> &tokens() const { return m_tokens; }
    [[nodiscard]] const IdentityPtr &guest() const { return m_guest; }
    /// Of a token that came in a message. detail() of the Error is the JSON-RPC code.
    [[nodiscard]] Result<IdentityPtr> signIn(const QByteArray &token);
    /// Who it is now: the token may have other grants, or be gone (null).
    [[nodiscard]] IdentityPtr current(const IdentityPtr &identity) const;
    /// Who asks, after judge().
    [[nodiscard]] IdentityPtr identityOf(const HttpRequest &request) const;
    [[nodiscard]] static Account *accountOf(const LinkPass *pass);
    /// Counts a name that is published to, against an address's bound (null: none) and that over all.
    [[nodiscard]] bool useChannel(Account *account, const QString &channel);
    [[nodiscard]] Account &overall() { return m_overall; }

    struct Counters
    {
        quint64 connectionsRefused = 0, handshakesRefused = 0, tokensRefused = 0, messagesRefused = 0;
    };
    [[nodiscard]] Counters counters() const;
    void countRefusedMessage() { ++m_messagesRefused; }

private:
    struct Known
    {
        std::shared_ptr<Account> account;
        Nanoseconds lastSeen{0};
    };
    [[nodiscard]] std::shared_ptr<Account> account(const QByteArray &address);
    void forgetIdle(Nanoseconds now);
    [[nodiscard]] std::optional<HttpResponse> identify(const HttpRequest &request, Visitor *visitor);
    [[nodiscard]] bool isExempt(const QHostAddress &peer) const;

    const Limits m_limits;
    const std::shared_ptr<Tokens> m_tokens;
    const IdentityPtr m_guest;
    Clock &m_clock;
    Account m_overall;
    std::mutex m_mutex;
    std::unordered_map<QByteArray, Known> m_accounts; ///< bounded by Limits::addresses
    std::size_t m_sweepAt = 1'024;
    std::atomic<quint64> m_connectionsRefused{0}, m_handshakesRefused{0}, m_tokensRefused{0},
        m_messagesRefused{0};
};

/// The token that a request shows: Authorization: Bearer (RFC 6750 2.1), the cookie alcedo_token, or, of a
/// browser (Origin), which can set neither for a WebSocket, the query's token. Empty: none.
[[nodiscard]] QByteArray tokenOf(const HttpRequest &request);

} // namespace alcedo
