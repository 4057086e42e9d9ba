// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartmodel.h"

#include "dashboard.h"

#include <algorithm>
#include <cmath>

namespace alcedo {

namespace {
constexpr double LineStep = 4; ///< px that a key moves the crosshair by where there are no bars
} // namespace

ChartModel::ChartModel(QObject *parent)
    : QObject(parent)
    , m_timeTickRows({"x", "text", "shown"}, this)
    , m_valueTickRows({"y", "text", "shown"}, this)
    , m_gapRows({"x", "bandWidth", "open", "healed", "title", "detail", "labelX", "labelY", "labelShown"},
                this)
    , m_seriesRows(
          {"label", "value", "colorIndex", "lastY", "lastText", "tagY", "inside", "dotY", "dotShown"}, this)
{
    m_labelFont.setPixelSize(11);
}

ChartModel::~ChartModel() = default;

void ChartModel::componentComplete()
{
    if (Dashboard *dashboard = Dashboard::of(this); dashboard && !m_clock)
        setFrameClock(&dashboard->frameClock());
}

void ChartModel::setFrameClock(FrameClock *clock)
{
    if (m_clock)
        m_clock->disconnect(this);
    m_clock = clock;
    connect(clock, &FrameClock::frame, this, &ChartModel::take);
    take(clock->snapshot());
}

void ChartModel::take(const Snapshot &snapshot)
{
    m_nowNs = snapshot.wallNs;
    chooseFirstKeys(snapshot);
    takeSeries(snapshot, m_scaling, m_series);
    takeGaps(snapshot, m_series, m_gaps);
    refresh();
}

void ChartModel::chooseFirstKeys(const Snapshot &snapshot)
{
    const std::size_t wanted = m_keys.isEmpty() ? std::size_t(m_firstKeys) : 0;
    if (m_series.size() >= wanted || snapshot.quotes.size() <= m_series.size() || !snapshot.keys)
        return;
    // Those that were chosen stay; later quotes only fill what is left.
    for (const QuoteState &quote : snapshot.quotes) {
        const QString &key = (*snapshot.keys)[quote.key];
        if (m_series.size() < wanted &&
            std::none_of(m_series.begin(), m_series.end(), [&](auto &s) { return s.key == key; }))
            m_series.emplace_back().key = key;
    }
    Q_EMIT configured();
}

void ChartModel::setFirstKeys(int count)
{
    if (m_firstKeys == count)
        return;
    m_firstKeys = std::clamp(count, 0, 8);
    restart();
}

void ChartModel::restart()
{
    QStringList keys = m_keys;
    if (keys.isEmpty() && m_firstKeys == 0 && !m_selectedKey.isEmpty())
        keys.append(m_selectedKey);
    m_series.clear();
    for (const QString &key : keys)
        m_series.emplace_back().key = key;
    m_gaps.clear();
    m_volumeCeiling = 0;
    Q_EMIT configured();
    if (m_clock)
        take(m_clock->snapshot());
    refresh(Refit::AtOnce);
}

void ChartModel::setKeys(const QStringList &keys)
{
    if (m_keys == keys)
        return;
    m_keys = keys;
    restart();
}

void ChartModel::setSelectedKey(const QString &key)
{
    if (m_selectedKey == key)
        return;
    m_selectedKey = key;
    if (m_keys.isEmpty() && m_firstKeys == 0)
        restart();
    else
        Q_EMIT configured();
}

void ChartModel::setKind(Kind kind)
{
    if (m_kind == kind)
        return;
    m_kind = kind;
    Q_EMIT configured();
    refresh(Refit::AtOnce);
}

ChartModel::Kind ChartModel::shownKind() const
{
    const ChartSeries *first = leader();
    const bool canShowCandles = first && m_series.size() == 1 && !first->candles.isEmpty() && !isPercent();
    return m_kind == Kind::Candles && !canShowCandles && first ? Kind::Line : m_kind;
}

void ChartModel::setPercent(bool percent)
{
    if (isPercent() == percent)
        return;
    m_scaling = percent ? ChartScaling::Percent : ChartScaling::Absolute;
    restart();
}

void ChartModel::setLogWanted(bool wanted)
{
    if (m_logWanted == wanted)
        return;
    m_logWanted = wanted;
    m_range.setScale(wanted ? SteadyRange::Scale::Log : SteadyRange::Scale::Linear);
    Q_EMIT configured();
    refresh(Refit::AtOnce);
}

void ChartModel::setWindowSeconds(double seconds)
{
    if (qFuzzyCompare(m_windowSeconds + 1, seconds + 1))
        return;
    m_windowSeconds = seconds;
    Q_EMIT configured();
    resetSpan();
    refresh(Refit::AtOnce);
}

void ChartModel::setLink(TimeLink *link)
{
    if (m_link == link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (link) {
        connect(link, &TimeLink::timeChanged, this, [this] {
            if (!m_cross.isPointed)
                refresh();
        });
    }
    Q_EMIT configured();
}

void ChartModel::setLabelFont(const QFont &font)
{
    m_labelFont = font;
    m_gapWords.clear();
    Q_EMIT configured();
    refresh(Refit::AtOnce);
}

void ChartModel::setTagHeight(double height)
{
    m_tagHeight = height;
    Q_EMIT configured();
    refresh();
}

void ChartModel::setViewport(QSizeF size, double scale)
{
    if (m_size == size && qFuzzyCompare(m_scale, scale))
        return;
    const bool isFirst = m_size.width() < 1;
    m_size = size;
    m_scale = scale;
    if (isFirst)
        resetSpan();
    refresh(Refit::AtOnce);
}

void ChartModel::resetSpan()
{
    if (m_size.width() < 1)
        return;
    const ChartSeries *first = leader();
    const std::int64_t interval =
        first && !first->candles.isEmpty() ? first->candles.intervalNs() : 60'000'000'000;
    const double seconds =
        m_windowSeconds > 0 ? m_windowSeconds : double(interval) / 1e9 * m_size.width() / CandlePitch;
    m_window.setWidth(int(m_size.width()), int(NewestMargin));
    m_window.setSpan(std::int64_t(seconds * 1e9));
}

bool ChartModel::isEmpty() const
{
    return std::all_of(m_series.begin(), m_series.end(),
                       [](auto &s) { return !s.found || (s.line.isEmpty() && s.candles.isEmpty()); });
}

bool ChartModel::isStale() const
{
    return std::any_of(m_gaps.begin(), m_gaps.end(), [](auto &gap) { return gap.isOpen; });
}

QList<int> ChartModel::sourceIds() const
{
    QList<int> ids;
    for (const ChartSeries &series : m_series) {
        if (series.found && !ids.contains(int(series.source)))
            ids.append(int(series.source));
    }
    return ids;
}

QString ChartModel::title() const
{
    QStringList names;
    for (const ChartSeries &series : m_series)
        names.append(format::harmless(series.key));
    return names.join(QStringLiteral(" · "));
}

QString ChartModel::candleText() const
{
    constexpr std::int64_t Minute = 60'000'000'000;
    const std::int64_t length = m_bars.lengthNs();
    if (length < Minute)
        return tr("%1 s candles").arg(length / 1'000'000'000);
    if (length % (60 * Minute) == 0)
        return tr("%1 h candles").arg(length / (60 * Minute));
    return tr("%1 min candles").arg(length / Minute);
}

void ChartModel::setOpenNote(const QString &note)
{
    if (m_openNote == note)
        return;
    m_openNote = note;
    m_gapWords.clear();
    Q_EMIT configured();
}

void ChartModel::follow()
{
    m_window.setFollowing(true);
    refresh(Refit::AtOnce);
}

void ChartModel::zoom(double factor)
{
    m_window.zoom(factor);
    refresh(Refit::AtOnce);
}

void ChartModel::zoomAbout(double factor, double x)
{
    m_window.zoomAbout(factor, x);
    refresh(Refit::AtOnce);
}

void ChartModel::pan(double pixels)
{
    m_window.panPixels(pixels);
    refresh();
}

void ChartModel::showAll()
{
    m_window.showAll();
    refresh(Refit::AtOnce);
}

void ChartModel::cycleKind()
{
    setKind(m_kind == Kind::Candles ? Kind::Line : m_kind == Kind::Line ? Kind::Area : Kind::Candles);
}

void ChartModel::pointAt(double x, double y)
{
    m_cross.isPointed = true;
    m_cross.pointerX = std::clamp(x, 0.0, std::max(0.0, m_size.width() - 1));
    m_cross.pointerY = std::clamp(y, 0.0, std::max(0.0, m_size.height() - 1));
    refresh();
    if (m_link)
        m_link->setTimeNs(m_cross.timeNs);
}

void ChartModel::stepCrosshair(int dx, int dy)
{
    if (!m_cross.isPointed) {
        const ChartSeries *first = leader();
        pointAt(std::min(m_window.xOf(newestNs()), m_size.width() - 1),
                first ? yOf(first->onAxis(first->last)) : m_size.height() / 2);
        return;
    }
    const bool hasBars = shownKind() == Kind::Candles;
    const double step = hasBars ? double(m_bars.lengthNs()) / m_window.nsPerPixel() : LineStep;
    pointAt((dx != 0 ? m_cross.x : m_cross.pointerX) + dx * step, m_cross.pointerY + dy * LineStep);
}

void ChartModel::leave()
{
    if (!m_cross.isPointed)
        return;
    m_cross.isPointed = false;
    if (m_link)
        m_link->setTimeNs(TimeLink::None);
    refresh();
}

} // namespace alcedo
