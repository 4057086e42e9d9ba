// SPDX-License-Identifier: GPL-3.0-or-later
#include "ticks.h"

#include <QDateTime>
#include <array>
#include <cmath>

namespace alcedo {

namespace {

constexpr std::int64_t Millisecond = 1'000'000;
constexpr std::int64_t Second = 1'000 * Millisecond;
constexpr std::int64_t Minute = 60 * Second;
constexpr std::int64_t Hour = 60 * Minute;
constexpr std::int64_t Day = 24 * Hour;

constexpr std::array TimeSteps = std::to_array<std::int64_t>({1'000,
                                                              2'000,
                                                              5'000,
                                                              10'000,
                                                              20'000,
                                                              50'000,
                                                              100'000,
                                                              200'000,
                                                              500'000,
                                                              1 * Millisecond,
                                                              2 * Millisecond,
                                                              5 * Millisecond,
                                                              10 * Millisecond,
                                                              20 * Millisecond,
                                                              50 * Millisecond,
                                                              100 * Millisecond,
                                                              200 * Millisecond,
                                                              500 * Millisecond,
                                                              1 * Second,
                                                              2 * Second,
                                                              5 * Second,
                                                              10 * Second,
                                                              15 * Second,
                                                              30 * Second,
                                                              1 * Minute,
                                                              2 * Minute,
                                                              5 * Minute,
                                                              10 * Minute,
                                                              15 * Minute,
                                                              30 * Minute,
                                                              1 * Hour,
                                                              2 * Hour,
                                                              3 * Hour,
                                                              6 * Hour,
                                                              12 * Hour,
                                                              1 * Day,
                                                              2 * Day,
                                                              5 * Day,
                                                              10 * Day,
                                                              20 * Day,
                                                              50 * Day,
                                                              100 * Day,
                                                              200 * Day,
                                                              500 * Day});

/// The smallest 1-2-5 step that puts at most maxTicks multiples into the span.
double niceStep(double span, int maxTicks, int *exponent)
{
    const double raw = span / std::max(1, maxTicks);
    int power = int(std::floor(std::log10(raw)));
    for (;; ++power) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double step = factor * std::pow(10.0, power);
            if (step >= raw * (1 - 1e-9)) {
                *exponent = power;
                return step;
            }
        }
    }
}

qint64 localOffsetNs(std::int64_t timeNs, const QTimeZone &zone)
{
    const auto at = QDateTime::fromMSecsSinceEpoch(timeNs / Millisecond, Qt::UTC);
    return qint64(zone.offsetFromUtc(at)) * Second;
}

std::int64_t floorTo(std::int64_t value, std::int64_t step)
{
    const std::int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

} // namespace

ValueTicks linearTicks(double low, double high, int maxTicks)
{
    ValueTicks ticks;
    if (!std::isfinite(low) || !std::isfinite(high) || !(high > low) || maxTicks < 1)
        return ticks;
    int exponent = 0;
    const double step = niceStep(high - low, maxTicks, &exponent);
    // A range narrower than the values' own precision has no round values.
    if (low + step == low)
        return ticks;
    ticks.decimals = std::max(0, -exponent);
    const double slack = step * 1e-9;
    for (double n = std::ceil((low - slack) / step);
         n * step <= high + slack && int(ticks.values.size()) < maxTicks; ++n)
        ticks.values.push_back(n == 0 ? 0.0 : n * step);
    return ticks;
}

ValueTicks logTicks(double low, double high, int maxTicks)
{
    ValueTicks ticks;
    if (!(low > 0) || !std::isfinite(high) || !(high > low) || maxTicks < 1)
        return ticks;
    const double decades = std::log10(high / low);
    if (decades < 1)
        return linearTicks(low, high, maxTicks);
    const bool wholeDecadesOnly = decades * 3 > maxTicks;
    const int every = wholeDecadesOnly ? std::max(1, int(std::ceil((decades + 1) / maxTicks))) : 1;
    const int first = int(std::floor(std::log10(low)));
    const int last = int(std::ceil(std::log10(high)));
    for (int power = first; power <= last; ++power) {
        if (power % every != 0)
            continue;
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * std::pow(10.0, power);
            if ((wholeDecadesOnly && factor > 1) || value < low * (1 - 1e-9) || value > high * (1 + 1e-9))
                continue;
            ticks.values.push_back(value);
        }
    }
    ticks.decimals = std::max(0, -first);
    return ticks;
}

TimeTicks timeTicks(std::int64_t fromNs, std::int64_t toNs, int maxTicks, const QTimeZone &zone)
{
    TimeTicks ticks;
    if (toNs <= fromNs || maxTicks < 1)
        return ticks;
    ticks.stepNs = TimeSteps.back();
    for (const std::int64_t step : TimeSteps) {
        if ((toNs - fromNs) / step < maxTicks) {
            ticks.stepNs = step;
            break;
        }
    }
    const std::int64_t offset = localOffsetNs(fromNs, zone);
    std::int64_t time = floorTo(fromNs + offset, ticks.stepNs) - offset;
    if (time < fromNs)
        time += ticks.stepNs;
    for (; time <= toNs && int(ticks.times.size()) < maxTicks; time += ticks.stepNs)
        ticks.times.push_back(time);
    return ticks;
}

int fittingDecimals(double largest, int wanted, int maxChars)
{
    const double magnitude = std::abs(largest);
    if (!std::isfinite(magnitude))
        return 0;
    const int whole = magnitude < 10 ? 1 : int(std::floor(std::log10(magnitude))) + 1;
    const int head = whole + (whole - 1) / 3 + (largest < 0 ? 1 : 0); // digits, group separators, sign
    if (head > maxChars)
        return -1;
    return std::clamp(maxChars - head - 1, 0, std::max(0, wanted));
}

QString fittedText(double value, int wanted, int maxChars, format::Sign sign)
{
    const bool isSigned = sign == format::Sign::Always;
    const int decimals = fittingDecimals(value, wanted, isSigned && value > 0 ? maxChars - 1 : maxChars);
    if (decimals >= 0)
        return isSigned ? format::signedNumber(value, decimals) : format::number(value, decimals);
    QString text = QLocale().toString(value, 'e', 2);
    return text.replace(QLatin1Char('-'), format::Minus);
}

QString timeText(std::int64_t timeNs, std::int64_t stepNs, const QTimeZone &zone, const QLocale &locale)
{
    const std::int64_t floored = floorTo(timeNs, Millisecond);
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(floored / Millisecond, zone);
    const bool isMidnight = time.time() == QTime(0, 0) && stepNs >= Minute;
    if (stepNs >= Day || isMidnight)
        return locale.toString(time.date(), QLocale::ShortFormat);
    if (stepNs >= Minute)
        return time.toString(QStringLiteral("HH:mm"));
    if (stepNs >= Second)
        return time.toString(QStringLiteral("HH:mm:ss"));
    const QString seconds = time.toString(QStringLiteral("HH:mm:ss"));
    const std::int64_t part = timeNs - floorTo(timeNs, Second);
    const int digits = stepNs >= 100 * Millisecond  ? 1
                       : stepNs >= 10 * Millisecond ? 2
                       : stepNs >= Millisecond      ? 3
                                                    : 6;
    const QString fraction = QStringLiteral("%1").arg(part, 9, 10, QLatin1Char('0')).left(digits);
    return QString(seconds + locale.decimalPoint() + fraction);
}

} // namespace alcedo
