// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/memorybroker.h>
#include <alcedo/server/worker.h>
#include <alcedo/transport/loopbacktransport.h>
#include <alcedo/wire/cbor.h>
#include <alcedo/wire/jsoncodec.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <optional>

namespace alcedo {

/// All that is posted is delivered, and what that posts in turn: a message over the loopback, and the flush
/// at the end of the event loop's turn. Whoever looks after it sees also what did not come.
inline void settle()
{
    for (int turn = 0; turn < 3; ++turn)
        QCoreApplication::processEvents();
}

/// A client in plain JSON, so that the wire's bytes are what is tested.
class Peer : public QObject
{
public:
    enum class Format { Json, Cbor };
    Peer(Clock &clock, Worker &worker, Format format = Format::Json)
        : m_format(format)
    {
        auto pair =
            LoopbackTransport::makePair(clock, format == Format::Cbor ? QStringLiteral("alcedo.v1.cbor")
                                                                      : QStringLiteral("alcedo.v1.json"));
        m_transport = std::move(pair.first);
        connect(m_transport.get(), &Transport::messageReceived, this, [this](const QByteArray &payload) {
            const QByteArray text =
                m_format == Format::Cbor ? jsonFromCbor(payload, {64 << 20, 64}).value() : payload;
            const auto document = QJsonDocument::fromJson(text);
            messages.push_back(text);
            if (document.isArray())
                batches.push_back(document.array());
            else
                take(document.object());
        });
        connect(m_transport.get(), &Transport::closed, this,
                [this](const CloseInfo &info) { closed = info; });
        worker.add(std::move(pair.second));
    }
    void send(const QByteArray &text)
    {
        if (m_format == Format::Cbor)
            m_transport->send(cborFromJson(text), Transport::Kind::Binary);
        else
            m_transport->send(text, Transport::Kind::Text);
    }
    /// Sends a request and waits for its reply.
    QJsonObject ask(const QByteArray &method, const QByteArray &params = "{}")
    {
        const QByteArray id = QByteArray::number(++m_id);
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params +
             "}");
        return await(m_id);
    }
    QJsonObject await(int id)
    {
        (void)QTest::qWaitFor([&] { return replies.contains(id) || closed; }, 5000);
        return replies.take(id);
    }
    QJsonObject hello() { return ask("hello", R"({"v":1,"client":"test"})"); }
    LoopbackTransport &transport() { return *m_transport; }
    bool awaitClosed()
    {
        return QTest::qWaitFor([&] { return closed.has_value(); }, 5000);
    }

    QHash<int, QJsonObject> replies;
    std::vector<QJsonObject> notices;
    std::vector<QJsonArray> batches;
    std::vector<QJsonObject> strays; ///< error replies without an id
    std::vector<QByteArray> messages;
    std::optional<CloseInfo> closed;

private:
    void take(const QJsonObject &message)
    {
        if (message.contains(QLatin1String("method")))
            notices.push_back(message);
        else if (message[QLatin1String("id")].isNull())
            strays.push_back(message);
        else
            replies.insert(message[QLatin1String("id")].toInt(), message);
    }
    const Format m_format;
    std::unique_ptr<LoopbackTransport> m_transport;
    int m_id = 0;
};

/// What one subscription saw, checked against the rules of prev and lost as a client would.
struct Seen
{
    explicit Seen(quint64 at)
        : last(at)
    {
    }
    void take(const QJsonObject &notice)
    {
        const auto params = notice[QLatin1String("params")].toObject();
        if (notice[QLatin1String("method")] == QLatin1String("lost")) {
            const auto from = quint64(params[QLatin1String("from")].toInteger()),
                       to = quint64(params[QLatin1String("to")].toInteger());
            if (from != last + 1 || to < from ||
                quint64(params[QLatin1String("n")].toInteger()) != to - from + 1)
                problems << QStringLiteral("lost %1-%2 after %3").arg(from).arg(to).arg(last);
            lost += to - from + 1;
            why = params[QLatin1String("why")].toString();
            last = to;
        } else if (notice[QLatin1String("method")] == QLatin1String("data")) {
            if (quint64(params[QLatin1String("prev")].toInteger()) != last)
                problems << QStringLiteral("prev %1 after %2")
                                .arg(params[QLatin1String("prev")].toInteger())
                                .arg(last);
            for (const auto &pub : params[QLatin1String("pubs")].toArray())
                takeOffset(quint64(pub[0].toInteger()));
        }
    }
    void takeOffset(quint64 offset)
    {
        if (offset != last + 1 && !keyed)
            problems << QStringLiteral("%1 after %2").arg(offset).arg(last);
        last = offset;
        ++received;
    }
    quint64 last = 0, received = 0, lost = 0;
    bool keyed = false;
    QString why;
    QStringList problems;
};

inline int codeOf(const QJsonObject &reply)
{
    return reply[QLatin1String("error")][QLatin1String("code")].toInt();
}

inline QJsonObject resultOf(const QJsonObject &reply)
{
    return reply[QLatin1String("result")].toObject();
}

inline std::vector<int> offsetsIn(const QJsonArray &pubs)
{
    std::vector<int> offsets;
    for (const auto &pub : pubs)
        offsets.push_back(pub[0].toInt());
    return offsets;
}

using Ints = std::vector<int>;

/// One worker's server without a port, its clock and its broker in the test's hands.
class SessionServer
{
public:
    explicit SessionServer(const Server::Options &options = {}, const ChannelOptions &channels = {})
    {
        MemoryBroker::Options brokerOptions;
        brokerOptions.channelDefaults = channels;
        brokerOptions.maxChannels = options.maxChannels;
        broker = std::make_unique<MemoryBroker>(brokerOptions, clock);
        shared.reset(new WorkerShared{options, clock, *broker, {}, {}, QStringLiteral("node"), {0}, {}});
        worker = std::make_unique<Worker>(*shared);
    }
    StreamPosition publish(const QByteArray &data = "1", const QString &key = {},
                           Publication::Op op = Publication::Op::Set)
    {
        const auto position = broker->publish(QStringLiteral("c"), {data, key, op, {}}, Creation::Allowed);
        return position ? *position : StreamPosition{};
    }

    ManualClock clock;
    std::unique_ptr<MemoryBroker> broker;
    std::unique_ptr<WorkerShared> shared;
    std::unique_ptr<Worker> worker;
};

} // namespace alcedo
