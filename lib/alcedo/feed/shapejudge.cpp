// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapejudge.h>

#include <alcedo/feed/shapefields.h>
#include <alcedo/feed/shapelists.h>

#include <algorithm>
#include <set>
#include <vector>

namespace alcedo::shape {

namespace {

using Places = std::map<std::string, Stats>;

QString qs(const std::string &text)
{
    return QString::fromStdString(text);
}

/// The first of the names that a place has, in the order of the names; those that pass alone.
template <typename Pass>
const Places::value_type *named(const Places &places, const Names &names, Pass &&pass)
{
    for (const std::string_view name : names) {
        const Places::value_type *best = nullptr;
        for (const auto &place : places) {
            const bool isNearer = !best || place.first.size() < best->first.size();
            if (nameOf(place.first) == name && pass(place.second) && isNearer)
                best = &place;
        }
        if (best)
            return best;
    }
    return nullptr;
}

bool has(const Places &places, const Names &names)
{
    return named(places, names, [](const Stats &stats) { return stats.isNumeric() && !stats.time(); });
}

/// The same, of a price: one letter is little to go by, and a number that never moves is not what it seems
/// to be called.
bool hasPrice(const Places &places, const Names &names)
{
    constexpr int Enough = 5;
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        return named(places, {name}, [name](const Stats &stats) {
            const bool isStill = name.size() == 1 && stats.seen >= Enough && stats.distinct.size() == 1;
            return stats.isNumeric() && !stats.time() && !isStill;
        });
    });
}

bool hasAny(const Places &places, const Names &names)
{
    return named(places, names, [](const Stats &) { return true; });
}

/// What sort of record, and why.
RecordKind recordOf(const ShapeKind &kind, const Places &places, ShapeReason::Code &why)
{
    if (!kind.levels.isEmpty()) {
        why = ShapeReason::Code::Levels;
        return RecordKind::Book;
    }
    const auto numeric = [&](const Wanted &wanted) { return has(places, wanted.names); };
    if (numeric(fieldsOf(RecordKind::Candle)[0]) && numeric(fieldsOf(RecordKind::Candle)[1]) &&
        numeric(fieldsOf(RecordKind::Candle)[2]) && numeric(fieldsOf(RecordKind::Candle)[3]) &&
        !hasAny(places, {"bestbid", "bid", "bidpx", "bidprice"})) {
        why = ShapeReason::Code::Candle;
        return RecordKind::Candle;
    }
    const bool isTrade = hasAny(places, {"side", "tradeid", "direction", "takerside"}) ||
                         (hasAny(places, {"m"}) && has(places, {"q", "qty"}));
    const bool isQuote = hasPrice(places, fieldsOf(RecordKind::Quote)[0].names) &&
                         hasPrice(places, fieldsOf(RecordKind::Quote)[1].names);
    if (isQuote) {
        why = ShapeReason::Code::BidAndAsk;
        return RecordKind::Quote;
    }
    if (isTrade && numeric(fieldsOf(RecordKind::Trade)[0]) && numeric(fieldsOf(RecordKind::Trade)[1])) {
        why = ShapeReason::Code::Trade;
        return RecordKind::Trade;
    }
    if (hasAny(places, {"matchid", "hometeam", "homescore", "team1"})) {
        why = ShapeReason::Code::Match;
        return RecordKind::Score;
    }
    if (has(places, {"lastprice", "last", "price", "px"})) {
        why = ShapeReason::Code::Price;
        return RecordKind::Quote;
    }
    if (has(places, {"value", "reading", "mag", "magnitude"})) {
        why = ShapeReason::Code::NamedReading;
        return RecordKind::Sensor;
    }
    const auto isProse = [](const Stats &stats) {
        return stats.seen > 0 && stats.longTexts * 3 >= stats.seen;
    };
    if (std::any_of(places.begin(), places.end(), [&](const auto &place) { return isProse(place.second); })) {
        why = ShapeReason::Code::Sentences;
        return RecordKind::News;
    }
    why = ShapeReason::Code::Reading;
    return RecordKind::Sensor;
}

/// As a profile has it; empty where it is no time.
QString unitOf(const Stats &stats)
{
    static const char *const Units[] = {"s", "ms", "us", "ns", "rfc3339"};
    const auto unit = stats.time();
    return unit ? QString::fromLatin1(Units[int(*unit)]) : QString();
}

