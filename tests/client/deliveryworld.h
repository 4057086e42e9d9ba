// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>
#include <alcedo/server/memorybroker.h>
#include <alcedo/server/worker.h>
#include <alcedo/transport/loopbacktransport.h>
#include <alcedo/wire/jsonfields.h>

#include <QCoreApplication>
#include <QPointer>
#include <map>

namespace alcedo {

/// What a channel's publications say of its keys, as docs/protocol.md section 3 has it.
inline void applyTo(std::map<QString, QByteArray> &records, const Publication &publication)
{
    QByteArray &record = records[publication.key];
    if (publication.op == Publication::Op::Remove)
        records.erase(publication.key);
    else
        record = publication.op == Publication::Op::Merge && !record.isEmpty()
                     ? mergeFields(record, publication.data)
                     : publication.data;
}

/// A server and a client over a network that the test holds in its hands, and time with it. The server may go
/// and come back as another one, with nothing of the channel's history.
class DeliveryWorld
{
public:
    struct Options
    {
        int historySize = 20;
        Server::Options server;
        SubscribeOptions subscribe;
        Client::Options::Format format = Client::Options::Format::Json;
    };
    explicit DeliveryWorld(const Options &wanted)
        : options(wanted)
    {
        options.server.clientsMayPublish = true;
        startServer();
        Client::Options clientOptions;
        clientOptions.format = options.format;
        clientOptions.connection.dial.url = QUrl(QStringLiteral("ws://127.0.0.1:1/"));
        using namespace std::chrono_literals;
        clientOptions.connection.reconnect = {.base = 1ms, .cap = 5ms, .minimum = 1ms, .stableAfter = 30s};
        client = std::make_unique<Client>(clientOptions, clock);
        client->connection().setLinkFactory([this](DialFailure *) -> std::unique_ptr<Transport> {
            auto pair = LoopbackTransport::makePair(clock, options.format == Client::Options::Format::Cbor
                                                               ? QStringLiteral("alcedo.v1.cbor")
                                                               : QStringLiteral("alcedo.v1.json"));
            link = pair.first.get();
            ++links;
            worker->add(std::move(pair.second));
            return std::move(pair.first);
        });
        client->connection().open();
        subscription = client->subscribe(QStringLiteral("c"), options.subscribe);
        rest();
    }

    void startServer()
    {
        worker.reset();
        shared.reset();
        MemoryBroker::Options brokerOptions;
        brokerOptions.channelDefaults.historySize = options.historySize;
        broker = std::make_unique<MemoryBroker>(brokerOptions, clock);
        shared.reset(
            new WorkerShared{options.server, clock, *broker, {}, {}, QStringLiteral("node"), {0}, {}});
        worker = std::make_unique<Worker>(*shared);
        book.clear();
        ++servers;
    }
    void publish(const QString &key, const QByteArray &data, Publication::Op op = Publication::Op::Set)
    {
        const auto position = broker->publish(QStringLiteral("c"), {data, key, op, {}}, Creation::Allowed);
        if (position)
            book.push_back({position->offset, 0, data, key, op});
        else
            ++refused;
    }
    void drop()
    {
        if (link)
            link->cut();
    }
    void setReading(bool reading)
    {
        if (link)
            link->setReading(reading);
    }
    static void turn()
    {
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
    }
    void pass(std::chrono::milliseconds time)
    {
        turn();
        clock.advance(time);
        turn();
    }
    /// Everything works again, and time enough for all that is still to come.
    void rest()
    {
        setReading(true);
        for (int i = 0; i < 300; ++i)
            pass(std::chrono::milliseconds(100));
    }
    [[nodiscard]] StreamPosition top() const
    {
        const auto page = broker->read(QStringLiteral("c"), {});
        return page ? page->top : StreamPosition{};
    }

    Options options;
    ManualClock clock;
    std::unique_ptr<MemoryBroker> broker;
    std::unique_ptr<WorkerShared> shared;
    std::unique_ptr<Worker> worker;
    std::vector<Publication> book; ///< all that this server's channel was told
    int refused = 0, links = 0, servers = 0;
    QPointer<LoopbackTransport> link; ///< the client's end of it
    std::unique_ptr<Client> client;
    Subscription *subscription = nullptr; // the client's
};

} // namespace alcedo
