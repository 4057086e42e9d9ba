// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline.h"

#include "dashboard.h"
#include "format.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace alcedo {

using namespace std::chrono_literals;

namespace {
constexpr std::size_t KeptSeconds = 1800;
constexpr int BarPitch = 4;
constexpr int BarWidth = 3;
constexpr int TopRoom = 15; ///< for the times above the bars
constexpr int LabelEvery = 60;
} // namespace

Timeline::Timeline(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    connect(this, &Timeline::inkChanged, this, [this] { update(); });
}

void Timeline::componentComplete()
{
    QQuickPaintedItem::componentComplete();
    m_dashboard = Dashboard::of(this);
    if (!m_dashboard)
        return;
    m_timer = std::make_unique<Timer>(m_dashboard->clock());
    connect(m_timer.get(), &Timer::timeout, this, &Timeline::sample);
    connect(m_dashboard, &Dashboard::heldChanged, this, [this](bool held) {
        m_heldAt = held ? m_dashboard->clock().wall().count() : 0;
        Q_EMIT ticked();
        update();
    });
    m_timer->start(1s, Timer::Repeat::Always);
    sample();
}

void Timeline::sample()
{
    quint64 records = 0;
    SourcesModel &sources = m_dashboard->sources();
    for (const int id : sources.ids()) {
        if (const SourceStatus *status = sources.status(id))
            records += status->records;
    }
    const quint64 came = records >= m_lastRecords ? records - m_lastRecords : records; // a source was removed: counts fell
    m_lastRecords = records;
    m_seconds.push_back({m_dashboard->clock().wall() / 1s, double(came), sources.liveCount() > 0});
    if (m_seconds.size() > KeptSeconds)
        m_seconds.pop_front();
    Q_EMIT ticked();
    update();
}

QString Timeline::clockText() const
{
    if (!m_dashboard)
        return {};
    return format::clockTime(m_heldAt ? std::chrono::nanoseconds(m_heldAt) : m_dashboard->clock().wall());
}

QString Timeline::beginText() const
{
    return m_seconds.empty() ? QString() : format::clockTime(std::chrono::seconds(m_seconds.back().wallSecond - shownSeconds()), format::Precision::Minutes);
}

int Timeline::shownSeconds() const
{
    return std::max(1, int(width()) / BarPitch);
}

qreal Timeline::heightOf(const Second &second, double most) const
{
    const qreal room = height() - TopRoom - 8;
    return second.perSecond > 0 ? std::max(1.0, std::sqrt(second.perSecond / most) * room) : 0;
}

void Timeline::paintTimes(QPainter &painter) const
{
    QFont font(m_family);
    font.setPixelSize(m_labelSize);
    painter.setFont(font);
    painter.setPen(m_labelInk);
    const qint64 newest = m_seconds.back().wallSecond;
    for (qint64 second = newest / LabelEvery * LabelEvery; second > newest - shownSeconds(); second -= LabelEvery) {
        const qreal x = width() - qreal(newest - second) * BarPitch;
        if (x > 24 && x < width() - 24)
            painter.drawText(QRectF(x - 40, 0, 80, TopRoom), Qt::AlignCenter, format::clockTime(std::chrono::seconds(second), format::Precision::Minutes));
    }
}

void Timeline::paint(QPainter *painter)
{
    if (m_seconds.empty())
        return;
    paintTimes(*painter);
    const qreal base = height() - 7;
    painter->fillRect(QRectF(0, base, width(), 1), m_ink);
    double most = 1;
    for (const Second &second : m_seconds)
        most = std::max(most, second.perSecond);
    const int shown = std::min(int(m_seconds.size()), shownSeconds());
    for (int i = 0; i < shown; ++i) {
        const Second &second = m_seconds[m_seconds.size() - 1 - std::size_t(i)];
        const qreal x = width() - qreal(i + 1) * BarPitch;
        if (second.anyLive)
            painter->fillRect(QRectF(x, base - heightOf(second, most), BarWidth, heightOf(second, most)), m_ink);
        else
            painter->fillRect(QRectF(x, TopRoom, BarPitch, base - TopRoom), QBrush(m_gapInk, Qt::BDiagPattern));
    }
    const qreal edgeX = m_heldAt ? width() - 2 - qreal(m_seconds.back().wallSecond - m_heldAt / 1'000'000'000) * BarPitch : width() - 2;
    painter->fillRect(QRectF(std::max(0.0, edgeX), 2, 2, height() - 6), m_edge);
}

} // namespace alcedo
