// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/feed/relay.h>
#include <alcedo/feed/simulatedsource.h>
#include <alcedo/server/server.h>
#include <commands/command.h>
#include <commands/termination.h>

#if __has_include(<alcedo/feed/sourcespec.h>)
#include <alcedo/feed/sourcespec.h>
#endif

#include <QCommandLineParser>
#include <QCoreApplication>
#include <cstdio>
#include <vector>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

/// Enough for the demo's past, so that who comes later still sees it.
const ChannelOptions ServedChannel{20'000, 2h, {}};
constexpr auto GoodbyeTime = 2s;

/// A server, the sources that feed it, and the relays between them.
class Serving
{
public:
    Serving(const Server::Options &options, Clock &clock) : m_server(options, clock), m_clock(clock) {}
    void add(std::unique_ptr<Source> source)
    {
        m_relays.push_back(std::make_unique<Relay>(m_server, source->name(), Relay::Options{ServedChannel}));
        m_relays.back()->follow(*source);
        m_sources.push_back(std::move(source));
    }
    [[nodiscard]] SourceId nextId() const { return SourceId(m_sources.size() + 1); }
    [[nodiscard]] Result<void> start()
    {
        if (auto listening = m_server.listen(); !listening)
            return listening;
        for (const auto &source : m_sources)
            source->start();
        return {};
    }
    /// Says goodbye to all, then leaves the event loop.
    void stop()
    {
        for (const auto &source : m_sources)
            source->stop();
        m_server.close();
        m_stopBy = m_clock.steady() + GoodbyeTime;
        QObject::connect(&m_poll, &Timer::timeout, &m_poll, [this] {
            if (m_server.counters().sessions == 0 || m_clock.steady() >= m_stopBy)
                QCoreApplication::exit(Success);
        });
        m_poll.start(10ms, Timer::Repeat::Always);
    }
    [[nodiscard]] QUrl url() const { return m_server.url(); }

private:
    Server m_server;
    Clock &m_clock;
    std::vector<std::unique_ptr<Relay>> m_relays;
    std::vector<std::unique_ptr<Source>> m_sources;
    Timer m_poll{m_clock};
    Clock::Nanoseconds m_stopBy{0};
};

/// The address to listen on; an Error is a fault in the words.
Result<ListenOptions> listenOptions(const QCommandLineParser &words)
{
    ListenOptions listen;
    bool isPort = false;
    listen.port = words.value(QStringLiteral("port")).toUShort(&isPort);
    if (!isPort)
        return Error(ErrorCode::InvalidArgument, QStringLiteral("--port takes a number from 0 to 65535"));
    const QString address = words.value(QStringLiteral("address"));
    if (!listen.address.setAddress(address == QLatin1String("localhost") ? QStringLiteral("127.0.0.1") : address))
        return Error(ErrorCode::InvalidArgument, QStringLiteral("\"%1\" is no IP address").arg(address.left(80)));
    if (!listen.address.isLoopback()) {
        return Error(ErrorCode::NotSupported,
                     QStringLiteral("%1 is not a loopback address; other machines are not served until there are sign-in and TLS")
                         .arg(address));
    }
    return listen;
}

Result<std::unique_ptr<Source>> sourceOf(const QString &text, SourceId id, Clock &clock)
{
#if __has_include(<alcedo/feed/sourcespec.h>)
    const auto spec = SourceSpec::parse(text);
    if (!spec)
        return spec.error();
    return makeSource(*spec, id, clock);
#else
    Q_UNUSED(id)
    Q_UNUSED(clock)
    return Error(ErrorCode::NotSupported, QStringLiteral("this build has no source for %1").arg(text.left(200)));
#endif
}

int complainOfServe(const Error &error, ExitCode code)
{
    return complain(QString(QStringLiteral("serve: ") + error.message()), code);
}

} // namespace

int runServe(int &, char **, const QStringList &args)
{
    QCommandLineParser words;
    words.addOption({QStringLiteral("help"), QStringLiteral("this text")});
    words.addOption({QStringLiteral("port"), QStringLiteral("0 (the default): any free one"), QStringLiteral("N"), QStringLiteral("0")});
    words.addOption({QStringLiteral("address"), QStringLiteral("a loopback address (default 127.0.0.1)"), QStringLiteral("A"), QStringLiteral("127.0.0.1")});
    words.addOption({QStringLiteral("source"), QStringLiteral("URL, PROFILE or PROFILE@URL; may be given again"), QStringLiteral("SOURCE")});
    words.addOption({QStringLiteral("demo"), QStringLiteral("simulated data; the default without --source")});
    const bool understood = words.parse(QStringList{QStringLiteral("alcedo serve")} + args);
    if (understood && words.isSet(QStringLiteral("help"))) {
        std::fputs(qPrintable(words.helpText()), stdout);
        return Success;
    }
    if (!understood || !words.positionalArguments().isEmpty()) {
        const QString what = understood ? QStringLiteral("it takes options only (see alcedo serve --help)") : words.errorText();
        return complainOfServe(Error(ErrorCode::InvalidArgument, what), Usage);
    }
    const auto listen = listenOptions(words);
    if (!listen)
        return complainOfServe(listen.error(), Usage);

    SystemClock clock;
    Server::Options options;
    options.listen = *listen;
    options.clientsMayPublish = true; // loopback only; a browser's foreign page is refused by its Origin
    Serving serving(options, clock);
    const QStringList sources = words.values(QStringLiteral("source"));
    for (const QString &text : sources) {
        auto source = sourceOf(text, serving.nextId(), clock);
        if (!source)
            return complainOfServe(source.error(), Usage);
        serving.add(std::move(source).value());
    }
    if (sources.isEmpty() || words.isSet(QStringLiteral("demo"))) {
        for (const QString &world : SimulatedSource::worlds())
            serving.add(std::make_unique<SimulatedSource>(serving.nextId(), world, SimulatedSource::Options{}, clock));
    }
    Termination termination;
    QObject::connect(&termination, &Termination::requested, [&] { serving.stop(); });
    if (const auto started = serving.start(); !started)
        return complainOfServe(started.error(), Failure);
    std::printf("%s\n", qUtf8Printable(serving.url().toString()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace alcedo
