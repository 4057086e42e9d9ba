// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/duration.h>

#include <QRegularExpression>

namespace alcedo {

std::optional<std::chrono::milliseconds> parseDuration(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,8}(?:\\.\\d{1,3})?)(ms|s|m|h)?$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2);
    const double factor = unit == QLatin1String("ms")  ? 1
                          : unit == QLatin1String("m") ? 60e3
                          : unit == QLatin1String("h") ? 3600e3
                                                       : 1e3;
    const double ms = match.captured(1).toDouble() * factor;
    if (ms > 86'400e3)
        return std::nullopt;
    return std::chrono::milliseconds(std::int64_t(ms));
}

} // namespace alcedo
