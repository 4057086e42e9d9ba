// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/transport/deflatenegotiation.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/upgrade.h>
#include <alcedo/transport/websockettransport.h>

#include <QHostInfo>
#include <QPointer>
#include <QRandomGenerator>
#include <QSslSocket>

namespace alcedo {

namespace {

constexpr qint64 MaxAnswerHead = 64 * 1024;
// Where a name has several addresses, one that does not answer must not use up the whole dial.
constexpr std::chrono::milliseconds PatiencePerAddress{2'000};

bool isTerminalStatus(int status)
{
    switch (status) {
    case 400:
    case 401:
    case 403:
    case 404:
    case 405:
    case 410:
    case 426:
        return true;
    default:
        return status >= 300 && status < 400;
    }
}

QByteArray makeKey()
{
    QByteArray nonce(16, Qt::Uninitialized);
    QRandomGenerator::system()->generate(nonce.begin(), nonce.end());
    return nonce.toBase64();
}

/// What is wrong with what a caller asks for; empty: nothing.
QString faultOfOptions(const DialOptions &options)
{
    static const QStringList schemes{QStringLiteral("ws"), QStringLiteral("wss"), QStringLiteral("http"),
                                     QStringLiteral("https")};
    if (!options.url.isValid() || options.url.host().isEmpty())
        return QStringLiteral("the address is not a valid URL");
    if (!schemes.contains(options.url.scheme()))
        return QStringLiteral("the address is neither ws nor wss");
    for (const QString &subprotocol : options.subprotocols) {
        if (!isHeaderSafe(subprotocol.toUtf8(), {}))
            return QStringLiteral("a subprotocol is not a token");
    }
    for (const auto &[name, value] : options.headers) {
        if (!isHeaderSafe(name, value))
            return QStringLiteral("a request header is malformed");
    }
    return {};
}

} // namespace

class Dialer::Private
{
public:
    Private(Dialer *owner, Clock &time)
        : q(owner)
        , clock(time)
        , timeout(time)
        , patience(time)
    {
    }

    void lookUp();
    void onLookedUp(const QHostInfo &info);
    void tryNextAddress();
    void onConnected();
    void onError();
    void startTls();
    void sendUpgrade();
    void onAnswer();
    void onAnswerHead(const HttpHeadResult &result);
    [[nodiscard]] bool pass(Stage next);
    void fail(const QString &message, DialFailure failure = {});
    void failForGood(const QString &message);
    void letGo();
    [[nodiscard]] bool isSecure() const
    {
        return options.url.scheme() == QLatin1String("wss") || options.url.scheme() == QLatin1String("https");
    }
    [[nodiscard]] quint16 port() const { return quint16(options.url.port(isSecure() ? 443 : 80)); }

