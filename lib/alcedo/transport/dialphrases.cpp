// SPDX-License-Identifier: MIT
#include <alcedo/transport/dialphrases.h>

#include <QAbstractSocket>
#include <QHostInfo>
#include <QNetworkReply>
#include <QSslError>
#include <QUrl>
#include <algorithm>
#include <cstddef>

namespace alcedo {

namespace {

// In the order of DialPhrase. Where Qt says it too, the English is Qt's.
constexpr Phrase DialTable[] = {
    {"socket.host-not-found", "Host not found"},
    {"socket.refused", "Connection refused"},
    {"socket.timed-out", "Connection timed out"},
    {"socket.operation-timed-out", "Socket operation timed out"},
    {"socket.network-timed-out", "Network operation timed out"},
    {"socket.network-unreachable", "Network unreachable"},
    {"socket.host-unreachable", "Host unreachable"},
    {"socket.remote-closed", "The remote host closed the connection"},
    {"socket.proxy.refused", "Proxy connection refused"},
    {"socket.proxy.denied", "Proxy denied connection"},
    {"socket.proxy.closed", "Proxy connection closed prematurely"},
    {"socket.proxy.timed-out", "Proxy server connection timed out"},
    {"socket.proxy.not-found", "Proxy server not found"},
    {"socket.proxy.wants-sign-in", "Proxy requires authentication"},
    {"socket.proxy.sign-in-failed", "Proxy authentication failed"},
    {"socket.socks.refused", "Connection to proxy refused"},
    {"socket.socks.closed", "Connection to proxy closed prematurely"},
    {"socket.socks.timed-out", "Connection to proxy timed out"},
    {"socket.socks.not-found", "Proxy host not found"},
    {"reply.host-not-found", "Host %1 not found"},
    {"reply.closed", "Connection closed"},
    {"reply.tls-failed", "SSL handshake failed"},
    {"certificate.self-signed", "The certificate is self-signed, and untrusted"},
    {"certificate.root-self-signed",
     "The root certificate of the certificate chain is self-signed, and untrusted"},
    {"certificate.expired", "The certificate has expired"},
    {"certificate.not-yet-valid", "The certificate is not yet valid"},
    {"certificate.other-host", "The host name did not match any of the valid hosts for this certificate"},
    {"certificate.no-local-issuer",
     "The issuer certificate of a locally looked up certificate could not be found"},
    {"certificate.no-issuer", "The issuer certificate could not be found"},
    {"certificate.nothing-verified", "No certificates could be verified"},
    {"certificate.fault", "certificate: %1"},
    {"certificate.changed", "the server's certificate has changed: somebody may be in between. If it was "
                            "renewed, delete its line in %1. SHA-256 now: %2"},
    {"dial.no-answer-within", "no answer within %1 s"},
    {"dial.no-answer-in-time", "no answer in time"},
    {"dial.host-not-found", "host not found"},
    {"dial.proxy-kind", "this kind of proxy is not supported"},
    {"dial.proxy-to-ipv6", "an IPv6 address cannot be reached through an HTTP proxy; use a name"},
    {"dial.not-http", "the answer is not HTTP"},
    {"dial.head-too-large", "the answer's head is too large"},
    {"dial.redirected.other-origin", "redirected to another origin"},
    {"dial.redirected.too-often", "redirected too often"},
    {"dial.redirected.no-websocket", "redirected to what is no WebSocket address"},
    {"dial.redirected.plain", "redirected from wss to ws"},
    {"dial.no-upgrade", "the answer is no WebSocket upgrade"},
    {"dial.not-our-answer", "the answer does not belong to our request (Sec-WebSocket-Accept)"},
    {"dial.subprotocol-not-offered", "the server chose a subprotocol that was not offered"},
    {"dial.extensions-malformed", "Sec-WebSocket-Extensions is malformed"},
    {"dial.extension-not-offered", "the server chose an extension that was not offered"},
    {"dial.deflate.malformed", "the server's answer to permessage-deflate is malformed"},
    {"dial.deflate.keeps-context", "the server keeps its compression context, though asked not to"},
    {"dial.deflate.window", "the server's compression window is larger than asked for"},
    {"dial.bad-url", "the address is not a valid URL"},
    {"dial.bad-scheme", "the address is neither ws nor wss"},
    {"dial.bad-subprotocol", "a subprotocol is not a token"},
    {"dial.bad-header", "a request header is malformed"},
    {"dial.needs-host-and-port", "the address needs a host and a port"},
};
static_assert(std::size(DialTable) == std::size_t(DialPhrase::NeedsHostAndPort) + 1);

template <typename Code>
struct Fault
{
    Code code;
    DialPhrase phrase;
};

constexpr Fault<QAbstractSocket::SocketError> SocketFaults[] = {
    {QAbstractSocket::HostNotFoundError, DialPhrase::SocketHostNotFound},
    {QAbstractSocket::ConnectionRefusedError, DialPhrase::ConnectionRefused},
    {QAbstractSocket::RemoteHostClosedError, DialPhrase::RemoteClosed},
    {QAbstractSocket::SocketTimeoutError, DialPhrase::ConnectionTimedOut},
    {QAbstractSocket::SocketTimeoutError, DialPhrase::OperationTimedOut},
    {QAbstractSocket::SocketTimeoutError, DialPhrase::NetworkTimedOut},
    {QAbstractSocket::NetworkError, DialPhrase::ConnectionTimedOut},
    {QAbstractSocket::NetworkError, DialPhrase::NetworkUnreachable},
    {QAbstractSocket::NetworkError, DialPhrase::HostUnreachable},
    {QAbstractSocket::ProxyConnectionRefusedError, DialPhrase::ProxyRefused},
    {QAbstractSocket::ProxyConnectionRefusedError, DialPhrase::ProxyDenied},
    {QAbstractSocket::ProxyConnectionRefusedError, DialPhrase::SocksRefused},
    {QAbstractSocket::ProxyConnectionClosedError, DialPhrase::ProxyClosed},
    {QAbstractSocket::ProxyConnectionClosedError, DialPhrase::SocksClosed},
    {QAbstractSocket::ProxyConnectionTimeoutError, DialPhrase::ProxyTimedOut},
    {QAbstractSocket::ProxyConnectionTimeoutError, DialPhrase::SocksTimedOut},
    {QAbstractSocket::ProxyNotFoundError, DialPhrase::ProxyNotFound},
    {QAbstractSocket::ProxyNotFoundError, DialPhrase::SocksNotFound},
    {QAbstractSocket::ProxyAuthenticationRequiredError, DialPhrase::ProxyWantsSignIn},
    {QAbstractSocket::ProxyAuthenticationRequiredError, DialPhrase::ProxySignInFailed},
};

constexpr Fault<QSslError::SslError> CertificateFaults[] = {
    {QSslError::SelfSignedCertificate, DialPhrase::SelfSigned},
    {QSslError::SelfSignedCertificateInChain, DialPhrase::RootSelfSigned},
    {QSslError::CertificateExpired, DialPhrase::Expired},
    {QSslError::CertificateNotYetValid, DialPhrase::NotYetValid},
    {QSslError::HostNameMismatch, DialPhrase::OtherHost},
    {QSslError::UnableToGetLocalIssuerCertificate, DialPhrase::NoLocalIssuer},
    {QSslError::UnableToGetIssuerCertificate, DialPhrase::NoIssuer},
    {QSslError::UnableToVerifyFirstCertificate, DialPhrase::NothingVerified},
};

constexpr Fault<QNetworkReply::NetworkError> ReplyFaults[] = {
    {QNetworkReply::ConnectionRefusedError, DialPhrase::ConnectionRefused},
    {QNetworkReply::RemoteHostClosedError, DialPhrase::ConnectionClosed},
    {QNetworkReply::TimeoutError, DialPhrase::OperationTimedOut},
    {QNetworkReply::SslHandshakeFailedError, DialPhrase::TlsFailed},
    {QNetworkReply::UnknownNetworkError, DialPhrase::NetworkUnreachable},
    {QNetworkReply::UnknownNetworkError, DialPhrase::HostUnreachable},
};

/// Where Qt has one number for several faults, the one that it names, or none.
template <std::size_t Size, typename Code>
Words faultIn(const Fault<Code> (&faults)[Size], Code code, const QString &said)
{
    const auto isIt = [code](const Fault<Code> &fault) { return fault.code == code; };
    const auto isNamed = [&](const Fault<Code> &fault) {
        return isIt(fault) && said == QLatin1String(DialTable[std::size_t(fault.phrase)].english);
    };
    const bool isOnlyOne = std::count_if(std::begin(faults), std::end(faults), isIt) == 1;
    const auto fault = isOnlyOne ? std::find_if(std::begin(faults), std::end(faults), isIt)
                                 : std::find_if(std::begin(faults), std::end(faults), isNamed);
    return fault == std::end(faults) ? Words(said) : say(fault->phrase);
}

} // namespace

std::span<const Phrase> dialPhrases()
{
    return DialTable;
}

Words say(DialPhrase phrase, std::vector<Words> arguments)
{
    return Words(DialTable[std::size_t(phrase)], std::move(arguments));
}

Words noAnswerWithin(std::chrono::milliseconds timeout)
{
    return say(DialPhrase::NoAnswerWithin, {QString::number(double(timeout.count()) / 1000.0)});
}

Words faultOf(const QAbstractSocket &socket)
{
    return faultIn(SocketFaults, socket.error(), socket.errorString());
}

Words faultOf(const QHostInfo &lookup)
{
    switch (lookup.error()) {
    case QHostInfo::NoError:
        return say(DialPhrase::HostNotFound);
    case QHostInfo::HostNotFound:
        return say(DialPhrase::SocketHostNotFound);
    case QHostInfo::UnknownError:
        break;
    }
    return lookup.errorString();
}

Words faultOf(const QNetworkReply &reply)
{
    if (reply.error() == QNetworkReply::HostNotFoundError)
        return say(DialPhrase::NamedHostNotFound, {reply.url().host()});
    return faultIn(ReplyFaults, reply.error(), reply.errorString());
}

Words faultOf(const QSslError &error)
{
    return say(DialPhrase::Certificate, {faultIn(CertificateFaults, error.error(), error.errorString())});
}

} // namespace alcedo