ShapeType typeOf(const Stats &stats)
{
    if (stats.time())
        return ShapeType::Time;
    if (stats.isNumeric())
        return stats.decimals == 0 ? ShapeType::Integer : ShapeType::Decimal;
    if (stats.lists * 2 > stats.seen)
        return ShapeType::List;
    if (stats.booleans * 2 > stats.seen)
        return ShapeType::Boolean;
    if (stats.texts == 0)
        return ShapeType::Nothing;
    return stats.tooMany ? ShapeType::Text : ShapeType::FewTexts;
}

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

ShapeField *fieldAt(ShapeKind &kind, const std::string &path)
{
    const auto found =
        std::find_if(kind.fields.begin(), kind.fields.end(),
                     [path = qs(path)](const ShapeField &field) { return field.path == path; });
    return found == kind.fields.end() ? nullptr : &*found;
}

void assign(ShapeKind &kind, const std::string &path, const QString &role, const ShapeReason &reason)
{
    if (ShapeField *const field = fieldAt(kind, path)) {
        field->role = role;
        field->reason = reason;
    }
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

/// A number that only counts messages, or names something.
bool isCounter(const std::string &path, const Stats &stats)
{
    static const Names Counting{"seq",    "sequence", "offset", "version", "n",
                                "number", "count",    "no",     "rev",     "revision"};
    const std::string name = nameOf(path);
    const bool isId = name.size() >= 2 && name.compare(name.size() - 2, 2, "id") == 0;
    const bool onlyRises = stats.decimals == 0 && stats.seen > 10 && stats.rises == stats.seen - 1 &&
                           stats.changes == stats.seen;
    return isId || onlyRises || std::find(Counting.begin(), Counting.end(), name) != Counting.end();
}

/// Readings without a name for their value: each number that changes is one, whatever it is called.
void chooseReadings(ShapeKind &kind, const KindStats &stats)
{
    constexpr int MostReadings = 16;
    const Places::value_type *best = nullptr;
    int chosen = 0;
    for (const auto &place : stats.places) {
        const ShapeField *const field = fieldAt(kind, place.first);
        if (!field || !field->role.isEmpty() || !place.second.isNumeric() || place.second.time())
            continue;
        if (!best || place.second.changes > best->second.changes)
            best = &place;
        if (isCounter(place.first, place.second) || place.second.changes < 2 || chosen == MostReadings)
            continue;
        ++chosen;
        assign(kind, place.first, QStringLiteral("value"), {ShapeReason::Code::Changes, {}, {}});
    }
    if (best && chosen == 0)
        assign(kind, best->first, QStringLiteral("value"), {ShapeReason::Code::ChangesMost, {}, {}});
}

/// A value that is a number at one time and an object of numbers at another: those are readings too.
void chooseMembersOfValue(ShapeKind &kind, const KindStats &stats)
{
    const auto value = std::find_if(kind.fields.begin(), kind.fields.end(), [](const ShapeField &field) {
        return field.role == QLatin1String("value");
    });
    if (value == kind.fields.end())
        return;
    const QString inside = value->path + u'/';
    for (ShapeField &field : kind.fields) {
        const auto place = stats.places.find(field.path.toStdString());
        if (!field.role.isEmpty() || !field.path.startsWith(inside) || place == stats.places.end() ||
            !place->second.isNumeric() || place->second.time())
            continue;
        field.role = QStringLiteral("value");
        field.reason = ShapeReason{ShapeReason::Code::Changes, {}, {}};
    }
}

void chooseFields(ShapeKind &kind, const KindStats &stats)
{
    const RecordSchema &schema = RecordSchema::of(kind.record);
    for (const Wanted &wanted : fieldsOf(kind.record)) {
        const int index = schema.indexOf(wanted.field);
        const FieldType type = schema.fields[std::size_t(index)].type;
        const auto fits = [&](const Stats &each) {
            if (type == FieldType::Text)
                return each.seen > each.lists;
            if (kind.record == RecordKind::Book) // numbers of a sequence may look like seconds
                return each.isNumeric();
            return each.isNumeric() && (type != FieldType::Integer || kind.record == RecordKind::Score) &&
                   !each.time();
        };
        const auto *const place = named(stats.places, wanted.names, fits);
        const ShapeField *const taken = place ? fieldAt(kind, place->first) : nullptr;
        if (taken && taken->role.isEmpty())
            assign(kind, place->first, QString::fromLatin1(wanted.field),
                   {ShapeReason::Code::Called, {qs(nameOf(place->first))}, {}});
    }
    const bool hasValue = std::any_of(kind.fields.begin(), kind.fields.end(), [](const ShapeField &field) {
        return field.role == QLatin1String("value");
    });
    if (kind.record == RecordKind::Sensor && !hasValue)
        chooseReadings(kind, stats);
    else if (kind.record == RecordKind::Sensor)
        chooseMembersOfValue(kind, stats);
}

/// The latest numbers of each place, of the newest key alone: several keys in one line would be a saw.
void addRecent(ShapeKind &kind, const KindStats &stats)
{
    constexpr int Most = 40;
    const auto key = std::find_if(kind.fields.begin(), kind.fields.end(),
                                  [](const ShapeField &field) { return field.role == QLatin1String("key"); });
    std::set<int> ofKey;
    const auto keyPlace =
        key == kind.fields.end() ? stats.places.end() : stats.places.find(key->path.toStdString());
    if (keyPlace != stats.places.end()) {
        for (const Stats::Seen &seen : keyPlace->second.recent) {
            if (seen.word == keyPlace->second.recent.back().word)
                ofKey.insert(seen.item);
        }
    }
    for (ShapeField &field : kind.fields) {
        const auto place = stats.places.find(field.path.toStdString());
        if (!field.isNumber || place == stats.places.end())
            continue;
        for (const Stats::Seen &seen : place->second.recent) {
            if (keyPlace == stats.places.end() || ofKey.count(seen.item))
                field.recent.append(seen.number);
        }
        field.recent.remove(0, std::max<qsizetype>(0, field.recent.size() - Most));
    }
}

} // namespace

