// SPDX-License-Identifier: GPL-3.0-or-later
// What ScoreboardModel shows of a match: its roles in words and shapes.
#include "format.h"
#include "scoreboardmodel.h"

#include <QRegularExpression>
#include <algorithm>

namespace alcedo {

namespace {

constexpr int HalfMinutes = 45;

QString countText(int cards)
{
    return cards > 0 ? QString::number(cards) : QString();
}

/// "2–1 → 1–1" in words; anything else as it came.
QString correctionText(const MatchEvent &event)
{
    static const QRegularExpression scores(
        QStringLiteral("^\\s*(\\d+)\\D(\\d+)\\s*\u2192\\s*(\\d+)\\D(\\d+)\\s*$"));
    const QRegularExpressionMatch match = scores.match(event.note);
    if (match.hasMatch())
        return ScoreboardModel::tr("Corrected %1': %2\u2013%3 to %4\u2013%5")
            .arg(QString::number(event.minute), match.captured(1), match.captured(2), match.captured(3),
                 match.captured(4));
    return ScoreboardModel::tr("Corrected %1': %2")
        .arg(QString::number(event.minute), format::harmless(event.note));
}

} // namespace

int ScoreboardModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

QHash<int, QByteArray> ScoreboardModel::roleNames() const
{
    return {{ClockRole, "clock"},
            {PeriodRole, "period"},
            {HomeRole, "home"},
            {AwayRole, "away"},
            {HomeScoreRole, "homeScore"},
            {AwayScoreRole, "awayScore"},
            {HomeYellowRole, "homeYellow"},
            {AwayYellowRole, "awayYellow"},
            {HomeRedRole, "homeRed"},
            {AwayRedRole, "awayRed"},
            {HomeGoalRole, "homeGoal"},
            {AwayGoalRole, "awayGoal"},
            {ShapeRole, "shape"},
            {NoteRole, "note"},
            {NoteKindRole, "noteKind"},
            {FinishedRole, "finished"},
            {StaleRole, "stale"},
            {DescriptionRole, "description"}};
}

QVariant ScoreboardModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Entry &entry = m_entries[std::size_t(m_order[std::size_t(index.row())])];
    const MatchState &match = entry.match;
    switch (role) {
    case ClockRole:
        return clockText(entry);
    case PeriodRole:
        return periodText(entry);
    case HomeRole:
        return format::harmless(match.home);
    case AwayRole:
        return format::harmless(match.away);
    case HomeScoreRole:
        return QString::number(match.homeScore);
    case AwayScoreRole:
        return QString::number(match.awayScore);
    case HomeYellowRole:
        return countText(match.homeYellow);
    case AwayYellowRole:
        return countText(match.awayYellow);
    case HomeRedRole:
        return countText(match.homeRed);
    case AwayRedRole:
        return countText(match.awayRed);
    case HomeGoalRole:
        return entry.scorer == Scorer::Home;
    case AwayGoalRole:
        return entry.scorer == Scorer::Away;
    case ShapeRole:
        return QVariant::fromValue(shapeOf(entry));
    case NoteRole:
        return noteOf(entry);
    case NoteKindRole:
        return noteKindOf(entry);
    case FinishedRole:
        return entry.period == Period::Full;
    case StaleRole:
        return entry.stale;
    case Qt::DisplayRole:
    case DescriptionRole:
        return descriptionOf(entry);
    default:
        return {};
    }
}

ScoreboardModel::Period ScoreboardModel::periodOf(const QString &text)
{
    const QString plain = text.trimmed().toLower();
    if (plain == QLatin1String("1st half") || plain == QLatin1String("first half") ||
        plain == QLatin1String("1h"))
        return Period::First;
    if (plain == QLatin1String("half-time") || plain == QLatin1String("half time") ||
        plain == QLatin1String("ht"))
        return Period::Half;
    if (plain == QLatin1String("2nd half") || plain == QLatin1String("second half") ||
        plain == QLatin1String("2h"))
        return Period::Second;
    if (plain == QLatin1String("full time") || plain == QLatin1String("full-time") ||
        plain == QLatin1String("ft"))
        return Period::Full;
    return Period::Other;
}

