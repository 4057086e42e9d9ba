// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/core/post.h>
#include <commands/benchboard.h>
#include <commands/benchfeed.h>
#include <commands/benchrecord.h>
#include <commands/benchseek.h>
#include <commands/command.h>
#include <models/dashboard.h>
#include <models/inspectormodel.h>

#include <QApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QQuickStyle>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <vector>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

constexpr int Keys = 2'000;
constexpr auto WarmUp = 2s;

struct BenchOptions
{
    bool json = false;
    bool board = true;                             ///< --feed-only: none
    bool record = false;                           ///< --record: once more, recording
    bool inspect = false;                          ///< --inspector: once more, with the Inspector open
    int pairs = 1;                                 ///< of runs with and without, the order changing
    int perMessage = TickGenerator::TicksPerFrame; ///< --per-message: ticks in a message
    double rate = 1'000'000;
    double seconds = 10;
};

std::optional<BenchOptions> parseBench(const QStringList &args, QString &wrong)
{
    BenchOptions options;
    if (args.value(0) != QLatin1String("pipeline")) {
        wrong = QStringLiteral(
            "bench: pipeline [--json] [--feed-only] [--record|--inspector [--pairs N]] [--rate TICKS] "
            "[--per-message TICKS] [--seconds N], record, or seek");
        return std::nullopt;
    }
    for (qsizetype i = 1; i < args.size(); ++i) {
        const QString &word = args[i];
        if (word == QLatin1String("--json")) {
            options.json = true;
        } else if (word == QLatin1String("--record")) {
            options.record = true;
        } else if (word == QLatin1String("--inspector")) {
            options.inspect = true;
        } else if (word == QLatin1String("--feed-only")) {
            options.board = false;
        } else if (word == QLatin1String("--pairs")) {
            options.pairs = args.value(++i).toInt();
            if (options.pairs < 1 || options.pairs > 100) {
                wrong = QStringLiteral("bench: --pairs needs a number from 1 to 100");
                return std::nullopt;
            }
        } else if (word == QLatin1String("--per-message")) {
            options.perMessage = args.value(++i).toInt();
            if (options.perMessage < 1 || options.perMessage > TickGenerator::TicksPerFrame) {
                wrong = QStringLiteral("bench: --per-message needs a number from 1 to %1")
                            .arg(TickGenerator::TicksPerFrame);
                return std::nullopt;
            }
        } else if (word == QLatin1String("--rate") || word == QLatin1String("--seconds")) {
            bool ok = false;
            const double value = args.value(++i).toDouble(&ok);
            if (!ok || !std::isfinite(value) || value <= 0 || value > 1e8) {
                wrong = QStringLiteral("bench: %1 needs a number above zero").arg(word);
                return std::nullopt;
            }
            (word == QLatin1String("--rate") ? options.rate : options.seconds) = value;
        } else {
            wrong = QStringLiteral("bench: unknown word %1").arg(word);
            return std::nullopt;
        }
    }
    return options;
}

void waitFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// What the feed thread answers; asked from here, so that its own clock is read.
template <typename Answer>
Answer askFeed(Pipeline &pipeline, SourceId id, const std::function<Answer(Source &)> &question)
{
    QEventLoop loop;
    Answer answer{};
    pipeline.withSource(id, [&](Source &source) {
        post(&loop, [&loop, &answer, value = question(source)] {
            answer = value;
            loop.quit();
        });
    });
    loop.exec();
    return answer;
}

std::chrono::nanoseconds feedTime(Pipeline &pipeline, SourceId id)
{
    return askFeed<std::chrono::nanoseconds>(pipeline, id, [](Source &) { return threadProcessorTime(); });
}

void print(const QJsonObject &result, const BenchOptions &options)
{
    if (options.json) {
        std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
        return;
    }
    for (auto it = result.begin(); it != result.end(); ++it)
        std::printf("%-20s %s\n", qUtf8Printable(it.key()), qUtf8Printable(it->toVariant().toString()));
}

