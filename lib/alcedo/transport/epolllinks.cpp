// SPDX-License-Identifier: MIT
#include <alcedo/core/log.h>
#include <alcedo/transport/epolllinks.h>
#include <alcedo/transport/upgrade.h>

#include <QTcpSocket>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace alcedo {

namespace {

constexpr std::chrono::milliseconds SweepEvery{500};
constexpr int KeepAliveSeconds = 60; // a peer that vanished without a word is noticed by the kernel

EpollTransport::Peer peerOf(int descriptor)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return {};
    // The port stands at the same place in both families.
    const auto *port = reinterpret_cast<const sockaddr_in *>(&address);
    QHostAddress peer(reinterpret_cast<const sockaddr *>(&address));
    bool isIPv4 = false;
    if (const quint32 mapped = peer.toIPv4Address(&isIPv4); isIPv4) // also ::ffff:a.b.c.d, of a dual socket
        peer.setAddress(mapped);
    return {peer, quint16(ntohs(port->sin_port))};
}

void setOption(int descriptor, int level, int name, int value)
{
    ::setsockopt(descriptor, level, name, &value, sizeof value);
}

} // namespace

class EpollLinks::Fresh final : public EpollSet::Watch
{
public:
    Fresh(EpollLinks &host, int fd, Nanoseconds deadline, std::size_t at)
        : descriptor(fd)
        , due(deadline)
        , place(at)
        , m_host(host)
    {
    }
    ~Fresh() override
    {
        if (const int fd = leave(); fd >= 0)
            ::close(fd);
    }
    /// Out of the set; the descriptor is the caller's.
    [[nodiscard]] int leave()
    {
        if (descriptor >= 0)
            m_host.m_set->remove(*this);
        return std::exchange(descriptor, -1);
    }
    void ready(quint32) override { m_host.firstBytes(*this); }

    int descriptor;
    const Nanoseconds due;
    std::size_t place;
    std::shared_ptr<LinkPass> pass;

private:
    EpollLinks &m_host;
};

EpollLinks::EpollLinks(const Services &services, std::shared_ptr<EpollSet> set)
    : m_services(services)
    , m_set(std::move(set))
    , m_sweep(services.clock)
{
    QObject::connect(&m_sweep, &Timer::timeout, &m_sweep, [this] { sweep(); });
}

EpollLinks::~EpollLinks()
{
    for (const Quiet &quiet : m_quiet)
        quiet.transport->setKeeper(nullptr);
}

void EpollLinks::adopt(qintptr descriptor)
{
    Begun begun;
    if (m_services.begin)
        begun = m_services.begin(peerOf(int(descriptor)).address);
    if (begun.refusal)
        return m_services.giveBack(descriptor, std::move(begun));
    const auto timeout = m_services.options.handshakeTimeout;
    const Nanoseconds due = timeout.count() > 0 ? m_services.clock.steady() + timeout : Nanoseconds::max();
    auto fresh = std::make_unique<Fresh>(*this, int(descriptor), due, m_fresh.size());
    if (!m_set->add(*fresh, int(descriptor), EPOLLIN)) {
        qCWarning(log::transport) << "a descriptor could not be watched";
        return;
    }
    fresh->pass = std::move(begun.pass);
    m_fresh.push_back(std::move(fresh));
    if (!m_sweep.isActive())
        m_sweep.start(SweepEvery, Timer::Repeat::Always);
}