    Dialer *q;
    Clock &clock;
    Timer timeout;
    Timer patience;
    DialOptions options;
    Stage stage = Stage::Name;
    std::chrono::nanoseconds stageSince{0};
    int lookup = -1;
    QList<QHostAddress> addresses;
    std::unique_ptr<QTcpSocket> socket;
    QByteArray key;
    std::optional<DeflateOptions> offered;
    QByteArray answer; // bounded by MaxAnswerHead and one read
    QString certificateFault;
    std::unique_ptr<Transport> transport;
    bool done = true;
};

Dialer::Dialer(Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, clock))
{
    connect(&d->timeout, &Timer::timeout, this, [this] {
        d->fail(QStringLiteral("no answer within %1 s").arg(double(d->options.timeout.count()) / 1000.0));
    });
    connect(&d->patience, &Timer::timeout, this, [this] { d->tryNextAddress(); });
}

Dialer::~Dialer()
{
    d->letGo();
}

void Dialer::dial(const DialOptions &options)
{
    cancel();
    d->options = options;
    d->done = false;
    d->stage = Stage::Name;
    d->stageSince = d->clock.steady();
    if (options.timeout.count() > 0)
        d->timeout.start(options.timeout);
    QMetaObject::invokeMethod(
        this, [this] { d->lookUp(); }, Qt::QueuedConnection);
}

void Dialer::cancel()
{
    d->done = true;
    d->letGo();
}

std::unique_ptr<Transport> Dialer::take()
{
    return std::move(d->transport);
}

void Dialer::Private::letGo()
{
    timeout.stop();
    patience.stop();
    if (lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(lookup, -1));
    if (!socket)
        return;
    socket->disconnect(q);
    socket->abort();
    socket.release()->deleteLater(); // we may be in one of its signals
}

/// False where the receiver of stagePassed() has given the dial up.
bool Dialer::Private::pass(Stage next)
{
    const QPointer<Dialer> self(q);
    const auto now = clock.steady();
    const Stage passed = std::exchange(stage, next);
    const auto took = now - std::exchange(stageSince, now);
    Q_EMIT q->stagePassed(passed, took);
    return self && !done;
}

void Dialer::Private::fail(const QString &message, DialFailure failure)
{
    if (done)
        return;
    done = true;
    letGo();
    failure.stage = stage;
    failure.message = message;
    Q_EMIT q->failed(failure);
}

void Dialer::Private::failForGood(const QString &message)
{
    DialFailure failure;
    failure.terminal = true;
    fail(message, failure);
}

void Dialer::Private::lookUp()
{
    if (done)
        return;
    const QString fault = faultOfOptions(options);
    if (!fault.isEmpty())
        return failForGood(fault);
    const QString host = options.url.host();
    // RFC 6761 6.4: a name under .invalid never exists, and need not be asked for.
    if (host.endsWith(QLatin1String(".invalid")))
        return fail(QStringLiteral("host not found"));
    const QHostAddress literal(host);
    // RFC 6761 6.3: localhost is this machine, whatever a resolver or a missing hosts file says.
    const bool isThisMachine =
        host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost"));
    if (isThisMachine || !literal.isNull()) {
        addresses = isThisMachine ? QList<QHostAddress>{QHostAddress(QHostAddress::LocalHost),
                                                        QHostAddress(QHostAddress::LocalHostIPv6)}
                                  : QList<QHostAddress>{literal};
        if (pass(Stage::Tcp))
            tryNextAddress();
        return;
    }
    lookup = QHostInfo::lookupHost(host, q, [this](const QHostInfo &info) { onLookedUp(info); });
}

void Dialer::Private::onLookedUp(const QHostInfo &info)
{
    lookup = -1;
    if (done)
        return;
    addresses = info.addresses();
    if (addresses.isEmpty())
        return fail(info.error() == QHostInfo::NoError ? QStringLiteral("host not found")
                                                       : info.errorString());
    if (pass(Stage::Tcp))
        tryNextAddress();
}

void Dialer::Private::tryNextAddress()
{
    if (socket) {
        socket->disconnect(q);
        socket->abort();
        socket.release()->deleteLater();
    }
    if (isSecure())
        socket = std::make_unique<QSslSocket>();
    else
        socket = std::make_unique<QTcpSocket>();
    const QHostAddress address = addresses.takeFirst();
    if (addresses.isEmpty())
        patience.stop();
    else
        patience.start(PatiencePerAddress);
    QObject::connect(socket.get(), &QTcpSocket::connected, q, [this] { onConnected(); });
    QObject::connect(socket.get(), &QTcpSocket::errorOccurred, q, [this] { onError(); });
    socket->connectToHost(address, port());
}

void Dialer::Private::onConnected()
{
    patience.stop();
    addresses.clear();
    if (!pass(isSecure() ? Stage::Tls : Stage::Upgrade))
        return;
    if (isSecure())
        startTls();
    else
        sendUpgrade();
}

void Dialer::Private::onError()
{
    if (stage == Stage::Tcp && !addresses.isEmpty())
        return tryNextAddress();
    if (stage == Stage::Tls && !certificateFault.isEmpty())
        return failForGood(certificateFault);
    // What came before the end may be a whole answer.
    if (stage == Stage::Upgrade && socket->bytesAvailable() > 0) {
        const QPointer<Dialer> self(q);
        onAnswer();
        if (!self || done)
            return;
    }
    fail(socket->errorString());
}

void Dialer::Private::startTls()
{
    auto *tls = static_cast<QSslSocket *>(socket.get());
    QSslConfiguration configuration = options.tls;
    // RFC 7301; without it a server may choose HTTP/2, over which this upgrade does not go.
    if (configuration.allowedNextProtocols().isEmpty())
        configuration.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    tls->setSslConfiguration(configuration);
    tls->setPeerVerifyName(options.url.host());
    QObject::connect(tls, &QSslSocket::sslErrors, q, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            certificateFault = QStringLiteral("certificate: ") + errors.first().errorString();
    });
    QObject::connect(tls, &QSslSocket::encrypted, q, [this] {
        if (pass(Stage::Upgrade))
            sendUpgrade();
    });
    tls->startClientEncryption();
}

