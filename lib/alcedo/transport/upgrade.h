// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>
#include <alcedo/transport/deflateoptions.h>
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/listener.h>
#include <alcedo/transport/websockettransport.h>

#include <QString>
#include <QStringList>
#include <optional>
#include <variant>

namespace alcedo {

/// The WebSocket upgrade over HTTP/1.1 (RFC 6455 4) as pure functions, for both ends.

/// Sec-WebSocket-Accept for a key.
[[nodiscard]] QByteArray acceptKey(const QByteArray &key);
/// True where a request asks for WebSocket at all.
[[nodiscard]] bool isUpgradeRequest(const HttpHead &head);

struct UpgradeAgreed
{
    QString subprotocol;                 ///< empty: none
    std::optional<DeflateTerms> deflate; ///< nothing: messages go uncompressed
    QByteArray answer;                   ///< the whole 101
};
/// What a server's end of the link begins with; socket and early bytes are the caller's.
[[nodiscard]] UpgradedLink agreedLink(const UpgradeAgreed &agreed, const HttpHead &head,
                                      const ListenOptions &options);
/// A server's answer: the 101, or the refusal instead (400, 403, 426).
[[nodiscard]] std::variant<UpgradeAgreed, HttpResponse>
judgeUpgrade(const HttpHead &head, const QHostAddress &peer, const ListenOptions &options);
/// A browser's Origin: none, one that is allowed, the server's own, or loopback to loopback.
[[nodiscard]] bool isOriginAllowed(const HttpHead &head, const QHostAddress &peer,
                                   const QStringList &allowed);

/// Whether the Host header names an IP address, localhost, or one of these; with none given, or "*", whatever
/// it names.
[[nodiscard]] bool isHostAllowed(const HttpHead &head, const QStringList &allowed);

/// What is wrong with a server's 101; empty: nothing. Extensions: see judgeDeflateAnswer().
[[nodiscard]] Words faultOfAnswer(const HttpHead &answer, const QByteArray &key, const QStringList &offered);

/// The bytes of a response. Headers that would break the framing are left out.
[[nodiscard]] QByteArray encodeResponse(const HttpResponse &response, bool keepAlive, bool withBody);

} // namespace alcedo
