// SPDX-License-Identifier: MIT
#include <alcedo/core/log.h>
#include <alcedo/transport/deflatenegotiation.h>
#include <alcedo/transport/dialphrases.h>
#include <alcedo/transport/upgrade.h>

#include <QCryptographicHash>
#include <QTcpSocket>
#include <QUrl>
#include <limits>

namespace alcedo {

namespace {

HttpResponse refusal(int status, const QByteArray &text, const HttpHeaders &headers = {})
{
    HttpResponse response;
    response.status = status;
    QByteArray body = text;
    body.append('\n');
    response.body = body;
    response.headers = headers;
    return response;
}

QByteArray statusText(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 422:
        return "Unprocessable Content";
    case 426:
        return "Upgrade Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

/// The server's choice among what the client offers; nothing where there is none in common.
std::optional<QString> chooseSubprotocol(const HttpHead &head, const QStringList &spoken)
{
    QList<QByteArray> offered;
    for (const auto &[name, value] : head.headers) {
        if (name == "sec-websocket-protocol")
            offered += splitList(value);
    }
    if (offered.isEmpty() || spoken.isEmpty())
        return QString();
    for (const QString &own : spoken) {
        if (offered.contains(own.toLatin1()))
            return own;
    }
    return std::nullopt;
}

bool isLoopbackName(const QString &host)
{
    return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
           QHostAddress(host).isLoopback();
}

} // namespace

QByteArray acceptKey(const QByteArray &key)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(key);
    hash.addData(QByteArrayView("258EAFA5-E914-47DA-95CA-C5AB0DC85B11")); // RFC 6455 1.3
    return hash.result().toBase64();
}

bool isUpgradeRequest(const HttpHead &head)
{
    return head.hasToken("upgrade", "websocket");
}

std::variant<UpgradeAgreed, HttpResponse> judgeUpgrade(const HttpHead &head, const QHostAddress &peer,
                                                       const ListenOptions &options)
{
    // RFC 6455 4.2.1, in its order.
    if (head.method != "GET" || head.minorVersion < 1 || !head.hasOneHost() ||
        !head.hasToken("connection", "upgrade"))
        return refusal(400, "Not a WebSocket upgrade");
    if (head.header("sec-websocket-version") != "13")
        return refusal(426, "WebSocket version 13 only",
                       {{"Sec-WebSocket-Version", "13"}, {"Upgrade", "websocket"}});
    const QByteArray key = head.header("sec-websocket-key");
    const auto decoded = QByteArray::fromBase64Encoding(key, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != 16)
        return refusal(400, "Bad Sec-WebSocket-Key");
    if (!isHostAllowed(head, options.allowedHosts))
        return refusal(403, "Host not allowed");
    if (!isOriginAllowed(head, peer, options.allowedOrigins))
        return refusal(403, "Origin not allowed");
    const std::optional<QString> subprotocol = chooseSubprotocol(head, options.subprotocols);
    if (!subprotocol)
        return refusal(400, "No common subprotocol");
    const auto deflate = wantsDeflate(options.deflate, peer)
                             ? judgeDeflateOffers(head.list("sec-websocket-extensions"), options.deflate)
                             : std::optional<DeflateAnswer>();
    if (!deflate)
        return refusal(400, "Bad Sec-WebSocket-Extensions");

    QByteArray answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                      "Upgrade\r\nSec-WebSocket-Accept: ");
    answer.append(acceptKey(key));
    if (!subprotocol->isEmpty())
        answer.append("\r\nSec-WebSocket-Protocol: ").append(subprotocol->toLatin1());
    UpgradeAgreed agreed{*subprotocol, {}, {}};
    if (const std::optional<DeflateAnswer> &chosen = *deflate) {
        answer.append("\r\nSec-WebSocket-Extensions: ").append(chosen->value);
        agreed.deflate = chosen->terms;
    }
    agreed.answer = answer.append("\r\n\r\n");
    return agreed;
}

