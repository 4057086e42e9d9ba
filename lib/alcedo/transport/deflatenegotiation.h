// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/transport/deflateoptions.h>

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QPair>
#include <optional>

namespace alcedo {

/// permessage-deflate's part of the upgrade (RFC 7692 7.1) as pure functions, for both ends. A value is that
/// of all Sec-WebSocket-Extensions lines, joined with commas.

/// One item of Sec-WebSocket-Extensions (RFC 6455 9.1): a name, and parameters with or without a value.
struct WebSocketExtension
{
    QByteArray name;
    QList<QPair<QByteArray, std::optional<QByteArray>>> parameters;
};
/// The items in order; an Error where the value does not follow the grammar.
[[nodiscard]] Result<QList<WebSocketExtension>> parseExtensions(const QByteArray &value);

/// Whether to offer or accept at all with this peer.
[[nodiscard]] bool wantsDeflate(const DeflateOptions &options, const QHostAddress &peer);

/// A client's offer.
[[nodiscard]] QByteArray deflateOffer(const DeflateOptions &options);

struct DeflateAnswer
{
    DeflateTerms terms;
    QByteArray value; ///< for the 101's Sec-WebSocket-Extensions
};
/// A server's choice: the first offer that it can hold to; nothing where there is none. An Error where the
/// value does not follow the grammar: then the upgrade fails (RFC 6455 9.1).
[[nodiscard]] Result<std::optional<DeflateAnswer>> judgeDeflateOffers(const QByteArray &value,
                                                                      const DeflateOptions &options);

/// A client's reading of the answer to deflateOffer(), or, with nothing offered, to none. An Error where the
/// server chose what was not offered: then the connection fails (RFC 7692 7.1).
[[nodiscard]] Result<std::optional<DeflateTerms>>
judgeDeflateAnswer(const QByteArray &value, const std::optional<DeflateOptions> &offered);

} // namespace alcedo