/// A message that is one level of a book: a price, a size and a side, and no trade's name; sizes may be zero.
void addSingleLevel(ShapeKind &kind, const KindStats &stats)
{
    const auto any = [](const Stats &) { return true; };
    const auto numeric = [](const Stats &each) { return each.isNumeric(); };
    const auto *const price = named(stats.places, {"price", "px", "p"}, numeric);
    const auto *const size = named(stats.places, {"size", "qty", "quantity", "amount", "sz", "q"}, numeric);
    const auto *const side = named(stats.places, {"side"}, any);
    const bool isTrades = nameOf(kind.each.toStdString()).find("trade") != std::string::npos;
    if (!price || !size || !side || isTrades || named(stats.places, {"tradeid", "uid", "tid"}, any))
        return;
    if (isBookWord(kind.name.toStdString()) || size->second.zeros > 0)
        kind.levels.append({QString(), qs(side->first), qs(price->first), qs(size->first)});
}

void judge(ShapeKind &kind, const KindStats &stats, double seconds)
{
    for (const auto &[path, each] : stats.places) {
        if (kind.fields.size() >= ShapeInference::MaxFields)
            break;
        ShapeField field;
        field.path = qs(path);
        field.type = typeOf(each);
        field.typeCount = field.type == ShapeType::FewTexts ? int(each.distinct.size()) : each.decimals;
        field.now = each.lists * 2 > each.seen ? QStringLiteral("[…]") : qs(each.last);
        field.rate = seconds > 0 ? each.changes / seconds : 0;
        field.isNumber = each.isNumeric() && !each.time();
        field.unit = unitOf(each);
        if (const auto unit = each.time()) {
            if (const auto said = parseTime(each.last, *unit))
                field.lagNs = each.lastArrivalNs - *said;
        }
        kind.fields.append(field);
    }
    chooseKeyAndTime(kind, stats);
    if (kind.levels.isEmpty())
        addSingleLevel(kind, stats);
    auto why = ShapeReason::Code::Reading;
    kind.record = recordOf(kind, stats.places, why);
    chooseFields(kind, stats);
    const bool says = !kind.levels.isEmpty() ||
                      std::any_of(kind.fields.begin(), kind.fields.end(), [](const ShapeField &field) {
                          return !field.role.isEmpty() && field.role != QLatin1String("key") &&
                                 field.role != QLatin1String("time");
                      });
    // A handful of readings beside many other messages is a greeting or an answer; by itself it is the feed.
    const bool isAside = kind.messages <= 3 && stats.items <= 3 && kind.messages * 4 <= stats.messagesOfAll;
    kind.ignored = !says || (kind.record == RecordKind::Sensor && isAside && !kind.when.isEmpty());
    kind.reasons.prepend({kind.ignored ? ShapeReason::Code::NothingMeasured : why, {}, {}});
    addRecent(kind, stats);
}

} // namespace alcedo::shape
