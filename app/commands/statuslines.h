// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <models/dashboard.h>
#include <models/panelfreshness.h>

#include <QObject>
#include <QPointer>
#include <map>
#include <optional>
#include <tuple>

class QQuickItem;
class QQuickWindow;

namespace alcedo {

/// --status-json: what the window's panels show and how the sources do, one JSON object a line on stdout, for
/// scripts and tests. A line for each change; of a source's counts alone at most one a second. Thread: GUI,
/// which waits for a slow reader of stdout.
class StatusLines : public QObject
{
    Q_OBJECT
public:
    /// The panels are those that the window holds now. Says the state of all at once.
    StatusLines(Dashboard &dashboard, QQuickWindow &window);

private:
    struct Told
    {
        using Shown =
            std::tuple<int, int, int, std::optional<std::chrono::nanoseconds>, int, quint64, quint64>;
        Shown shown;
        quint64 records = 0;
        std::chrono::nanoseconds at{0}; ///< steady
    };
    void findPanels(const QQuickItem &item, std::map<QString, int> &named);
    void tellPanel(const QString &name, const PanelFreshness &panel);
    void tellSource(const SourceStatus &status);
    void tellRecording();

    Dashboard &m_dashboard;
    std::map<const PanelFreshness *, std::pair<int, QString>> m_panels; ///< state and text as last told
    std::map<SourceId, Told> m_sources;
    std::optional<std::pair<bool, QString>> m_recording; ///< whether, and what the time bar says of it
};

} // namespace alcedo
