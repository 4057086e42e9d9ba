// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/transport/certificatecheck.h>
#include <alcedo/transport/deflatenegotiation.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/dialphrases.h>
#include <alcedo/transport/dialrequest.h>
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/upgrade.h>
#include <alcedo/transport/websockettransport.h>

#include <QHostInfo>
#include <QPointer>
#include <QSslSocket>

namespace alcedo {

namespace {

constexpr int MaxRedirects = 5;
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
        return status >= 300 && status < 400; // not followed
    }
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

    void begin();
    void lookUp();
    void connectThrough(const QNetworkProxy &proxy);
    void makeSocket();
    void dropSocket();
    void onLookedUp(const QHostInfo &info);
    void tryNextAddress();
    void onConnected();
    void onError();
    void failAtProxy();
    void startTls();
    void sendUpgrade();
    void onAnswer();
    void onAnswerHead(const HttpHeadResult &result);
    void refuse(const HttpHead &head);
    [[nodiscard]] bool followRedirect(const HttpHead &head);
    void opened(const HttpHeadResult &result, const std::optional<DeflateTerms> &deflate);
    [[nodiscard]] bool pass(Stage next);
    void fail(const Words &message, DialFailure failure = {});
    void failForGood(const Words &message);
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
    CertificateCheck certificate;
    std::unique_ptr<Transport> transport;
    int redirects = 0;
    bool done = true;
};

Dialer::Dialer(Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, clock))
{
    connect(&d->timeout, &Timer::timeout, this, [this] { d->fail(noAnswerWithin(d->options.timeout)); });
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
    d->redirects = 0;
    d->stage = Stage::Name;
    d->stageSince = d->clock.steady();
    if (options.timeout.count() > 0)
        d->timeout.start(options.timeout);
    QMetaObject::invokeMethod(
        this, [this] { d->begin(); }, Qt::QueuedConnection);
}

void Dialer::cancel()
{
    d->done = true;
    d->letGo();
}

Stage Dialer::stage() const
{
    return d->stage;
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
    dropSocket();
}

