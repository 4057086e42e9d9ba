// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/command.h>

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string_view>

namespace alcedo {

namespace {

constexpr std::array Commands{
    Command{
        "",
        "the dashboard: [--source SOURCE]… [--no-demo] [--theme dark|light] [--lang en|ja] [--text-scale "
        "FACTOR]\n"
        "                    [--screenshot FILE [--after TIME] [--size WxH]] [--states] [--startup-time]\n"
        "                    [--open "
        "connections|add-source|inspector|palette|keys|menu|paused|scrubbed|replaying]\n"
        "                    [--recording FILE] [--recording-size BYTES] [--no-recording] [--status-json]",
        runDashboard, Command::Application::Own},
    Command{
        "bench",
        "pipeline [--json] [--feed-only] [--record|--inspector] [--rate TICKS] [--seconds N]: from bytes to "
        "pixels, measured;\n"
        "                    record: how fast is recorded, sought and replayed",
        runBench, Command::Application::Own},
    Command{"watch", "SOURCE: prints a source's records, one JSON object a line", runWatch},
    Command{"replay", "RECORDING: serves a recording over a WebSocket, as it came", runReplay},
    Command{"record", "SOURCE… --out FILE: records what sources say, bounded by --max-size and --max-age",
            runRecord},
    Command{"export", "RECORDING --csv|--jsonl|--mcap OUT [--from T] [--to T] [--channel KINDS] [--key KEYS]",
            runExport},
    Command{"import", "FILE --out RECORDING: makes a recording of JSON-lines frames, or of a CSV table",
            runImport},
    Command{"check", "PROFILE RECORDING: what a feed profile makes of a recording", runCheck},
    Command{"infer", "RECORDING|URL [--out FILE] [--for TIME]: proposes a feed profile", runInfer},
    Command{"publish", "URL CHANNEL: publishes JSON lines from standard input", runPublish},
    Command{
        "serve",
        "a server without a window: [--port N] [--share | --address A] [--source SOURCE]… [--demo] [--ping "
        "MS]\n"
        "                    [--certificate FILE --key FILE] [--tokens FILE] [--insecure] [--host NAME]… "
        "[--origin ORIGIN]…",
        runServe},
    Command{
        "token",
        "add --user NAME [--role ROLE[:PREFIX]]… [--expires TIME] | list | revoke ID | use URL: who may sign "
        "in",
        runToken},
};

void printHelp()
{
    std::fputs("alcedo: live dashboard for WebSocket feeds\n\n", stdout);
    for (const Command &command : Commands)
        std::printf("  alcedo %-10s %s\n", command.name, command.summary);
}

QStringList wordsFrom(int argc, char **argv, int first)
{
    QStringList words;
    for (int i = first; i < argc; ++i)
        words << QString::fromLocal8Bit(argv[i]);
    return words;
}

} // namespace

int complain(const QString &message, ExitCode code)
{
    std::fprintf(stderr, "alcedo: %s\n", qUtf8Printable(message));
    return code;
}

int runCommand(int argc, char **argv)
{
    const std::string_view word = argc > 1 ? argv[1] : "";
    if (word == "--help" || word == "-h" || word == "help") {
        printHelp();
        return Success;
    }
    if (word == "--version") {
        std::puts("alcedo " ALCEDO_VERSION);
        return Success;
    }
    const bool dashboard = word.empty() || word.starts_with('-');
    const std::string_view name = dashboard ? std::string_view() : word;
    const auto command = std::find_if(Commands.begin(), Commands.end(),
                                      [name](const Command &known) { return name == known.name; });
    if (command == Commands.end())
        return complain(QStringLiteral("unknown command: %1 (alcedo --help lists them)")
                            .arg(QString::fromLocal8Bit(word.data())),
                        Usage);
    const QStringList words = wordsFrom(argc, argv, dashboard ? 1 : 2);
    if (command->application == Command::Application::Own)
        return command->run(argc, argv, words);
    QCoreApplication application(argc, argv);
    return command->run(argc, argv, words);
}

} // namespace alcedo
