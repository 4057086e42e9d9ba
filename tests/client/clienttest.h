// SPDX-License-Identifier: MIT
#pragma once

#include "scriptedpeer.h"

#include <QObject>
#include <QSignalSpy>
#include <QTest>

namespace alcedo {

inline Publication pub(std::uint64_t offset, const QString &key = {})
{
    return {offset, 0, QByteArray::number(qulonglong(offset)), key, Publication::Op::Set};
}

inline std::vector<Publication> pubs(std::uint64_t first, std::uint64_t last)
{
    std::vector<Publication> result;
    for (std::uint64_t offset = first; offset <= last; ++offset)
        result.push_back(pub(offset));
    return result;
}

inline wire::SubscribeResult subscribed(std::int64_t s, const char *epoch, std::uint64_t offset,
                                        std::vector<Publication> list = {}, bool recovered = false)
{
    wire::SubscribeResult result;
    result.s = s;
    result.position = {QString::fromLatin1(epoch), offset};
    result.recoverable = true;
    result.recovered = recovered;
    result.pubs = std::move(list);
    return result;
}

/// A test of a client whose server is the test itself: what it asks, what it is told, and when.
class ClientTest : public QObject
{
protected:
    void begin()
    {
        using namespace std::chrono_literals;
        m_clock = std::make_unique<ManualClock>();
        m_peer = std::make_unique<ScriptedPeer>(*m_clock);
        Client::Options options;
        options.connection.dial.url = QUrl(QStringLiteral("ws://127.0.0.1:1/"));
        options.connection.reconnect = {.base = 1s, .cap = 1s, .minimum = 1s, .stableAfter = 30s};
        options.name = QStringLiteral("test");
        options.token = "secret";
        m_client = std::make_unique<Client>(options, *m_clock);
        m_peer->serve(m_client->connection());
        m_received.clear();
        m_losses.clear();
    }
    void end()
    {
        m_client.reset();
        m_peer.reset();
        m_clock.reset();
    }
    void goLive()
    {
        m_client->connection().open();
        m_peer->welcome();
        QTRY_VERIFY(m_client->isReady());
    }
    /// The network goes, comes back, and hello is answered.
    void drop()
    {
        using namespace std::chrono_literals;
        m_peer->end->cut();
        m_peer->requests.clear();
        QTRY_COMPARE(link(), LinkState::Waiting);
        m_clock->advance(1s);
        m_peer->welcome();
    }
    Subscription *listen(const SubscribeOptions &options = {})
    {
        Subscription *subscription = m_client->subscribe(QStringLiteral("prices"), options);
        connect(subscription, &Subscription::received, this,
                [this, subscription](const std::vector<Publication> &list) {
                    for (const Publication &publication : list)
                        m_received << publication.offset;
                    QCOMPARE(subscription->position().offset,
                             list.back().offset); // advanced before it was told
                });
        connect(subscription, &Subscription::lost, this, [this](const Loss &loss) { m_losses << loss; });
        return subscription;
    }
    [[nodiscard]] LinkState link() const { return m_client->connection().state(); }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ScriptedPeer> m_peer;
    std::unique_ptr<Client> m_client;
    QList<std::uint64_t> m_received;
    QList<Loss> m_losses;
};

} // namespace alcedo
