// SPDX-License-Identifier: MIT
#include <alcedo/feed/bookfetcher.h>
#include <alcedo/transport/dialphrases.h>

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>
#include <algorithm>

namespace alcedo {

namespace {

using namespace std::chrono_literals;
constexpr auto Spacing = 250ms; // 4 a second is far below every venue's limit
constexpr auto FirstRetry = 2s;
constexpr auto LastRetry = 60s;
constexpr int TransferTimeoutMs = 15'000;

} // namespace

BookFetcher::BookFetcher(QString url, ProfileParams params, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_url(std::move(url))
    , m_params(std::move(params))
    , m_pause(clock)
{
    connect(&m_pause, &Timer::timeout, this, &BookFetcher::next);
}

BookFetcher::~BookFetcher()
{
    clear();
}

void BookFetcher::fetch(const QString &key)
{
    if (m_waiting.contains(key) || (m_reply && m_current == key) || m_waiting.size() >= MaxWaiting)
        return;
    m_waiting.enqueue(key);
    if (!m_pause.isActive() && !m_reply)
        next();
}

void BookFetcher::retry(const QString &key)
{
    m_waiting.removeAll(key);
    m_waiting.enqueue(key);
    m_failures = std::min(m_failures + 1, 6);
    m_pause.start(std::min<Clock::Nanoseconds>(FirstRetry * (1 << (m_failures - 1)), LastRetry));
}

void BookFetcher::clear()
{
    m_waiting.clear();
    m_pause.stop();
    m_failures = 0;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply.clear();
    }
}

void BookFetcher::next()
{
    if (m_waiting.isEmpty() || m_reply)
        return;
    m_current = m_waiting.dequeue();
    ProfileParams params = m_params;
    // A key comes from the peer: it must not reach beyond its place in the address.
    params[QStringLiteral("key")] = {QString::fromLatin1(QUrl::toPercentEncoding(m_current))};
    const auto url = fillText(m_url, params);
    if (!url)
        return;
    QNetworkRequest request{QUrl(*url)};
    request.setTransferTimeout(TransferTimeoutMs);
    m_reply = m_network.get(request);
    connect(m_reply, &QNetworkReply::finished, this, &BookFetcher::finish);
    connect(m_reply, &QNetworkReply::downloadProgress, this, [this](qint64 received) {
        if (received > MaxAnswerBytes && m_reply)
            m_reply->abort();
    });
}

void BookFetcher::finish()
{
    QNetworkReply *const reply = m_reply;
    m_reply.clear();
    reply->deleteLater();
    const QString key = m_current;
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply->error() != QNetworkReply::NoError) {
        retry(key);
        Q_EMIT failed(key,
                      Error(status ? ErrorCode::Refused : ErrorCode::Network,
                            status ? Words(QStringLiteral("HTTP %1").arg(status)) : faultOf(*reply), status));
        return;
    }
    m_failures = 0;
    m_pause.start(Spacing);
    Q_EMIT fetched(key, reply->readAll());
}

} // namespace alcedo
