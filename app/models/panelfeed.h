// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panelmodel.h"

#include <QObject>
#include <QPointer>
#include <QQmlParserStatus>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

class Dashboard;

/// Feeds a panel's model from the engine's Dashboard: its frames, clock and source statuses.
///
///     WatchlistModel { id: rows }
///     PanelFeed { model: rows }
///
/// Thread: GUI.
class PanelFeed : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(alcedo::PanelModel *model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
public:
    explicit PanelFeed(QObject *parent = nullptr);
    [[nodiscard]] PanelModel *model() const { return m_model; }
    void setModel(PanelModel *model);
    void classBegin() override {}
    void componentComplete() override;

Q_SIGNALS:
    void modelChanged();

private:
    void connectTo(Dashboard &dashboard);
    void takeStatuses();
    QPointer<PanelModel> m_model;
    QPointer<Dashboard> m_dashboard;
};

} // namespace alcedo
