// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/serving.h>

#include <alcedo/core/clock.h>
#include <alcedo/feed/simulatedsource.h>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

/// Enough for the demo's past, so that who comes later still sees it.
const ChannelOptions ServedChannel{30'000, 2h, {}};
constexpr auto GoodbyeTime = 2s;

/// Channels of a world are there before anybody looks: one that comes with its first record is found only
/// later.
std::vector<RecordKind> kindsOf(const QString &world)
{
    if (world == QLatin1String("markets"))
        return {RecordKind::Quote, RecordKind::Trade, RecordKind::Candle};
    if (world == QLatin1String("scores"))
        return {RecordKind::Score};
    if (world == QLatin1String("wire"))
        return {RecordKind::News};
    return {RecordKind::Sensor};
}

} // namespace

Serving::Serving(const Server::Options &options, Clock &clock)
    : m_server(options, clock)
    , m_clock(clock)
{
}

void Serving::add(std::unique_ptr<Source> source)
{
    add(std::move(source), {});
}

void Serving::add(std::unique_ptr<Source> source, const QByteArray &schema)
{
    ChannelOptions channel = ServedChannel;
    channel.schema = schema;
    m_relays.push_back(std::make_unique<Relay>(m_server, source->name(), Relay::Options{channel}));
    m_relays.back()->follow(*source);
    m_sources.push_back(std::move(source));
}

void Serving::addDemo()
{
    for (const QString &world : SimulatedSource::worlds()) {
        add(std::make_unique<SimulatedSource>(nextId(), world, SimulatedSource::Options{}, m_clock),
            QByteArrayLiteral(R"({"demo":true})"));
        for (const RecordKind kind : kindsOf(world))
            m_relays.back()->declare(kind);
    }
}

void Serving::start()
{
    for (const auto &source : m_sources)
        source->start();
    for (const auto &relay : m_relays)
        relay->flush();
}

void Serving::stop(std::function<void()> done)
{
    for (const auto &source : m_sources)
        source->stop();
    m_server.close();
    m_stopBy = m_clock.steady() + GoodbyeTime;
    QObject::connect(&m_poll, &Timer::timeout, &m_poll, [this, done = std::move(done)] {
        if (m_server.counters().sessions == 0 || m_clock.steady() >= m_stopBy)
            done();
    });
    m_poll.start(10ms, Timer::Repeat::Always);
}

} // namespace alcedo
