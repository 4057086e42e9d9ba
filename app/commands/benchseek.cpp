// SPDX-License-Identifier: GPL-3.0-or-later
// The context of each is the loop that runs meanwhile, in the same block. clazy:excludeall=lambda-in-connect
#include <alcedo/feed/simulatedsource.h>
#include <alcedo/recording/recording.h>
#include <commands/arguments.h>
#include <commands/benchlong.h>
#include <commands/benchseek.h>
#include <commands/command.h>
#include <models/dashboard.h>

#include <QApplication>
#include <QEventLoop>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <optional>
#include <random>

namespace alcedo {

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto Patience = 20s; // for one moment

double millisecondsSince(Steady::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

double percentileOf(std::vector<double> values, std::size_t percent)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, values.size() * percent / 100)];
}

/// The window as people have it, with the demo's worlds as its live sources.
class SeekBench
{
public:
    explicit SeekBench(const QString &path)
        : m_path(path)
        , m_dashboard(nullptr)
    {
    }
    [[nodiscard]] Result<void> open();
    /// ms to the painted window, or nothing where it never came.
    [[nodiscard]] std::optional<double> jumpTo(std::int64_t atNs);
    [[nodiscard]] double restoredMs() const
    {
        return std::chrono::duration<double, std::milli>(m_dashboard.time().lastSeek()).count();
    }
    [[nodiscard]] std::size_t rows() { return m_dashboard.frameClock().snapshot().quotes.size(); }
    void close() { m_dashboard.time().record({}); }

private:
    [[nodiscard]] bool waitForFrame();
    QString m_path;
    mutable Dashboard m_dashboard;
    QQmlApplicationEngine m_engine;
    QQuickWindow *m_window = nullptr;
};

Result<void> SeekBench::open()
{
    for (const QString &world : SimulatedSource::worlds()) {
        m_dashboard.pipeline().add([world](SourceId id, Clock &clock) {
            return std::make_unique<SimulatedSource>(
                id, world, SimulatedSource::Options{.backfill = std::chrono::minutes(1)}, clock);
        });
    }
    m_dashboard.time().record({.path = m_path});
    m_dashboard.attachTo(m_engine);
    m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine.load(QStringLiteral("qrc:/qt/qml/Alcedo/Main.qml"));
    m_window = m_engine.rootObjects().isEmpty()
                   ? nullptr
                   : qobject_cast<QQuickWindow *>(m_engine.rootObjects().constFirst());
    if (!m_window)
        return Error(ErrorCode::Io, QStringLiteral("the window could not be made"));
    m_dashboard.frameClock().follow(m_window);
    m_window->show();
    QEventLoop loop; // so that live is under way
    QTimer::singleShot(2s, &loop, &QEventLoop::quit);
    loop.exec();
    return {};
}

/// The next frame that is painted whole after now.
bool SeekBench::waitForFrame()
{
    QEventLoop loop;
    bool synced = false, painted = false;
    QObject::connect(m_window, &QQuickWindow::afterSynchronizing, &loop, [&synced] { synced = true; });
    QObject::connect(m_window, &QQuickWindow::frameSwapped, &loop, [&] {
        painted = synced; // what was being painted before shows the moment before
        if (painted)
            loop.quit();
    });
    QTimer::singleShot(Patience, &loop, &QEventLoop::quit);
    m_window->update();
    loop.exec();
    return painted;
}

std::optional<double> SeekBench::jumpTo(std::int64_t atNs)
{
    QEventLoop loop;
    bool sought = false;
    QObject::connect(m_dashboard.time().playback(), &Playback::sought, &loop, [&] {
        sought = true; // the view has it: this comes after the time view's own slot
        loop.quit();
    });
    QTimer::singleShot(Patience, &loop, &QEventLoop::quit);
    const auto begin = Steady::now();
    m_dashboard.time().seekTo(atNs);
    loop.exec();
    if (!sought || m_dashboard.time().mode() != TimeView::Mode::Scrubbed || !waitForFrame())
        return std::nullopt;
    return millisecondsSince(begin);
}

