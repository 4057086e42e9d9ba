// SPDX-License-Identifier: MIT
#include <alcedo/feed/profilesource.h>

#include <alcedo/connection/linkphrases.h>
#include <alcedo/core/log.h>
#include <alcedo/feed/bookfetcher.h>
#include <alcedo/feed/framedecoder.h>
#include <alcedo/feed/httpdialer.h>
#include <alcedo/feed/linedialer.h>

#include <algorithm>
#include <utility>

namespace alcedo {

using namespace std::chrono_literals;

ProfileSource::ProfileSource(SourceId id, const QString &name, Options options, Clock &clock, QObject *parent)
    : Source(id, name, parent)
    , m_clock(clock)
    , m_answers(options.profile.answers)
    , m_reconnectWhen(options.profile.reconnectWhen)
    , m_greeting(options.profile)
    , m_url(options.url)
    , m_mapping(options.profile)
    , m_sendTimer(clock)
    , m_keepaliveTimer(clock)
    , m_ageTimer(clock)
    , m_rateTimer(clock)
    , m_builder(id)
{
    const auto params = profileParams(options.profile, options.params);
    if (params)
        m_params = *params;
    m_shownParams = m_params;
    for (auto param = options.profile.params.begin(); param != options.profile.params.end(); ++param) {
        if (param->secret)
            m_shownParams[param.key()] = {QStringLiteral("***")};
    }
    m_status.id = id;
    m_status.name = name;
    m_status.dialect = QStringLiteral("profile ") + options.profile.name;
    m_connection = std::make_unique<Connection>(connectionOptions(), clock);
    chooseDialer();
    if (m_url.isEmpty() || options.params.contains(QStringLiteral("rest")))
        makeFetcher();

    connect(m_connection.get(), &Connection::opened, this, &ProfileSource::greet);
    connect(m_connection.get(), &Connection::messageReceived, this, &ProfileSource::take);
    connect(m_connection.get(), &Connection::lost, this, &ProfileSource::onLost);
    connect(m_connection.get(), &Connection::stateChanged, this, &ProfileSource::onState);
    connect(m_connection.get(), &Connection::statusChanged, this, &Source::statusChanged);
    connect(&m_rateTimer, &Timer::timeout, this, &ProfileSource::measure);
    connect(&m_sendTimer, &Timer::timeout, this, &ProfileSource::sendNext);
    connect(&m_keepaliveTimer, &Timer::timeout, this,
            [this] { m_connection->send(m_mapping.profile().keepalive, Transport::Kind::Text); });
    connect(&m_ageTimer, &Timer::timeout, this, [this] {
        m_connection->reconnect(1000, alcedo::say(LinkPhrase::Renewed));
        m_connection->retryNow(); // nothing failed: there is nothing to wait for
    });
}

ProfileSource::~ProfileSource()
{
    m_connection->disconnect(this);
}

Connection::Options ProfileSource::connectionOptions() const
{
    Connection::Options options;
    options.dial = dialOptions(0);
    options.heartbeat.interval = m_mapping.profile().silence;
    options.greetingTimeout = m_mapping.profile().readyWithin;
    return options;
}

QString ProfileSource::endpointText(int endpoint, const ProfileParams &params) const
{
    if (!m_url.isEmpty())
        return m_url.toString(QUrl::RemoveUserInfo);
    const auto text = fillAddress(m_mapping.profile().endpoints.value(endpoint), params);
    return text ? *text : QString();
}

DialOptions ProfileSource::dialOptions(int endpoint) const
{
    DialOptions dial;
    dial.url = m_url.isEmpty() ? QUrl(endpointText(endpoint, m_params)) : m_url;
    dial.maxMessageBytes = m_mapping.profile().maxMessageBytes;
    for (const auto &[name, value] : m_mapping.profile().headers) {
        if (const auto filled = fillText(value, m_params))
            dial.headers.append({name.toUtf8(), filled->toUtf8()});
    }
    return dial;
}

void ProfileSource::chooseDialer()
{
    // Another address for a WebSocket's profile may be written as http, which a Dialer takes as ws.
    const QString own = QUrl(endpointText(m_endpoint, m_params)).scheme();
    const QString scheme = m_url.isEmpty() ||
                                   m_mapping.profile().endpoints.value(0).startsWith(QLatin1String("http")) ||
                                   m_mapping.profile().endpoints.value(0).startsWith(QLatin1String("${"))
                               ? own
                               : (own.startsWith(QLatin1String("http")) ? QStringLiteral("ws") : own);
    if (scheme == QLatin1String("tcp") || scheme == QLatin1String("tls")) {
        m_connection->setDialerFactory([&clock = m_clock] { return std::make_unique<LineDialer>(clock); });
    } else if (scheme == QLatin1String("http") || scheme == QLatin1String("https")) {
        if (!m_httpMemory)
            m_httpMemory = std::make_shared<HttpMemory>();
        m_connection->setDialerFactory(
            [&clock = m_clock, memory = m_httpMemory, every = m_mapping.profile().pollEvery] {
                return std::make_unique<HttpDialer>(every, memory, clock);
            });
    } else {
        m_connection->setDialerFactory(nullptr);
    }
}

void ProfileSource::makeFetcher()
{
    const QString url = m_mapping.resyncUrl();
    if (url.isEmpty())
        return;
    m_fetcher = std::make_unique<BookFetcher>(url, m_params, m_clock);
    m_mapping.sequence().setResync(true);
    connect(m_fetcher.get(), &BookFetcher::fetched, this, &ProfileSource::bookArrived);
    connect(m_fetcher.get(), &BookFetcher::failed, this, [this](const QString &key, const Error &error) {
        m_connection->addLogEntry(LinkLogEntry::Severity::Warning,
                                  alcedo::say(LinkPhrase::BookFailed, {key, error.words()}));
    });
}

void ProfileSource::start()
{
    m_rateTimer.start(1s, Timer::Repeat::Always);
    m_connection->open();
}

void ProfileSource::stop()
{
    m_rateTimer.stop();
    m_connection->close();
    flush();
    m_status.recordsPerSecond = 0;
}

void ProfileSource::measure()
{
    const double before = m_status.recordsPerSecond;
    m_status.recordsPerSecond = double(m_status.records - std::exchange(m_recordsBefore, m_status.records));
    // Messages of which nothing is made tell of the link all the same.
    const bool talks = m_connection->status().messagesPerSecond > 0, talked = std::exchange(m_talked, talks);
    if (before > 0 || m_status.recordsPerSecond > 0 || talks || talked)
        Q_EMIT statusChanged();
}

SourceStatus ProfileSource::status() const
{
    SourceStatus status = m_status;
    status.url = endpointText(m_endpoint, m_shownParams);
    status.link = m_connection->status();
    status.unmapped = m_mapping.counters().unmapped;
    if (status.link.failure && status.lastError.isEmpty())
        status.lastError = status.link.failure->message;
    return status;
}

void ProfileSource::greet()
{
    m_ready = false;
    m_mapping.reset();
    const auto verdict = m_greeting.begin(m_params);
    m_connection->setStage(m_greeting.stage());
    act(verdict);
}

// What a step of the greeting asks for.
void ProfileSource::act(const Result<ProfileGreeting::Verdict> &verdict)
{
    if (!verdict) {
        m_connection->fail({m_greeting.stage(), verdict.error().words(), 0, {}, true});
        return;
    }
    say(m_greeting.takeOutgoing());
    if (m_connection->state() != LinkState::Greeting)
        return; // sending may have ended it
    switch (*verdict) {
    case ProfileGreeting::Verdict::Waiting:
        m_connection->setStage(m_greeting.stage());
        return;
    case ProfileGreeting::Verdict::Ready:
        becomeReady();
        return;
    case ProfileGreeting::Verdict::Refused:
    case ProfileGreeting::Verdict::Busy:
        m_status.lastError = m_greeting.words();
        flush();
        m_connection->fail(
            {m_greeting.stage(), m_status.lastError, 0, {}, *verdict == ProfileGreeting::Verdict::Refused});
    }
}

void ProfileSource::say(const QByteArrayList &messages)
{
    m_outgoing += messages;
    sendNext();
}

void ProfileSource::sendNext()
{
    const FeedProfile &profile = m_mapping.profile();
    while (!m_outgoing.isEmpty()) {
        const auto now = m_clock.steady();
        while (!m_sentAt.empty() && now - m_sentAt.front() >= profile.ratePer)
            m_sentAt.pop_front();
        if (profile.rateMessages > 0 && int(m_sentAt.size()) >= profile.rateMessages) {
            m_sendTimer.start(m_sentAt.front() + profile.ratePer - now);
            return;
        }
        m_sentAt.push_back(now);
        if (profile.rateMessages == 0)
            m_sentAt.clear();
        m_connection->send(m_outgoing.takeFirst(), Transport::Kind::Text);
    }
}

void ProfileSource::take(const QByteArray &payload, Transport::Kind kind, std::chrono::nanoseconds arrival)
{
    const FeedProfile &profile = m_mapping.profile();
    QByteArray message = payload;
    if (profile.compression != FeedProfile::Compression::None && kind == Transport::Kind::Binary) {
        auto decoded = decodeFrame(payload, profile.compression, profile.maxMessageBytes);
        if (!decoded) {
            const Words why =
                decoded.error().code() == ErrorCode::LimitExceeded
                    ? alcedo::say(LinkPhrase::FrameTooLarge, {QString::number(profile.maxMessageBytes)})
                    : alcedo::say(LinkPhrase::BrokenFrame);
            m_connection->addLogEntry(LinkLogEntry::Severity::Warning, why);
            m_connection->reconnect(1007, why); // RFC 6455 7.4.1: not what was agreed
            return;
        }
        message = std::move(decoded).value();
    }
    if (arrival != m_arrival) { // many messages come with one read
        m_arrival = arrival;
        m_arrivalWall = m_clock.wall() - (m_clock.steady() - arrival);
    }
    const auto dataBefore = m_mapping.counters().data;
    const auto outcome = m_mapping.map(message, m_arrivalWall.count(), m_builder);
    if (!m_answers.empty())
        answer();
    if (!m_ready)
        act(m_greeting.read(m_mapping, m_mapping.counters().data != dataBefore));
    else
        takeLive(outcome);
    if (m_builder.size() >= MaxBatch)
        flush();
    else
        flushLater();
}

void ProfileSource::answer()
{
    for (FeedProfile::Answer &one : m_answers) {
        if (!m_mapping.holds(one.when))
            continue;
        const auto filled = fillText(QString::fromUtf8(one.send), m_params);
        say({m_mapping.answer(filled ? filled->toUtf8() : one.send)});
    }
}

void ProfileSource::takeLive(Mapping::Outcome outcome)
{
    if (m_mapping.takeReconnect() || m_mapping.holds(m_reconnectWhen)) {
        flush();
        const bool asked = m_mapping.holds(m_reconnectWhen);
        m_connection->reconnect(1000, alcedo::say(asked ? LinkPhrase::VenueAsks : LinkPhrase::DoesNotFollow));
        return;
    }
    if (outcome == Mapping::Outcome::Unmapped)
        return;
    const Words complaint = m_greeting.complaint(m_mapping);
    if (complaint.isEmpty())
        return;
    m_status.lastError = complaint;
    m_connection->addLogEntry(LinkLogEntry::Severity::Warning, complaint);
}

Result<void> ProfileSource::setParams(const ProfileParams &given)
{
    const auto params = profileParams(m_mapping.profile(), given);
    if (!params)
        return params.error();
    if (m_ready) {
        const auto messages = m_greeting.change(m_params, *params);
        if (!messages)
            return messages.error();
        say(*messages);
    }
    m_params = *params;
    return {};
}

void ProfileSource::becomeReady()
{
    m_ready = m_wasReady = true;
    m_status.lastError = m_greeting.words(); // what was left out of a subscription that else stands
    if (!m_status.lastError.isEmpty())
        m_connection->addLogEntry(LinkLogEntry::Severity::Warning, m_status.lastError);
    const FeedProfile &profile = m_mapping.profile();
    if (profile.keepaliveEvery.count() > 0)
        m_keepaliveTimer.start(profile.keepaliveEvery, Timer::Repeat::Always);
    if (profile.maxAge.count() > 0)
        m_ageTimer.start(profile.maxAge);
    m_connection->setReady();
    if (m_gapOpen) {
        m_gapOpen = false;
        Q_EMIT gapClosed(m_clock.wall().count(), 0, 0);
    }
}

void ProfileSource::onLost(const CloseInfo &info)
{
    m_outgoing.clear();
    m_sentAt.clear();
    m_sendTimer.stop();
    m_keepaliveTimer.stop();
    m_ageTimer.stop();
    if (m_fetcher)
        m_fetcher->clear();
    flush();
    if (m_ready && !m_gapOpen) {
        m_gapOpen = true;
        Q_EMIT gapOpened(m_clock.wall().count(), QStringLiteral("link lost (%1)").arg(info.code));
    }
    m_ready = false;
}

void ProfileSource::onState(LinkState state)
{
    // An endpoint that never came to life gives way to the next.
    if (state == LinkState::Waiting && !m_wasReady && m_url.isEmpty() &&
        m_mapping.profile().endpoints.size() > 1) {
        m_endpoint = (m_endpoint + 1) % int(m_mapping.profile().endpoints.size());
        m_connection->setDialOptions(dialOptions(m_endpoint));
        chooseDialer();
    }
    if (state == LinkState::Opening)
        m_wasReady = false;
    Q_EMIT statusChanged();
}

void ProfileSource::flushLater()
{
    if (m_flushPending)
        return;
    m_flushPending = true;
    QMetaObject::invokeMethod(this, &ProfileSource::flush, Qt::QueuedConnection);
}

void ProfileSource::flush()
{
    m_flushPending = false;
    if (m_fetcher) {
        for (const std::string &key : m_mapping.sequence().takeWanted())
            m_fetcher->fetch(QString::fromStdString(key));
    }
    reportBreaks();
    if (const auto batch = m_builder.take()) {
        m_status.records += batch->size();
        m_status.lastRecordNs = batch->arrivalNs(batch->size() - 1);
        Q_EMIT batchReady(batch);
    }
}

void ProfileSource::reportBreaks()
{
    m_status.sequenceGaps = m_mapping.gaps(); // here, so that it and what was lost change in one turn
    for (const SequenceBreak &broken : m_mapping.takeBreaks()) {
        if (broken.kind != SequenceBreak::Kind::Gap)
            continue;
        const auto missed = broken.got > broken.expected ? quint64(broken.got - broken.expected) : 0;
        m_status.lost += missed;
        Q_EMIT gapOpened(broken.arrivalNs, QStringLiteral("%1: expected %2, got %3")
                                               .arg(QString::fromStdString(broken.key))
                                               .arg(broken.expected)
                                               .arg(broken.got));
        Q_EMIT gapClosed(broken.arrivalNs, 0, missed);
    }
}

void ProfileSource::bookArrived(const QString &key, const QByteArray &answer)
{
    if (!m_mapping.applyBook(key.toStdString(), answer, m_clock.wall().count(), m_builder)) {
        m_connection->addLogEntry(LinkLogEntry::Severity::Warning,
                                  alcedo::say(LinkPhrase::BookNotAsSaid, {key}));
        m_fetcher->retry(key);
    }
    flush();
}

} // namespace alcedo