// Most clients send their upgrade in one piece; it is answered on the spot. All else takes the portable way.
void EpollLinks::firstBytes(Fresh &fresh)
{
    char *bytes = m_set->scratch();
    const ssize_t size = ::recv(fresh.descriptor, bytes, EpollSet::ScratchBytes, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    const int descriptor = fresh.leave();
    Begun begun{{}, std::move(fresh.pass), {}, true};
    forget(fresh);
    if (size <= 0) {
        ::close(descriptor);
        return;
    }
    begun.received = QByteArray(bytes, size);
    if (!upgrade(descriptor, begun))
        m_services.giveBack(descriptor, std::move(begun));
}

void EpollLinks::forget(Fresh &fresh)
{
    const std::size_t at = fresh.place;
    if (at + 1 < m_fresh.size()) {
        std::swap(m_fresh[at], m_fresh.back());
        m_fresh[at]->place = at;
    }
    m_fresh.pop_back();
}

bool EpollLinks::upgrade(int descriptor, Begun &begun)
{
    const QByteArrayView received(begun.received);
    const qint64 limit = m_services.options.maxHeadBytes;
    const HttpHeadResult parsed =
        parseRequestHead(received, limit > 0 ? limit : qint64(EpollSet::ScratchBytes));
    if (parsed.state != HttpHeadResult::State::Complete || !isUpgradeRequest(parsed.head))
        return false;
    EpollTransport::Peer peer = peerOf(descriptor);
    const auto verdict = judgeUpgrade(parsed.head, peer.address, m_services.options);
    const auto *agreed = std::get_if<UpgradeAgreed>(&verdict);
    if (!agreed)
        return false; // refusals
    if (m_services.filter) {
        const HttpHead &head = parsed.head;
        begun.refusal =
            m_services.filter({head.method, head.target, head.headers, {}, peer.address, begun.pass});
        if (begun.refusal)
            return false;
    }
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, KeepAliveSeconds);
    UpgradedLink link = agreedLink(*agreed, parsed.head, m_services.options);
    link.early = received.sliced(parsed.size).toByteArray();
    auto transport = std::make_unique<EpollTransport>(m_set, descriptor, std::move(peer), std::move(link),
                                                      agreed->answer, m_services.clock);
    transport->setPass(std::move(begun.pass));
    if (transport->isValid())
        open(std::move(transport));
    return true;
}

void EpollLinks::open(std::unique_ptr<EpollTransport> transport)
{
    if (m_services.options.holdQuiet.count() <= 0)
        return m_services.opened(transport.release(), Nanoseconds(0));
    transport->setKeeper(this);
    transport->keptAt = m_quiet.size();
    m_quiet.push_back({std::move(transport), m_services.clock.steady()});
    if (!m_sweep.isActive())
        m_sweep.start(SweepEvery, Timer::Repeat::Always);
}

EpollLinks::Quiet EpollLinks::release(EpollTransport &transport)
{
    const std::size_t at = transport.keptAt;
    Quiet released = std::move(m_quiet[at]);
    if (at + 1 < m_quiet.size()) {
        m_quiet[at] = std::move(m_quiet.back());
        m_quiet[at].transport->keptAt = at;
    }
    m_quiet.pop_back();
    transport.setKeeper(nullptr);
    return released;
}

void EpollLinks::spoke(EpollTransport &transport)
{
    Quiet quiet = release(transport);
    m_services.opened(quiet.transport.release(), m_services.clock.steady() - quiet.since);
}

void EpollLinks::wentUnheard(EpollTransport &transport)
{
    release(transport).transport.release()->deleteLater(); // it is at work
}

void EpollLinks::sweep()
{
    const Nanoseconds now = m_services.clock.steady();
    for (std::size_t i = m_fresh.size(); i-- > 0;) {
        if (m_fresh[i]->due > now)
            continue;
        const QByteArray late = encodeResponse(
            {408, "The request did not come in time\n", "text/plain; charset=utf-8", {}}, false, true);
        (void)::send(m_fresh[i]->descriptor, late.constData(), std::size_t(late.size()),
                     MSG_DONTWAIT | MSG_NOSIGNAL);
        forget(*m_fresh[i]);
    }
    // opened() and what follows from it may take links out, so look at each place again.
    for (std::size_t i = m_quiet.size(); i-- > 0;) {
        if (i < m_quiet.size() && now - m_quiet[i].since >= m_services.options.holdQuiet)
            spoke(*m_quiet[i].transport);
    }
    if (m_fresh.empty() && m_quiet.empty())
        m_sweep.stop();
}

void EpollLinks::dropFresh()
{
    m_fresh.clear();
}

void EpollLinks::handOut()
{
    while (!m_quiet.empty())
        spoke(*m_quiet.back().transport);
}

std::unique_ptr<Transport> EpollLinks::takeOver(UpgradedLink &link)
{
    QTcpSocket &socket = *link.socket;
    socket.flush();
    if (socket.bytesToWrite() > 0)
        return nullptr;
    const int descriptor = ::fcntl(int(socket.socketDescriptor()), F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0)
        return nullptr;
    EpollTransport::Peer peer{socket.peerAddress(), socket.peerPort()};
    link.early.append(socket.readAll());
    QTcpSocket *old = link.socket.release();
    auto transport = std::make_unique<EpollTransport>(m_set, descriptor, std::move(peer), std::move(link),
                                                      QByteArray(), m_services.clock);
    old->abort();       // its descriptor; ours is another
    old->deleteLater(); // we are in one of its signals
    if (!transport->isValid())
        return nullptr;
    return transport;
}

} // namespace alcedo
