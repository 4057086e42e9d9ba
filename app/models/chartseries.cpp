// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartseries.h"

#include <algorithm>

namespace alcedo {

namespace {

constexpr int MaxDecimals = 8;

int decimalsShown(Decimal value)
{
    std::int64_t mantissa = value.mantissa();
    int scale = value.scale();
    while (scale > 0 && mantissa % 10 == 0) {
        mantissa /= 10;
        --scale;
    }
    return std::clamp(scale, 0, MaxDecimals);
}

template <typename State>
bool standsAt(const Snapshot &snapshot, const std::vector<State> &states, std::size_t position,
              const QString &key)
{
    return position < states.size() && states[position].key < snapshot.keys->size() &&
           (*snapshot.keys)[states[position].key] == key;
}

template <typename State>
bool find(const Snapshot &snapshot, const std::vector<State> &states, ChartSeries &series)
{
    if (standsAt(snapshot, states, series.position, series.key))
        return true;
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (standsAt(snapshot, states, i, series.key)) {
            series.position = i;
            return true;
        }
    }
    return false;
}

void takeValue(ChartSeries &series, Decimal value)
{
    if (value.isNull())
        return;
    series.last = value.toDouble();
    series.decimals = std::max(series.decimals, decimalsShown(value));
}

void rebase(ChartSeries &series, Decimal open)
{
    const double base = !open.isNull()          ? open.toDouble()
                        : series.line.isEmpty() ? 0
                                                : series.line.at(0).value;
    const bool hasBase = base > 0 || base < 0;
    series.factor = hasBase ? 100 / base : 1;
    series.offset = hasBase ? -100 : 0;
}

void takeOne(const Snapshot &snapshot, ChartScaling scaling, ChartSeries &series)
{
    const bool wasFound = series.found;
    bool isHeard = false; // a moment before the first value has the row, and nothing in it
    Decimal open;
    if ((!wasFound || !series.isSensor) && find(snapshot, snapshot.quotes, series)) {
        const QuoteState &quote = snapshot.quotes[series.position];
        series.isSensor = false;
        series.source = quote.source;
        series.line =
            quote.lineSeries < snapshot.lines.size() ? snapshot.lines[quote.lineSeries] : LineSeriesView();
        series.candles = quote.candleSeries < snapshot.candles.size() ? snapshot.candles[quote.candleSeries]
                                                                      : CandleSeriesView();
        takeValue(series, quote.last);
        if (quote.last.isNull() && !series.candles.isEmpty())
            takeValue(series, series.candles.at(series.candles.size() - 1).close);
        isHeard = !quote.last.isNull() || !series.line.isEmpty() || !series.candles.isEmpty();
        open = quote.open;
    } else if (find(snapshot, snapshot.sensors, series)) {
        const SensorState &sensor = snapshot.sensors[series.position];
        series.isSensor = true;
        series.source = sensor.source;
        series.line =
            sensor.lineSeries < snapshot.lines.size() ? snapshot.lines[sensor.lineSeries] : LineSeriesView();
        series.candles = {};
        takeValue(series, sensor.value);
        isHeard = !sensor.value.isNull() || !series.line.isEmpty();
    }
    series.found = isHeard;
    if (!series.found)
        return;
    if (!series.line.isEmpty()) {
        const Point newest = series.line.back();
        series.lastNs = newest.timeNs;
        series.last = newest.value;
    }
    if (scaling == ChartScaling::Percent)
        rebase(series, open);
}

} // namespace

void takeSeries(const Snapshot &snapshot, ChartScaling scaling, std::vector<ChartSeries> &series)
{
    for (ChartSeries &one : series) {
        if (snapshot.keys)
            takeOne(snapshot, scaling, one);
        else
            one.found = false;
    }
}

void takeGaps(const Snapshot &snapshot, const std::vector<ChartSeries> &series, std::vector<ChartGap> &gaps)
{
    gaps.clear();
    for (std::size_t i = 0; i < series.size(); ++i) {
        const SourceId source = series[i].source;
        const bool isKnown = std::any_of(series.begin(), series.begin() + std::ptrdiff_t(i),
                                         [=](auto &s) { return s.found && s.source == source; });
        if (!series[i].found || isKnown || source >= snapshot.gaps.size() || !snapshot.gaps[source])
            continue;
        for (const Gap &gap : *snapshot.gaps[source]) {
            const bool isOpen = gap.toNs == 0;
            gaps.push_back({gap.fromNs, isOpen ? std::max(gap.fromNs, snapshot.wallNs) : gap.toNs, source,
                            isOpen, gap.cause, gap.missed, gap.recovered});
        }
    }
    std::stable_sort(gaps.begin(), gaps.end(), [](auto &a, auto &b) { return a.fromNs < b.fromNs; });
}

} // namespace alcedo
