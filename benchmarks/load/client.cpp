// SPDX-License-Identifier: MIT
// alcedo_load: a neutral WebSocket load client on bare epoll. It opens the connections, says what the server
// wants to hear, and counts what comes for a while; one line of JSON tells what it saw.
//
//   alcedo_load --port P [--connections N] [--mode count|call|idle] [--hello TEXT] [--dialect
//   text|mqtt|nats|socket.io]
//
// --hello TEXT      the first message of each connection; {group} in it becomes 0 to 9 in turn
// --dialect         what else a server wants: mqtt and nats are also published to, by a connection of their
// own, with
//                   at most --window ticks under way
// --mode call       --window requests under way on each connection; --request TEXT with {id} and {tick} in it
// --latency 1       "t" of the first tick of each message against the time of its arrival
// --deflate 1       offers permessage-deflate; one connection in 16 is inflated and counted, the others'
// ticks follow
//                   from their bytes
// --path, --protocol, --warmup MS, --seconds S, --sources K (addresses 127.0.0.2 and on), --pid PID of the
// server
//
// Ticks are counted by their one B (see tick.h). Exit 1: could not connect; 2: a connection was lost.
#include "measure.h"
#include "options.h"
#include "tick.h"
#include "websocket.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace {

using load::fail;
using load::Histogram;
using load::Mask;
using load::Options;
using load::ownCpuSeconds;
using load::Process;
using load::replaced;
using load::ticksIn;

struct Link
{
    enum class Phase { Connecting, Upgrading, Open, Gone } phase = Phase::Connecting;
    int fd = -1;
    std::size_t number = 0;
    bool publishes = false;
    bool sampled = false; // inflated
    bool wantsWrite = false;
    std::string in, out;    // the handshake's answer; what is unsent
    std::string head;       // the beginning of a message, where somebody looks at it
    std::string compressed; // a whole message, where it is sampled
    load::FrameWalker walker;
};

struct Totals
{
    std::uint64_t messages = 0, ticks = 0, bytes = 0, sampledTicks = 0, sampledBytes = 0, published = 0,
                  lost = 0;
};

class LoadClient
{
public:
    explicit LoadClient(const Options &options)
        : o(options)
        , m_publishing(o.text("dialect") == "mqtt" || o.text("dialect") == "nats")
        , m_calling(o.text("mode") == "call")
        , m_latency(o.count("latency") > 0 || m_calling)
        , m_deflate(o.count("deflate") > 0)
        , m_process{int(o.number("pid"))}
    {
        const std::size_t count = o.count("connections") + (m_publishing ? 1 : 0);
        for (std::size_t i = 0; i < count; ++i) {
            m_links.push_back(std::make_unique<Link>());
            m_links.back()->number = i;
            m_links.back()->sampled = m_deflate && i % 16 == 0;
        }
        if (m_publishing)
            m_links.back()->publishes = true;
        inflateInit2(&m_inflater, -15);
    }

