// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline.h"

#include "dashboard.h"
#include "format.h"

#include <alcedo/recording/playback.h>
#include <alcedo/series/store.h>

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace alcedo {

using namespace std::chrono_literals;

namespace {
constexpr qint64 Second = 1'000'000'000;
constexpr qint64 LeastSpan = 600 * Second;
constexpr qint64 MostSpan =
    86'400 * Second; ///< what is older, as a recording served again, has no place here
constexpr int BarPitch = 4;
constexpr int BarWidth = 3;
constexpr int BottomRoom = 7;
constexpr int LabelDistance = 9;       ///< between the times, in their heights
constexpr std::size_t MostLines = 256; ///< counted; of more, every so many stand for the others
constexpr std::array Steps =
    std::to_array<qint64>({1,  2,  3,  4,  5,  6,   8,   10,  12,  15,  18,  22,   25,   30,
                           36, 45, 60, 75, 90, 120, 150, 200, 300, 450, 600, 1200, 1800, 3600});
constexpr std::array LabelSteps =
    std::to_array<qint64>({60, 120, 300, 600, 900, 1800, 3600, 7200, 14'400, 43'200, 86'400});

quint64 valuesBetween(const LineSeriesView &line, qint64 fromNs, qint64 toNs)
{
    return line.isEmpty() ? 0 : line.lowerBound(toNs) - line.lowerBound(fromNs);
}
} // namespace

Timeline::Timeline(QQuickItem *parent)
    : QQuickPaintedItem(parent)
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
    connect(&m_dashboard->time(), &TimeView::changed, this, [this] {
        if (m_dashboard->time().mode() != TimeView::Mode::Live)
            update();
    });
    connect(&m_dashboard->time(), &TimeView::shown, this, [this] { update(); });
    connect(this, &QQuickItem::widthChanged, this, &Timeline::sample);
    m_timer->start(1s, Timer::Repeat::Always);
    sample();
}

void Timeline::sample()
{
    // Also while the view is held: live goes on behind it.
    const Snapshot &snapshot = m_dashboard->pipeline().store().latest();
    m_nowNs = m_dashboard->clock().wall().count();
    const qint64 before = m_stepNs, newest = m_newestBin;
    chooseStep(snapshot);
    m_newestBin = m_nowNs / m_stepNs;
    const qint64 oldest = m_newestBin - barCount() + 1;
    const bool goesOn = before == m_stepNs && m_lines == snapshot.lines.size() &&
                        qint64(m_bins.size()) == barCount() && newest <= m_newestBin;
    m_lines = snapshot.lines.size();
    if (!goesOn)
        m_bins.assign(std::size_t(barCount()), 0);
    for (qint64 bin = newest; goesOn && bin < m_newestBin && bin < newest + barCount(); ++bin) {
        m_bins.pop_front();
        m_bins.push_back(0);
    }
    count(snapshot, goesOn ? std::max(oldest, newest) : oldest, m_newestBin);
    takeGaps(snapshot);
    m_marks.take(snapshot);
    askRecording();
    Q_EMIT ticked();
    update();
}

void Timeline::chooseStep(const Snapshot &snapshot)
{
    qint64 span = LeastSpan;
    for (const LineSeriesView &line : snapshot.lines) {
        if (!line.isEmpty() && m_nowNs - line.back().timeNs < MostSpan)
            span = std::max(span, std::min(m_nowNs - line.at(0).timeNs, MostSpan));
    }
    if (m_recordedFrom > 0)
        span = std::max(span, std::min(m_nowNs - m_recordedFrom, MostSpan));
    m_stepNs = Steps.back() * Second;
    for (const qint64 step : Steps) {
        if (step * Second * barCount() >= span) {
            m_stepNs = step * Second;
            break;
        }
    }
}

void Timeline::count(const Snapshot &snapshot, qint64 firstBin, qint64 lastBin)
{
    const std::size_t every = snapshot.lines.size() / MostLines + 1;
    const qint64 oldest = m_newestBin - barCount() + 1;
    for (qint64 bin = firstBin; bin <= lastBin; ++bin) {
        quint64 values = 0;
        for (std::size_t line = 0; line < snapshot.lines.size(); line += every)
            values += valuesBetween(snapshot.lines[line], bin * m_stepNs, (bin + 1) * m_stepNs);
        m_bins[std::size_t(bin - oldest)] = values * every;
    }
}

void Timeline::takeGaps(const Snapshot &snapshot)
{
    m_gaps.clear();
    for (const auto &gaps : snapshot.gaps) {
        if (!gaps)
            continue;
        for (const Gap &gap : *gaps)
            m_gaps.emplace_back(gap.fromNs, gap.toNs == 0 ? m_nowNs : gap.toNs);
    }
}

/// What is older than the store holds is in the recording alone. Asked now and then: it is of the past.
void Timeline::askRecording()
{
    Playback *playback = m_dashboard->time().playback();
    if (!playback || m_samples++ % 5 != 0)
        return;
    disconnect(playback, &Playback::looked, this, nullptr);
    connect(playback, &Playback::looked, this, [this, stepNs = m_stepNs](const Playback::Overview &overview) {
        m_recordedFrom = overview.range.fromNs;
        if (stepNs == m_stepNs)
            takeRecording(overview.asked, overview.density);
    });
    const qint64 oldest = m_newestBin - barCount() + 1;
    playback->look({oldest * m_stepNs, (m_newestBin + 1) * m_stepNs - 1}, barCount());
}

void Timeline::takeRecording(const TimeRange &asked, const std::vector<std::uint64_t> &density)
{
    m_recorded.clear();
    for (std::size_t i = 0; i < density.size(); ++i) {
        if (density[i] > 0)
            m_recorded[asked.fromNs / m_stepNs + qint64(i)] = density[i];
    }
    update();
}

double Timeline::timeAt(qreal x) const
{
    return double((m_newestBin + 1) * m_stepNs) - (width() - x) / BarPitch * double(m_stepNs);
}

QString Timeline::beginText() const
{
    const qint64 begin = (m_newestBin - barCount() + 1) * m_stepNs;
    return m_bins.empty() ? QString()
                          : format::clockTime(std::chrono::nanoseconds(begin), format::Precision::Minutes);
}

int Timeline::barCount() const
{
    return std::max(1, int(width()) / BarPitch);
}

qreal Timeline::xOf(qint64 timeNs) const
{
    return width() - qreal((m_newestBin + 1) * m_stepNs - timeNs) / qreal(m_stepNs) * BarPitch;
}

void Timeline::paintTimes(QPainter &painter) const
{
    QFont font(m_family);
    font.setPixelSize(m_labelSize);
    painter.setFont(font);
    painter.setPen(m_labelInk);
    const double least = double(m_labelSize) * LabelDistance / BarPitch * double(m_stepNs) / double(Second);
    const auto step = std::find_if(LabelSteps.begin(), LabelSteps.end(),
                                   [least](qint64 seconds) { return double(seconds) >= least; });
    const qint64 every = (step == LabelSteps.end() ? LabelSteps.back() : *step) * Second;
    for (qint64 time = m_nowNs / every * every; xOf(time) > 24; time -= every) {
        if (xOf(time) < width() - 24)
            painter.drawText(QRectF(xOf(time) - 60, 0, 120, topRoom()), Qt::AlignCenter,
                             format::clockTime(std::chrono::nanoseconds(time), format::Precision::Minutes));
    }
}

void Timeline::paintBars(QPainter &painter) const
{
    const qreal base = height() - BottomRoom, room = base - topRoom() - 1;
    const qint64 oldest = m_newestBin - qint64(m_bins.size()) + 1;
    const auto valuesOf = [&](std::size_t i) {
        const auto recorded = m_recorded.find(oldest + qint64(i));
        return std::max(m_bins[i], recorded == m_recorded.end() ? 0 : recorded->second);
    };
    quint64 most = 1;
    for (std::size_t i = 0; i < m_bins.size(); ++i)
        most = std::max(most, valuesOf(i));
    const std::int64_t position = m_dashboard->time().positionNs();
    for (std::size_t i = 0; i < m_bins.size(); ++i) {
        const quint64 values = valuesOf(i);
        if (values == 0)
            continue;
        const qreal tall =
            std::max(1.0, std::round(std::log1p(double(values)) / std::log1p(double(most)) * room));
        const bool isPast = position != 0 && (oldest + qint64(i)) * m_stepNs < position;
        painter.fillRect(QRectF(width() - qreal(m_bins.size() - i) * BarPitch, base - tall, BarWidth, tall),
                         isPast ? m_pastInk : m_ink);
    }
}

void Timeline::paintGaps(QPainter &painter) const
{
    const qreal base = height() - BottomRoom;
    for (const auto &[from, to] : m_gaps) {
        const qreal left = std::max(0.0, std::floor(xOf(from))),
                    right = std::min(width(), std::ceil(xOf(to)));
        if (right > 0 && left < width())
            painter.fillRect(
                QRectF(left, topRoom(), std::max<qreal>(BarPitch, right - left), base - topRoom()),
                QBrush(m_gapInk, Qt::BDiagPattern));
    }
}

/// Below the strip: a triangle where trouble began, a dot where something happened.
void Timeline::paintMarks(QPainter &painter) const
{
    constexpr qreal Size = 5;
    const qreal top = height() - BottomRoom + 2;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const TimeMarks::Mark &mark : m_marks.all()) {
        const qreal at = std::min(xOf(mark.timeNs), width() - Size);
        if (at < Size)
            continue;
        if (mark.kind == TimeMarks::Mark::Kind::Trouble) {
            painter.setBrush(m_gapInk);
            painter.drawPolygon(QPolygonF({QPointF(at, top - 1), QPointF(at + Size / 2 + 1, top + Size - 1),
                                           QPointF(at - Size / 2 - 1, top + Size - 1)}));
        } else {
            painter.setBrush(m_markInk);
            painter.drawEllipse(QPointF(at, top + Size / 2 - 1), Size / 2 - 0.5, Size / 2 - 0.5);
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void Timeline::paint(QPainter *painter)
{
    if (m_bins.empty())
        return;
    paintTimes(*painter);
    painter->fillRect(QRectF(0, height() - BottomRoom, width(), 1), m_ink);
    paintBars(*painter);
    paintGaps(*painter);
    paintMarks(*painter);
    const std::int64_t position = m_dashboard->time().positionNs();
    painter->fillRect(QRectF(width() - 2, 2, 2, height() - 6), m_liveInk);
    if (position == 0)
        return;
    // The handle: a line with a disc, to be taken by the mouse.
    const qreal at = std::clamp(xOf(position), 4.0, width() - 4);
    painter->fillRect(QRectF(at - 1, 4, 2, height() - 8), m_edge);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_edge);
    painter->drawEllipse(QPointF(at, 5), 4, 4);
}

} // namespace alcedo
