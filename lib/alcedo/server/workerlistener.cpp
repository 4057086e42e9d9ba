// SPDX-License-Identifier: MIT
// How a worker comes by its transports.
#include <alcedo/server/worker.h>

namespace alcedo {

void Worker::start()
{
    m_listener = std::make_unique<Listener>(m_shared.clock);
    m_listener->configure(m_shared.options.listen);
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