QString ScoreboardModel::periodText(const Entry &entry)
{
    switch (entry.period) {
    case Period::First:
        return tr("1st half");
    case Period::Half:
        return tr("Half-time");
    case Period::Second:
        return tr("2nd half");
    case Period::Full:
        return tr("Full time");
    case Period::Other:
        break;
    }
    return format::harmless(entry.match.period);
}

QString ScoreboardModel::clockText(const Entry &entry)
{
    const int seconds = std::max(entry.match.clockSeconds, 0);
    const bool late = entry.period == Period::Second || entry.period == Period::Full;
    const int regular = late ? 2 * HalfMinutes : HalfMinutes;
    const bool added = (late || entry.period == Period::First) && seconds > regular * 60;
    if (added)
        return QStringLiteral("%1+%2").arg(regular).arg((seconds + 59) / 60 - regular);
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

MatchShape ScoreboardModel::shapeOf(const Entry &entry)
{
    MatchShape shape;
    int length = 2 * HalfMinutes;
    for (const MatchEvent &event : entry.match.events)
        length = std::max(length, event.minute);
    const auto place = [length](int minute) { return float(std::clamp(minute, 0, length)) / float(length); };
    shape.elapsed = entry.period == Period::Full
                        ? 1.0f
                        : std::clamp(float(entry.match.clockSeconds) / 60.0f / float(length), 0.0f, 1.0f);
    shape.half = place(HalfMinutes);
    for (const MatchEvent &event : entry.match.events) {
        const bool home = event.team == QLatin1String("home");
        if (event.kind == QLatin1String("goal"))
            shape.events.push_back({place(event.minute), home, MatchShape::Mark::Goal});
        else if (event.kind == QLatin1String("yellow"))
            shape.events.push_back({place(event.minute), home, MatchShape::Mark::Yellow});
        else if (event.kind == QLatin1String("red"))
            shape.events.push_back({place(event.minute), home, MatchShape::Mark::Red});
        else if (event.kind == QLatin1String("correction")) {
            // The newest goal of that side is no more.
            const auto goal = std::find_if(
                shape.events.rbegin(), shape.events.rend(), [home](const MatchShape::Event &mark) {
                    return mark.home == home && mark.mark == MatchShape::Mark::Goal;
                });
            if (goal != shape.events.rend())
                shape.events.erase(std::next(goal).base());
        }
    }
    return shape;
}

QString ScoreboardModel::noteOf(const Entry &entry)
{
    const auto &events = entry.match.events;
    const auto told = std::find_if(events.rbegin(), events.rend(), [](const MatchEvent &event) {
        return event.kind != QLatin1String("period");
    });
    if (told == events.rend() || entry.period == Period::Full)
        return {};
    const QString player = format::harmless(told->player);
    const QString minute = QString::number(told->minute);
    if (told->kind == QLatin1String("goal"))
        return tr("Goal %1' %2").arg(minute, player).trimmed();
    if (told->kind == QLatin1String("yellow"))
        return tr("Yellow %1' %2").arg(minute, player).trimmed();
    if (told->kind == QLatin1String("red"))
        return tr("Red %1' %2").arg(minute, player).trimmed();
    return told->kind == QLatin1String("correction") ? correctionText(*told) : QString();
}

ScoreboardModel::NoteKind ScoreboardModel::noteKindOf(const Entry &entry)
{
    if (entry.scorer != Scorer::None)
        return FreshGoal;
    const auto &events = entry.match.events;
    return !events.empty() && events.back().kind == QLatin1String("correction") ? Correction : Quiet;
}

QString ScoreboardModel::descriptionOf(const Entry &entry) const
{
    const MatchState &match = entry.match;
    const QString words =
        tr("%1 %2, %3 %4, %5, %6")
            .arg(format::harmless(match.home), QString::number(match.homeScore), format::harmless(match.away),
                 QString::number(match.awayScore), clockText(entry), periodText(entry));
    const QString note = noteOf(entry);
    const QString full = note.isEmpty() ? words : tr("%1. %2").arg(words, note);
    return entry.stale ? tr("%1, stale").arg(full) : full;
}

} // namespace alcedo
