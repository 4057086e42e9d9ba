// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenwish.h"

#include <alcedo/wire/closecode.h>
#include <alcedo/wire/rpcerror.h>

#include <QCoreApplication>

namespace alcedo {

namespace {

struct TokenTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::TokenWish)
};

/// The client writes the protocol's number behind a refusal's words.
bool isRefusal(const DialFailure &failure, RpcError code)
{
    return failure.stage == Stage::SignIn &&
           failure.message.text().endsWith(QStringLiteral("(%1)").arg(int(code)));
}

} // namespace

TokenWish tokenWish(const SourceStatus &status, bool hadToken)
{
    const LinkStatus &link = status.link;
    const bool isDown = link.state == LinkState::Failed || link.state == LinkState::Waiting;
    if (status.dialect != QLatin1String("native") || !isDown || !link.failure)
        return TokenWish::None;
    const TokenWish unknown = hadToken ? TokenWish::Unknown : TokenWish::Needed;
    const DialFailure &failure = *link.failure;
    if (isRefusal(failure, RpcError::TokenExpired))
        return TokenWish::Expired;
    constexpr int Unauthorized = 401;
    if (failure.status == Unauthorized || isRefusal(failure, RpcError::NotAuthenticated))
        return unknown;
    if (failure.stage != Stage::Data || !link.lastClose)
        return TokenWish::None;
    switch (CloseCode(link.lastClose->code)) {
    case CloseCode::BadToken:
        return unknown;
    case CloseCode::TokenExpired:
        return TokenWish::Expired;
    case CloseCode::Kicked:
        return TokenWish::Revoked;
    default:
        return TokenWish::None;
    }
}

QString tokenWishText(TokenWish wish)
{
    switch (wish) {
    case TokenWish::None:
        return {};
    case TokenWish::Needed:
        return TokenTr::tr("This server lets nobody in without a token. Its operator makes one.");
    case TokenWish::Unknown:
        return TokenTr::tr("The server does not know the token that is kept for it.");
    case TokenWish::Expired:
        return TokenTr::tr("The token has expired.");
    case TokenWish::Revoked:
        return TokenTr::tr("The token was revoked.");
    }
    return {};
}

} // namespace alcedo
