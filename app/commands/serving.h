// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/feed/relay.h>
#include <alcedo/feed/source.h>
#include <alcedo/server/server.h>

#include <QUrl>
#include <functional>
#include <memory>
#include <vector>

namespace alcedo {

/// A server, the sources that feed it, and the relays between them: what `alcedo serve` runs, and the
/// built-in demo. Thread: one, its own.
class Serving
{
public:
    Serving(const Server::Options &options, Clock &clock);

    /// Its records become channels named after it.
    void add(std::unique_ptr<Source> source);
    /// All simulated worlds; the schema of their channels says that they are a demo.
    void addDemo();
    [[nodiscard]] SourceId nextId() const { return SourceId(m_sources.size() + 1); }

    [[nodiscard]] Result<void> listen() { return m_server.listen(); }
    /// Starts the sources. What they say at once, such as a demo's past, is published before this returns.
    void start();
    /// Says goodbye to all; then calls done, at the latest after two seconds.
    void stop(std::function<void()> done);
    [[nodiscard]] QUrl url() const { return m_server.url(); }

private:
    void add(std::unique_ptr<Source> source, const QByteArray &schema);

    Server m_server;
    Clock &m_clock;
    std::vector<std::unique_ptr<Relay>> m_relays;
    std::vector<std::unique_ptr<Source>> m_sources;
    Timer m_poll{m_clock};
    Clock::Nanoseconds m_stopBy{0};
};

} // namespace alcedo
