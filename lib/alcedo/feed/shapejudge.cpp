// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapejudge.h>

#include <alcedo/feed/shapefields.h>
#include <alcedo/feed/shapelists.h>
#include <alcedo/feed/shapeunits.h>

#include <algorithm>
#include <set>
#include <vector>

namespace alcedo::shape {

namespace {

using Places = std::map<std::string, Stats>;

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

/// A size whose sign is the side: sales are below zero.
const Places::value_type *signedSize(const Places &places)
{
    return named(places, {"amount", "size", "qty", "quantity", "sz", "amt"},
                 [](const Stats &stats) { return stats.hasBothSigns(); });
}

/// What sort of record, and why.
RecordKind recordOf(const ShapeKind &kind, const Places &places, ShapeReason::Code &why)
{
    if (!kind.levels.isEmpty()) {
        why = kind.levels.first().bySign ? ShapeReason::Code::SignedLevels : ShapeReason::Code::Levels;
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
                         signedSize(places) || (hasAny(places, {"m"}) && has(places, {"q", "qty"}));
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
    for (ShapeField &field : kind.fields)
        sayMore(kind, field);
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

QString unitOf(const Stats &stats)
{
    static const char *const Units[] = {"s", "ms", "us", "ns", "rfc3339"};
    const auto unit = stats.time();
    return unit ? QString::fromLatin1(Units[int(*unit)]) : QString();
}

/// A message that is one level of a book: a price, a size and a side, and no trade's name; sizes may be zero.
void addSingleLevel(ShapeKind &kind, const KindStats &stats)
{
    const auto any = [](const Stats &) { return true; };
    const auto numeric = [](const Stats &each) { return each.isNumeric(); };
    const auto *const price = named(stats.places, {"price", "px", "p"}, numeric);
    const auto *const size = named(stats.places, {"size", "qty", "quantity", "amount", "sz", "q"}, numeric);
    const auto *const side = named(stats.places, {"side"}, any);
    const bool isBook = isBookWord(kind.name.toStdString());
    const bool isTrades = nameOf(kind.each.toStdString()).find("trade") != std::string::npos;
    const bool bySign = !side && isBook && size && size->second.hasBothSigns();
    if (!price || !size || (!side && !bySign) || isTrades ||
        named(stats.places, {"tradeid", "uid", "tid"}, any))
        return;
    const auto *const count = bySign ? named(stats.places, {"count", "orders"},
                                             [](const Stats &each) {
                                                 return each.isNumeric() && each.decimals == 0 &&
                                                        each.negative == 0 && each.zeros > 0;
                                             })
                                     : nullptr;
    if (isBook || size->second.zeros > 0)
        kind.levels.append({QString(), qs(bySign ? size->first : side->first), qs(price->first),
                            qs(size->first), bySign, count ? qs(count->first) : QString()});
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
        field.measuredIn = field.isNumber ? unitOfName(path) : QString();
        field.hasBothSigns = each.hasBothSigns();
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
