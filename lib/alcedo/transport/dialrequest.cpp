// SPDX-License-Identifier: MIT
#include <alcedo/transport/dialphrases.h>
#include <alcedo/transport/dialrequest.h>

#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QNetworkProxyQuery>
#include <QRandomGenerator>
#include <QStringList>

namespace alcedo {

namespace {

bool isEncrypted(const QUrl &url)
{
    return url.scheme() == QLatin1String("wss") || url.scheme() == QLatin1String("https");
}

bool isWebSocketScheme(const QString &scheme)
{
    static const QStringList schemes{QStringLiteral("ws"), QStringLiteral("wss"), QStringLiteral("http"),
                                     QStringLiteral("https")};
    return schemes.contains(scheme);
}

/// As it stands in a Host header (RFC 9110 7.2).
QByteArray authority(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':')) {
        // RFC 6874 4: a zone means something to this machine only.
        const qsizetype zone = host.indexOf('%');
        if (zone >= 0)
            host.truncate(zone);
        host.prepend('[').append(']');
    }
    if (url.port() > 0)
        host.append(':').append(QByteArray::number(url.port()));
    return host;
}

} // namespace

Words faultOfOptions(const DialOptions &options)
{
    if (!options.url.isValid() || options.url.host().isEmpty())
        return say(DialPhrase::BadUrl);
    if (!isWebSocketScheme(options.url.scheme()))
        return say(DialPhrase::BadScheme);
    for (const QString &subprotocol : options.subprotocols) {
        if (!isHeaderSafe(subprotocol.toUtf8(), {}))
            return say(DialPhrase::BadSubprotocol);
    }
    for (const auto &[name, value] : options.headers) {
        if (!isHeaderSafe(name, value))
            return say(DialPhrase::BadHeader);
    }
    return {};
}

bool isLocalhost(const QString &host)
{
    return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost"));
}

QNetworkProxy proxyFor(const QUrl &url, const QNetworkProxy &asked)
{
    if (asked.type() != QNetworkProxy::DefaultProxy)
        return asked;
    if (isLocalhost(url.host()) || QHostAddress(url.host()).isLoopback())
        return QNetworkProxy(QNetworkProxy::NoProxy);
    // Systems know proxies for http and https, not for ws and wss.
    QUrl query = url;
    query.setScheme(isEncrypted(url) ? QStringLiteral("https") : QStringLiteral("http"));
    const QList<QNetworkProxy> found = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(query));
    for (QNetworkProxy proxy : found) {
        if (proxy.type() == QNetworkProxy::HttpCachingProxy)
            proxy.setType(QNetworkProxy::HttpProxy);
        if (proxy.type() == QNetworkProxy::NoProxy || proxy.type() == QNetworkProxy::HttpProxy ||
            proxy.type() == QNetworkProxy::Socks5Proxy)
            return proxy;
    }
    return QNetworkProxy(QNetworkProxy::NoProxy);
}

QByteArray makeKey()
{
    QByteArray nonce(16, Qt::Uninitialized);
    QRandomGenerator::system()->generate(nonce.begin(), nonce.end());
    return nonce.toBase64();
}

// RFC 6455 4.1.
QByteArray encodeUpgrade(const DialOptions &options, const QByteArray &key, const QByteArray &extensions)
{
    const QUrl &url = options.url;
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (target.isEmpty())
        target = "/";
    if (url.hasQuery())
        target.append('?').append(url.query(QUrl::FullyEncoded).toLatin1());

    QByteArray request("GET ");
    request.append(target).append(" HTTP/1.1\r\n");
    const auto add = [&](QByteArrayView name, QByteArrayView value) {
        request.append(name).append(": ").append(value).append("\r\n");
    };
    add("Host", authority(url));
    add("Upgrade", "websocket");
    add("Connection", "Upgrade");
    add("Sec-WebSocket-Version", "13");
    add("Sec-WebSocket-Key", key);
    if (!options.subprotocols.isEmpty())
        add("Sec-WebSocket-Protocol", options.subprotocols.join(QLatin1String(", ")).toLatin1());
    if (!extensions.isEmpty())
        add("Sec-WebSocket-Extensions", extensions);
    for (const auto &[name, value] : options.headers)
        add(name, value);
    return request.append("\r\n");
}

bool isRedirect(const HttpHead &answer)
{
    switch (answer.status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return !answer.header("location").isEmpty();
    default:
        return false;
    }
}

Result<QUrl> redirectTarget(const QUrl &from, const QByteArray &location)
{
    QUrl target = from.resolved(QUrl::fromEncoded(location, QUrl::StrictMode));
    if (location.isEmpty() || !target.isValid() || target.host().isEmpty() ||
        !isWebSocketScheme(target.scheme()))
        return Error(ErrorCode::Refused, say(DialPhrase::RedirectedToNoWebSocket));
    if (isEncrypted(from) && !isEncrypted(target))
        return Error(ErrorCode::Refused, say(DialPhrase::RedirectedToPlain));
    target.setScheme(isEncrypted(target) ? QStringLiteral("wss") : QStringLiteral("ws"));
    target.setUserInfo({});
    target.setFragment({});
    return target;
}

bool isSameOrigin(const QUrl &one, const QUrl &other)
{
    const auto port = [](const QUrl &url) { return url.port(isEncrypted(url) ? 443 : 80); };
    return isEncrypted(one) == isEncrypted(other) && one.host() == other.host() && port(one) == port(other);
}

} // namespace alcedo
