// SPDX-License-Identifier: MIT
#include <alcedo/feed/httptransport.h>

#include <QNetworkReply>
#include <QNetworkRequest>

namespace alcedo {

namespace {

constexpr int PollTimeoutMs = 30'000;

} // namespace

HttpRequestor::HttpRequestor(const DialOptions &options, std::shared_ptr<HttpMemory> memory, bool isStream)
    : m_options(options)
    , m_memory(std::move(memory))
    , m_isStream(isStream)
{
    m_network.setProxy(options.proxy);
}

HttpRequestor::~HttpRequestor()
{
    drop();
}

void HttpRequestor::ask()
{
    drop();
    QNetworkRequest request(m_options.url);
    request.setSslConfiguration(m_options.tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
    request.setRawHeader("Accept", m_isStream
                                       ? "text/event-stream, application/x-ndjson, application/json;q=0.9"
                                       : "application/json");
    request.setRawHeader("Cache-Control", "no-cache");
    for (const auto &[name, value] : m_options.headers)
        request.setRawHeader(name, value);
    if (m_isStream && !m_memory->lastEventId.isEmpty())
        request.setRawHeader("Last-Event-ID", m_memory->lastEventId);
    if (!m_isStream && !m_memory->entityTag.isEmpty())
        request.setRawHeader("If-None-Match", m_memory->entityTag);
    if (!m_isStream)
        request.setTransferTimeout(PollTimeoutMs);
    m_reply = m_network.get(request);
}

int HttpRequestor::status() const
{
    return m_reply ? m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0;
}

void HttpRequestor::drop()
{
    if (!m_reply)
        return;
    m_reply->disconnect();
    m_reply->abort();
    m_reply->deleteLater();
    m_reply.clear();
}

HttpTransport::HttpTransport(std::unique_ptr<HttpRequestor> requestor, Clock &clock)
    : m_requestor(std::move(requestor))
    , m_clock(clock)
{
    // What came with the head is announced by nobody.
    QMetaObject::invokeMethod(
        this, [this] { read(); }, Qt::QueuedConnection);
}

HttpTransport::~HttpTransport() = default;

bool HttpTransport::deliver(const QByteArray &message)
{
    const QPointer<HttpTransport> self(this);
    Q_EMIT messageReceived(message, Kind::Text, m_clock.steady());
    return self && m_state != State::Closed;
}

void HttpTransport::setReading(bool reading)
{
    m_reading = reading;
    if (reading)
        QMetaObject::invokeMethod(
            this, [this] { read(); }, Qt::QueuedConnection);
}

void HttpTransport::close(int code, const QString &reason)
{
    if (m_state != State::Open)
        return;
    m_state = State::Closing;
    m_requestor->drop();
    QMetaObject::invokeMethod(
        this,
        [this, code, reason] {
            end({code, reason, CloseInfo::Initiator::Local});
        },
        Qt::QueuedConnection);
}

void HttpTransport::abort()
{
    m_requestor->drop();
    end({1006, {}, CloseInfo::Initiator::Local});
}

void HttpTransport::end(const CloseInfo &info)
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    Q_EMIT closed(info);
}

HttpStreamTransport::HttpStreamTransport(std::unique_ptr<HttpRequestor> requestor, Clock &clock)
    : HttpTransport(std::move(requestor), clock)
    , m_stream(m_requestor->reply()
                       ->header(QNetworkRequest::ContentTypeHeader)
                       .toString()
                       .startsWith(QLatin1String("text/event-stream"))
                   ? EventStream::Form::Events
                   : EventStream::Form::Lines,
               m_requestor->options().maxMessageBytes)
{
    QNetworkReply *const reply = m_requestor->reply();
    reply->setReadBufferSize(ReadBufferBytes);
    connect(reply, &QNetworkReply::readyRead, this, [this] { read(); });
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        read();
        end({1006,
             reply->error() == QNetworkReply::NoError ? QStringLiteral("the stream ended")
                                                      : reply->errorString(),
             CloseInfo::Initiator::Peer});
    });
}

void HttpStreamTransport::read()
{
    QNetworkReply *const reply = m_requestor->reply();
    if (m_state != State::Open || !m_reading || !reply)
        return;
    QList<QByteArray> events;
    const QByteArray bytes = reply->readAll();
    const bool readable = m_stream.feed(bytes, events);
    m_requestor->memory().lastEventId = m_stream.lastId();
    if (!bytes.isEmpty() && events.isEmpty()) {
        const QPointer<HttpStreamTransport> self(this);
        Q_EMIT pingReceived(); // a comment, or a part: a sign of life
        if (!self)
            return;
    }
    for (const QByteArray &event : std::as_const(events)) {
        if (!deliver(event))
            return;
    }
    if (!readable) {
        m_requestor->drop();
        end({1009, QStringLiteral("an event is too long"), CloseInfo::Initiator::Local});
    }
}

HttpPollTransport::HttpPollTransport(std::unique_ptr<HttpRequestor> requestor,
                                     std::chrono::milliseconds every, Clock &clock)
    : HttpTransport(std::move(requestor), clock)
    , m_every(every)
    , m_timer(clock)
{
    connect(&m_timer, &Timer::timeout, this, &HttpPollTransport::ask);
}

void HttpPollTransport::ask()
{
    if (m_state != State::Open)
        return;
    m_requestor->ask();
    QNetworkReply *const reply = m_requestor->reply();
    connect(reply, &QNetworkReply::finished, this, [this] { read(); });
    connect(reply, &QNetworkReply::downloadProgress, this, [this](qint64 received) {
        if (received > m_requestor->options().maxMessageBytes && m_requestor->reply())
            m_requestor->reply()->abort();
    });
}

void HttpPollTransport::read()
{
    QNetworkReply *const reply = m_requestor->reply();
    if (m_state != State::Open || !reply || !reply->isFinished())
        return;
    const int status = m_requestor->status();
    if (reply->error() != QNetworkReply::NoError || (status != 200 && status != 304)) {
        const QString why =
            status > 0 && status != 200 ? QStringLiteral("HTTP %1").arg(status) : reply->errorString();
        m_requestor->drop();
        end({1006, why, CloseInfo::Initiator::Peer});
        return;
    }
    const QByteArray tag = reply->rawHeader("ETag");
    if (!tag.isEmpty())
        m_requestor->memory().entityTag = tag;
    const QByteArray answer = reply->readAll();
    m_requestor->drop();
    m_timer.start(m_every);
    if (status == 304 || answer.isEmpty())
        Q_EMIT pingReceived();
    else
        (void)deliver(answer);
}

} // namespace alcedo