    int run()
    {
        const double restBefore = m_process.residentBytes();
        const double connecting = connectAll();
        if (m_publishing)
            waitFor(0.7, false); // until all are subscribed
        if (m_calling) {
            for (const auto &link : m_links) {
                for (std::size_t i = 0; i < o.count("window"); ++i)
                    request(*link);
                flush(*link);
            }
        }
        waitFor(o.number("warmup") / 1000, m_publishing);
        m_measuring = true;
        const Totals before = m_totals;
        const double cpuBefore = m_process.cpuSeconds(), ownBefore = ownCpuSeconds();
        const std::uint64_t start = load::steadyNs();
        waitFor(o.number("seconds"), m_publishing);
        const double seconds = double(load::steadyNs() - start) / 1e9;
        report(before, seconds, connecting, m_process.cpuSeconds() - cpuBefore, ownCpuSeconds() - ownBefore,
               restBefore);
        return m_totals.lost > 0 ? 2 : 0;
    }

private:
    double connectAll()
    {
        constexpr std::size_t AtOnce = 64;
        const std::uint64_t start = load::steadyNs();
        std::size_t started = 0;
        while (m_open < m_links.size()) {
            while (started < m_links.size() && started - m_open < AtOnce)
                connect(*m_links[started++]);
            pump(100);
            if (load::steadyNs() - start > 60'000'000'000U)
                fail("only " + std::to_string(m_open) + " connections in a minute");
        }
        return double(load::steadyNs() - start) / 1e9;
    }

    void connect(Link &link)
    {
        link.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (link.fd < 0)
            fail("no more descriptors: see ulimit -n");
        const int on = 1;
        ::setsockopt(link.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        if (const std::size_t sources = o.count("sources"); sources > 0) {
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + std::uint32_t(link.number % sources));
            ::setsockopt(link.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
            if (::bind(link.fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
                fail("cannot bind to a source address");
        }
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(std::uint16_t(o.count("port")));
        if (::connect(link.fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 &&
            errno != EINPROGRESS)
            fail("cannot connect");
        link.wantsWrite = true;
        watch(link, EPOLL_CTL_ADD);
    }

    void watch(Link &link, int operation) const
    {
        epoll_event event{};
        event.events = EPOLLIN | (link.wantsWrite ? unsigned(EPOLLOUT) : 0U);
        event.data.ptr = &link;
        ::epoll_ctl(m_epoll, operation, link.fd, &event);
    }

    void flush(Link &link)
    {
        const ssize_t sent =
            link.out.empty() ? 0 : ::send(link.fd, link.out.data(), link.out.size(), MSG_NOSIGNAL);
        link.out.erase(0, sent > 0 ? std::size_t(sent) : 0);
        if (link.wantsWrite != !link.out.empty()) {
            link.wantsWrite = !link.out.empty();
            watch(link, EPOLL_CTL_MOD);
        }
    }

    void pump(int timeoutMs)
    {
        static epoll_event events[1024];
        const int count = ::epoll_wait(m_epoll, events, 1024, timeoutMs);
        for (int i = 0; i < count; ++i) {
            auto &link = *static_cast<Link *>(events[i].data.ptr);
            if (link.phase == Link::Phase::Connecting)
                upgrade(link);
            else if (link.phase != Link::Phase::Gone)
                serve(link, events[i].events);
        }
    }

    void upgrade(Link &link)
    {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(link.fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0)
            fail("connection refused");
        link.out = "GET " + o.text("path") +
                   " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        if (!o.text("protocol").empty())
            link.out += "Sec-WebSocket-Protocol: " + o.text("protocol") + "\r\n";
        if (m_deflate)
            link.out += "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n";
        link.out += "\r\n";
        link.phase = Link::Phase::Upgrading;
        flush(link);
    }

    void serve(Link &link, unsigned events)
    {
        static char buffer[256 * 1024];
        if (events & EPOLLOUT)
            flush(link);
        if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
            return;
        const ssize_t size = ::recv(link.fd, buffer, sizeof buffer, 0);
        if (size < 0 && errno == EAGAIN)
            return;
        if (size <= 0)
            return lose(link);
        std::string_view bytes(buffer, std::size_t(size));
        std::string rest;
        if (link.phase == Link::Phase::Upgrading) {
            link.in += bytes;
            const std::size_t end = link.in.find("\r\n\r\n");
            if (end == std::string::npos)
                return;
            if (link.in.compare(0, 12, "HTTP/1.1 101") != 0)
                fail("no upgrade: " + link.in.substr(0, link.in.find('\r')));
            if (m_deflate && link.in.find("permessage-deflate") == std::string::npos)
                fail("the server does not compress");
            rest = link.in.substr(end + 4);
            std::string().swap(link.in);
            link.phase = Link::Phase::Open;
            ++m_open;
            greet(link);
            bytes = rest;
        }
        link.walker.walk(
            bytes, [&](std::string_view part) { payload(link, part); }, [&] { frameEnd(link); });
        if (m_calling || !link.out.empty())
            flush(link);
    }

    void lose(Link &link)
    {
        if (link.phase != Link::Phase::Open)
            fail("a connection was closed in its handshake");
        ++m_totals.lost;
        link.phase = Link::Phase::Gone;
        ::close(link.fd);
    }

    void greet(Link &link)
    {
        const std::string &dialect = o.text("dialect");
        if (dialect == "mqtt") {
            const std::string id = "load" + std::to_string(::getpid()) + '-' + std::to_string(link.number);
            std::string connect("\x10", 1);
            connect += char(12 + id.size());
            connect += std::string("\0\4MQTT\4\2\0\0\0", 11); // clean session, no keep-alive
            connect += char(id.size());
            message(link, 2, connect + id);
            if (!link.publishes)
                message(link, 2, std::string("\x82\6\0\1\0\1t\0", 8));
        } else if (dialect == "nats") {
            message(link, 2,
                    std::string("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n") +
                        (link.publishes ? "" : "SUB t 1\r\n") + "PING\r\n");
        } else if (dialect == "socket.io") {
            message(link, 1, "40");
        }
        if (!o.text("hello").empty())
            message(link, 1, replaced(o.text("hello"), "{group}", std::to_string(link.number % 10)));
        flush(link);
    }

    static void message(Link &link, unsigned opcode, std::string_view payload)
    {
        load::appendFrame(link.out, opcode, payload, Mask::Yes);
    }

    void payload(Link &link, std::string_view part)
    {
        if (link.walker.opcode >= 8 || m_latency) {
            if (link.head.size() < 256)
                link.head += part.substr(0, 256 - link.head.size());
            if (link.walker.opcode >= 8)
                return;
        }
        m_totals.bytes += part.size();
        if (!link.walker.compressed)
            m_totals.ticks += ticksIn(part);
        else if (link.sampled)
            link.compressed += part;
    }

    void frameEnd(Link &link)
    {
        if (link.walker.opcode == 9)
            message(link, 10, link.head);
        if (link.walker.opcode < 8 && link.walker.final)
            messageEnd(link);
        link.head.clear();
        if (link.walker.opcode >= 8)
            flush(link);
    }

    void messageEnd(Link &link)
    {
        ++m_totals.messages;
        if (!link.compressed.empty())
            sample(link);
        if (m_latency && m_measuring) {
            if (const std::size_t at = link.head.find("\"t\":"); at != std::string::npos) {
                const std::uint64_t then = std::strtoull(link.head.c_str() + at + 4, nullptr, 10),
                                    now = load::wallNs();
                m_latencies.add(now > then ? now - then : 0);
            }
        }
        if (m_calling)
            request(link);
    }

    void sample(Link &link)
    {
        m_totals.sampledBytes += link.compressed.size();
        link.compressed.append("\x00\x00\xFF\xFF", 4);
        static unsigned char out[1 << 20];
        inflateReset(&m_inflater);
        m_inflater.next_in = reinterpret_cast<unsigned char *>(link.compressed.data());
        m_inflater.avail_in = unsigned(link.compressed.size());
        m_inflater.next_out = out;
        m_inflater.avail_out = sizeof out;
        inflate(&m_inflater, Z_SYNC_FLUSH);
        m_totals.sampledTicks +=
            ticksIn({reinterpret_cast<const char *>(out), std::size_t(m_inflater.next_out - out)});
        link.compressed.clear();
    }

    void request(Link &link)
    {
        const std::string withId = replaced(o.text("request"), "{id}", std::to_string(++m_totals.published));
        message(link, 1, replaced(withId, "{tick}", m_tick.next()));
    }

    void publishSome()
    {
        Link &link = *m_links.back();
        const std::uint64_t readers = o.count("connections");
        while (m_totals.published * readers < m_totals.ticks + o.count("window") * readers &&
               link.out.size() < 65536) {
            ++m_totals.published;
            const std::string_view tick = m_tick.next();
            if (o.text("dialect") == "nats") {
                message(link, 2,
                        "PUB t " + std::to_string(tick.size()) + "\r\n" + std::string(tick) + "\r\n");
                continue;
            }
            std::string packet("\x30\x83\x01\0\1t",
                               6); // 131 bytes follow: the topic's length, its name, a tick
            message(link, 2, packet.append(tick));
        }
        if (!link.out.empty())
            flush(link);
    }

    void waitFor(double seconds, bool publishing)
    {
        const std::uint64_t end = load::steadyNs() + std::uint64_t(seconds * 1e9);
        for (std::uint64_t now = load::steadyNs(); now < end; now = load::steadyNs()) {
            if (publishing)
                publishSome();
            pump(publishing ? 0 : int(std::min<std::uint64_t>(100, (end - now) / 1'000'000 + 1)));
        }
    }

    void report(const Totals &before, double seconds, double connecting, double cpu, double own,
                double restBefore) const
    {
        double ticks = double(m_totals.ticks - before.ticks);
        const double bytes = double(m_totals.bytes - before.bytes);
        if (const auto sampled = double(m_totals.sampledBytes - before.sampledBytes); sampled > 0)
            ticks = bytes * double(m_totals.sampledTicks - before.sampledTicks) / sampled;
        const double messages = double(m_totals.messages - before.messages);
        std::printf(
            "{\"connections\":%zu,\"seconds\":%.3f,\"messages_per_s\":%.0f,\"ticks_per_s\":%.0f,"
            "\"bytes_per_tick\":%.2f,\"server_cpu\":%.3f,\"client_cpu\":%.3f,\"bytes_per_connection\":%.0f,"
            "\"connections_per_s\":%.0f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"lost\":%llu}\n",
            m_links.size(), seconds, messages / seconds, ticks / seconds, ticks > 0 ? bytes / ticks : 0,
            cpu / seconds, own / seconds, (m_process.residentBytes() - restBefore) / double(m_links.size()),
            double(m_links.size()) / connecting, m_latencies.us(0.5), m_latencies.us(0.99),
            static_cast<unsigned long long>(m_totals.lost));
    }

    const Options &o;
    const bool m_publishing, m_calling, m_latency, m_deflate;
    const Process m_process;
    const int m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<std::unique_ptr<Link>> m_links;
    std::size_t m_open = 0;
    Totals m_totals;
    Histogram m_latencies;
    load::Tick m_tick;
    z_stream m_inflater{};
    bool m_measuring = false;
};

} // namespace

int main(int argc, char **argv)
{
    const Options options(argc, argv);
    if (options.count("port") == 0)
        fail("--port P, and what the beginning of client.cpp says");
    return LoadClient(options).run();
}
