// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/transport/dialphrases.h>
#include <alcedo/transport/dialrequest.h>
#include <alcedo/transport/pollclient.h>
#include <alcedo/transport/polldialer.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkRequest>
#include <utility>

namespace alcedo {

namespace {

/// The server holds a request for up to 25 s; who is silent for longer than this has gone.
constexpr int RequestTimeoutMs = 40'000;

bool isFinalForPolls(int status)
{
    return status >= 400 && status < 500 && status != 408 && status != 429;
}

} // namespace

PollRequests::PollRequests(const DialOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_check(options.knownServers, options.url)
{
    m_network.setProxy(proxyFor(options.url, options.proxy));
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

QNetworkRequest PollRequests::request(const char *path, const QByteArray &query) const
{
    QUrl url = m_options.url;
    const bool tls = url.scheme() == QLatin1String("wss") || url.scheme() == QLatin1String("https");
    url.setScheme(tls ? QStringLiteral("https") : QStringLiteral("http"));
    // Beside the WebSocket's own path, so that a proxy's prefix stays.
    QString folder = url.path();
    folder.truncate(folder.lastIndexOf(u'/') + 1);
    url.setPath((folder.isEmpty() ? QStringLiteral("/") : folder) + QString::fromLatin1(path));
    url.setQuery(QString::fromLatin1(query));
    QNetworkRequest request(url);
    request.setSslConfiguration(m_options.tls);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setTransferTimeout(RequestTimeoutMs);
    request.setRawHeader("Cache-Control", "no-store");
    for (const auto &[name, value] : m_options.headers)
        request.setRawHeader(name, value);
    return request;
}

QNetworkReply *PollRequests::watched(QNetworkReply *reply)
{
    reply->setReadBufferSize(m_options.maxMessageBytes > 0 ? 2 * m_options.maxMessageBytes + 1024 : 0);
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply](const QList<QSslError> &errors) {
        if (m_check.passes(reply->sslConfiguration().peerCertificate(), errors))
            reply->ignoreSslErrors();
    });
    connect(reply, &QNetworkReply::encrypted, this, [this, reply] {
        if (!m_check.settle())
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    return reply;
}

QNetworkReply *PollRequests::post(const QByteArray &query, const QByteArray &body)
{
    QNetworkRequest sent = request("poll/send", query);
    sent.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    return watched(m_network.post(sent, body));
}

QNetworkReply *PollRequests::get(const QByteArray &query)
{
    return watched(m_network.get(request("poll/receive", query)));
}

PollDialer::PollDialer(Clock &clock, QObject *parent)
    : Dialer(clock, parent)
    , m_clock(clock)
    , m_timeout(clock)
{
    connect(&m_timeout, &Timer::timeout, this, [this] { fail(say(DialPhrase::NoAnswerInTime), 0); });
}

PollDialer::~PollDialer()
{
    if (m_reply)
        m_reply->disconnect(this);
}

void PollDialer::dial(const DialOptions &options)
{
    cancel();
    m_stage = Stage::Name;
    m_since = m_clock.steady();
    if (options.timeout.count() > 0)
        m_timeout.start(options.timeout);
    m_requests = std::make_unique<PollRequests>(options);
    m_reply = m_requests->post({}, {});
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] { pass(Stage::Tcp); });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] { pass(Stage::Upgrade); });
    connect(m_reply, &QNetworkReply::finished, this, &PollDialer::onAnswer);
}

void PollDialer::pass(Stage next)
{
    if (next <= m_stage)
        return;
    const auto now = m_clock.steady();
    const Stage passed = std::exchange(m_stage, next);
    const auto took = now - std::exchange(m_since, now);
    Q_EMIT stagePassed(passed, took);
}

void PollDialer::onAnswer()
{
    if (!m_reply)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString session =
        QJsonDocument::fromJson(m_reply->readAll()).object().value(QLatin1String("session")).toString();
    const Words error = faultOf(*m_reply);
    m_reply.clear();
    if (status != 200 || session.isEmpty() || session.size() > 128) {
        const Words fault = m_requests->certificateFault();
        if (!fault.isEmpty())
            return fail(fault, 0);
        return fail(status > 0 ? Words(QStringLiteral("HTTP %1 to a long poll").arg(status)) : error, status);
    }
    m_timeout.stop();
    const QPointer<PollDialer> self(this);
    pass(Stage::SignIn);
    if (!self || !m_requests)
        return;
    m_transport = std::make_unique<PollClient>(std::move(m_requests), session.toLatin1(), m_clock);
    Q_EMIT opened();
}

void PollDialer::fail(const Words &message, int status)
{
    if (!m_requests)
        return;
    DialFailure failure{m_stage, message, status, {}, isFinalForPolls(status)};
    failure.terminal = failure.terminal || !m_requests->certificateFault().isEmpty();
    cancel();
    Q_EMIT failed(failure);
}

void PollDialer::cancel()
{
    m_timeout.stop();
    m_transport.reset();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
    m_reply.clear();
    if (m_requests)
        m_requests.release()->deleteLater(); // we may be in one of its signals
}

std::unique_ptr<Transport> PollDialer::take()
{
    return std::move(m_transport);
}

} // namespace alcedo
