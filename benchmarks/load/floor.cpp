// SPDX-License-Identifier: MIT
// alcedo_floor: what the machine itself can do. A WebSocket server on bare epoll and send(), with no protocol
// above frames and nothing that could be left out; the yardstick beside which alcedo_fanout is measured.
//
//   alcedo_floor --mode send|coalesce|paced|echo|idle|source [--port P] [--clients N] [--batch K]
//
// send: a tick for each client by a send() of its own; coalesce: 16 KiB of ticks in each send(); paced: 1,000
// ticks a second, each to a tenth of the clients in turn; echo: frames go back; idle: nothing. Publishing
// begins with client N.
#include "tick.h"
#include "websocket.h"

#include <QCryptographicHash>
#include <algorithm>
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

namespace {

constexpr std::size_t SourceBytes = 64 * 1024;
constexpr std::size_t FullAt = 16 * 1024; // unsent bytes of a client past which publishing waits

struct Client
{
    int fd = -1;
    bool open = false;
    std::string in, out;
};

std::string answerTo(const std::string &request)
{
    std::string lower = request;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    constexpr std::string_view name = "sec-websocket-key:";
    const std::size_t at = lower.find(name);
    const std::size_t start =
        request.find_first_not_of(' ', std::min(at, request.size() - name.size()) + name.size());
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QByteArray::fromStdString(request.substr(start, request.find("\r\n", start) - start)));
    hash.addData(QByteArrayView("258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: " +
           hash.result().toBase64().toStdString() + "\r\n\r\n";
}

class Floor
{
public:
    Floor(std::string mode, std::size_t clients, std::size_t batch)
        : m_mode(std::move(mode))
        , m_wanted(clients)
        , m_batch(batch)
    {
    }

    bool listen(std::uint16_t port)
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        const int on = 1;
        ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        socklen_t size = sizeof address;
        auto *raw = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, raw, size) != 0 || ::listen(m_listener, 4096) != 0 ||
            ::getsockname(m_listener, raw, &size) != 0)
            return false;
        watch(m_listener, nullptr, EPOLLIN, EPOLL_CTL_ADD);
        std::printf("listening on ws://127.0.0.1:%d/\n", int(ntohs(address.sin_port)));
        std::fflush(stdout);
        return true;
    }

    [[noreturn]] void run()
    {
        const bool paced = m_mode == "paced";
        const bool publishes = paced || m_mode == "send" || m_mode == "coalesce" || m_mode == "source";
        for (;;) {
            const bool now = publishes && m_open == m_wanted;
            serve(!now ? -1 : paced ? 1 : m_full ? 10 : 0);
            if (m_open != m_wanted || !publishes)
                continue;
            if (paced)
                publishPaced();
            else if (!stillFull())
                publish();
        }
    }

