// SPDX-License-Identifier: MIT
#include <alcedo/feed/httpdialer.h>
#include <alcedo/transport/dialphrases.h>

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
    : StagedDialer(clock, parent)
    , m_pollEvery(pollEvery)
    , m_memory(std::move(memory))
{
}

HttpDialer::~HttpDialer() = default;

void HttpDialer::dial(const DialOptions &wanted)
{
    cancel();
    begin(wanted);
    m_memory->entityTag.clear(); // the first answer of a link is whole
    m_requestor = std::make_unique<HttpRequestor>(wanted, m_memory, m_pollEvery.count() == 0);
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
        fail({isRefusal ? Stage::Upgrade : stage(),
              isRefusal ? Words(QStringLiteral("HTTP %1").arg(status)) : faultOf(*reply), status,
              retryAfterOf(*reply), isLastingStatus(status)});
        return;
    }
    reply->disconnect(this);
    pass(Stage::SignIn);
    if (m_pollEvery.count() > 0)
        open(std::make_unique<HttpPollTransport>(std::move(m_requestor), m_pollEvery, clock()));
    else
        open(std::make_unique<HttpStreamTransport>(std::move(m_requestor), clock()));
}

void HttpDialer::fail(const DialFailure &failure)
{
    if (!m_requestor)
        return;
    cancel();
    Q_EMIT failed(failure);
}

void HttpDialer::cancel()
{
    end();
    if (!m_requestor)
        return;
    if (m_requestor->reply())
        m_requestor->reply()->disconnect(this);
    m_requestor.release()->deleteLater(); // it may be in one of its own signals
}

} // namespace alcedo
