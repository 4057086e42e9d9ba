// SPDX-License-Identifier: MIT
// What the messages of a kind are about, and when they were made.
#include <alcedo/feed/shapefields.h>
#include <alcedo/feed/shapejudge.h>

#include <algorithm>
#include <vector>

namespace alcedo::shape {

namespace {

using Places = std::map<std::string, Stats>;

/// Texts that say something about a record, and are few, but that it is not about.
bool isNoKey(const std::string &name)
{
    static const Names Known{"home",   "away",      "hometeam", "awayteam", "team1",    "team2",
                             "side",   "unit",      "units",    "uom",      "currency", "event",
                             "period", "status",    "source",   "severity", "quality",  "lang",
                             "level",  "direction", "action",   "op",       "connid"};
    return std::find(Known.begin(), Known.end(), name) != Known.end();
}

bool isOfDeeds(const Stats &stats)
{
    return std::all_of(stats.distinct.begin(), stats.distinct.end(),
                       [](const auto &seen) { return isDeed(seen.first); });
}

/// The more a place looks like what messages are about, the higher; below zero: not at all.
double keyScore(const std::string &path, const Stats &stats, const KindStats &kind, const ShapeKind &shape)
{
    static const std::vector<std::string_view> Known{
        "symbol",  "instid", "instrumentname", "productid",   "sym",        "s",
        "S",       "pair",   "market",         "entityid",    "sensor",     "sensorid",
        "station", "device", "deviceid",       "path",        "matchid",    "zone",
        "line",    "ticker", "vendorproject",  "flynnregion", "instrument", "key",
        "fixture", "game",   "gameid",         "ccy",         "ccypair"};
    const bool isText = stats.isText() || (stats.isNumeric() && nameOf(path) == "matchid");
    // Names of things may be long; what is not called as they are, and is long, is prose.
    const auto found = std::find(Known.begin(), Known.end(), nameOf(path));
    const int mostLong = found == Known.end() ? stats.seen / 4 : stats.seen / 2;
    if (!isText || stats.time() || stats.longTexts > mostLong || stats.seen * 10 < kind.items * 8 ||
        isNoKey(nameOf(path)) || isOfDeeds(stats) ||
        std::any_of(shape.when.begin(), shape.when.end(), [&path](const ShapeKind::Condition &condition) {
            return condition.path == qs(path) || u'#' + condition.path == qs(path);
        }))
        return -1;
    double score = found == Known.end() ? 0 : 10.0 - 0.1 * double(found - Known.begin());
    const double distinct = stats.tooMany ? double(Stats::MaxDistinct) : double(stats.distinct.size());
    // Several values that come again: neither always the same nor each once.
    const double repeats = double(stats.seen) / std::max(distinct, 1.0);
    score += distinct > 1 && repeats >= 2 ? 3 : 0;
    score -= repeats < 1.2 && stats.seen > 10 ? 4 : 0;
    score -= double(std::count(path.begin(), path.end(), '/')) * 0.2 + (path.front() == '#' ? 0.5 : 0);
    return score;
}

double timeScore(const std::string &path, const Stats &stats)
{
    static const std::vector<std::string_view> Known{"T", "time", "timestamp", "ts",     "tradetimems",   "t",
                                                     "E", "dt",   "date",      "timeus", "microtimestamp"};
    const auto found = std::find(Known.begin(), Known.end(), nameOf(path));
    double score = found == Known.end() ? 0 : 4.0 - 0.2 * double(found - Known.begin());
    score += 2.0 * double(stats.rises) / std::max(1, stats.seen);
    const auto unit = stats.time();
    score += unit && *unit != TimeUnit::Seconds ? 1 : 0; // finer is nearer to the truth
    score -= double(std::count(path.begin(), path.end(), '/')) * 0.1;
    return score -
           (path.find("maturity") != std::string::npos || path.find("create") != std::string::npos ? 5 : 0);
}

/// Kinds that were told apart by a subject's beginning ("trade" of "trade.BTC") are about its end.
void chooseKeyOfSubject(ShapeKind &kind, const KindStats &stats)
{
    for (const ShapeKind::Condition &condition : std::as_const(kind.when)) {
        const std::string path = (kind.each.isEmpty() ? "" : "#") + condition.path.toStdString();
        const auto place = stats.places.find(path);
        const auto length = std::size_t(condition.is.toUtf8().size());
        if (!condition.starts || place == stats.places.end() || place->second.last.size() <= length)
            continue;
        assign(kind, path, QStringLiteral("key"), {ShapeReason::Code::SubjectEnd, {}, {}});
        if (ShapeField *const field = fieldAt(kind, path))
            field->split = QString(QLatin1Char(place->second.last[length]));
        return;
    }
}

} // namespace

void chooseKeyAndTime(ShapeKind &kind, const KindStats &stats)
{
    const Places::value_type *key = nullptr, *time = nullptr;
    double bestKey = 0, bestTime = -1;
    for (const auto &place : stats.places) {
        if (const double score = keyScore(place.first, place.second, stats, kind); score > bestKey) {
            bestKey = score;
            key = &place;
        }
        if (!place.second.time() || place.second.seen * 10 < stats.items * 8)
            continue;
        if (const double score = timeScore(place.first, place.second); score > bestTime) {
            bestTime = score;
            time = &place;
        }
    }
    if (!key)
        chooseKeyOfSubject(kind, stats);
    if (key) {
        ShapeReason reason{ShapeReason::Code::SeveralTexts,
                           {QString::number(key->second.distinct.size()), QString::number(key->second.seen),
                            qs(nameOf(key->first))},
                           {}};
        assign(kind, key->first, QStringLiteral("key"), reason);
        reason.place = qs(key->first);
        kind.reasons += reason;
    }
    if (time) {
        ShapeReason reason{
            ShapeReason::Code::RisingTime,
            {unitOf(time->second), QString::number(time->second.rises), QString::number(time->second.seen)},
            {}};
        assign(kind, time->first, QStringLiteral("time"), reason);
        reason.place = qs(time->first);
        kind.reasons += reason;
    }
}

} // namespace alcedo::shape