private:
    void watch(int fd, Client *client, unsigned events, int operation) const
    {
        epoll_event event{};
        event.events = events;
        event.data.ptr = client;
        ::epoll_ctl(m_epoll, operation, fd, &event);
    }

    void serve(int timeoutMs)
    {
        epoll_event events[512];
        const int count = ::epoll_wait(m_epoll, events, 512, timeoutMs);
        for (int i = 0; i < count; ++i) {
            auto *client = static_cast<Client *>(events[i].data.ptr);
            if (!client) {
                accept();
                continue;
            }
            if (events[i].events & EPOLLOUT)
                drain(*client);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                read(*client);
        }
    }

    void accept()
    {
        int fd = -1;
        while ((fd = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
            const int on = 1;
            ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            m_clients.push_back(std::make_unique<Client>());
            m_clients.back()->fd = fd;
            watch(fd, m_clients.back().get(), EPOLLIN, EPOLL_CTL_ADD);
        }
    }

    void send(Client &client, std::string_view bytes)
    {
        if (client.fd < 0)
            return;
        if (client.out.empty()) {
            const ssize_t sent = ::send(client.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            bytes.remove_prefix(sent > 0 ? std::size_t(sent) : 0);
            if (bytes.empty())
                return;
            watch(client.fd, &client, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
        }
        client.out += bytes;
        m_full = m_full || client.out.size() > FullAt;
    }

    void drain(Client &client)
    {
        const ssize_t sent = ::send(client.fd, client.out.data(), client.out.size(), MSG_NOSIGNAL);
        client.out.erase(0, sent > 0 ? std::size_t(sent) : 0);
        if (client.out.empty())
            watch(client.fd, &client, EPOLLIN, EPOLL_CTL_MOD);
    }

    void read(Client &client)
    {
        static char buffer[65536];
        const ssize_t size = ::recv(client.fd, buffer, sizeof buffer, 0);
        if (size < 0 && errno == EAGAIN)
            return;
        if (size <= 0) {
            ::close(client.fd);
            client.fd = -1;
            client.out.clear();
            if (client.open && m_mode != "echo" && m_mode != "idle")
                std::exit(0); // the measurement is over
            return;
        }
        client.in.append(buffer, std::size_t(size));
        if (!client.open)
            upgrade(client);
        if (client.open && m_mode == "echo")
            echo(client);
        else if (client.open)
            client.in.clear();
    }

    void upgrade(Client &client)
    {
        const std::size_t end = client.in.find("\r\n\r\n");
        if (end == std::string::npos)
            return;
        send(client, answerTo(client.in));
        client.in.erase(0, end + 4);
        client.in.shrink_to_fit();
        client.open = true;
        ++m_open;
        m_start = load::steadyNs();
    }

    void echo(Client &client)
    {
        std::string out;
        std::size_t at = 0;
        while (client.in.size() - at >= 6) {
            const auto *bytes = reinterpret_cast<const unsigned char *>(client.in.data()) + at;
            std::size_t size = bytes[1] & 0x7FU, header = 2;
            if (size == 126) {
                if (client.in.size() - at < 8)
                    break;
                size = std::size_t(bytes[2]) << 8 | bytes[3];
                header = 4;
            }
            if (client.in.size() - at < header + 4 + size)
                break;
            char *payload = client.in.data() + at + header + 4;
            for (std::size_t i = 0; i < size; ++i)
                payload[i] = char(payload[i] ^ char(bytes[header + (i & 3)]));
            load::appendFrame(out, bytes[0] & 15U, {payload, size}, load::Mask::No);
            at += header + 4 + size;
        }
        client.in.erase(0, at);
        if (!out.empty())
            send(client, out);
    }

    bool stillFull()
    {
        m_full = m_full && std::any_of(m_clients.begin(), m_clients.end(),
                                       [](const auto &client) { return client->out.size() > FullAt; });
        return m_full;
    }

    void publish()
    {
        const std::size_t wanted = m_mode == "send" ? 1 : m_mode == "coalesce" ? FullAt : SourceBytes;
        std::string frames;
        do {
            load::appendFrame(frames, 1, m_batch > 1 ? batchOfTicks() : m_tick.next(), load::Mask::No);
        } while (frames.size() + load::Tick::Size * m_batch < wanted);
        for (const auto &client : m_clients)
            send(*client, frames);
    }

    std::string_view batchOfTicks()
    {
        m_array = "[";
        for (std::size_t i = 0; i < m_batch; ++i)
            m_array.append(i > 0 ? "," : "").append(m_tick.next());
        return m_array += ']';
    }

    void publishPaced()
    {
        const std::uint64_t due = (load::steadyNs() - m_start) / 1'000'000;
        for (; m_sent < due; ++m_sent) {
            std::string frame;
            load::appendFrame(frame, 1, m_tick.next(), load::Mask::No);
            for (std::size_t i = m_sent % 10; i < m_clients.size(); i += 10)
                send(*m_clients[i], frame);
        }
    }

    const std::string m_mode;
    const std::size_t m_wanted, m_batch;
    std::string m_array;
    const int m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    int m_listener = -1;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::size_t m_open = 0;
    load::Tick m_tick;
    std::uint64_t m_start = 0, m_sent = 0;
    bool m_full = false;
};

} // namespace

int main(int argc, char **argv)
{
    std::string mode = "send";
    std::size_t clients = 1, batch = 1;
    int port = 0;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--mode")
            mode = argv[i + 1];
        else if (name == "--clients")
            clients = std::size_t(std::atoll(argv[i + 1]));
        else if (name == "--batch")
            batch = std::size_t(std::atoll(argv[i + 1]));
        else if (name == "--port")
            port = std::atoi(argv[i + 1]);
    }
    Floor floor(mode, clients, batch);
    if (!floor.listen(std::uint16_t(port))) {
        std::perror("alcedo_floor");
        return 1;
    }
    floor.run();
}
