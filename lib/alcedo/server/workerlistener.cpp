// SPDX-License-Identifier: MIT
// How a worker comes by its transports.
#include <alcedo/server/worker.h>

#include <algorithm>

namespace alcedo {

namespace {

/// A worker's part of what its server's port may do.
ListenOptions linkOptions(const Server::Options &server)
{
    ListenOptions options = server.listen;
    const int workers = std::max(server.workers, 1);
    options.maxConnections =
        (options.maxConnections + workers - 1) / workers; // each has its share; zero stays unbounded
    // A link becomes a session with its first word. Without a hello timeout it may stay silent for ever.
    options.holdQuiet = server.helloTimeout.count() > 0
                            ? server.helloTimeout
                            : std::chrono::milliseconds(std::chrono::hours(24 * 365));
    return options;
}

} // namespace

std::shared_ptr<Doorkeeper> makeDoorkeeper(const Server::Options &options, Clock &clock)
{
    // Without tokens all are guests, who may do what the options allow everybody.
    const std::vector<Grant> guests =
        options.tokens ? options.guests : std::vector<Grant>{{Role::Publisher, {}}};
    return std::make_shared<Doorkeeper>(options.limits, options.tokens, guests, clock);
}

void Worker::start()
{
    m_listener = std::make_unique<Listener>(m_shared.clock);
    m_listener->configure(linkOptions(m_shared.options));
    m_listener->setHttpHandler([this](const HttpRequest &request) {
        if (!PollLinks::isPoll(request))
            return m_shared.http(request);
        return m_shared.polls->answer(request,
                                      [this](std::unique_ptr<Transport> link) { add(std::move(link), {}); });
    });
    m_listener->setGate([door = m_shared.door](const QHostAddress &peer) { return door->enter(peer); });
    m_listener->setUpgradeFilter(
        [door = m_shared.door](const HttpRequest &request) { return door->judge(request); });
    connect(m_listener.get(), &Listener::newTransport, this,
            [this](Transport *transport, std::chrono::nanoseconds age) {
                add(std::unique_ptr<Transport>(transport), age);
            });
}

Result<void> Worker::listen()
{
    start();
    return m_listener->listen(linkOptions(m_shared.options));
}

quint16 Worker::port() const
{
    return m_listener ? m_listener->port() : quint16(0);
}

void Worker::adopt(qintptr descriptor)
{
    m_listener->adopt(descriptor);
}

void Worker::close()
{
    if (m_listener)
        m_listener->close();
    sayBye();
}

} // namespace alcedo
