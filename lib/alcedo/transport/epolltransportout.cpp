// SPDX-License-Identifier: MIT
// An EpollTransport's way out: what is collected, and how it leaves.
#include <alcedo/core/clock.h>
#include <alcedo/transport/epolltransport.h>
#include <alcedo/transport/preparedmessage.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <sys/socket.h>
#include <sys/uio.h>

namespace alcedo {

namespace {

constexpr qint64 PongsBelowPending = Transport::HighWaterBytes;
constexpr std::size_t MaxRememberedPings = 16; // older ones are forgotten
constexpr qsizetype SharedFrom = 4096;         // payloads from this size on are not copied
constexpr qsizetype TailBytes = 32 * 1024;
constexpr std::size_t MaxPieces = 64; // in one system call

Opcode opcodeOf(Transport::Kind kind)
{
    return kind == Transport::Kind::Text ? Opcode::Text : Opcode::Binary;
}

ssize_t sendPieces(int descriptor, std::span<iovec> pieces)
{
    constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
    if (pieces.size() == 1) // what most are, and cheaper
        return ::send(descriptor, pieces[0].iov_base, pieces[0].iov_len, flags);
    msghdr header{};
    header.msg_iov = pieces.data();
    header.msg_iovlen = pieces.size();
    return ::sendmsg(descriptor, &header, flags);
}

} // namespace

SendResult EpollTransport::send(const QByteArray &payload, Kind kind)
{
    if (m_state != State::Open || m_pending + payload.size() > MaxPendingBytes)
        return SendResult::Dropped;
    const Opcode opcode = opcodeOf(kind);
    if (const auto compressed = m_deflater ? m_deflater->deflate(payload) : std::nullopt)
        queue(opcode, *compressed, PayloadForm::Deflated);
    else
        queue(opcode, payload);
    return accepted();
}

SendResult EpollTransport::sendParts(std::span<const QByteArrayView> parts, Kind kind)
{
    constexpr std::size_t MaxParts = 7;
    if (m_deflater || parts.size() > MaxParts)
        return Transport::sendParts(parts, kind);
    qsizetype size = 0;
    for (const QByteArrayView part : parts)
        size += part.size();
    if (m_state != State::Open || m_pending + size > MaxPendingBytes)
        return SendResult::Dropped;
    std::array<char, MaxFrameHeader> header{};
    std::array<QByteArrayView, MaxParts + 1> framed;
    framed[0] = {header.data(), writeFrameHeader(header.data(), opcodeOf(kind), quint64(size))};
    std::copy(parts.begin(), parts.end(), framed.begin() + 1);
    queueCopy({framed.data(), parts.size() + 1});
    return accepted();
}

SendResult EpollTransport::sendPrepared(PreparedMessage &message)
{
    if (m_deflater && !m_deflater->isStateless())
        return Transport::sendPrepared(message);
    if (m_state != State::Open || m_pending + message.payload().size() > MaxPendingBytes)
        return SendResult::Dropped;
    queueShared(m_deflater ? message.deflatedFrame(*m_deflater) : message.plainFrame());
    return accepted();
}

SendResult EpollTransport::accepted()
{
    if (m_pending <= HighWaterBytes)
        return SendResult::Sent;
    m_awaitsDrain = true;
    return SendResult::Queued;
}

void EpollTransport::ping(const QByteArray &payload)
{
    if (m_state != State::Open)
        return;
    const QByteArray sent = payload.first(std::min<qsizetype>(payload.size(), 125));
    if (m_pings.size() == MaxRememberedPings)
        m_pings.erase(m_pings.begin());
    m_pings.push_back({sent, m_clock.steady()});
    queue(Opcode::Ping, sent);
}

// RFC 6455 5.5.3: of several pings that were not answered yet, the newest is enough; so a flood of them costs
// nothing.
void EpollTransport::answerPing(const QByteArray &payload)
{
    if (m_pending <= PongsBelowPending)
        queue(Opcode::Pong, payload);
    else
        m_owedPong = std::make_unique<QByteArray>(payload);
}

void EpollTransport::answerOwedPing()
{
    if (!m_owedPong || m_pending > PongsBelowPending || m_state != State::Open)
        return;
    const std::unique_ptr<QByteArray> payload = std::move(m_owedPong);
    queue(Opcode::Pong, *payload);
}

void EpollTransport::queue(Opcode opcode, const QByteArray &payload, PayloadForm form)
{
    std::array<char, MaxFrameHeader> header{};
    const qsizetype headerSize = writeFrameHeader(header.data(), opcode, quint64(payload.size()), form);
    const std::array<QByteArrayView, 2> framed{QByteArrayView(header.data(), headerSize), payload};
    const bool copied = payload.size() < SharedFrom;
    queueCopy({framed.data(), copied ? 2U : 1U});
    if (!copied)
        queueShared(payload);
}

void EpollTransport::queueCopy(std::span<const QByteArrayView> parts)
{
    if (!m_tailIsOurs || m_out.empty() || m_out.back().size() > TailBytes) {
        m_out.push_back(m_set->takeRoom());
        m_tailIsOurs = true;
    }
    QByteArray &tail = m_out.back();
    const qsizetype before = tail.size();
    qsizetype size = 0;
    for (const QByteArrayView part : parts)
        size += part.size();
    tail.resize(before + size); // once for all of them
    char *at = tail.data() + before;
    for (const QByteArrayView part : parts)
        at = std::copy(part.begin(), part.end(), at);
    queued(size);
}

void EpollTransport::queueShared(const QByteArray &bytes)
{
    m_out.push_back(bytes);
    m_tailIsOurs = false;
    queued(bytes.size());
}

void EpollTransport::queued(qsizetype bytes)
{
    m_pending += bytes;
    if (!m_blocked)
        m_set->markDirty(*this);
}

void EpollTransport::flush()
{
    if (m_descriptor < 0 || m_blocked || m_broken)
        return;
    writeOut();
    answerOwedPing();
    if (m_awaitsDrain && m_state == State::Open && m_pending <= LowWaterBytes) {
        m_awaitsDrain = false;
        const EpollSet::Token self = EpollSet::tokenOf(*this);
        const auto set = m_set;
        Q_EMIT drained();
        if (!set->contains(self))
            return;
    }
    if (isLeaving() && m_pending == 0)
        finish(closeInfo());
}

void EpollTransport::writeOut()
{
    while (m_pending > 0) {
        std::array<iovec, MaxPieces> pieces{};
        std::size_t count = 0;
        qint64 offered = 0;
        for (; count < MaxPieces && count < m_out.size(); ++count) {
            const qint64 skip = count == 0 ? m_outOffset : 0;
            pieces[count] = {const_cast<char *>(m_out[count].constData()) + skip,
                             std::size_t(m_out[count].size() - skip)};
            offered += m_out[count].size() - skip;
        }
        const ssize_t size = sendPieces(m_descriptor, {pieces.data(), count});
        if (size < 0 && errno != EAGAIN && errno != EINTR && errno != ENOBUFS) {
            m_broken = true; // EPOLLERR or EPOLLHUP follows, if it has not come already
            m_out.clear();
            m_pending = 0;
            return rearm();
        }
        written(std::max<qint64>(size, 0));
        if (size < offered) {
            m_blocked = true;
            return rearm();
        }
    }
    rearm();
}

void EpollTransport::written(qint64 bytes)
{
    m_pending -= bytes;
    if (m_pending == 0) {
        if (m_tailIsOurs && m_out.size() == 1)
            m_set->giveRoom(std::move(m_out.front()));
        m_out.clear();
        if (m_out.capacity() > 4)
            m_out.shrink_to_fit();
        m_outOffset = 0;
        m_tailIsOurs = false;
        return;
    }
    m_outOffset += bytes;
    std::size_t done = 0;
    while (m_outOffset >= m_out[done].size())
        m_outOffset -= m_out[done++].size();
    m_out.erase(m_out.begin(), m_out.begin() + std::ptrdiff_t(done));
}

} // namespace alcedo
