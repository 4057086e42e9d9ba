// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/core/clock.h>
#include <alcedo/feed/sourcespec.h>
#include <commands/command.h>
#include <commands/exposure.h>
#include <commands/serving.h>
#include <commands/sourceword.h>
#include <commands/termination.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <algorithm>
#include <cstdio>

namespace alcedo {

namespace {

/// --ping, in ms: the beat, and how long after a missed one the peer is given up.
Result<void> readPing(const QCommandLineParser &words, Server::Options &options)
{
    if (!words.isSet(QStringLiteral("ping")))
        return {};
    bool isNumber = false;
    const int ms = words.value(QStringLiteral("ping")).toInt(&isNumber);
    if (!isNumber || ms < 100 || ms > 3'600'000)
        return Error(ErrorCode::InvalidArgument, QStringLiteral("--ping takes 100 to 3600000 ms"));
    options.pingInterval = std::chrono::milliseconds(ms);
    options.pongTimeout = std::min(options.pongTimeout, options.pingInterval);
    return {};
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
    Exposure::addOptions(words);
    words.addOption({QStringLiteral("source"),
                     QStringLiteral("URL, PROFILE or PROFILE@URL; may be given again"),
                     QStringLiteral("SOURCE")});
    words.addOption({QStringLiteral("ping"),
                     QStringLiteral("heartbeat in ms, for both sides (default 25000); dead is who is silent "
                                    "for two of them, or one and 10 s"),
                     QStringLiteral("MS")});
    words.addOption({QStringLiteral("demo"), QStringLiteral("simulated data; the default without --source")});
    const bool understood = words.parse(QStringList{QStringLiteral("alcedo serve")} + args);
    if (understood && words.isSet(QStringLiteral("help"))) {
        std::fputs(qPrintable(words.helpText()), stdout);
        return Success;
    }
    if (!understood || !words.positionalArguments().isEmpty()) {
        const QString what = understood ? QStringLiteral("it takes options only (see alcedo serve --help)")
                                        : words.errorText();
        return complainOfServe(Error(ErrorCode::InvalidArgument, what), Usage);
    }
    SystemClock clock;
    Server::Options options;
    Exposure exposure;
    if (const auto guarded = exposure.read(words, options, clock); !guarded)
        return complainOfServe(guarded.error(), ExitCode(codeOf(guarded.error())));
    if (const auto ping = readPing(words, options); !ping)
        return complainOfServe(ping.error(), Usage);
    Serving serving(options, clock);
    const QStringList sources = words.values(QStringLiteral("source"));
    for (const QString &text : sources) {
        const auto word = SourceWord::parse(text);
        if (!word)
            return complainOfServe(word.error(), Usage);
        serving.add(word->make(serving.nextId(), clock));
    }
    if (sources.isEmpty() || words.isSet(QStringLiteral("demo")))
        serving.addDemo();
    Termination termination;
    QObject::connect(&termination, &Termination::requested,
                     [&] { serving.stop([] { QCoreApplication::exit(Success); }); });
    if (const auto listening = serving.listen(); !listening)
        return complainOfServe(listening.error(), Failure);
    serving.start();
    exposure.watch(clock);
    for (const QString &line : exposure.lines(serving.url()))
        std::printf("%s\n", qUtf8Printable(line));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace alcedo
