// SPDX-License-Identifier: MIT
// alcedo_fanout: serves the channel "bench" through the public Server API, so that any load client can
// measure what the library does. What the client has to say first stands in docs/performance.md.
#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>

#include <QBasicTimer>
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimer>
#include <array>
#include <cstdio>

using namespace alcedo;

namespace {

int complainAndFail(const QString &why)
{
    std::fprintf(stderr, "alcedo_fanout: %s\n", qUtf8Printable(why));
    return 1;
}

/// 128 bytes of JSON: "t" (19 digits, ns since the Unix epoch) first, the text BTC-USD once, so that a B in
/// what arrives counts one tick.
class Tick
{
public:
    explicit Tick(const Clock &clock)
        : m_clock(clock)
    {
        m_text =
            R"({"t":0000000000000000000,"n":1000000000,"s":"BTC-USD","b":64123.25,"a":64123.75,"v":1.2345,"x":")";
        m_text.append(QByteArray(126 - m_text.size(), '.')).append("\"}");
    }
    const QByteArray &next()
    {
        write(5, 19, quint64(m_clock.wall().count()));
        write(29, 10, 1'000'000'000 + m_number++ % 1'000'000'000);
        return m_text;
    }

private:
    void write(qsizetype at, qsizetype digits, quint64 value)
    {
        char *text = m_text.data();
        for (qsizetype i = at + digits; i-- > at; value /= 10)
            text[i] = char('0' + value % 10);
    }

    const Clock &m_clock;
    QByteArray m_text;
    quint64 m_number = 0;
};

struct Settings
{
    quint64 subscribers = 1;
    int burst = 1;
};

/// As fast as the readers read: a burst each turn of the event loop, none while one of them is behind.
class FanPublisher : public QObject
{
public:
    FanPublisher(Server &server, const Clock &clock, const Settings &settings)
        : m_server(server)
        , m_settings(settings)
        , m_tick(clock)
    {
        startTimer(0);
    }

protected:
    void timerEvent(QTimerEvent *) override
    {
        if (m_server.counters().behind > 0)
            return;
        for (int i = 0; i < m_settings.burst; ++i)
            (void)m_server.publish(m_channel, m_tick.next());
    }

private:
    Server &m_server;
    const Settings m_settings;
    const QString m_channel = QStringLiteral("bench");
    Tick m_tick;
};

/// 1,000 ticks a second to the groups bench.0 to bench.9 in turn; every tenth also to bench.
class PacedPublisher : public QObject
{
public:
    PacedPublisher(Server &server, const Clock &clock)
        : m_server(server)
        , m_clock(clock)
        , m_tick(clock)
        , m_start(clock.steady())
    {
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            m_groups[i] = QStringLiteral("bench.%1").arg(i);
        m_timer.start(1, Qt::PreciseTimer, this);
    }

protected:
    // One a turn of the loop, also where several are due, so that each is on its way before the next is
    // stamped.
    void timerEvent(QTimerEvent *) override
    {
        const auto due = quint64((m_clock.steady() - m_start) / std::chrono::milliseconds(1));
        if (m_sent < due) {
            const QByteArray &tick = m_tick.next();
            (void)m_server.publish(m_groups[m_sent % m_groups.size()], tick);
            if (m_sent % m_groups.size() == 0)
                (void)m_server.publish(m_channel, tick);
            ++m_sent;
        }
        m_timer.start(m_sent < due ? 0 : 1, Qt::PreciseTimer, this);
    }

private:
    Server &m_server;
    const Clock &m_clock;
    Tick m_tick;
    std::array<QString, 10> m_groups;
    const QString m_channel = QStringLiteral("bench");
    const Clock::Nanoseconds m_start;
    QBasicTimer m_timer;
    quint64 m_sent = 0;
};

/// Makes the publisher once enough have subscribed.
void publishWhenComplete(Server &server, const Settings &settings, const std::function<void()> &begin)
{
    auto *poll = new QTimer(&server);
    QObject::connect(poll, &QTimer::timeout, &server, [&server, settings, begin, poll] {
        if (server.counters().subscriptions < settings.subscribers)
            return;
        poll->deleteLater();
        begin();
    });
    poll->start(std::chrono::milliseconds(20));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Serves the channel bench for a load client."));
    const auto option = [&parser](const char *name, const char *text, const char *value) {
        parser.addOption(
            {QLatin1String(name), QLatin1String(text), QLatin1String("value"), QLatin1String(value)});
    };
    option("port", "Port on 127.0.0.1; 0: any.", "0");
    option("subscribers", "Publish once so many have subscribed.", "1");
    option("burst", "Publications in one turn of the event loop (mode fan).", "1");
    option("mode", "fan, latency, echo or idle.", "fan");
    option("workers", "Event loops for the connections; 0: the one that publishes.", "0");
    parser.addOption({QStringLiteral("deflate"), QStringLiteral("Compress, also on loopback.")});
    parser.addHelpOption();
    parser.process(application);

    const QString mode = parser.value(QStringLiteral("mode"));
    const Settings settings{parser.value(QStringLiteral("subscribers")).toULongLong(),
                            parser.value(QStringLiteral("burst")).toInt()};
    SystemClock clock;
    Server::Options options;
    options.listen.port = quint16(parser.value(QStringLiteral("port")).toUInt());
    options.listen.maxConnections = 0;
    options.workers = parser.value(QStringLiteral("workers")).toInt();
    if (parser.isSet(QStringLiteral("deflate")))
        options.listen.deflate.use = DeflateOptions::Use::Always;
    if (mode == QLatin1String("idle"))
        options.helloTimeout = std::chrono::milliseconds(0);
    Server server(options, clock);
    server.handleCall(QStringLiteral("bench.echo"), [](const QByteArray &params, Responder responder) {
        responder.answer(QByteArray(params));
    });
    std::unique_ptr<QObject> publisher;
    if (mode == QLatin1String("fan"))
        publishWhenComplete(server, settings,
                            [&] { publisher = std::make_unique<FanPublisher>(server, clock, settings); });
    else if (mode == QLatin1String("latency"))
        publishWhenComplete(server, settings,
                            [&] { publisher = std::make_unique<PacedPublisher>(server, clock); });
    else if (mode != QLatin1String("echo") && mode != QLatin1String("idle"))
        return complainAndFail(QStringLiteral("--mode is fan, latency, echo or idle"));
    if (const auto listening = server.listen(); !listening)
        return complainAndFail(listening.error().message());
    std::printf("listening on %s\n", qPrintable(server.url().toString()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
