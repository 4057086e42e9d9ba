// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/benchboard.h>

#include <commands/benchfeed.h>
#include <models/dashboard.h>
#include <models/inspectormodel.h>

#include <QQmlComponent>
#include <algorithm>

namespace alcedo {

namespace {

constexpr char BoardQml[] = R"(
import QtQuick
import Alcedo

Window {
    id: board

    property var keys: []
    property bool inspected: false

    color: Theme.base
    height: 1000
    width: 1600

    WatchlistPanel {
        id: watchlist
        height: parent.height
        width: 480
    }
    Grid {
        anchors { bottom: parent.bottom; left: watchlist.right; right: parent.right; top: parent.top }
        columns: 4

        Repeater {
            model: 16
            ChartPanel {
                required property int index
                height: parent ? parent.height / 4 : 0
                keys: [board.keys[index]]
                width: parent ? parent.width / 4 : 0
            }
        }
    }
    InspectorPanel {
        anchors.bottom: parent.bottom
        height: 300
        visible: board.inspected
        width: parent.width
    }
}
)";

double percentile(std::vector<double> values, int percent)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, values.size() * std::size_t(percent) / 100)];
}

} // namespace

BenchBoard::BenchBoard(Dashboard &dashboard)
    : m_dashboard(dashboard)
{
    m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_dashboard.attachTo(m_engine);
}

BenchBoard::~BenchBoard() = default;

Result<void> BenchBoard::open(const QStringList &keys)
{
    QQmlComponent component(&m_engine);
    component.setData(BoardQml, QUrl(QStringLiteral("qrc:/qt/qml/Alcedo/BenchBoard.qml")));
    std::unique_ptr<QObject> made(component.createWithInitialProperties({{QStringLiteral("keys"), keys}}));
    if (!qobject_cast<QQuickWindow *>(made.get()))
        return Error(ErrorCode::Io,
                     QStringLiteral("the board does not load: %1").arg(component.errorString().simplified()));
    m_window.reset(static_cast<QQuickWindow *>(made.release()));
    connect(m_window.get(), &QQuickWindow::frameSwapped, this, &BenchBoard::notePainted,
            Qt::DirectConnection);
    connect(&m_dashboard.frameClock(), &FrameClock::frame, this, &BenchBoard::noteGuiTime);
    m_dashboard.frameClock().follow(m_window.get());
    m_window->show();
    return {};
}

const InspectorModel &BenchBoard::showInspector(Inspector inspector)
{
    m_window->setProperty("inspected", inspector == Inspector::Open);
    const auto *const model = m_window->findChild<InspectorModel *>();
    Q_ASSERT(model); // the board's own
    return *model;
}

void BenchBoard::beginMeasuring()
{
    const QMutexLocker lock(&m_mutex);
    m_paintedAt.clear();
    m_guiMs.clear();
    m_renderMs.clear();
    m_guiTime = threadProcessorTime();
}

void BenchBoard::noteGuiTime()
{
    const std::chrono::nanoseconds now = threadProcessorTime();
    const QMutexLocker lock(&m_mutex);
    m_guiMs.push_back(std::chrono::duration<double, std::milli>(now - m_guiTime).count());
    m_guiTime = now;
}

void BenchBoard::notePainted()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const QMutexLocker lock(&m_mutex);
    m_paintedAt.push_back(now);
    const std::chrono::nanoseconds time = threadProcessorTime(); // in the renderer's thread
    if (m_paintedAt.size() > 1)
        m_renderMs.push_back(std::chrono::duration<double, std::milli>(time - m_renderTime).count());
    m_renderTime = time;
}

BenchBoard::Frames BenchBoard::frames() const
{
    const QMutexLocker lock(&m_mutex);
    Frames frames;
    frames.count = m_paintedAt.size();
    if (frames.count < 2)
        return frames;
    std::vector<double> gaps;
    for (std::size_t i = 1; i < m_paintedAt.size(); ++i)
        gaps.push_back(
            std::chrono::duration<double, std::milli>(m_paintedAt[i] - m_paintedAt[i - 1]).count());
    const double seconds = std::chrono::duration<double>(m_paintedAt.back() - m_paintedAt.front()).count();
    frames.perSecond = double(gaps.size()) / seconds;
    frames.gapP50 = percentile(gaps, 50);
    frames.gapP99 = percentile(gaps, 99);
    frames.guiP50 = percentile(m_guiMs, 50);
    frames.guiP99 = percentile(m_guiMs, 99);
    frames.renderP50 = percentile(m_renderMs, 50);
    frames.renderP99 = percentile(m_renderMs, 99);
    return frames;
}

} // namespace alcedo