QJsonObject measure(Dashboard &dashboard, BenchBoard *board, const BenchOptions &options);

/// The same with everything recorded.
QJsonObject measureRecorded(Dashboard &dashboard, BenchBoard *board, const BenchOptions &options)
{
    const QTemporaryDir folder;
    dashboard.time().record(
        {.path = folder.filePath(QStringLiteral("bench.alcedo")), .maxBytes = qint64(1) << 30});
    QJsonObject recorded = measure(dashboard, board, options);
    dashboard.time().recorder()->flush();
    const RecorderStatus status = dashboard.time().recorder()->status();
    recorded[QStringLiteral("recorded_records")] = qint64(status.counters.records);
    recorded[QStringLiteral("recorded_frames")] = qint64(status.counters.frames);
    recorded[QStringLiteral("record_dropped")] = qint64(status.counters.dropped);
    recorded[QStringLiteral("record_bytes")] = qint64(status.counters.fileBytes);
    dashboard.time().record({});
    return recorded;
}

/// The same with the Inspector open: what it costs the others, and what it saw. Only with a board.
QJsonObject measureInspected(Dashboard &dashboard, BenchBoard *board, const BenchOptions &options)
{
    const InspectorModel &model = board->showInspector(BenchBoard::Inspector::Open);
    const quint64 seenBefore = model.seen(), passedBefore = model.passedBy();
    QJsonObject inspected = measure(dashboard, board, options);
    inspected[QStringLiteral("inspector_frames")] = qint64(model.seen() - seenBefore);
    inspected[QStringLiteral("inspector_passed_by")] = qint64(model.passedBy() - passedBefore);
    inspected[QStringLiteral("inspector_kept")] = qint64(model.kept());
    board->showInspector(BenchBoard::Inspector::Closed);
    return inspected;
}

double medianOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

/// Runs without and with what was asked for in turn, and the ratios of what a person would notice, each of
/// the two runs of a pair: a machine's mood of the minute is in both. Of several pairs their medians.
QJsonObject comparePairs(Dashboard &dashboard, BenchBoard *board, const BenchOptions &options)
{
    const QString name = options.record ? QStringLiteral("recorded") : QStringLiteral("inspected");
    const auto measureOther = options.record ? measureRecorded : measureInspected;
    QJsonObject plain, other;
    QJsonArray all;
    std::map<QString, std::vector<double>> ratios;
    for (int pair = 0; pair < options.pairs; ++pair) {
        const bool otherFirst = pair % 2 != 0;
        if (otherFirst)
            other = measureOther(dashboard, board, options);
        plain = measure(dashboard, board, options);
        if (!otherFirst)
            other = measureOther(dashboard, board, options);
        all.append(QJsonObject{{QStringLiteral("plain"), plain}, {name, other}});
        for (const char *word : {"ticks_per_s", "feed_core_share", "frames_per_s", "gui_ms_p50", "gui_ms_p99",
                                 "frame_gap_p99_ms"}) {
            const QString figure = QLatin1String(word);
            if (plain[figure].toDouble() > 0)
                ratios[figure].push_back(other[figure].toDouble() / plain[figure].toDouble());
        }
    }
    QJsonObject result{{QStringLiteral("pairs"), all}};
    for (const auto &[figure, values] : ratios)
        result[QString(QStringLiteral("ratio_") + figure)] = medianOf(values);
    result[QStringLiteral("ticks_sent")] = other[QStringLiteral("ticks_sent")];
    result[QStringLiteral("ticks_stored")] = other[QStringLiteral("ticks_stored")];
    return result;
}

