// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/transport/epolltransport.h>

#include <algorithm>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace alcedo {

namespace {

constexpr std::chrono::milliseconds LingerAfterFault{250}; // see WebSocketFilter
constexpr int AnswerEvery = 32;                            // messages of one peer in one go

} // namespace

EpollTransport::Ending::Ending(Clock &clock)
    : timer(std::make_unique<Timer>(clock))
{
}

EpollTransport::Ending::~Ending()
{
    // We may be in its signal.
    timer->disconnect();
    timer->stop();
    timer.release()->deleteLater();
}

EpollTransport::EpollTransport(std::shared_ptr<EpollSet> set, int descriptor, Peer peer, UpgradedLink link,
                               const QByteArray &answer, Clock &clock)
    : m_set(std::move(set))
    , m_clock(clock)
    , m_reader(WebSocketRole::Server, link.maxMessageBytes, link.deflate)
    , m_deflater(link.deflate ? std::make_unique<Deflater>(*link.deflate) : nullptr)
    , m_subprotocol(std::move(link.subprotocol))
    , m_requestTarget(std::move(link.requestTarget))
    , m_peer(std::move(peer))
    , m_descriptor(descriptor)
{
    const bool early = !link.early.isEmpty();
    m_started = !early;
    if (!m_set->add(*this, m_descriptor, early ? 0U : quint32(EPOLLIN))) {
        ::close(std::exchange(m_descriptor, -1));
        m_state = State::Closed;
        return;
    }
    if (!answer.isEmpty())
        queueShared(answer);
    if (!early)
        return;
    // Messages begin in a later turn: nobody has connected yet.
    m_reader.add(link.early);
    m_arrival = m_clock.steady();
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_started = true;
            rearm();
            pull();
        },
        Qt::QueuedConnection);
}

EpollTransport::~EpollTransport()
{
    drop();
}

void EpollTransport::drop()
{
    if (m_descriptor < 0)
        return;
    m_set->remove(*this);
    ::close(std::exchange(m_descriptor, -1));
    m_out.clear();
    m_pending = 0;
}

EpollTransport::Ending &EpollTransport::ending()
{
    if (!m_ending) {
        m_ending = std::make_unique<Ending>(m_clock);
        connect(m_ending->timer.get(), &Timer::timeout, this, &EpollTransport::onEndingTimer);
    }
    return *m_ending;
}

// In

void EpollTransport::ready(quint32 events)
{
    const EpollSet::Token self = EpollSet::tokenOf(*this);
    const auto set = m_set;
    if (events & EPOLLOUT) {
        m_blocked = false;
        flush();
        if (!set->contains(self))
            return;
    }
    if (events & (EPOLLHUP | EPOLLERR))
        return drainRest();
    if (events & EPOLLIN)
        receive();
}

void EpollTransport::receive()
{
    if (m_delivering) // in a nested event loop of a slot: TCP holds it back until that is over
        return rearm();
    const ssize_t size = ::recv(m_descriptor, m_set->scratch(), EpollSet::ScratchBytes, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0) {
        if (!isLeaving())
            return finish(closeInfo());
        m_reading = false; // the peer is done; what we say last may still go out
        return rearm();
    }
    if (isLeaving() || (m_ending && m_ending->faulty))
        return; // RFC 6455 7.1.1: read, so that closing resets nothing, and thrown away
    m_arrival = m_clock.steady();
    m_reader.add(QByteArray(m_set->scratch(), size));
    pull();
}

// Both directions are down: what had come before the end is still delivered, asked for or not.
void EpollTransport::drainRest()
{
    const EpollSet::Token self = EpollSet::tokenOf(*this);
    const auto set = m_set;
    m_reading = true;
    while (!m_delivering) {
        const ssize_t size = ::recv(m_descriptor, set->scratch(), EpollSet::ScratchBytes, MSG_DONTWAIT);
        if (size <= 0)
            break;
        m_arrival = m_clock.steady();
        m_reader.add(QByteArray(set->scratch(), size));
        pull();
        if (!set->contains(self))
            return;
    }
    finish(closeInfo());
}

// Messages go up one at a time, so that whoever gets one may stop reading, close or delete before the next.
void EpollTransport::pull()
{
    if (!m_started || m_delivering)
        return;
    const EpollSet::Token self = EpollSet::tokenOf(*this);
    const auto set = m_set;
    m_delivering = true;
    int messages = 0;
    while (m_reading || m_state == State::Closing) {
        const FrameReader::Event event = m_reader.next();
        if (event == FrameReader::Event::NeedMore)
            break;
        const bool goOn = handle(event);
        if (!set->contains(self))
            return; // ended, or gone
        if (!goOn)
            break;
        // What answers the first of many may leave while the rest is worked at: the peer works at it
        // meanwhile.
        if (++messages % AnswerEvery == 0 && m_pending > 0 && !m_blocked && !m_broken)
            writeOut();
    }
    m_delivering = false;
    m_reader.letGo();
    rearm();
}

bool EpollTransport::handle(FrameReader::Event event)
{
    switch (event) {
    case FrameReader::Event::Text:
        message(Kind::Text);
        return true;
    case FrameReader::Event::Binary:
        message(Kind::Binary);
        return true;
    case FrameReader::Event::Ping:
        if (m_state == State::Open) {
            answerPing(m_reader.payload());
            Q_EMIT pingReceived();
        }
        return true;
    case FrameReader::Event::Pong:
        onPong(QByteArray(m_reader.payload()));
        return true;
    case FrameReader::Event::Close:
        peerClosed();
        return false;
    case FrameReader::Event::Fault:
        protocolFault();
        return false;
    case FrameReader::Event::NeedMore:
        break;
    }
    return false;
}