UpgradedLink agreedLink(const UpgradeAgreed &agreed, const HttpHead &head, const ListenOptions &options)
{
    UpgradedLink link;
    link.role = WebSocketRole::Server;
    link.subprotocol = agreed.subprotocol;
    link.deflate = agreed.deflate;
    link.requestTarget = QString::fromUtf8(head.target);
    link.maxMessageBytes =
        options.maxMessageBytes > 0 ? options.maxMessageBytes : std::numeric_limits<qint64>::max() / 2;
    return link;
}

// RFC 6455 10.2: only browsers send Origin, and only the server can act on it.
bool isOriginAllowed(const HttpHead &head, const QHostAddress &peer, const QStringList &allowed)
{
    const QByteArray origin = head.header("origin");
    if (origin.isEmpty())
        return true;
    const QString text = QString::fromLatin1(origin);
    if (allowed.contains(QLatin1String("*")) || allowed.contains(text, Qt::CaseInsensitive))
        return true;
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return false; // "null" among them
    if (isLoopbackName(url.host()) && peer.isLoopback())
        return true;
    const int standardPort = url.scheme() == QLatin1String("https") ? 443 : 80;
    QUrl own;
    own.setScheme(url.scheme());
    own.setAuthority(QString::fromLatin1(head.header("host")));
    return own.isValid() && own.host() == url.host() && own.port(standardPort) == url.port(standardPort);
}

// A page whose name leads here (DNS rebinding) is of the server's own origin by its Host; only the name
// itself tells. Addresses cannot be rebound, and localhost no browser asks a resolver for (RFC 6761 6.3).
bool isHostAllowed(const HttpHead &head, const QStringList &allowed)
{
    const QByteArray host = head.header("host");
    if (host.isEmpty() || allowed.isEmpty() || allowed.contains(QLatin1String("*")))
        return true; // without a Host it is HTTP/1.0, which no browser speaks
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setAuthority(QString::fromLatin1(host), QUrl::StrictMode);
    const QString name = url.host();
    return url.isValid() && !name.isEmpty() &&
           (isLoopbackName(name) || !QHostAddress(name).isNull() ||
            allowed.contains(name, Qt::CaseInsensitive));
}

// RFC 6455 4.1, the client's checks 2 to 6.
Words faultOfAnswer(const HttpHead &answer, const QByteArray &key, const QStringList &offered)
{
    if (!answer.hasToken("upgrade", "websocket") || !answer.hasToken("connection", "upgrade"))
        return say(DialPhrase::NoUpgrade);
    if (answer.header("sec-websocket-accept") != acceptKey(key))
        return say(DialPhrase::AnswerIsNotOurs);
    const QByteArray chosen = answer.header("sec-websocket-protocol");
    if (!chosen.isEmpty() && !offered.contains(QString::fromLatin1(chosen)))
        return say(DialPhrase::SubprotocolNotOffered);
    return {};
}

QByteArray encodeResponse(const HttpResponse &response, bool keepAlive, bool withBody)
{
    QByteArray bytes("HTTP/1.1 ");
    bytes.append(QByteArray::number(response.status))
        .append(' ')
        .append(statusText(response.status))
        .append("\r\n");
    const auto add = [&](QByteArrayView name, QByteArrayView value) {
        if (isHeaderSafe(name, value))
            bytes.append(name).append(": ").append(value).append("\r\n");
        else
            qCWarning(log::transport) << "a response header with CR, LF or NUL was left out";
    };
    add("Content-Length", QByteArray::number(response.body.size()));
    if (!response.body.isEmpty())
        add("Content-Type", response.contentType);
    add("Connection", keepAlive ? "keep-alive" : "close");
    for (const auto &[name, value] : response.headers)
        add(name, value);
    bytes.append("\r\n");
    if (withBody)
        bytes.append(response.body);
    return bytes;
}

} // namespace alcedo
