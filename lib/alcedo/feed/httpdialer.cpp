// SPDX-License-Identifier: MIT
#include <alcedo/feed/httpdialer.h>

#include <QNetworkReply>
#include <QNetworkRequest>
#include <utility>

namespace alcedo {

namespace {

/// Asking again as is would not help.
bool isLastingStatus(int status)
{
    return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
}

std::optional<std::chrono::milliseconds> retryAfterOf(const QNetworkReply &reply)
{
    bool isNumber = false;
    const int seconds =
        reply.rawHeader("Retry-After").toInt(&isNumber); // RFC 9110 10.2.3; dates are not read
    return isNumber && seconds >= 0 ? std::optional<std::chrono::milliseconds>(std::chrono::seconds(seconds))
                                    : std::nullopt;
}

} // namespace

HttpDialer::HttpDialer(std::chrono::milliseconds pollEvery, std::shared_ptr<HttpMemory> memory, Clock &clock,
                       QObject *parent)
    : Dialer(clock, parent)
    , m_clock(clock)
    , m_pollEvery(pollEvery)
    , m_memory(std::move(memory))
    , m_timeout(clock)
{
    connect(&m_timeout, &Timer::timeout, this, [this] {
        fail({m_stage,
              QStringLiteral("no answer within %1 s").arg(double(m_options.timeout.count()) / 1000.0),
              0,
              {},
              false});
    });
}

HttpDialer::~HttpDialer() = default;

void HttpDialer::dial(const DialOptions &options)
{
    cancel();
    m_options = options;
    m_stage = Stage::Name;
    m_since = m_clock.steady();
    if (options.timeout.count() > 0)
        m_timeout.start(options.timeout);
    m_memory->entityTag.clear(); // the first answer of a link is whole
    m_requestor = std::make_unique<HttpRequestor>(options, m_memory, m_pollEvery.count() == 0);
    m_requestor->ask();
    QNetworkReply *const reply = m_requestor->reply();
    connect(reply, &QNetworkReply::socketStartedConnecting, this, [this] { pass(Stage::Tcp); });
    connect(reply, &QNetworkReply::encrypted, this, [this] {
        pass(Stage::Tls);
        pass(Stage::Upgrade);
    });
    connect(reply, &QNetworkReply::requestSent, this, [this] { pass(Stage::Upgrade); });
    if (m_pollEvery.count() == 0)
        connect(reply, &QNetworkReply::metaDataChanged, this, &HttpDialer::judge);
    connect(reply, &QNetworkReply::finished, this, &HttpDialer::judge);
}

void HttpDialer::pass(Stage next)
{
    if (next <= m_stage)
        return;
    const auto now = m_clock.steady();
    const Stage passed = std::exchange(m_stage, next);
    const auto took = now - std::exchange(m_since, now);
    Q_EMIT stagePassed(passed, took);
}

void HttpDialer::judge()
{
    if (!m_requestor || !m_requestor->reply())
        return;
    QNetworkReply *const reply = m_requestor->reply();
    const int status = m_requestor->status();
    if (status >= 300 && status < 400 && !reply->isFinished())
        return; // followed
    if (status != 200) {
        const bool isRefusal = status > 0;
        fail({isRefusal ? Stage::Upgrade : m_stage,
              isRefusal ? QStringLiteral("HTTP %1").arg(status) : reply->errorString(), status,
              retryAfterOf(*reply), isLastingStatus(status)});
        return;
    }
    m_timeout.stop();
    reply->disconnect(this);
    pass(Stage::SignIn);
    if (m_pollEvery.count() > 0)
        m_transport = std::make_unique<HttpPollTransport>(std::move(m_requestor), m_pollEvery, m_clock);
    else
        m_transport = std::make_unique<HttpStreamTransport>(std::move(m_requestor), m_clock);
    Q_EMIT opened();
}

void HttpDialer::fail(DialFailure failure)
{
    if (!m_requestor)
        return;
    m_timeout.stop();
    if (m_requestor->reply())
        m_requestor->reply()->disconnect(this);
    m_requestor.release()->deleteLater(); // it may be in one of its own signals
    Q_EMIT failed(failure);
}

void HttpDialer::cancel()
{
    m_timeout.stop();
    m_transport.reset();
    if (!m_requestor)
        return;
    if (m_requestor->reply())
        m_requestor->reply()->disconnect(this);
    m_requestor.release()->deleteLater();
}

std::unique_ptr<Transport> HttpDialer::take()
{
    return std::move(m_transport);
}

} // namespace alcedo
