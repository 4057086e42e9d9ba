// SPDX-License-Identifier: GPL-3.0-or-later
#include "alignednumber.h"

#include "format.h"

namespace alcedo {

namespace {

/// In widths of a digit of Roboto, whose commas and points are less than half as wide.
double digitWidths(const QString &text)
{
    double width = 0;
    for (const QChar c : text)
        width += c == QLatin1Char(',') || c == QLatin1Char('.') || c.isSpace() ? 0.45 : 1.0;
    return width;
}

QString exponential(double value)
{
    QString text = QString::number(value, 'e', 2);
    return text.replace(QLatin1String("e+"), QLatin1String("e")).replace(QLatin1Char('-'), format::Minus);
}

/// As many decimals as fit, at least one digit that is not zero.
QString fittedTo(Decimal value, double digits)
{
    for (int scale = value.scale(); scale >= 0; --scale) {
        const Decimal shown = scale < value.scale() ? value.rescaled(scale) : value;
        if (value.mantissa() != 0 && shown.mantissa() == 0)
            break;
        const QString text = format::number(shown);
        if (digitWidths(text) <= digits)
            return text;
    }
    return exponential(value.toDouble());
}

} // namespace

AlignedNumber AlignedNumber::of(Decimal value, const NumberColumn &column)
{
    if (value.isNull())
        return {QString(format::Absent), {}, false};
    const bool tooFine = value.scale() > column.fractionDigits;
    const Decimal shown = tooFine ? value.rescaled(column.fractionDigits) : value;
    // A price that is all zeros once shortened would say nothing.
    const bool vanished = value.mantissa() != 0 && shown.mantissa() == 0;
    const format::Split parts = format::split(shown);
    if (vanished || digitWidths(parts.whole) > column.wholeDigits)
        return {fittedTo(value, column.digits()), {}, true};
    return {parts.whole, parts.fraction, false};
}

} // namespace alcedo
