// SPDX-License-Identifier: GPL-3.0-or-later
// ChartModel's once-a-frame work: window, range, ticks, gaps, tags and read-out, in that order.
#include "chartmodel.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <utility>

namespace alcedo {

namespace {

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t CalmNs =
    Second / 4; ///< between two moves of the grid, and of the gaps' labels, while following
constexpr double ValueTickDistance = 38; ///< px, at least, and in a low pane
constexpr double LowTickDistance = 28;
constexpr double LowPane = 320;
constexpr double TimeTickDistance = 6.5; ///< font heights, at least
constexpr double VolumeDistance = 4;     ///< px between the values' pane and the volume's
constexpr double LeastGapWidth = 2;
constexpr qsizetype MostGapsShown = 64;
constexpr int PercentDecimals = 2, ReadoutCharacters = 12;

std::int64_t roundUp(std::int64_t value, std::int64_t step)
{
    return (value + step - 1) / step * step;
}

QString gapTitle(const ChartGap &gap)
{
    using std::chrono::nanoseconds;
    const QString from = format::clockTime(nanoseconds(gap.fromNs));
    if (gap.isOpen)
        return ChartModel::tr("No data since %1").arg(from);
    return ChartModel::tr("Gap %1 · %2–%3")
        .arg(format::duration(nanoseconds(gap.toNs - gap.fromNs)), from,
             format::clockTime(nanoseconds(gap.toNs)));
}

QString gapDetail(const ChartGap &gap)
{
    const QString cause = format::harmless(gap.cause);
    const std::uint64_t all = gap.missed + gap.recovered;
    if (gap.isOpen || all == 0)
        return cause;
    const QString recovered =
        ChartModel::tr("%1 of %2 recovered").arg(format::count(gap.recovered), format::count(all));
    return cause.isEmpty() ? recovered : QString(cause + QStringLiteral(" · ") + recovered);
}

} // namespace

void ChartModel::refresh(Refit refit)
{
    if (m_size.width() < 1 || m_size.height() < 1)
        return;
    updateWindow();
    updateRange(refit);
    const bool isCalm = refit == Refit::Calm && isFollowing();
    if (!isCalm || m_nowNs - m_ticksNs >= CalmNs || m_nowNs < m_ticksNs)
        updateTicks();
    updateGapRows();
    const bool hasCrossMoved = updateCrosshair();
    updateSeriesRows();
    updateTickRows();
    updateReadout();
    tellSpoken(hasCrossMoved ? Tell::AtOnce : Tell::Calmly);
    tellChanges();
    Q_EMIT plotChanged();
}

const ChartSeries *ChartModel::leader() const
{
    const auto first = std::find_if(m_series.begin(), m_series.end(), [](auto &s) { return s.found; });
    return first == m_series.end() ? nullptr : &*first;
}

std::int64_t ChartModel::newestNs() const
{
    std::int64_t newest = 0;
    const bool hasCandles = shownKind() == Kind::Candles;
    for (const ChartSeries &series : m_series) {
        if (series.found && hasCandles && !series.candles.isEmpty())
            newest = std::max(newest, series.candles.at(series.candles.size() - 1).openNs +
                                          series.candles.intervalNs());
        else if (series.found)
            newest = std::max(newest, series.lastNs);
    }
    return isStale() ? std::max(newest, m_nowNs) : newest;
}

void ChartModel::updateWindow()
{
    m_window.setWidth(int(m_size.width()), int(NewestMargin));
    std::int64_t oldest = 0;
    for (const ChartSeries &series : m_series) {
        const bool useCandles = shownKind() == Kind::Candles && !series.candles.isEmpty();
        if (!series.found || (series.line.isEmpty() && !useCandles))
            continue;
        const std::int64_t first = useCandles ? series.candles.at(0).openNs : series.line.at(0).timeNs;
        oldest = oldest == 0 ? first : std::min(oldest, first);
    }
    const std::int64_t newest = newestNs();
    const ChartSeries *first = leader();
    if (shownKind() == Kind::Candles && first) {
        const int bundle = CandleBars::bundleFor(first->candles.intervalNs(), m_window.nsPerPixel());
        m_window.setStep(first->candles.intervalNs() * bundle);
        m_window.setData(oldest, newest > 0 ? newest : m_nowNs);
        m_bars.collect(first->candles, m_window.fromNs(), m_window.toNs(), bundle);
    } else {
        m_window.setStep(0);
        m_window.setData(oldest, newest > 0 ? newest : m_nowNs);
        m_bars.collect({}, 0, 0, 1);
    }
}

void ChartModel::updateRange(Refit refit)
{
    double low = std::numeric_limits<double>::infinity(), high = -low;
    const auto widen = [&](double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    };
    if (double barLow = 0, barHigh = 0; m_bars.extremes(&barLow, &barHigh)) {
        widen(barLow);
        widen(barHigh);
    } else if (shownKind() != Kind::Candles) {
        for (const ChartSeries &series : m_series) {
            if (!series.found || series.line.isEmpty())
                continue;
            double least = 0, most = 0;
            if (series.line.extremes(m_window.fromNs(), m_window.toNs(), &least, &most)) {
                widen(series.onAxis(least));
                widen(series.onAxis(most));
            } else if (const std::size_t next = series.line.lowerBound(m_window.fromNs());
                       next > 0 && next < series.line.size()) {
                widen(series.onAxis(series.line.at(next - 1).value)); // zoomed in between two points
                widen(series.onAxis(series.line.at(next).value));
            }
        }
    }
    if (refit == Refit::AtOnce)
        m_range.refit();
    if (m_range.follow(low, high, double(m_nowNs) / 1e6))
        m_ticksNs = 0; // the labels must never lag behind the range
    const double largest = m_bars.largestVolume();
    if (refit == Refit::AtOnce || largest > m_volumeCeiling || largest < m_volumeCeiling / 2)
        m_volumeCeiling = largest;
}

double ChartModel::valuePaneHeight() const
{
    return shownKind() == Kind::Candles && hasVolume() ? m_size.height() * (1 - VolumeShare) - VolumeDistance
                                                       : m_size.height();
}

double ChartModel::yOf(double onAxis) const
{
    return valuePaneHeight() * (1 - m_range.fraction(onAxis));
}

void ChartModel::updateTicks()
{
    const double height = valuePaneHeight();
    const double apart = height < LowPane ? std::max(LowTickDistance, m_tagHeight * 1.4)
                                          : std::max(ValueTickDistance, m_tagHeight * 1.9);
    const int most = std::max(2, int(height / apart));
    if (m_range.isValid())
        m_valueTicks = isLogShown() ? logTicks(m_range.low(), m_range.high(), most)
                                    : linearTicks(m_range.low(), m_range.high(), most);
    const int mostTimes =
        std::max(2, int(m_size.width() / (TimeTickDistance * std::max(8, m_labelFont.pixelSize()))));
    m_timeTicks = timeTicks(m_window.fromNs(), m_window.toNs(), mostTimes, m_zone);
    m_ticksNs = m_nowNs;
    m_ticksAreNew = true;
    m_ticksFromNs = m_window.fromNs();
    m_timeTexts.clear();
    for (const std::int64_t time : m_timeTicks.times)
        m_timeTexts.append(timeText(time, m_timeTicks.stepNs, m_zone, QLocale()));
    writeValueTexts();
}

void ChartModel::writeValueTexts()
{
    const bool isSigned = isPercent();
    double largest = 0;
    for (const double value : m_valueTicks.values)
        largest = std::max(largest, std::abs(value));
    const int wanted = std::max(m_valueTicks.decimals, isPercent() ? 1 : decimals());
    const int digits =
        fittingDecimals(isSigned || m_range.low() < 0 ? -largest : largest, wanted, m_axisCharacters);
    m_valueTexts.clear();
    for (const double value : m_valueTicks.values) {
        m_valueTexts.append(digits < 0 ? fittedText(value, 0, m_axisCharacters)
                            : isSigned ? format::signedNumber(value, digits)
                                       : format::number(value, digits));
    }
}

void ChartModel::updateTickRows()
{
    const double half = m_tagHeight * 0.8;
    std::vector<double> covers;
    for (int row = 0; row < m_seriesRows.rowCount(); ++row)
        covers.push_back(m_seriesRows.value(row, "tagY").toDouble());
    if (isPointed())
        covers.push_back(m_cross.y);
    const auto isCovered = [&](double y) {
        return std::any_of(covers.begin(), covers.end(), [&](double by) { return std::abs(y - by) < half; });
    };
    QList<QVariantList> rows;
    for (std::size_t i = 0; i < m_valueTicks.values.size(); ++i) {
        const double y = std::round(yOf(m_valueTicks.values[i]));
        const bool fits =
            y > m_labelFont.pixelSize() * 0.5 && y < m_size.height() - m_labelFont.pixelSize() * 0.5;
        rows.append({y, m_valueTexts[qsizetype(i)], fits && !isCovered(y)});
    }
    m_valueTickRows.assign(rows);
    rows.clear();
    const double tagHalf = m_labelFont.pixelSize() * 4.2;
    const std::size_t times =
        m_nowNs > 0 ? m_timeTicks.times.size() : 0; // before the first frame it is no time
    for (std::size_t i = 0; i < times; ++i) {
        const double x = std::round(double(m_timeTicks.times[i] - m_ticksFromNs) / m_window.nsPerPixel());
        const bool isFree = !isCrosshairShown() || std::abs(x - m_cross.x) > tagHalf;
        rows.append({x, m_timeTexts[qsizetype(i)], isFree && x > tagHalf / 2});
    }
    m_timeTickRows.assign(rows);
    if (std::exchange(m_ticksAreNew, false))
        Q_EMIT ticksMoved();
}

const ChartModel::GapWords &ChartModel::wordsOf(const ChartGap &gap, std::size_t position)
{
    if (position >= m_gapWords.size())
        m_gapWords.resize(position + 1);
    GapWords &words = m_gapWords[position];
    ChartGap asSaid = gap;
    if (gap.isOpen)
        asSaid.toNs = 0; // an open gap's end moves on, its words do not
    if (words.gap == asSaid && !words.title.isEmpty())
        return words;
    words = {asSaid, gapTitle(gap), gapDetail(gap), {}};
    if (gap.isOpen && !m_openNote.isEmpty())
        words.detail =
            words.detail.isEmpty() ? m_openNote : QString(words.detail + QStringLiteral(" · ") + m_openNote);
    const QFontMetricsF metrics(m_labelFont);
    const double width =
        std::max(metrics.horizontalAdvance(words.title), metrics.horizontalAdvance(words.detail));
    words.size = QSizeF(std::ceil(width) + 12, std::ceil(metrics.height() * 2) + 8);
    return words;
}

void ChartModel::updateGapRows()
{
    QList<QVariantList> rows;
    m_bands.clear();
    const bool hasBars = shownKind() == Kind::Candles;
    const std::int64_t length = m_bars.lengthNs();
    for (auto gap = m_gaps.rbegin(); gap != m_gaps.rend() && rows.size() < MostGapsShown; ++gap) {
        // Whole candles stand beside the hatch: it begins after the last that was seen and ends before the
        // next.
        const std::int64_t from = hasBars ? roundUp(gap->fromNs, length) : gap->fromNs;
        const std::int64_t to = hasBars && !gap->isOpen ? gap->toNs / length * length : gap->toNs;
        const double left = std::max(-LeastGapWidth, std::round(m_window.xOf(from)));
        const double right = gap->isOpen
                                 ? m_size.width()
                                 : std::min(m_size.width() + LeastGapWidth, std::round(m_window.xOf(to)));
        const double width = std::max(LeastGapWidth, right - left);
        if (left >= m_size.width() || left + width <= 0)
            continue;
        const auto index = m_bands.size();
        const GapWords &words = wordsOf(*gap, index);
        m_bands.push_back({gap->fromNs, left, left + width, words.size});
        const QRectF place = index < m_labelPlaces.size() && m_placedIds[index] == gap->fromNs
                                 ? m_labelPlaces[index]
                                 : QRectF();
        rows.append({left, width, gap->isOpen, gap->isHealed(), words.title, words.detail, place.x(),
                     place.y(), !place.isNull()});
    }
    m_gapRows.assign(rows);
}

void ChartModel::placeGapLabels(std::span<const ColumnExtent> marks)
{
    const bool sameBands = m_bands.size() == m_placedIds.size() &&
                           std::equal(m_bands.begin(), m_bands.end(), m_placedIds.begin(),
                                      [](const GapBand &band, std::int64_t id) { return band.id == id; });
    const std::int64_t elapsed = m_nowNs - m_labelsNs;
    if (sameBands && m_placedSize == m_size && elapsed >= 0 && elapsed < CalmNs && isFollowing())
        return;
    m_labelsNs = m_nowNs;
    m_placedSize = m_size;
    const auto places = m_gapLabels.place(m_bands, QSizeF(m_size.width(), valuePaneHeight()), marks);
    m_labelPlaces.assign(places.begin(), places.end());
    m_placedIds.clear();
    for (const GapBand &band : m_bands)
        m_placedIds.push_back(band.id);
    updateGapRows();
}

std::optional<Point> ChartModel::pointAt(const ChartSeries &series, std::int64_t timeNs) const
{
    if (!series.found || series.line.isEmpty())
        return std::nullopt;
    const bool isMissing = std::any_of(m_gaps.begin(), m_gaps.end(), [&](const ChartGap &gap) {
        return gap.source == series.source && !gap.isHealed() && timeNs > gap.fromNs && timeNs < gap.toNs;
    });
    const std::size_t after = series.line.lowerBound(timeNs + 1);
    if (isMissing || after == 0)
        return std::nullopt;
    return series.line.at(after - 1);
}

int ChartModel::decimals() const
{
    if (isPercent())
        return PercentDecimals;
    int most = 0;
    for (const ChartSeries &series : m_series)
        most = std::max(most, series.decimals);
    return most;
}

QString ChartModel::axisText(double value) const
{
    return fittedText(value, decimals(), m_axisCharacters,
                      isPercent() ? format::Sign::Always : format::Sign::Negative);
}

bool ChartModel::updateCrosshair()
{
    const Crosshair before = m_cross;
    const std::int64_t linked = m_link ? m_link->timeNs() : TimeLink::None;
    const bool isLinked = !m_cross.isPointed && linked != TimeLink::None && linked >= m_window.fromNs() &&
                          linked < m_window.toNs();
    m_cross.isShown = !isEmpty() && (m_cross.isPointed || isLinked);
    if (m_cross.isShown) {
        m_cross.timeNs = isLinked ? linked : m_window.timeAt(m_cross.pointerX);
        m_cross.x = std::round(m_window.xOf(m_cross.timeNs));
        const Bar *bar = m_bars.at(m_cross.timeNs);
        if (bar) {
            m_cross.timeNs = bar->openNs + m_bars.lengthNs() / 2;
            // On the wick's own pixel.
            m_cross.x = std::round(m_window.xOf(bar->openNs) +
                                   (double(m_bars.lengthNs()) / m_window.nsPerPixel() - 1) / 2);
        }
        const auto perPixel = std::int64_t(m_window.nsPerPixel());
        const std::int64_t precision = bar                                           ? m_bars.lengthNs()
                                       : perPixel > Second / 20 && perPixel < Second ? Second
                                                                                     : perPixel;
        m_cross.timeText = timeText(bar ? bar->openNs : m_cross.timeNs, precision, m_zone, QLocale());
        m_cross.y = m_cross.pointerY;
        const double pane = valuePaneHeight();
        m_cross.valueText = m_cross.y <= pane && m_range.isValid()
                                ? axisText(m_range.valueAt(1 - m_cross.y / pane))
                                : QString();
    }
    const bool hasMoved = before.isShown != m_cross.isShown || before.isPointed != m_cross.isPointed ||
                          before.x != m_cross.x || before.y != m_cross.y ||
                          before.timeText != m_cross.timeText || before.valueText != m_cross.valueText;
    if (hasMoved)
        Q_EMIT crosshairMoved();
    return hasMoved;
}

void ChartModel::updateSeriesRows()
{
    std::vector<AxisTag> tags;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const ChartSeries &series = m_series[i];
        tags.push_back({.centre = series.found ? yOf(series.onAxis(series.last)) : -1e6,
                        .height = m_tagHeight,
                        .priority = i == 0 ? 1 : 0});
    }
    if (isPointed() && !m_cross.valueText.isEmpty())
        tags.push_back({.centre = m_cross.y, .height = m_tagHeight, .priority = 2});
    pushApart(tags, 0, m_size.height());
    QList<QVariantList> rows;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const ChartSeries &series = m_series[i];
        const double lastY = std::round(tags[i].centre);
        const std::int64_t at = m_cross.isShown ? m_cross.timeNs : series.lastNs;
        const auto point = m_cross.isShown ? pointAt(series, at)
                           : series.found  ? std::optional(Point{at, series.last})
                                           : std::nullopt;
        const bool hasValue = shownKind() != Kind::Candles; // whose values are the read-out's
        const double onAxis = point ? series.onAxis(point->value) : 0;
        QString value;
        if (hasValue)
            value = point ? fittedText(onAxis, decimals(), ReadoutCharacters,
                                       isPercent() ? format::Sign::Always : format::Sign::Negative)
                          : QString(format::Absent);
        const double dotY = point ? std::round(yOf(onAxis)) : 0;
        const bool hasDot = m_cross.isShown && point && hasValue && dotY >= 0 && dotY < m_size.height();
        rows.append({format::harmless(series.key), value, int(i), lastY,
                     series.found ? axisText(series.onAxis(series.last)) : QString(),
                     std::round(tags[i].place), series.found && lastY >= 0 && lastY < m_size.height(), dotY,
                     hasDot});
    }
    m_seriesRows.assign(rows);
}