// RFC 6455 4.1.
void Dialer::Private::sendUpgrade()
{
    key = makeKey();
    const QUrl &url = options.url;
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (target.isEmpty())
        target = "/";
    if (url.hasQuery())
        target.append('?').append(url.query(QUrl::FullyEncoded).toLatin1());
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host.prepend('[').append(']');
    if (url.port() > 0)
        host.append(':').append(QByteArray::number(url.port()));

    QByteArray request("GET ");
    request.append(target).append(" HTTP/1.1\r\n");
    const auto add = [&](QByteArrayView name, QByteArrayView value) {
        request.append(name).append(": ").append(value).append("\r\n");
    };
    add("Host", host);
    add("Upgrade", "websocket");
    add("Connection", "Upgrade");
    add("Sec-WebSocket-Version", "13");
    add("Sec-WebSocket-Key", key);
    if (!options.subprotocols.isEmpty())
        add("Sec-WebSocket-Protocol", options.subprotocols.join(QLatin1String(", ")).toLatin1());
    offered.reset();
    if (wantsDeflate(options.deflate, socket->peerAddress())) {
        offered = options.deflate;
        add("Sec-WebSocket-Extensions", deflateOffer(options.deflate));
    }
    for (const auto &[name, value] : options.headers)
        add(name, value);
    request.append("\r\n");
    QObject::connect(socket.get(), &QTcpSocket::readyRead, q, [this] { onAnswer(); });
    socket->write(request);
}

void Dialer::Private::onAnswer()
{
    answer.append(socket->readAll());
    const HttpHeadResult result = parseResponseHead(answer, MaxAnswerHead);
    switch (result.state) {
    case HttpHeadResult::State::Incomplete:
        return;
    case HttpHeadResult::State::Bad:
        return fail(QStringLiteral("the answer is not HTTP"));
    case HttpHeadResult::State::TooLarge:
        return fail(QStringLiteral("the answer's head is too large"));
    case HttpHeadResult::State::Complete:
        return onAnswerHead(result);
    }
}

void Dialer::Private::onAnswerHead(const HttpHeadResult &result)
{
    const HttpHead &head = result.head;
    if (head.status != 101) {
        DialFailure failure;
        failure.status = head.status;
        failure.terminal = isTerminalStatus(head.status);
        failure.retryAfter = parseRetryAfter(head.header("retry-after"), clock.wall());
        const QString reason =
            QString::fromLatin1(head.reason.first(std::min<qsizetype>(head.reason.size(), 80)));
        return fail(QStringLiteral("HTTP %1 %2").arg(QString::number(head.status), reason).trimmed(),
                    failure);
    }
    const QString fault = faultOfAnswer(head, key, options.subprotocols);
    if (!fault.isEmpty())
        return failForGood(fault);
    const auto deflate = judgeDeflateAnswer(head.list("sec-websocket-extensions"), offered);
    if (!deflate)
        return failForGood(deflate.error().message());
    if (!pass(Stage::Upgrade))
        return;
    done = true;
    timeout.stop();
    socket->disconnect(q);
    UpgradedLink link;
    link.role = WebSocketRole::Client;
    link.subprotocol = QString::fromLatin1(head.header("sec-websocket-protocol"));
    link.early = answer.mid(result.size);
    link.deflate = *deflate;
    link.maxMessageBytes =
        options.maxMessageBytes > 0 ? options.maxMessageBytes : std::numeric_limits<qint64>::max() / 2;
    link.socket = std::move(socket);
    transport = std::make_unique<WebSocketTransport>(std::move(link), clock);
    Q_EMIT q->opened();
}

} // namespace alcedo
