// SPDX-License-Identifier: MIT
// The life of a session over the loopback, step by step as the input says, a line a step:
//   ={…}  a text message (for "=" alone: hello)   #…  a binary one        !n  n publications
//   +n    n ms pass    -  stop reading   *  read on   x  the network goes, and comes back
// Whatever comes, what the server says is messages of the protocol, data chains by prev, no id is answered
// twice, and what waits stays within its bounds.
#include <alcedo/core/clock.h>
#include <alcedo/server/memorybroker.h>
#include <alcedo/server/worker.h>
#include <alcedo/transport/loopbacktransport.h>
#include <alcedo/wire/cbor.h>
#include <alcedo/wire/jsoncodec.h>

#include <QCoreApplication>
#include <cstdlib>
#include <map>

using namespace alcedo;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

constexpr const char *Hello =
    R"({"jsonrpc":"2.0","id":"hi","method":"hello","params":{"v":1,"caps":["batch","credit","delta","ns"]}})";

class World
{
public:
    explicit World(bool cbor)
        : m_cbor(cbor)
    {
        m_options.clientsMayPublish = true;
        m_options.slowBytes = 4'096;
        m_options.maxPendingBytes = 32'768;
        MemoryBroker::Options broker;
        broker.channelDefaults.historySize = 20;
        m_broker = std::make_unique<MemoryBroker>(broker, m_clock);
        m_shared.reset(
            new WorkerShared{m_options, m_clock, *m_broker, {}, {}, QStringLiteral("node"), {0}, {}});
        m_shared->handlers[QStringLiteral("a.echo")] = [](const QByteArray &params, Responder responder) {
            responder.answer(params.isEmpty() ? QByteArray("null") : params);
        };
        m_shared->streamHandlers[QStringLiteral("a.count")] = [](const QByteArray &, ItemStream stream) {
            const auto kept = std::make_shared<ItemStream>(std::move(stream));
            kept->onRoom([kept, at = std::make_shared<int>(0)] {
                while (*at < 100 && kept->yield(QByteArray::number(*at)) == ItemStream::Yielded::Taken)
                    ++*at;
                if (*at == 100)
                    kept->finish();
            });
        };
        m_worker = std::make_unique<Worker>(*m_shared);
        connect();
    }
    void step(QByteArrayView line)
    {
        const QByteArray rest = line.isEmpty() ? QByteArray() : line.sliced(1).toByteArray();
        const int number = std::clamp(rest.toInt(), 0, 100'000);
        switch (line.isEmpty() ? ' ' : line.front()) {
        case '=':
            say(rest.isEmpty() ? QByteArray(Hello) : rest);
            break;
        case '#':
            m_end->send(rest, Transport::Kind::Binary);
            break;
        case '!':
            for (int i = 0; i < std::min(number, 300); ++i)
                (void)m_broker->publish(QStringLiteral("c"),
                                        {"{\"n\":" + QByteArray::number(i) + '}',
                                         QString::number(i % 7),
                                         i % 3 ? Publication::Op::Merge : Publication::Op::Set,
                                         {}},
                                        Creation::Allowed);
            break;
        case '+':
            m_clock.advance(std::chrono::milliseconds(number));
            break;
        case '-':
            m_end->setReading(false);
            break;
        case '*':
            m_end->setReading(true);
            break;
        case 'x':
            connect();
            break;
        default:
            break;
        }
        for (int turn = 0; turn < 3; ++turn)
            QCoreApplication::processEvents();
        // Pending at the server, and the largest message that does not count against it.
        require(m_end->state() != Transport::State::Open || m_taken <= 64 << 20);
    }

private:
    void connect()
    {
        auto pair = LoopbackTransport::makePair(m_clock, m_cbor ? QStringLiteral("alcedo.v1.cbor")
                                                                : QStringLiteral("alcedo.v1.json"));
        m_end = std::move(pair.first);
        m_prev.clear();
        QObject::connect(m_end.get(), &Transport::messageReceived, m_end.get(),
                         [this](const QByteArray &payload, Transport::Kind kind) { hear(payload, kind); });
        m_worker->add(std::move(pair.second));
    }
    void say(const QByteArray &json)
    {
        if (m_cbor)
            m_end->send(cborFromJson(json), Transport::Kind::Binary);
        else
            m_end->send(json, Transport::Kind::Text);
    }
    void hear(const QByteArray &payload, Transport::Kind kind)
    {
        m_taken += payload.size();
        require(kind == (m_cbor ? Transport::Kind::Binary : Transport::Kind::Text));
        QByteArray text = payload;
        if (m_cbor) {
            const auto json = jsonFromCbor(payload, {64 << 20, 80});
            require(json.hasValue());
            text = *json;
        }
        const auto messages = m_codec.decode(text);
        require(messages.hasValue());
        for (const wire::Message &message : *messages) {
            require(!std::holds_alternative<wire::Invalid>(message) &&
                    !std::holds_alternative<wire::Request>(message));
            if (const auto *notification = std::get_if<wire::Notification>(&message))
                check(*notification);
        }
    }
    /// A prev that is known is the one that comes next.
    void check(const wire::Notification &notification)
    {
        if (const auto *data = std::get_if<wire::Data>(&notification.params)) {
            const auto known = m_prev.find(data->s);
            require(known == m_prev.end() || known->second == data->prev);
            require(!data->pubs.empty());
            std::uint64_t last = data->prev;
            for (const Publication &publication : data->pubs) {
                require(publication.offset > last);
                last = publication.offset;
            }
            m_prev[data->s] = last;
        } else if (const auto *lost = std::get_if<wire::Lost>(&notification.params)) {
            require(lost->to >= lost->from && lost->n == lost->to - lost->from + 1);
            m_prev[lost->s] = lost->to;
        }
    }

    const bool m_cbor;
    ManualClock m_clock;
    Server::Options m_options;
    std::unique_ptr<MemoryBroker> m_broker;
    std::unique_ptr<WorkerShared> m_shared;
    std::unique_ptr<Worker> m_worker;
    std::unique_ptr<LoopbackTransport> m_end;
    JsonCodec m_codec{{16 << 20, 80, 65'536, JsonCodec::Check::Everything}};
    std::map<std::int64_t, std::uint64_t> m_prev;
    qint64 m_taken = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz_session";
    static char *argv[] = {name, nullptr};
    static const QCoreApplication app(argc, argv);
    QByteArrayView input(bytes, qsizetype(size));
    World world(input.startsWith('c'));
    for (int steps = 0; !input.isEmpty() && steps < 200; ++steps) {
        const qsizetype end = input.indexOf('\n');
        world.step(end < 0 ? input : input.first(end));
        input = end < 0 ? QByteArrayView() : input.sliced(end + 1);
    }
    return 0;
}
