// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "freshness.h"

#include <QList>
#include <QPointer>
#include <QQmlParserStatus>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

class Dashboard;

/// What a panel's header shows: the gravest state of the sources that the panel is fed by, in words, and
/// paused while the view is held. In QML:
///
///     PanelFreshness { id: fresh; sourceIds: model.sourceIds }
///     PanelHeader { title: qsTr("Watchlist"); freshness: fresh.state; stateText: fresh.text; fraction:
///     fresh.fraction }
///
/// Thread: GUI.
class PanelFreshness : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    /// The sources whose records the panel shows; empty: all sources.
    Q_PROPERTY(QList<int> sourceIds READ sourceIds WRITE setSourceIds NOTIFY changed)
    Q_PROPERTY(int state READ state NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)
    Q_PROPERTY(qreal fraction READ fraction NOTIFY changed)
    /// Values under it are of the moment (or of the held one): full contrast.
    Q_PROPERTY(bool current READ isCurrentNow NOTIFY changed)
    /// For a strip over the values where state is Failed: "Sign-in refused: 401", and what to try.
    Q_PROPERTY(QString reason READ reason NOTIFY changed)
    Q_PROPERTY(QString advice READ advice NOTIFY changed)
    /// The source that the state comes from; -1: none.
    Q_PROPERTY(int gravestSource READ gravestSource NOTIFY changed)
public:
    explicit PanelFreshness(QObject *parent = nullptr);
    void classBegin() override {}
    void componentComplete() override;
    /// For tests and C++ owners; in QML it finds its engine's own.
    void setDashboard(Dashboard &dashboard);

    [[nodiscard]] QList<int> sourceIds() const { return m_sourceIds; }
    void setSourceIds(const QList<int> &ids);
    [[nodiscard]] int state() const { return m_shown.state; }
    [[nodiscard]] QString text() const { return m_shown.text; }
    [[nodiscard]] qreal fraction() const { return m_shown.fraction; }
    [[nodiscard]] bool isCurrentNow() const { return isCurrent(m_shown.state); }
    [[nodiscard]] QString reason() const { return m_shown.reason; }
    [[nodiscard]] QString advice() const { return m_shown.advice; }
    [[nodiscard]] int gravestSource() const { return m_shown.source; }

Q_SIGNALS:
    void changed();

private:
    struct Shown
    {
        Freshness state = freshness::Loading;
        QString text, reason, advice;
        qreal fraction = 1;
        int source = -1;
        friend bool operator==(const Shown &, const Shown &) = default;
    };
    void update();
    [[nodiscard]] Shown judge() const;

    QPointer<Dashboard> m_dashboard;
    QList<int> m_sourceIds;
    Shown m_shown;
};

} // namespace alcedo
