// SPDX-License-Identifier: GPL-3.0-or-later
#include "panelfreshness.h"

#include "dashboard.h"
#include "failuretext.h"
#include "sourcetext.h"
#include "tokenwish.h"

namespace alcedo {

PanelFreshness::PanelFreshness(QObject *parent)
    : QObject(parent)
{
}

void PanelFreshness::componentComplete()
{
    if (!m_dashboard) {
        if (Dashboard *dashboard = Dashboard::of(this))
            setDashboard(*dashboard);
    }
}

void PanelFreshness::setDashboard(Dashboard &dashboard)
{
    m_dashboard = &dashboard;
    connect(&dashboard.sources(), &SourcesModel::refreshed, this, &PanelFreshness::update);
    connect(&dashboard, &Dashboard::heldChanged, this, &PanelFreshness::update);
    connect(&dashboard.time(), &TimeView::changed, this, &PanelFreshness::update);
    update();
}

void PanelFreshness::setSourceIds(const QList<int> &ids)
{
    if (m_sourceIds == ids)
        return;
    m_sourceIds = ids;
    if (m_dashboard)
        m_shown = judge();
    Q_EMIT changed();
}

void PanelFreshness::update()
{
    Shown next = judge();
    if (next == m_shown)
        return;
    m_shown = std::move(next);
    Q_EMIT changed();
}

PanelFreshness::Shown PanelFreshness::judge() const
{
    Shown shown;
    if (!m_dashboard)
        return shown;
    if (m_dashboard->isHeld()) {
        const bool plays = m_dashboard->time().mode() == TimeView::Mode::Playing;
        return {
            plays ? freshness::Replay : freshness::Paused, m_dashboard->time().momentText(), {}, {}, 1, -1};
    }
    SourcesModel &sources = m_dashboard->sources();
    const QList<int> ids = m_sourceIds.isEmpty() ? sources.ids() : m_sourceIds;
    if (ids.isEmpty())
        return {freshness::Off, tr("no source"), {}, {}, 1, -1};
    for (const int id : ids) {
        const Freshness state = sources.freshness(id);
        if (shown.source < 0 || (state != shown.state && graver(state, shown.state) == state)) {
            shown.state = state;
            shown.source = id;
        }
    }
    if (const SourceWords *words = sources.words(shown.source)) {
        shown.text = words->panel;
        shown.fraction = words->fraction;
    }
    const SourceStatus *status = sources.status(shown.source);
    if (status && shown.state == freshness::Failed && status->link.failure) {
        shown.reason = failureText(*status->link.failure);
        shown.advice = tokenWish(*status, false) == TokenWish::None
                           ? adviceFor(*status->link.failure)
                           : tr("Connections (Ctrl+J) takes a token for it.");
    }
    return shown;
}

} // namespace alcedo