void Dialer::Private::dropSocket()
{
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

void Dialer::Private::fail(const Words &message, DialFailure failure)
{
    if (done)
        return;
    done = true;
    letGo();
    failure.stage = stage;
    failure.message = message;
    Q_EMIT q->failed(failure);
}

void Dialer::Private::failForGood(const Words &message)
{
    DialFailure failure;
    failure.terminal = true;
    fail(message, failure);
}

void Dialer::Private::begin()
{
    if (done)
        return;
    stage = Stage::Name;
    stageSince = clock.steady();
    answer.clear();
    certificate = {options.knownServers, options.url};
    const Words fault = faultOfOptions(options);
    if (!fault.isEmpty())
        return failForGood(fault);
    const QNetworkProxy proxy = proxyFor(options.url, options.proxy);
    if (proxy.type() == QNetworkProxy::NoProxy)
        lookUp();
    else
        connectThrough(proxy);
}

void Dialer::Private::connectThrough(const QNetworkProxy &proxy)
{
    stage = Stage::Proxy;
    if (proxy.type() != QNetworkProxy::HttpProxy && proxy.type() != QNetworkProxy::Socks5Proxy)
        return failForGood(say(DialPhrase::ProxyKind));
    // Qt 6.4 leaves the brackets out of "CONNECT [2001:db8::1]:80" (RFC 9110 9.3.6), and takes them in no
    // name.
    if (proxy.type() == QNetworkProxy::HttpProxy && options.url.host().contains(QLatin1Char(':')))
        return failForGood(say(DialPhrase::ProxyToIpv6));
    makeSocket();
    socket->setProxy(proxy);
    socket->connectToHost(options.url.host(), port());
}

void Dialer::Private::lookUp()
{
    const QString host = options.url.host();
    // RFC 6761 6.4: a name under .invalid never exists, and need not be asked for.
    if (host.endsWith(QLatin1String(".invalid")))
        return fail(say(DialPhrase::HostNotFound));
    const QHostAddress literal(host);
    // RFC 6761 6.3: localhost is this machine, whatever a resolver or a missing hosts file says.
    const bool isThisMachine = isLocalhost(host);
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
        return fail(faultOf(info));
    if (pass(Stage::Tcp))
        tryNextAddress();
}

void Dialer::Private::makeSocket()
{
    dropSocket();
    if (isSecure())
        socket = std::make_unique<QSslSocket>();
    else
        socket = std::make_unique<QTcpSocket>();
    socket->setProxy(QNetworkProxy::NoProxy);
    QObject::connect(socket.get(), &QTcpSocket::connected, q, [this] { onConnected(); });
    QObject::connect(socket.get(), &QTcpSocket::errorOccurred, q, [this] { onError(); });
}

void Dialer::Private::tryNextAddress()
{
    makeSocket();
    const QHostAddress address = addresses.takeFirst();
    if (addresses.isEmpty())
        patience.stop();
    else
        patience.start(PatiencePerAddress);
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
    if (stage == Stage::Proxy)
        return failAtProxy();
    if (stage == Stage::Tls && !certificate.fault().isEmpty())
        return failForGood(certificate.fault());
    // What came before the end may be a whole answer.
    if (stage == Stage::Upgrade && socket->bytesAvailable() > 0) {
        const QPointer<Dialer> self(q);
        onAnswer();
        if (!self || done)
            return;
    }
    fail(faultOf(*socket));
}

void Dialer::Private::failAtProxy()
{
    DialFailure failure;
    if (socket->error() == QAbstractSocket::ProxyAuthenticationRequiredError) {
        failure.status = 407;
        failure.terminal = true;
    }
    fail(faultOf(*socket), failure);
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
    QObject::connect(tls, &QSslSocket::sslErrors, q, [this, tls](const QList<QSslError> &errors) {
        if (certificate.passes(tls->peerCertificate(), errors))
            tls->ignoreSslErrors();
    });
    QObject::connect(tls, &QSslSocket::encrypted, q, [this] {
        if (const auto settled = certificate.settle(); !settled)
            return failForGood(settled.error().words());
        if (pass(Stage::Upgrade))
            sendUpgrade();
    });
    tls->startClientEncryption();
}

void Dialer::Private::sendUpgrade()
{
    key = makeKey();
    offered.reset();
    if (wantsDeflate(options.deflate, socket->peerAddress()))
        offered = options.deflate;
    QObject::connect(socket.get(), &QTcpSocket::readyRead, q, [this] { onAnswer(); });
    socket->write(encodeUpgrade(options, key, offered ? deflateOffer(*offered) : QByteArray()));
}

void Dialer::Private::onAnswer()
{
    answer.append(socket->readAll());
    const HttpHeadResult result = parseResponseHead(answer, MaxAnswerHead);
    switch (result.state) {
    case HttpHeadResult::State::Incomplete:
        return;
    case HttpHeadResult::State::Bad:
        return fail(say(DialPhrase::NotHttp));
    case HttpHeadResult::State::TooLarge:
        return fail(say(DialPhrase::HeadTooLarge));
    case HttpHeadResult::State::Complete:
        return onAnswerHead(result);
    }
}

void Dialer::Private::onAnswerHead(const HttpHeadResult &result)
{
    const HttpHead &head = result.head;
    if (head.status != 101) {
        if (!followRedirect(head))
            refuse(head);
        return;
    }
    const Words fault = faultOfAnswer(head, key, options.subprotocols);
    if (!fault.isEmpty())
        return failForGood(fault);
    const auto deflate = judgeDeflateAnswer(head.list("sec-websocket-extensions"), offered);
    if (!deflate)
        return failForGood(deflate.error().words());
    if (pass(Stage::Upgrade))
        opened(result, *deflate);
}

void Dialer::Private::refuse(const HttpHead &head)
{
    DialFailure failure;
    failure.status = head.status;
    failure.terminal = isTerminalStatus(head.status);
    failure.retryAfter = parseRetryAfter(head.header("retry-after"), clock.wall());
    const QString reason =
        QString::fromLatin1(head.reason.first(std::min<qsizetype>(head.reason.size(), 80)));
    fail(QStringLiteral("HTTP %1 %2").arg(QString::number(head.status), reason).trimmed(), failure);
}

/// True where the answer is a redirect that was followed or found fault with (RFC 6455 4.1, RFC 9110 15.4).
bool Dialer::Private::followRedirect(const HttpHead &head)
{
    if (options.redirects == DialOptions::Redirects::Never || !isRedirect(head))
        return false;
    const Result<QUrl> target = redirectTarget(options.url, head.header("location"));
    const bool elsewhere = target && !isSameOrigin(options.url, *target);
    Words fault;
    if (!target)
        fault = target.error().words();
    else if (elsewhere && options.redirects == DialOptions::Redirects::SameOrigin)
        fault = say(DialPhrase::RedirectedToOtherOrigin);
    else if (++redirects > MaxRedirects)
        fault = say(DialPhrase::RedirectedTooOften);
    if (!fault.isEmpty()) {
        DialFailure failure;
        failure.status = head.status;
        failure.terminal = true;
        fail(fault, failure);
        return true;
    }
    if (elsewhere)
        options.headers.clear();
    options.url = *target;
    dropSocket();
    begin();
    return true;
}

void Dialer::Private::opened(const HttpHeadResult &result, const std::optional<DeflateTerms> &deflate)
{
    done = true;
    timeout.stop();
    socket->disconnect(q);
    UpgradedLink link;
    link.role = WebSocketRole::Client;
    link.subprotocol = QString::fromLatin1(result.head.header("sec-websocket-protocol"));
    link.early = answer.mid(result.size);
    link.deflate = deflate;
    link.maxMessageBytes =
        options.maxMessageBytes > 0 ? options.maxMessageBytes : std::numeric_limits<qint64>::max() / 2;
    link.socket = std::move(socket);
    transport = std::make_unique<WebSocketTransport>(std::move(link), clock);
    Q_EMIT q->opened();
}

} // namespace alcedo