/// The same text for the whole of a second: dates cost too much for every frame.
QString ChartModel::readoutTime(std::int64_t timeNs, std::int64_t precisionNs) const
{
    const std::int64_t second = timeNs / Second;
    if (m_readoutTime.text.isEmpty() || m_readoutTime.second != second ||
        m_readoutTime.precisionNs != precisionNs)
        m_readoutTime = {second, precisionNs, timeText(second * Second, precisionNs, m_zone, QLocale())};
    return m_readoutTime.text;
}

void ChartModel::updateReadout()
{
    const Bar *bar =
        shownKind() == Kind::Candles ? m_bars.at(m_cross.isShown ? m_cross.timeNs : newestNs()) : nullptr;
    const ChartSeries *line = shownKind() == Kind::Candles ? nullptr : leader();
    if (bar) {
        m_readout.showBar(*bar, readoutTime(bar->openNs, m_bars.lengthNs()), decimals());
    } else {
        const auto perPixel = std::max(Second, std::int64_t(m_window.nsPerPixel()));
        m_readout.showTime(!line             ? QString()
                           : m_cross.isShown ? m_cross.timeText
                                             : readoutTime(line->lastNs, perPixel));
    }
}

void ChartModel::tellSpoken(Tell when)
{
    if (when == Tell::Calmly && m_nowNs >= m_spokenNs && m_nowNs - m_spokenNs < Second)
        return;
    m_spokenNs = m_nowNs;
    Q_EMIT spokenChanged();
}

QString ChartModel::spoken() const
{
    if (isEmpty())
        return tr("No values yet");
    if (shownKind() == Kind::Candles)
        return tr("%1: open %2, high %3, low %4, close %5, volume %6, change %7")
            .arg(m_readout.time(), m_readout.open(), m_readout.high(), m_readout.low(), m_readout.close(),
                 m_readout.volume(), m_readout.change());
    QStringList values;
    for (int row = 0; row < m_seriesRows.rowCount(); ++row)
        values.append(QString(m_seriesRows.value(row, "label").toString() + QLatin1Char(' ') +
                              m_seriesRows.value(row, "value").toString()));
    return tr("%1: %2").arg(m_readout.time(), values.join(QStringLiteral(", ")));
}

void ChartModel::tellChanges()
{
    const Shown now{isFollowing(), isEmpty(),   isStale(),        isLogShown(),
                    shownKind(),   sourceIds(), m_bars.lengthNs()};
    if (now == m_told)
        return;
    m_told = now;
    Q_EMIT changed();
}

} // namespace alcedo
