// SPDX-License-Identifier: GPL-3.0-or-later
#include "format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace alcedo::format {

using namespace std::chrono_literals;

namespace {

struct FormatTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::format)
};

QString withMinus(QString text)
{
    if (text.startsWith(QLatin1Char('-')))
        text[0] = Minus;
    return text;
}

/// Groups the whole part as the locale does; digits stay ASCII, as the tabular font has them.
QString grouped(const QString &digits)
{
    static const QLocale english(QLocale::English);
    const QString separator = QLocale().groupSeparator();
    QString out = digits;
    for (qsizetype at = out.size() - 3; at > 0; at -= 3)
        out.insert(at, separator.isEmpty() ? english.groupSeparator() : separator);
    return out;
}

bool isHostile(QChar c)
{
    const ushort u = c.unicode();
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Separator_Line: // U+2028 and U+2029 break a line that must be one
    case QChar::Separator_Paragraph:
        return true;
    case QChar::Other_Format:
        return u != 0x200C && u != 0x200D; // bidi controls and what has no width; joiners are spelling
    default:
        return u == 0x200B;
    }
}

} // namespace

Split split(Decimal value, int scale)
{
    if (value.isNull())
        return {QString(Absent), {}};
    const QString plain = (scale >= 0 ? value.rescaled(scale) : value).toString();
    const bool negative = plain.startsWith(QLatin1Char('-'));
    const QString body = negative ? plain.mid(1) : plain;
    const qsizetype point = body.indexOf(QLatin1Char('.'));
    const QString whole = grouped(point < 0 ? body : body.left(point));
    const QString fraction = point < 0 ? QString() : QString(QLocale().decimalPoint() + body.mid(point + 1));
    return {negative ? QString(Minus + whole) : whole, fraction};
}

QString number(Decimal value, int scale, Sign sign)
{
    const Split parts = split(value, scale);
    const bool plus = sign == Sign::Always && !value.isNull() && value.mantissa() > 0;
    const QString text = parts.whole + parts.fraction;
    return plus ? QString(QLatin1Char('+') + text) : text;
}

QString number(double value, int decimals)
{
    return std::isfinite(value) ? withMinus(QLocale().toString(value, 'f', decimals)) : QString(Absent);
}

QString signedNumber(double value, int decimals)
{
    if (!std::isfinite(value))
        return QString(Absent);
    const QString text = QLocale().toString(std::abs(value), 'f', decimals);
    const bool nothing = std::abs(value) < 0.5 * std::pow(10.0, -decimals);
    if (nothing)
        return text;
    return value > 0 ? QString(QLatin1Char('+') + text) : QString(Minus + text);
}

QString fitted(Decimal value, int maxChars)
{
    if (value.isNull())
        return QString(Absent);
    for (int scale = value.scale(); scale >= 0; --scale) {
        const QString text = number(value, scale);
        if (text.size() <= maxChars)
            return text;
    }
    return withMinus(QString::number(value.toDouble(), 'e', std::max(0, maxChars - 7)));
}

QString age(std::chrono::nanoseconds age)
{
    const double seconds = std::chrono::duration<double>(std::max(age, 0ns)).count();
    if (seconds < 9.95)
        return FormatTr::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
    const qint64 whole = std::llround(seconds);
    if (whole < 60)
        return FormatTr::tr("%1 s").arg(whole);
    const auto two = [](qint64 n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    if (whole < 3600)
        return QStringLiteral("%1:%2").arg(whole / 60).arg(two(whole % 60));
    if (whole < 86'400)
        return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(two(whole / 60 % 60), two(whole % 60));
    return FormatTr::tr("%1 d").arg(whole / 86'400);
}

QString latency(std::chrono::nanoseconds time)
{
    const double ms = std::chrono::duration<double, std::milli>(time).count();
    if (std::abs(ms) >= 1000)
        return FormatTr::tr("%1 s").arg(number(ms / 1000, 1));
    return FormatTr::tr("%1 ms").arg(number(ms, std::abs(ms) < 0.95 ? 1 : 0));
}

QString duration(std::chrono::nanoseconds time)
{
    const qint64 seconds = std::max<qint64>(0, time / 1s);
    if (seconds < 60)
        return FormatTr::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return FormatTr::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return FormatTr::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
}

QString rateFigure(double perSecond)
{
    if (perSecond >= 1e6)
        return QString(number(perSecond / 1e6, 2) + QStringLiteral(" M"));
    return number(perSecond, perSecond < 9'999.5 ? 1 : 0);
}

QString messageRate(double perSecond)
{
    if (perSecond >= 1e6)
        return FormatTr::tr("%1 msg/s").arg(rateFigure(perSecond));
    const bool small =
        perSecond > 0 && perSecond < 9.95 && std::abs(perSecond - std::round(perSecond)) > 0.05;
    return FormatTr::tr("%1 msg/s").arg(number(std::max(0.0, perSecond), small ? 1 : 0));
}

QString byteRate(double perSecond)
{
    if (perSecond < 1000)
        return FormatTr::tr("%1 B/s").arg(number(perSecond, 0));
    if (perSecond < 1e6)
        return FormatTr::tr("%1 kB/s").arg(number(perSecond / 1e3, 1));
    return FormatTr::tr("%1 MB/s").arg(number(perSecond / 1e6, 1));
}

QString count(quint64 value)
{
    return QLocale().toString(value);
}

QString clockTime(std::chrono::nanoseconds wall, Precision precision)
{
    if (wall.count() == 0)
        return QString(Absent);
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(wall / 1ms);
    switch (precision) {
    case Precision::Minutes:
        return time.toString(QStringLiteral("HH:mm"));
    case Precision::Milliseconds:
        return time.toString(QStringLiteral("HH:mm:ss.zzz"));
    case Precision::Seconds:
        break;
    }
    return time.toString(QStringLiteral("HH:mm:ss"));
}

QString harmless(const QString &text)
{
    if (std::none_of(text.cbegin(), text.cend(), isHostile))
        return text;
    QString out;
    for (const QChar c : text) {
        if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QLatin1Char('\t'))
            out += QLatin1Char(' ');
        else if (isHostile(c))
            out +=
                QStringLiteral("\u27E8U+%1\u27E9").arg(uint(c.unicode()), 4, 16, QLatin1Char('0')).toUpper();
        else
            out += c;
    }
    return out;
}

} // namespace alcedo::format
