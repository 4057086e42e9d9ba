// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/command.h>
#include <commands/dashboardoptions.h>
#include <commands/demo.h>
#include <commands/startup.h>
#include <commands/statuslines.h>
#include <models/dashboard.h>
#include <workspace/workspace.h>

#include <QApplication>
#include <QDir>
#include <QFont>
#include <QIcon>
#include <QLockFile>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <QTranslator>
#include <functional>
#include <optional>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace alcedo {

namespace {

/// What runs while the window is open, in the order of construction; the engine goes first.
struct Running
{
    explicit Running(const DashboardOptions &given)
        : options(given)
        , workspace(given.isPicture() ? QString() : Workspace::defaultPath())
        , dashboard(nullptr)
    {
    }

    const DashboardOptions &options;
    Workspace workspace;
    QTemporaryDir scratch;
    std::unique_ptr<QLockFile> lock; ///< of the recording
    Demo demo;
    Dashboard dashboard;
    QTranslator translator;
    QQmlApplicationEngine engine;
};

void useFonts()
{
    // Roboto's digits are all of one width; Noto Sans CJK has what it lacks. Text height is set by rows,
    // never by a font.
    QFont::insertSubstitutions(QStringLiteral("Roboto"),
                               {QStringLiteral("Noto Sans CJK JP"), QStringLiteral("Noto Sans")});
    QFont::insertSubstitutions(QStringLiteral("JetBrains Mono"),
                               {QStringLiteral("Noto Sans Mono CJK JP"), QStringLiteral("monospace")});
    QFont font(QStringLiteral("Roboto"));
    font.setPixelSize(13);
    QGuiApplication::setFont(font);
}

void applyLanguage(Running &running, const QString &language)
{
    QCoreApplication::removeTranslator(&running.translator);
    if (language != QLatin1String("en") &&
        running.translator.load(QStringLiteral(":/alcedo/i18n/alcedo_%1.qm").arg(language)))
        QCoreApplication::installTranslator(&running.translator);
    QLocale::setDefault(language == QLatin1String("ja") ? QLocale(QLocale::Japanese, QLocale::Japan)
                                                        : QLocale(QLocale::English, QLocale::UnitedStates));
    running.engine.retranslate();
}

void applyPreferences(Running &running)
{
    Preferences &preferences = running.dashboard.preferences();
    const DashboardOptions &options = running.options;
    const Workspace &kept = running.workspace;
    preferences.setTheme(options.theme.value_or(
        Preferences::ThemeChoice(std::clamp(kept.setting(QStringLiteral("theme"), 0).toInt(), 0, 2))));
    preferences.setTextScale(
        options.textScale.value_or(kept.setting(QStringLiteral("textScale"), 1.0).toDouble()));
    preferences.setUpDown(
        Preferences::UpDown(std::clamp(kept.setting(QStringLiteral("upDown"), 0).toInt(), 0, 3)));
    const QString system =
        QLocale::system().language() == QLocale::Japanese ? QStringLiteral("ja") : QStringLiteral("en");
    const QString language = options.language.isEmpty()
                                 ? kept.setting(QStringLiteral("language"), system).toString()
                                 : options.language;
    preferences.setLanguage(language == QLatin1String("ja") ? language : QStringLiteral("en"));
    applyLanguage(running, preferences.language());

    QObject::connect(&preferences, &Preferences::languageChanged, &running.dashboard,
                     [&running](const QString &chosen) {
                         applyLanguage(running, chosen);
                         running.dashboard.sources().refresh();
                     });
    QObject::connect(&preferences, &Preferences::changed, &running.dashboard, [&running, &preferences] {
        running.workspace.setSetting(QStringLiteral("theme"), int(preferences.theme()));
        running.workspace.setSetting(QStringLiteral("textScale"), preferences.textScale());
        running.workspace.setSetting(QStringLiteral("upDown"), int(preferences.upDown()));
        running.workspace.setSetting(QStringLiteral("language"), preferences.language());
    });
    preferences.setRecords(options.records && kept.setting(QStringLiteral("recording"), true).toBool());
    preferences.setRecordingBytes(
        options.recordingBytes > 0
            ? options.recordingBytes
            : kept.setting(QStringLiteral("recordingBytes"), preferences.recordingBytes()).toLongLong());
}

/// The given sources, else the kept ones, else the demo. An error where a given one is no source.
Result<void> addSources(Running &running)
{
    Dashboard &dashboard = running.dashboard;
    for (const QString &word : running.options.sources) {
        if (dashboard.trySource(word) < 0)
            return Error(ErrorCode::InvalidArgument, dashboard.sourceError());
    }
    if (!running.options.sources.isEmpty())
        return {};
    for (const QString &word : running.workspace.sources()) {
        const int id = dashboard.trySource(word);
        if (id >= 0)
            dashboard.keepSource(id);
    }
    QObject::connect(&dashboard, &Dashboard::keptSourcesChanged, &running.workspace, &Workspace::setSources);
    if (running.options.demo && !running.options.statesPage)
        return running.demo.start(dashboard.pipeline());
    return {};
}

/// Where recordings go: what was asked for, else the data folder. A picture keeps out of that: what it needs
/// to show goes to a file that is gone with it.
QString recordingPath(const Running &running)
{
    if (!running.options.recording.isEmpty())
        return running.options.recording;
    if (running.options.isPicture())
        return running.scratch.filePath(QStringLiteral("picture.alcedo"));
    const QString folder =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/alcedo");
    QDir().mkpath(folder); // where that fails, the recorder says so
    return folder + QStringLiteral("/recording.alcedo");
}

/// Everything that comes is recorded, to a ring on disk.
void record(Running &running, qint64 bytes)
{
    constexpr std::chrono::hours DefaultAge(24 * 7);
    const QString path = recordingPath(running);
    if (!running.lock) {
        running.lock = std::make_unique<QLockFile>(QString(path + QStringLiteral(".lock")));
        running.lock->setStaleLockTime(0);
        if (!running.lock->tryLock() && running.lock->error() == QLockFile::LockFailedError) {
            complain(QStringLiteral("not recording: another Alcedo records to %1").arg(path), Failure);
            running.lock.reset();
            return;
        }
    }
    running.dashboard.time().record(
        {.path = path, .maxBytes = std::max(bytes, RecordingWriter::LeastBytes), .maxAge = DefaultAge});
}

/// As the options and the preferences say, and again whenever a person sets them otherwise.
void startRecording(Running &running)
{
    const DashboardOptions &options = running.options;
    Preferences &preferences = running.dashboard.preferences();
    if (options.statesPage)
        return;
    const bool asked = !options.recording.isEmpty() || options.isPicture();
    if (options.records && (asked || preferences.records()))
        record(running, preferences.recordingBytes());
    QObject::connect(
        &preferences, &Preferences::recordingChanged, &running.dashboard, [&running, &preferences] {
            running.workspace.setSetting(QStringLiteral("recording"), preferences.records());
            running.workspace.setSetting(QStringLiteral("recordingBytes"), preferences.recordingBytes());
            running.dashboard.time().record({});
            if (preferences.records())
                record(running, preferences.recordingBytes());
            else
                running.lock.reset();
        });
}

/// A window comes back as large as it was left.
void keepWindowSize(Running &running, QQuickWindow &window)
{
    Workspace &kept = running.workspace;
    window.resize(int(kept.size(QStringLiteral("windowWidth"), window.width())),
                  int(kept.size(QStringLiteral("windowHeight"), window.height())));
    const auto keep = [&kept, &window] {
        if (window.visibility() != QWindow::Windowed)
            return;
        kept.setSize(QStringLiteral("windowWidth"), window.width());
        kept.setSize(QStringLiteral("windowHeight"), window.height());
    };
    QObject::connect(&window, &QWindow::widthChanged, &kept, keep);
    QObject::connect(&window, &QWindow::heightChanged, &kept, keep);
}

/// Carries it out so long after the window's first frame: before that there is nothing to look at, and on a
/// busy machine that may take its time.
void afterFirstFrame(QQuickWindow &window, std::chrono::milliseconds time,
                     const std::function<void()> &action)
{
    QObject::connect(
        &window, &QQuickWindow::frameSwapped, &window,
        [&window, time, action] { QTimer::singleShot(time, &window, action); },
        Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

/// What --open asks for; for a picture half a second before it, so that a pause has something to stand at.
void openPart(const DashboardOptions &options, QQuickWindow &window)
{
    if (options.open.isEmpty() || options.statesPage)
        return;
    // What shows arriving messages needs some time to have any.
    const bool needsData = options.open.startsWith(QLatin1String("inspector")) ||
                           options.open.startsWith(QLatin1String("add-source:"));
    const bool isSought =
        options.open == QLatin1String("scrubbed") || options.open == QLatin1String("replaying");
    const auto lead = std::chrono::milliseconds(needsData ? 5'000 : isSought ? 2'000 : 500);
    const auto after = options.isPicture() ? std::max(options.after - lead, std::chrono::milliseconds(0))
                                           : std::chrono::milliseconds(0);
    afterFirstFrame(window, after, [&options, &window] {
        QMetaObject::invokeMethod(&window, "openPart", Q_ARG(QVariant, options.open));
    });
}

QQuickWindow *openWindow(Running &running)
{
    running.dashboard.attachTo(running.engine);
    running.workspace.attachTo(running.engine);
    running.engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    running.engine.load(running.options.statesPage
                            ? QStringLiteral("qrc:/qt/qml/Alcedo/states/StatesPage.qml")
                            : QStringLiteral("qrc:/qt/qml/Alcedo/Main.qml"));
    auto *window = running.engine.rootObjects().isEmpty()
                       ? nullptr
                       : qobject_cast<QQuickWindow *>(running.engine.rootObjects().constFirst());
    if (!window)
        return nullptr;
    if (running.options.size.isValid())
        window->resize(running.options.size);
    else
        keepWindowSize(running, *window);
    running.dashboard.frameClock().follow(window);
    window->show();
    return window;
}

/// Saves the picture after the asked time, then ends the program.
void takePicture(const DashboardOptions &options, QQuickWindow &window)
{
    afterFirstFrame(window, options.after, [&options, &window] {
        const QImage picture = window.grabWindow();
        if (picture.save(options.picture)) {
            QCoreApplication::exit(Success);
            return;
        }
        QCoreApplication::exit(
            complain(QCoreApplication::translate("alcedo::Dashboard", "cannot write %1").arg(options.picture),
                     Failure));
    });
}

/// A window that stays open all day frees and takes back images of megabytes. glibc, left alone, learns from
/// the first one freed to keep all of their size in the heap, which then only grows; told so, it gives each
/// back to the system.
void giveLargeBlocksBack()
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
#endif
}

} // namespace

int runDashboard(int &argc, char **argv, const QStringList &args)
{
    const auto parsed = DashboardOptions::parse(args);
    if (!parsed)
        return complain(parsed.error().message(), Usage);
    const DashboardOptions &options = *parsed;
    if (const auto ready = prepareDisplay(options); !ready)
        return complain(ready.error().message(), Failure);

    giveLargeBlocksBack();
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("Alcedo"));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/alcedo/icons/alcedo-256.png")));
    useFonts();

    Running running(options);
    if (const auto loaded = running.workspace.load(); !loaded)
        complain(loaded.error().message(), Failure);
    running.dashboard.setSourceMaker(sourceMaker(), profileNames());
    applyPreferences(running);
    startRecording(running);
    if (const auto added = addSources(running); !added)
        return complain(added.error().message(),
                        added.error().code() == ErrorCode::InvalidArgument ? Usage : Failure);
    QQuickWindow *window = openWindow(running);
    if (!window)
        return complain(QStringLiteral("the window could not be made; see the messages above"), Failure);
    StartupTime startup(running.dashboard.frameClock(), *window, options.startupTime);
    openPart(options, *window);
    std::optional<StatusLines> lines;
    if (options.statusLines)
        lines.emplace(running.dashboard, *window);
    if (options.isPicture())
        takePicture(options, *window);
    return QApplication::exec();
}

} // namespace alcedo
