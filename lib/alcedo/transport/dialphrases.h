// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <chrono>
#include <span>

class QAbstractSocket;
class QHostInfo;
class QNetworkReply;
class QSslError;

namespace alcedo {

/// Why a dial fails, in the order of dialPhrases(). What Qt says of sockets comes first.
enum class DialPhrase {
    SocketHostNotFound,
    ConnectionRefused,
    ConnectionTimedOut,
    OperationTimedOut,
    NetworkTimedOut,
    NetworkUnreachable,
    HostUnreachable,
    RemoteClosed,
    ProxyRefused,
    ProxyDenied,
    ProxyClosed,
    ProxyTimedOut,
    ProxyNotFound,
    ProxyWantsSignIn,
    ProxySignInFailed,
    SocksRefused,
    SocksClosed,
    SocksTimedOut,
    SocksNotFound,
    // of HTTP replies
    NamedHostNotFound, ///< the name
    ConnectionClosed,
    TlsFailed,
    // of certificates
    SelfSigned,
    RootSelfSigned,
    Expired,
    NotYetValid,
    OtherHost,
    NoLocalIssuer,
    NoIssuer,
    NothingVerified,
    Certificate,        ///< why
    CertificateChanged, ///< the file of known servers, the fingerprint
    // our own
    NoAnswerWithin, ///< how many seconds
    NoAnswerInTime,
    HostNotFound,
    ProxyKind,
    ProxyToIpv6,
    NotHttp,
    HeadTooLarge,
    RedirectedToOtherOrigin,
    RedirectedTooOften,
    RedirectedToNoWebSocket,
    RedirectedToPlain,
    NoUpgrade,
    AnswerIsNotOurs,
    SubprotocolNotOffered,
    ExtensionsMalformed,
    ExtensionNotOffered,
    DeflateMalformed,
    DeflateKeepsContext,
    DeflateWindow,
    BadUrl,
    BadScheme,
    BadSubprotocol,
    BadHeader,
    NeedsHostAndPort,
};

/// Code and English of each.
[[nodiscard]] std::span<const Phrase> dialPhrases();
[[nodiscard]] Words say(DialPhrase phrase, std::vector<Words> arguments = {});

/// "no answer within 2.5 s".
[[nodiscard]] Words noAnswerWithin(std::chrono::milliseconds timeout);
/// What went wrong, by the error's number; what has no phrase is as Qt says it.
[[nodiscard]] Words faultOf(const QAbstractSocket &socket);
[[nodiscard]] Words faultOf(const QHostInfo &lookup);
[[nodiscard]] Words faultOf(const QNetworkReply &reply);
/// "certificate: why".
[[nodiscard]] Words faultOf(const QSslError &error);

} // namespace alcedo
