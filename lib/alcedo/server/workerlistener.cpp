// SPDX-License-Identifier: MIT
// How a worker comes by its transports.
#include <alcedo/server/worker.h>

#include <algorithm>

namespace alcedo {

void Worker::start()
{
    m_listener = std::make_unique<Listener>(m_shared.clock);
    ListenOptions options = m_shared.options.listen;
    const int workers = std::max(m_shared.options.workers, 1);
    options.maxConnections =
        (options.maxConnections + workers - 1) / workers; // each has its share; zero stays unbounded
    m_listener->configure(options);
    m_listener->setHttpHandler(m_shared.http);
    connect(m_listener.get(), &Listener::newTransport, this,
            [this](Transport *transport) { add(std::unique_ptr<Transport>(transport)); });
}

Result<void> Worker::listen()
{
    start();
    return m_listener->listen(m_shared.options.listen);
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
