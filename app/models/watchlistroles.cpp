// SPDX-License-Identifier: GPL-3.0-or-later
// What WatchlistModel shows of an entry: its roles as text, made only when a delegate asks.
#include "format.h"
#include "watchlistmodel.h"

#include <cmath>

namespace alcedo {

namespace {

constexpr int SparkColumns = 19;
constexpr int VolumeChars = 9;

QString changeText(double percent)
{
    if (!std::isfinite(percent))
        return {};
    if (std::abs(percent) >= 1e6)
        return (percent < 0 ? format::Minus : QChar(u'+')) +
               QString::number(std::abs(percent), 'e', 0)
                   .replace(QLatin1String("e+0"), QLatin1String("e"))
                   .remove(QLatin1Char('+'));
    return format::signedNumber(percent, std::abs(percent) < 1000 ? 2 : 0);
}

} // namespace

double WatchlistModel::Entry::changePercent() const
{
    const double open = quote.open.toDouble();
    return quote.last.isNull() || quote.open.isNull() || open == 0 ? std::nan("")
                                                                   : (quote.last.toDouble() / open - 1) * 100;
}

int WatchlistModel::Entry::direction() const
{
    return quote.last.isNull() || quote.open.isNull() ? 0
           : quote.last > quote.open                  ? 1
           : quote.last < quote.open                  ? -1
                                                      : 0;
}

int WatchlistModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

QHash<int, QByteArray> WatchlistModel::roleNames() const
{
    return {{NameRole, "name"},
            {SparkRole, "spark"},
            {LastWholeRole, "lastWhole"},
            {LastFractionRole, "lastFraction"},
            {LastWideRole, "lastWide"},
            {DirectionRole, "direction"},
            {ChangeRole, "change"},
            {BidWholeRole, "bidWhole"},
            {BidFractionRole, "bidFraction"},
            {BidWideRole, "bidWide"},
            {AskWholeRole, "askWhole"},
            {AskFractionRole, "askFraction"},
            {AskWideRole, "askWide"},
            {VolumeRole, "volume"},
            {AgeRole, "age"},
            {StaleRole, "stale"},
            {FlashRole, "flash"},
            {FlashUpRole, "flashUp"},
            {SelectedRole, "selected"},
            {DescriptionRole, "description"}};
}

QVariant WatchlistModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Entry &entry = m_entries[std::size_t(m_order[std::size_t(index.row())])];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return entry.name;
    case SparkRole:
        return QVariant::fromValue(sparkOf(entry));
    case DirectionRole:
        return entry.direction();
    case ChangeRole:
        return changeText(entry.changePercent());
    case VolumeRole:
        return entry.quote.volume.isNull() ? QString() : format::fitted(entry.quote.volume, VolumeChars);
    case AgeRole:
        return entry.quote.arrivalNs ? format::age(std::chrono::nanoseconds(m_wallNs - entry.quote.arrivalNs))
                                     : tr("never seen");
    case StaleRole:
        return isEntryStale(entry);
    case FlashRole:
        return m_flashOpacity * entry.flash.strength(steadyNow());
    case FlashUpRole:
        return entry.flash.isUp();
    case SelectedRole:
        return entry.key == m_selectedKey;
    case DescriptionRole:
        return descriptionOf(entry);
    default:
        return numberData(entry, role);
    }
}

QVariant WatchlistModel::numberData(const Entry &entry, int role) const
{
    switch (role) {
    case LastWholeRole:
        return AlignedNumber::of(entry.quote.last).whole;
    case LastFractionRole:
        return AlignedNumber::of(entry.quote.last).fraction;
    case LastWideRole:
        return AlignedNumber::of(entry.quote.last).wide;
    case BidWholeRole:
        return AlignedNumber::of(entry.quote.bid).whole;
    case BidFractionRole:
        return AlignedNumber::of(entry.quote.bid).fraction;
    case BidWideRole:
        return AlignedNumber::of(entry.quote.bid).wide;
    case AskWholeRole:
        return AlignedNumber::of(entry.quote.ask).whole;
    case AskFractionRole:
        return AlignedNumber::of(entry.quote.ask).fraction;
    case AskWideRole:
        return AlignedNumber::of(entry.quote.ask).wide;
    default:
        return {};
    }
}

bool WatchlistModel::isEntryStale(const Entry &entry) const
{
    return isStale(entry.quote.source, entry.quote.arrivalNs, m_wallNs);
}

SparkShape WatchlistModel::sparkOf(const Entry &entry) const
{
    if (entry.sparkMadeNs == m_sparksSaidNs)
        return entry.spark;
    entry.sparkMadeNs = m_sparksSaidNs;
    const std::int64_t toNs = m_sparksSaidNs - historyLagNs(entry.quote.timeNs, entry.quote.arrivalNs);
    SparkShape::Request request{toNs - m_sparkSpanNs, toNs, SparkColumns, {}, {}, {}};
    if (entry.gaps)
        request.gaps = *entry.gaps;
    entry.spark = SparkShape::of(entry.line, request);
    return entry.spark;
}

QString WatchlistModel::descriptionOf(const Entry &entry) const
{
    const QString last = format::number(entry.quote.last);
    const QString age = format::age(std::chrono::nanoseconds(m_wallNs - entry.quote.arrivalNs));
    const QString change = changeText(entry.changePercent());
    const QString words = change.isEmpty() ? tr("%1, last %2").arg(entry.name, last)
                                           : tr("%1, last %2, change %3 %").arg(entry.name, last, change);
    return isEntryStale(entry) ? tr("%1, stale, %2 old").arg(words, age) : words;
}

QString WatchlistModel::summary() const
{
    const auto sortName = [this]() -> QString {
        switch (m_sortKey) {
        case Mine:
            return tr("mine");
        case Name:
            return tr("symbol");
        case Last:
            return tr("last");
        case Change:
            return tr("change");
        case Bid:
            return tr("bid");
        case Ask:
            return tr("ask");
        case Volume:
            return tr("volume");
        case Age:
            return tr("age");
        }
        return {};
    };
    return tr("%1 of %2 · order: %3")
        .arg(format::count(m_order.size()), format::count(m_entries.size()), sortName());
}

QString WatchlistModel::sparkSpan() const
{
    return tr("%1 min").arg(m_sparkSpanNs / 60'000'000'000);
}

} // namespace alcedo
