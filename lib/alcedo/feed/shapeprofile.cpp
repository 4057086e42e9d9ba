// SPDX-License-Identifier: MIT
// A guess, written down as a profile.
#include <alcedo/feed/recordjson.h>
#include <alcedo/feed/shapeinference.h>

#include <algorithm>

namespace alcedo {

namespace {

QByteArray quoted(const QString &text)
{
    QByteArray out;
    appendJsonString(out, text.toStdString());
    return out;
}

QByteArray whenOf(const ShapeKind &kind)
{
    QByteArray out;
    for (const ShapeKind::Condition &condition : kind.when) {
        const QByteArray is = quoted(condition.is);
        out += (out.isEmpty() ? "" : ", ") + quoted(condition.path) + ": " +
               (condition.is.isEmpty() ? QByteArray("null")
                : condition.starts     ? QByteArray("{\"starts\": " + is + '}')
                                       : is);
    }
    return '{' + out + '}';
}

/// A value's translation, where the usual words for sides are others than ours.
QByteArray sideOf(const QString &path, bool isBook)
{
    const char *const values =
        isBook ? R"({"buy": "bid", "sell": "ask", "Buy": "bid", "Sell": "ask", "offer": "ask"})"
               : R"({"Buy": "buy", "Sell": "sell", "BUY": "buy", "SELL": "sell"})";
    return "{\"at\": " + quoted(path) + ", \"values\": " + values + '}';
}

/// The side that a sign says.
QByteArray sideBySign(const QString &path, bool isBook)
{
    const char *const values = isBook ? R"({"+": "bid", "-": "ask"})" : R"({"+": "buy", "-": "sell"})";
    return "{\"at\": " + quoted(path) + ", \"as\": \"sign\", \"values\": " + values + '}';
}

QByteArray absoluteOf(const QString &path)
{
    return "{\"at\": " + quoted(path) + ", \"as\": \"absolute\"}";
}

QByteArray valueOf(const ShapeKind &kind, const ShapeField &field)
{
    if (kind.isSideBySign(field))
        return absoluteOf(field.path) + ", \"side\": " + sideBySign(field.path, false);
    if (field.role == QLatin1String("side"))
        return sideOf(field.path, false);
    return field.role == QLatin1String("clock")
               ? QByteArray("{\"at\": " + quoted(field.path) + ", \"as\": \"whole\"}")
               : quoted(field.path);
}

/// A reading's unit, where its name says it.
QByteArray unitOf(const ShapeKind &kind, const ShapeField &field)
{
    const QString unit = kind.unitOf(field);
    return unit.isEmpty() ? QByteArray() : QByteArray(", \"unit\": {\"const\": " + quoted(unit) + '}');
}

void appendLevels(QByteArray &out, const ShapeKind &kind)
{
    if (kind.levels.isEmpty())
        return;
    out += ",\n      \"levels\": [";
    for (const ShapeKind::Levels &part : kind.levels) {
        const bool isFixed = !part.side.startsWith(u'/');
        out += (&part == &kind.levels.first() ? "{" : ", {") +
               (part.each.isEmpty() ? QByteArray() : QByteArray("\"each\": " + quoted(part.each) + ", ")) +
               "\"side\": " +
               (part.bySign ? sideBySign(part.side, true)
                : isFixed   ? quoted(part.side)
                            : sideOf(part.side, true)) +
               ", \"price\": " + quoted(part.price) + ", \"size\": " +
               (part.size.isEmpty() ? QByteArray("{\"const\": \"0\"}")
                : part.bySign       ? absoluteOf(part.size)
                                    : quoted(part.size)) +
               (part.gone.isEmpty() ? QByteArray()
                                    : QByteArray(", \"removed\": {" + quoted(part.gone) + ": 0}")) +
               '}';
    }
    out += ']';
}

/// The parts of a route that come of its fields' roles.
struct Roles
{
    QString keyPath, keySplit;
    QByteArray time, map;
    QList<const ShapeField *> readings; ///< several: each becomes a record of its own
};

/// Of readings the one that all others stand inside of: a value that is a number, or an object of numbers.
const ShapeField *outermost(const QList<const ShapeField *> &readings)
{
    for (const ShapeField *one : readings) {
        const QString inside = one->path + u'/';
        const bool isOuter = std::all_of(readings.begin(), readings.end(), [&](const ShapeField *other) {
            return other == one || other->path.startsWith(inside);
        });
        if (isOuter && readings.size() > 1)
            return one;
    }
    return nullptr;
}

Roles rolesOf(const ShapeKind &kind)
{
    Roles roles;
    for (const ShapeField &field : kind.fields) {
        if (field.role == QLatin1String("key")) {
            roles.keyPath = field.path;
            roles.keySplit = field.split;
        }
        if (kind.record == RecordKind::Sensor && field.role == QLatin1String("value"))
            roles.readings.append(&field);
    }
    // A path with a brace, or a part of a text, cannot stand in a text.
    const bool isWide =
        roles.readings.size() > 1 && !roles.keyPath.contains(u'}') && roles.keySplit.isEmpty();
    const ShapeField *const only = isWide || roles.readings.isEmpty() ? nullptr : roles.readings.first();
    for (const ShapeField &field : kind.fields) {
        if (field.role.isEmpty() || field.role == QLatin1String("key") ||
            (roles.readings.contains(&field) && &field != only))
            continue;
        if (field.role == QLatin1String("time"))
            roles.time = "{\"at\": " + quoted(field.path) + ", \"unit\": " + quoted(field.unit) + '}';
        else
            roles.map += (roles.map.isEmpty() ? "" : ", ") + quoted(field.role) + ": " +
                         valueOf(kind, field) + unitOf(kind, field);
    }
    if (!isWide)
        roles.readings.clear();
    return roles;
}

/// What a record is about; of one of several readings its name too, in which no place may seem to begin.
QByteArray keyOf(const ShapeKind &kind, const Roles &roles, const ShapeField *reading)
{
    if (!roles.keySplit.isEmpty())
        return "{\"at\": " + quoted(roles.keyPath) + ", \"split\": " + quoted(roles.keySplit) +
               ", \"part\": -1}";
    if (!reading)
        return roles.keyPath.isEmpty() ? QByteArray("{\"const\": " + quoted(kind.name) + '}')
                                       : quoted(roles.keyPath);
    const ShapeField *const outer = outermost(roles.readings);
    if (reading == outer)
        return roles.keyPath.isEmpty() ? QByteArray("{\"const\": " + quoted(kind.name) + '}')
                                       : quoted(roles.keyPath);
    QString word = reading->path.mid(reading->path.lastIndexOf(u'/') + 1);
    word.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
    word.replace(QLatin1String("${"), QLatin1String("$ {"));
    const QChar between = outer ? u'.' : u' ';
    if (roles.keyPath.isEmpty())
        return "{\"const\": " + quoted(QString(kind.name + between + word)) + '}';
    return "{\"text\": " + quoted(QString(QLatin1String("${") + roles.keyPath + u'}' + between + word)) + '}';
}

/// Where a place is a number in one message and something else in the next, only the number makes a record.
QByteArray whereOf(const Roles &roles, const ShapeField *reading)
{
    return reading && outermost(roles.readings)
               ? ",\n      \"where\": {" + quoted(reading->path) + ": {\"type\": [\"number\", \"string\"]}}"
               : QByteArray();
}

void appendRecord(QByteArray &out, const ShapeKind &kind, const Roles &roles, const ShapeField *reading)
{
    if (!kind.each.isEmpty())
        out += ",\n      \"each\": " + quoted(kind.each);
    out += whereOf(roles, reading);
    const std::string_view record = RecordSchema::of(kind.record).name;
    out += ",\n      \"record\": \"" + QByteArray(record.data(), qsizetype(record.size())) + '"';
    if (!kind.snapshotPath.isEmpty())
        out += ",\n      \"flags\": {\"snapshot\": {" + quoted(QString(u'#' + kind.snapshotPath)) + ": " +
               quoted(kind.snapshotIs) + "}}";
    QByteArray map = roles.map;
    if (reading)
        map += (map.isEmpty() ? "" : ", ") + QByteArray("\"value\": ") + quoted(reading->path) +
               unitOf(kind, *reading);
    out += ",\n      \"key\": " + keyOf(kind, roles, reading);
    if (!roles.time.isEmpty())
        out += ",\n      \"time\": " + roles.time;
    if (!map.isEmpty())
        out += ",\n      \"map\": {" + map + '}';
    appendLevels(out, kind);
}

void appendRoute(QByteArray &out, const ShapeKind &kind, const Roles &roles, const ShapeField *reading)
{
    const QString name = reading ? QString(kind.name + u' ' + reading->path) : kind.name;
    out += "    {\n      \"name\": " + quoted(name) +
           ",\n      \"note\": " + quoted(shapeReasonsText(kind.reasons)) +
           ",\n      \"when\": " + whenOf(kind);
    if (kind.ignored)
        out += ",\n      \"ignore\": true";
    else
        appendRecord(out, kind, roles, reading);
    out += "\n    }";
}

void appendKind(QByteArray &out, const ShapeKind &kind)
{
    const Roles roles = rolesOf(kind);
    if (kind.ignored || roles.readings.isEmpty())
        return appendRoute(out, kind, roles, nullptr);
    for (const ShapeField *reading : roles.readings) {
        if (reading != roles.readings.first())
            out += ",\n";
        appendRoute(out, kind, roles, reading);
    }
}

} // namespace

QByteArray ShapeInference::profile(const QString &name, const QString &endpoint,
                                   const QList<ShapeKind> &kinds)
{
    QByteArray out = "{\n  \"profile\": 1,\n  \"name\": " + quoted(name) +
                     ",\n  \"note\": \"Proposed from messages alone; what each is and why stands at it.\"" +
                     ",\n  \"endpoints\": [" +
                     quoted(endpoint.isEmpty() ? QStringLiteral("wss://example.invalid") : endpoint) +
                     "],\n  \"routes\": [\n";
    for (const ShapeKind &kind : kinds) {
        if (&kind != &kinds.first())
            out += ",\n";
        appendKind(out, kind);
    }
    return out + "\n  ]\n}\n";
}

} // namespace alcedo