struct SeekWords
{
    double hours = 24, rate = 500;
    int jumps = 100;
    QString keep;
};

Result<QJsonObject> measureSeeks(const SeekWords &words, const QString &path)
{
    std::int64_t now = std::chrono::system_clock::now().time_since_epoch().count();
    std::uint64_t made = 0;
    if (const auto kept = Recording::open(path)) { // by --keep of an earlier run
        now = (*kept)->range().toNs;
        made = (*kept)->count(Recording::Kind::Records);
    } else if (const auto records = makeLongRecording(path, words.hours, words.rate, now)) {
        made = *records;
    } else {
        return records.error();
    }
    const qint64 bytes = QFileInfo(path).size();
    SeekBench bench(path);
    if (const auto opened = bench.open(); !opened)
        return opened.error();
    const auto span = std::int64_t(words.hours * 3.6e12);
    std::mt19937_64 random(7);
    std::vector<double> painted, restored;
    for (int i = 0; i < words.jumps; ++i) {
        const auto took = bench.jumpTo(now - span + std::int64_t(random() % std::uint64_t(span)));
        if (!took)
            return Error(ErrorCode::TimedOut, QStringLiteral("a moment was not shown"));
        painted.push_back(*took);
        restored.push_back(bench.restoredMs());
    }
    const std::size_t rows = bench.rows();
    bench.close();
    return QJsonObject{{QStringLiteral("hours"), words.hours},
                       {QStringLiteral("records"), qint64(made)},
                       {QStringLiteral("file_mib"), double(bytes) / (1 << 20)},
                       {QStringLiteral("bytes_per_record"), double(bytes) / double(made)},
                       {QStringLiteral("jumps"), words.jumps},
                       {QStringLiteral("rows"), qint64(rows)},
                       {QStringLiteral("restored_p50_ms"), percentileOf(restored, 50)},
                       {QStringLiteral("restored_p99_ms"), percentileOf(restored, 99)},
                       {QStringLiteral("painted_p50_ms"), percentileOf(painted, 50)},
                       {QStringLiteral("painted_p99_ms"), percentileOf(painted, 99)},
                       {QStringLiteral("painted_most_ms"), percentileOf(painted, 100)}};
}

} // namespace

int runBenchSeek(int &argc, char **argv, const QStringList &args)
{
    Arguments arguments(QStringLiteral("bench seek"), QStringLiteral(""), 0);
    arguments.addValue(QStringLiteral("hours"), QStringLiteral("of the recording (default 24)"),
                       QStringLiteral("N"), QStringLiteral("24"));
    arguments.addValue(QStringLiteral("rate"), QStringLiteral("records a second (default 500)"),
                       QStringLiteral("N"), QStringLiteral("500"));
    arguments.addValue(QStringLiteral("jumps"), QStringLiteral("random moments (default 100)"),
                       QStringLiteral("N"), QStringLiteral("100"));
    arguments.addValue(QStringLiteral("keep"),
                       QStringLiteral("where the recording stays, and is used again (default: it goes)"),
                       QStringLiteral("FILE"));
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QApplication application(argc, argv);
    if (const auto code = arguments.parse(args))
        return *code;
    const SeekWords words{arguments.value(QStringLiteral("hours")).toDouble(),
                          arguments.value(QStringLiteral("rate")).toDouble(),
                          arguments.value(QStringLiteral("jumps")).toInt(),
                          arguments.value(QStringLiteral("keep"))};
    if (!(words.hours > 0 && words.hours <= 1'000 && words.rate >= 10 && words.jumps > 0))
        return complain(QStringLiteral("bench seek: numbers above zero, and a rate of 10 or more"), Usage);
    const QTemporaryDir folder;
    const auto result = measureSeeks(
        words, words.keep.isEmpty() ? folder.filePath(QStringLiteral("long.alcedo")) : words.keep);
    if (!result)
        return complain(result.error().message(), Failure);
    std::puts(QJsonDocument(*result).toJson(QJsonDocument::Compact).constData());
    return Success;
}

} // namespace alcedo