/// Sends for the warm-up and the measured time, then waits until all has arrived.
QJsonObject measure(Dashboard &dashboard, BenchBoard *board, const BenchOptions &options)
{
    Pipeline &pipeline = dashboard.pipeline();
    pipeline.sync();
    const quint64 before = pipeline.store().latest().counters.points;
    const SourceId id = pipeline.add(
        [](SourceId given, Clock &clock) { return std::make_unique<BenchSource>(given, clock); });
    auto *source =
        askFeed<BenchSource *>(pipeline, id, [](Source &s) { return static_cast<BenchSource *>(&s); });
    TickGenerator generator(*source, Keys, options.rate, options.perMessage);
    waitFor(WarmUp);
    if (board)
        board->beginMeasuring();
    const auto cpuBefore = feedTime(pipeline, id);
    const auto wallBefore = std::chrono::steady_clock::now();
    const quint64 sentBefore = generator.sent();
    waitFor(std::chrono::milliseconds(qint64(options.seconds * 1'000)));
    const BenchBoard::Frames frames = board ? board->frames() : BenchBoard::Frames();
    const quint64 sentMeasured = generator.sent() - sentBefore;
    const auto cpu = feedTime(pipeline, id) - cpuBefore;
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wallBefore;
    generator.stop();
    // The last publish may wait for its 8 ms.
    const auto stored = [&] { return pipeline.store().latest().counters.points - before; };
    for (int i = 0; i < 100 && stored() != generator.sent(); ++i)
        waitFor(10ms);

    QJsonObject result{{QStringLiteral("ticks_sent"), qint64(generator.sent())},
                       {QStringLiteral("ticks_stored"), qint64(stored())},
                       {QStringLiteral("feed_core_share"), std::chrono::duration<double>(cpu) / wall},
                       {QStringLiteral("ticks_per_s"), double(sentMeasured) / wall.count()},
                       {QStringLiteral("seconds"), wall.count()}};
    if (board) {
        result[QStringLiteral("frames_per_s")] = frames.perSecond;
        result[QStringLiteral("frame_gap_p50_ms")] = frames.gapP50;
        result[QStringLiteral("frame_gap_p99_ms")] = frames.gapP99;
        result[QStringLiteral("gui_ms_p50")] = frames.guiP50;
        result[QStringLiteral("gui_ms_p99")] = frames.guiP99;
        result[QStringLiteral("render_ms_p50")] = frames.renderP50;
        result[QStringLiteral("render_ms_p99")] = frames.renderP99;
    }
    pipeline.remove(id);
    pipeline.sync();
    return result;
}

} // namespace

int runBench(int &argc, char **argv, const QStringList &args)
{
    if (args.value(0) == QLatin1String("record")) {
        QCoreApplication headless(argc, argv);
        return runBenchRecord(args.mid(1));
    }
    if (args.value(0) == QLatin1String("seek"))
        return runBenchSeek(argc, argv, args.mid(1));
    QString wrong;
    const auto options = parseBench(args, wrong);
    if (!options)
        return complain(wrong, Usage);
    // The same everywhere: no screen, the software renderer, painting beside the GUI thread.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    qputenv("QSG_RENDER_LOOP", "threaded");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QApplication application(argc, argv);

    Dashboard dashboard(nullptr);
    std::optional<BenchBoard> board;
    if (options->board) {
        board.emplace(dashboard);
        if (const auto opened = board->open(BenchSource::keys(BenchBoard::Charts)); !opened)
            return complain(opened.error().message(), Failure);
    }
    BenchBoard *const shown = board ? &*board : nullptr;
    const QJsonObject result = options->record || (options->inspect && shown)
                                   ? comparePairs(dashboard, shown, *options)
                                   : measure(dashboard, shown, *options);
    print(result, *options);
    const bool isWhole = result[QStringLiteral("ticks_sent")] == result[QStringLiteral("ticks_stored")];
    const int status =
        isWhole ? Success : complain(QStringLiteral("bench: not all that was sent was stored"), Failure);
    std::fflush(stdout);
    // Qt 6.4's threaded software loop may wait for ever in the window's destructor: a render thread that is
    // told to end between two frames goes to sleep once more. Nothing here is left to be saved.
    std::_Exit(status);
}

} // namespace alcedo
