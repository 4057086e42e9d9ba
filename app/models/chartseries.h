// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/series/store.h>

#include <QStringList>
#include <vector>

namespace alcedo {

/// One key as a chart shows it. value on the axis = value × factor + offset.
struct ChartSeries
{
    QString key;
    bool found = false;
    std::size_t position = 0; ///< in Snapshot::quotes or ::sensors: tried first at the next frame
    bool isSensor = false;
    SourceId source = 0;
    LineSeriesView line;
    CandleSeriesView candles;
    double factor = 1, offset = 0;
    int decimals = 0; ///< the most that the newest value has shown, without trailing zeros
    double last = 0;  ///< the newest value, not on the axis
    std::int64_t lastNs = 0;

    [[nodiscard]] double onAxis(double value) const { return value * factor + offset; }
};

enum class ChartScaling {
    Absolute,
    Percent, ///< change since the session's open, or since the oldest held point where the source gives no
             ///< open
};

/// A gap of one of the chart's sources, closed at now while it lasts.
struct ChartGap
{
    std::int64_t fromNs = 0, toNs = 0;
    SourceId source = 0;
    bool isOpen = false;
    QString cause;
    std::uint64_t missed = 0, recovered = 0;
    friend bool operator==(const ChartGap &, const ChartGap &) = default;
    /// Everything that was missing came after all: shown by its bounds, and the line is whole.
    [[nodiscard]] bool isHealed() const { return !isOpen && missed == 0 && recovered > 0; }
};

/// Takes what the snapshot holds of the series' keys. Costs no search where the keys stand where they stood.
void takeSeries(const Snapshot &snapshot, ChartScaling scaling, std::vector<ChartSeries> &series);
/// The gaps of the series' sources, in order of time.
void takeGaps(const Snapshot &snapshot, const std::vector<ChartSeries> &series, std::vector<ChartGap> &gaps);

} // namespace alcedo
