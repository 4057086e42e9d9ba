// SPDX-License-Identifier: MIT
#include <alcedo/server/session.h>

#include <alcedo/core/log.h>
#include <alcedo/server/deadlines.h>
#include <alcedo/server/doorkeeper.h>
#include <alcedo/server/hub.h>
#include <alcedo/server/mailbox.h>
#include <alcedo/server/opencall.h>
#include <alcedo/wire/cbor.h>
#include <alcedo/wire/jsoncodec.h>

#include <QPointer>
#include <QRandomGenerator>
#include <algorithm>

namespace alcedo {

namespace {

/// Publications read from the history in one step.
constexpr qint64 CatchUpBytes = 64 * 1024;
/// Replies to one batch come in arrays of about this size.
constexpr qint64 BatchReplyBytes = 16 * 1024;

SendQueue::Limits limitsOf(const Server::Options &options)
{
    SendQueue::Limits limits;
    limits.slowBytes = options.slowBytes;
    limits.maxPendingBytes = options.maxPendingBytes;
    limits.maxHeldBytes = options.maxHeldBytes;
    return limits;
}

} // namespace

Session::Session(quint64 number, std::unique_ptr<Transport> transport, std::chrono::nanoseconds age,
                 SessionContext &context)
    : m_number(number)
    , m_transport(std::move(transport))
    , m_account(Doorkeeper::accountOf(m_transport->pass().get()))
    , m_context(context)
    , m_options(context.options)
    , m_queue(limitsOf(context.options))
{
    if (m_transport->subprotocol() == QLatin1String(wire::CborSubprotocol))
        m_encoding.format = Encoding::Format::Cbor;
    ++m_context.totals.sessions;
    ++m_context.totals.sessionsTotal;
    const Nanoseconds now = context.clock.steady();
    if (m_options.helloTimeout.count() > 0)
        m_helloDue = now + m_options.helloTimeout - age;
    // Spread, so that ten thousand clients that came together do not ping together.
    m_pingDue = now + std::chrono::duration_cast<Nanoseconds>(m_options.pingInterval) *
                          (512 + QRandomGenerator::global()->bounded(512)) / 1024;
    m_transport->setReceiver(this);
    connect(m_transport.get(), &Transport::drained, this, &Session::flush);
    connect(m_transport.get(), &Transport::pingReceived, this, [this] { m_heard = true; });
    connect(m_transport.get(), &Transport::pongReceived, this, [this] { m_heard = true; });
    connect(m_transport.get(), &Transport::closed, this, [this] {
        m_state = State::Ending;
        lookAt(Deadlines::Never);
        Q_EMIT ended();
    });
    schedule();
}

Session::~Session()
{
    m_transport->disconnect(this); // its end while we go is no event of ours
    m_transport->setReceiver(nullptr);
    OpenCall::forget(*m_context.mailbox, m_number);
    lookAt(Deadlines::Never);
    for (const Call &call : m_calls) {
        if (call.stream)
            call.stream->flow->stop();
    }
    while (!m_subscribers.empty())
        endSubscription(*m_subscribers.begin()->second);
    for (std::size_t i = 0; i < m_calls.size(); ++i)
        giveCall();
    countUp();
    noteBehind(false);
    --m_context.totals.sessions;
}

void Session::receive(const QByteArray &payload, Transport::Kind kind, Nanoseconds)
{
    if (m_state == State::Ending)
        return;
    m_heard = true;
    m_context.totals.bytesIn += quint64(payload.size());
    if (!takesBytes(payload.size()))
        return bye(CloseCode::Rate, QStringLiteral("too many bytes a second"));
    const bool cbor = m_encoding.format == Encoding::Format::Cbor;
    if (kind != (cbor ? Transport::Kind::Binary : Transport::Kind::Text))
        return bye(CloseCode::BadProtocol,
                   QStringLiteral("a message of the other kind than %1 has")
                       .arg(QLatin1String(cbor ? wire::CborSubprotocol : wire::JsonSubprotocol)));
    if (!cbor)
        return read(payload);
    const Result<QByteArray> json = jsonFromCbor(payload);
    return json ? read(*json) : refuse(json.error());
}

void Session::refuse(const Error &why)
{
    ++m_context.totals.errors;
    sendControl(
        JsonCodec::encode(wire::ErrorReply{{}, wire::Failure::of(RpcError(why.detail()), why.message())}));
    flush();
}

void Session::read(const QByteArray &json)
{
    if (m_state == State::Open && readCall(json))
        return;
    const auto messages = m_context.codec.decode(json);
    if (!messages)
        return refuse(messages.error());
    m_batching = QByteArrayView(json).trimmed().startsWith('[');
    const QPointer<Session> self(this); // a handler may run a loop in which we end
    for (const wire::Message &message : *messages) {
        const auto *request = std::get_if<wire::Request>(&message);
        if (m_state != State::Ending && checkBacklog() && isInTime(request ? &request->id : nullptr))
            handle(message);
        if (!self)
            return;
    }
    if (m_batching)
        closeBatch();
    m_batching = false;
    flush();
}

void Session::handle(const wire::Message &message)
{
    if (const auto *request = std::get_if<wire::Request>(&message)) {
        ++m_context.totals.requests;
        handle(*request);
    } else if (const auto *invalid = std::get_if<wire::Invalid>(&message)) {
        ++m_context.totals.errors;
        if (invalid->answer == wire::Invalid::Answer::Due)
            sendControl(JsonCodec::encode(wire::ErrorReply{invalid->id, invalid->failure}));
    }
    if (const auto *notification = std::get_if<wire::Notification>(&message);
        notification && m_state == State::Open) {
        if (const auto *credit = std::get_if<wire::Credit>(&notification->params))
            take(*credit);
        else if (const auto *cancel = std::get_if<wire::Cancel>(&notification->params))
            take(*cancel);
    }
    // Other notifications, and replies, mean nothing to this version: JSON-RPC 2.0 section 4.1, they are not
    // answered.
}

void Session::sendControl(QByteArray message)
{
    if (m_state == State::Ending)
        return;
    if (!m_batching) {
        m_queue.addControl(std::move(message));
        return;
    }
    if (!m_batch.isEmpty() && m_batch.size() + message.size() > BatchReplyBytes)
        closeBatch();
    m_batch += m_batch.isEmpty() ? '[' : ',';
    m_batch += message;
}

void Session::closeBatch()
{
    if (m_batch.isEmpty())
        return;
    m_queue.addControl(m_batch + ']');
    m_batch.clear();
}

void Session::deliver(Subscriber &subscriber, const PublicationRunPtr &run)
{
    const std::uint64_t position = subscriber.position.offset;
    if (m_state != State::Open || subscriber.catchingUp || run->last() <= position)
        return;
    countIn(m_context.pass);
    if (run->first() > position + 1)
        return catchUp(subscriber);
    const qint64 downstream = m_transport->pendingBytes();
    if (run->first() == position + 1 && mayPass(subscriber, downstream)) {
        pass(subscriber, *run);
        return;
    }
    if (run->first() == position + 1) {
        m_queue.offer(subscriber, run, downstream);
    } else { // the reply to subscribe had the beginning already
        for (const StoredPublicationPtr &publication : run->publications()) {
            if (publication->offset > position)
                m_queue.offer(subscriber, publication, downstream);
        }
    }
    subscriber.position.offset = run->last();
    wantFlush();
}

// What most are in most passes: in step, with nothing waiting. Then the queue would only be gone through.
bool Session::mayPass(const Subscriber &subscriber, qint64 downstream) const
{
    return subscriber.mode == DeliveryMode::All && downstream <= Transport::HighWaterBytes &&
           m_queue.isEmpty() && m_batch.isEmpty();
}

void Session::pass(Subscriber &subscriber, PublicationRun &run)
{
    if (!write({{}, run.message(subscriber.id, subscriber.prev, m_encoding)}))
        return;
    subscriber.prev = subscriber.position.offset = run.last();
    m_context.delivered += run.publications().size();
    checkProgress(m_context.pass.start);
    schedule();
}

void Session::countIn(SessionContext::Pass &pass)
{
    if (m_lastPass == pass.number)
        return;
    ++pass.sessions;
    if (m_lastPass + 1 == pass.number)
        ++pass.again;
    m_lastPass = pass.number;
}

void Session::catchUp(Subscriber &subscriber)
{
    if (std::exchange(subscriber.catchingUp, true))
        return;
    m_catchingUp.push_back(&subscriber);
    wantFlush();
}

void Session::answer(const Mailbox::Answer &answer)
{
    if (answer.part == Mailbox::Answer::Part::Item)
        addItem(answer.call, *answer.result);
    else
        settle(answer.call, answer.result);
    wantFlush();
}

void Session::wantFlush()
{
    if (!std::exchange(m_flushWanted, true))
        m_context.wantsFlush(*this);
}

void Session::flushWanted()
{
    m_flushWanted = false;
    flush();
}

void Session::flush()
{
    if (m_queue.nextFrame())
        m_queue.openFrames(m_context.clock.steady());
    // While more than the high mark waits below, Transport::drained() brings us back.
    while (m_state != State::Ending && m_transport->pendingBytes() <= Transport::HighWaterBytes) {
        const SendQueue::Outgoing message = m_queue.next(m_transport->pendingBytes());
        if (message.isEmpty() ? !pull() : !write(message))
            break;
    }
    m_frameDue = m_queue.nextFrame();
    countUp();
    noteBehind(m_state != State::Ending && m_transport->pendingBytes() > Transport::HighWaterBytes);
    if (m_state != State::Ending && checkBacklog()) {
        checkProgress(m_context.clock.steady());
        schedule();
    }
}

bool Session::write(const SendQueue::Outgoing &message)
{
    if (m_transport->state() != Transport::State::Open)
        return false; // closed() is on its way
    qint64 bytes = message.text().size();
    const SendResult result =
        message.shared ? m_transport->sendPrepared(*message.shared) : sendOwn(message.own, &bytes);
    return noteSent(result, bytes);
}

bool Session::noteSent(SendResult result, qint64 bytes)
{
    if (result == SendResult::Dropped) {
        qCWarning(log::server, "a transport refused a message of %lld bytes", qlonglong(bytes));
        m_transport->abort();
        return false;
    }
    m_written += bytes;
    m_context.bytesOut += quint64(bytes);
    return true;
}

SendResult Session::sendOwn(const QByteArray &json, qint64 *bytes)
{
    const bool cbor = m_encoding.format == Encoding::Format::Cbor;
    const QByteArray payload = cbor ? cborFromJson(json) : json;
    if (bytes)
        *bytes = payload.size();
    return m_transport->send(payload, cbor ? Transport::Kind::Binary : Transport::Kind::Text);
}

// Numbers may need more bytes in CBOR than they have digits: nine for "1.1".
qint64 Session::sizeOf(const QByteArray &json) const
{
    return m_encoding.format == Encoding::Format::Cbor ? cborFromJson(json).size() : json.size();
}

bool Session::pull()
{
    bool added = false;
    for (std::size_t i = 0; i < m_catchingUp.size();) {
        Subscriber &subscriber = *m_catchingUp[i];
        // What a cut off reader lost is said first.
        if (!subscriber.cut && subscriber.lane.empty())
            added = pullOne(subscriber) || added;
        if (i < m_catchingUp.size() && m_catchingUp[i] == &subscriber)
            ++i;
        if (m_queue.bytes() > CatchUpBytes)
            break;
    }
    return pullItems() || added;
}

bool Session::pullOne(Subscriber &subscriber)
{
    HistoryQuery query;
    query.since = subscriber.position;
    query.maxBytes = CatchUpBytes;
    const auto page = m_context.broker.read(subscriber.channel, query);
    if (!page || page->top.epoch != subscriber.position.epoch) {
        dropSubscription(subscriber, QStringLiteral("the channel's history was reset"));
        return true;
    }
    if (page->firstHeld > subscriber.position.offset + 1) {
        if (subscriber.mode != DeliveryMode::All) {
            // Removes may be among what is gone: only a fresh snapshot is right.
            dropSubscription(subscriber, QStringLiteral("the history no longer holds what was missed"));
            return true;
        }
        m_queue.addLost(subscriber,
                        {subscriber.position.offset + 1, page->firstHeld - 1, wire::Lost::Why::Retention});
    }
    for (const StoredPublicationPtr &publication : page->publications)
        m_queue.add(subscriber, publication);
    subscriber.position.offset = page->end();
    if (page->end() == page->top.offset) {
        subscriber.catchingUp = false;
        std::erase(m_catchingUp, &subscriber);
    }
    return true;
}

void Session::tell(Subscriber &subscriber, const Presence::Change &change)
{
    using What = Presence::Change::What;
    // A hint, which a slow reader goes without: presence tells all.
    if (m_state != State::Open || change.client == name() || m_queue.isSlow(m_transport->pendingBytes()))
        return;
    const auto what =
        change.what == What::Joined ? wire::PresenceChange::What::Joined : wire::PresenceChange::What::Left;
    m_queue.addControl(JsonCodec::encode(
        wire::Notification{wire::PresenceChange{what, subscriber.id, change.client, change.user}}));
    wantFlush();
}

void Session::endSubscription(Subscriber &subscriber)
{
    if (subscriber.present)
        m_context.presence.leave(subscriber.channel, name(), *m_context.mailbox);
    m_context.hub.remove(subscriber);
    m_context.broker.leave(subscriber.channel, *m_context.mailbox);
    m_queue.remove(subscriber);
    std::erase(m_catchingUp, &subscriber);
    giveSubscription();
    --m_context.totals.subscriptions;
    m_subscribers.erase(subscriber.id);
}

void Session::dropSubscription(Subscriber &subscriber, const QString &reason)
{
    m_queue.addControl(JsonCodec::encode(
        wire::Notification{wire::Unsubscribed{subscriber.id, int(CloseCode::StateLost), reason, true}}));
    endSubscription(subscriber);
}

void Session::noteBehind(bool behind)
{
    if (std::exchange(m_behind, behind) == behind)
        return;
    if (behind)
        ++m_context.totals.behind;
    else
        --m_context.totals.behind;
}

void Session::countUp()
{
    // Only what changed: all workers write here.
    const auto addTo = [](std::atomic<quint64> &total, quint64 more) {
        if (more > 0)
            total.fetch_add(more, std::memory_order_relaxed);
    };
    const SendQueue::Counters counters = m_queue.takeCounters();
    addTo(m_context.totals.deliveries, counters.deliveries);
    addTo(m_context.totals.conflated, counters.conflated);
    addTo(m_context.totals.lost, counters.lost);
    addTo(m_context.totals.bytesOut, std::exchange(m_context.bytesOut, 0));
    addTo(m_context.totals.deliveries, std::exchange(m_context.delivered, 0));
}

} // namespace alcedo
