// SPDX-License-Identifier: MIT
// A guess, written down as a profile.
#include <alcedo/feed/recordjson.h>
#include <alcedo/feed/shapeinference.h>

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
    if (kind.whenPath.isEmpty())
        return "{}";
    const QByteArray path = quoted(kind.whenPath);
    if (kind.whenIs.isEmpty())
        return '{' + path + ": null}";
    return kind.whenStarts ? QByteArray('{' + path + ": {\"starts\": " + quoted(kind.whenIs) + "}}")
                           : QByteArray('{' + path + ": " + quoted(kind.whenIs) + '}');
}

/// A value's translation, where the usual words for sides are others than ours.
QByteArray sideOf(const QString &path, bool isBook)
{
    const char *const values =
        isBook ? R"({"buy": "bid", "sell": "ask", "Buy": "bid", "Sell": "ask", "offer": "ask"})"
               : R"({"Buy": "buy", "Sell": "sell", "BUY": "buy", "SELL": "sell"})";
    return "{\"at\": " + quoted(path) + ", \"values\": " + values + '}';
}

void appendLevels(QByteArray &out, const ShapeKind &kind)
{
    if (kind.levels.isEmpty())
        return;
    out += ",\n      \"levels\": [";
    for (const ShapeKind::Levels &part : kind.levels) {
        const bool isFixed = !part.side.startsWith(u'/');
        out += (&part == &kind.levels.first() ? "" : ", ") + QByteArray("{\"each\": ") + quoted(part.each) +
               ", \"side\": " + (isFixed ? quoted(part.side) : sideOf(part.side, true)) +
               ", \"price\": " + quoted(part.price) + ", \"size\": " + quoted(part.size) + '}';
    }
    out += ']';
}

void appendRoute(QByteArray &out, const ShapeKind &kind)
{
    out += "    {\n      \"name\": " + quoted(kind.name) +
           ",\n      \"note\": " + quoted(kind.reasons.join(QStringLiteral("; "))) +
           ",\n      \"when\": " + whenOf(kind);
    QByteArray key, time, map;
    for (const ShapeField &field : kind.fields) {
        if (field.role == QLatin1String("key"))
            key = quoted(field.path);
        else if (field.role == QLatin1String("time"))
            time = "{\"at\": " + quoted(field.path) + ", \"unit\": " + quoted(field.unit) + '}';
        else if (!field.role.isEmpty())
            map += (map.isEmpty() ? "" : ", ") + quoted(field.role) + ": " +
                   (field.role == QLatin1String("side") ? sideOf(field.path, false)
                    : field.role == QLatin1String("clock")
                        ? QByteArray("{\"at\": " + quoted(field.path) + ", \"as\": \"whole\"}")
                        : quoted(field.path));
    }
    if (kind.ignored) {
        out += ",\n      \"ignore\": true\n    }";
        return;
    }
    if (!kind.each.isEmpty())
        out += ",\n      \"each\": " + quoted(kind.each);
    const std::string_view record = RecordSchema::of(kind.record).name;
    out += ",\n      \"record\": \"" + QByteArray(record.data(), qsizetype(record.size())) + '"';
    if (!kind.snapshotPath.isEmpty())
        out += ",\n      \"flags\": {\"snapshot\": {" + quoted(QString(u'#' + kind.snapshotPath)) + ": " +
               quoted(kind.snapshotIs) + "}}";
    out += ",\n      \"key\": " + (key.isEmpty() ? "{\"const\": " + quoted(kind.name) + '}' : key);
    if (!time.isEmpty())
        out += ",\n      \"time\": " + time;
    if (!map.isEmpty())
        out += ",\n      \"map\": {" + map + '}';
    appendLevels(out, kind);
    out += "\n    }";
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
        appendRoute(out, kind);
    }
    return out + "\n  ]\n}\n";
}

} // namespace alcedo
