// SPDX-License-Identifier: GPL-3.0-or-later
#include "panelfeed.h"

#include "dashboard.h"

namespace alcedo {

PanelFeed::PanelFeed(QObject *parent)
    : QObject(parent)
{
}

void PanelFeed::setModel(PanelModel *model)
{
    if (m_model == model)
        return;
    m_model = model;
    if (m_dashboard)
        connectTo(*m_dashboard);
    Q_EMIT modelChanged();
}

void PanelFeed::componentComplete()
{
    m_dashboard = Dashboard::of(this);
    if (m_dashboard)
        connectTo(*m_dashboard);
}

void PanelFeed::connectTo(Dashboard &dashboard)
{
    dashboard.pipeline().disconnect(this);
    dashboard.frameClock().disconnect(this);
    if (!m_model)
        return;
    m_model->setClock(dashboard.clock());
    connect(&dashboard.pipeline(), &Pipeline::statusChanged, this, &PanelFeed::takeStatuses);
    connect(&dashboard.pipeline(), &Pipeline::sourceRemoved, this, &PanelFeed::takeStatuses);
    dashboard.time().disconnect(this);
    connect(&dashboard.time(), &TimeView::shown, this, &PanelFeed::takeStatuses);
    connect(&dashboard.frameClock(), &FrameClock::frame, this, [this](const Snapshot &snapshot) {
        if (m_model)
            m_model->apply(snapshot);
    });
    takeStatuses();
    if (dashboard.frameClock().snapshot().keys)
        m_model->apply(dashboard.frameClock().snapshot());
}

void PanelFeed::takeStatuses()
{
    if (!m_model || !m_dashboard)
        return;
    const TimeView::Mode mode = m_dashboard->time().mode();
    // How a link is now says nothing of what was at the moment that is shown.
    if (mode == TimeView::Mode::Paused)
        return;
    QVector<SourceStatus> statuses = m_dashboard->pipeline().statuses();
    if (mode != TimeView::Mode::Live) {
        for (SourceStatus &status : statuses)
            status.link.state = LinkState::Live;
    }
    m_model->setStatuses(statuses);
}

} // namespace alcedo