void EpollTransport::message(Kind kind)
{
    // RFC 6455 5.5.1 lets data follow our close frame; nobody up there wants it any more.
    if (m_state != State::Open)
        return;
    const QByteArray payload = m_reader.payload(); // ours: the slot may delete us
    if (Keeper *keeper = std::exchange(m_keeper, nullptr)) {
        const EpollSet::Token self = EpollSet::tokenOf(*this);
        const auto set = m_set;
        keeper->spoke(*this);
        if (!set->contains(self))
            return;
    }
    if (m_receiver)
        m_receiver->receive(payload, kind, m_arrival);
    else
        Q_EMIT messageReceived(payload, kind, m_arrival);
}

// RFC 6455 5.5.3: a peer may answer only the newest of several pings, and may send pongs that nobody asked
// for.
void EpollTransport::onPong(const QByteArray &payload)
{
    const auto ping =
        std::find_if(m_pings.begin(), m_pings.end(), [&](const Ping &p) { return p.payload == payload; });
    if (ping == m_pings.end())
        return;
    const auto roundTrip = m_clock.steady() - ping->at;
    m_pings.erase(m_pings.begin(), ping + 1);
    Q_EMIT pongReceived(roundTrip);
}

void EpollTransport::setReading(bool reading)
{
    if (m_reading == reading || m_descriptor < 0)
        return;
    m_reading = reading;
    rearm();
    // In a later turn: the caller may be in the middle of a message.
    if (reading)
        QMetaObject::invokeMethod(this, &EpollTransport::pull, Qt::QueuedConnection);
}

void EpollTransport::rearm()
{
    if (m_descriptor < 0)
        return;
    const bool wantsMore =
        m_started && !m_delivering && (m_reading || (m_state == State::Closing && !isLeaving()));
    m_set->setEvents(*this, (wantsMore ? quint32(EPOLLIN) : 0U) | (m_blocked ? quint32(EPOLLOUT) : 0U));
}

// The end

void EpollTransport::close(int code, const QString &reason)
{
    if (m_state != State::Open)
        return;
    m_state = State::Closing;
    Ending &end = ending();
    end.weClosedFirst = true;
    end.sent = CloseInfo{code, reason, CloseInfo::Initiator::Local};
    queue(Opcode::Close, closePayload(code, reason));
    end.timer->start(CloseTimeout);
    rearm();
    if (!m_reading) // the peer's answer must be seen
        QMetaObject::invokeMethod(this, &EpollTransport::pull, Qt::QueuedConnection);
}

void EpollTransport::abort()
{
    if (m_state == State::Closed)
        return;
    finish({1006, {}, CloseInfo::Initiator::Local});
}

void EpollTransport::peerClosed()
{
    Ending &end = ending();
    end.received = CloseInfo{m_reader.closeCode(), m_reader.closeReason(), CloseInfo::Initiator::Peer};
    if (!end.sent) {
        // RFC 6455 5.5.1: the answer echoes the code.
        m_state = State::Closing;
        end.sent = end.received;
        queue(Opcode::Close, closePayload(m_reader.closeCode(), {}));
        end.timer->start(CloseTimeout);
    }
    leaveAfterFlush();
}

// RFC 6455 7.1.7: fail the connection.
void EpollTransport::protocolFault()
{
    Ending &end = ending();
    if (!end.sent)
        queue(Opcode::Close, closePayload(m_reader.closeCode(), m_reader.closeReason()));
    m_state = State::Closing;
    end.faulty = true;
    end.sent = CloseInfo{m_reader.closeCode(), m_reader.closeReason(), CloseInfo::Initiator::Local};
    end.timer->start(LingerAfterFault);
}

// RFC 6455 7.1.1: the server closes TCP first.
void EpollTransport::leaveAfterFlush()
{
    ending().leaving = true;
    if (m_pending > 0)
        return; // flush() does it
    finish(closeInfo());
}

void EpollTransport::onEndingTimer()
{
    if (m_ending->faulty && !m_ending->leaving) {
        m_ending->timer->start(CloseTimeout);
        leaveAfterFlush();
        return;
    }
    finish(closeInfo());
}

CloseInfo EpollTransport::closeInfo() const
{
    if (!m_ending)
        return {1006, QStringLiteral("the connection was lost"), CloseInfo::Initiator::Network};
    if (m_ending->faulty)
        return *m_ending->sent;
    if (m_ending->received)
        return m_ending->weClosedFirst ? *m_ending->sent : *m_ending->received;
    // RFC 6455 7.1.5: no close frame came, whatever we sent.
    return {1006, QStringLiteral("the peer did not answer our close"), CloseInfo::Initiator::Local};
}

void EpollTransport::finish(const CloseInfo &info)
{
    if (m_state == State::Closed)
        return;
    // It may be ours, which goes. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    const CloseInfo said = info;
    m_state = State::Closed;
    if (m_ending)
        m_ending->timer->stop();
    drop();
    if (Keeper *keeper = std::exchange(m_keeper, nullptr))
        keeper->wentUnheard(*this);
    else
        Q_EMIT closed(said);
}

} // namespace alcedo
