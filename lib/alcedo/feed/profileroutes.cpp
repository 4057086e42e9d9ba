// SPDX-License-Identifier: MIT
#include <alcedo/feed/profilereader.h>

namespace alcedo {

ProfileRoute ProfileReader::route(Node node)
{
    ProfileRoute route;
    if (failed())
        return route;
    // First the kind, which says what fields there are.
    const Node kindNode = m_tape.member(node, "record");
    if (kindNode != JsonTape::None) {
        const auto kind = RecordSchema::kindNamed(m_tape[kindNode].text);
        if (!kind) {
            fail(kindNode, QStringLiteral("there is no record kind \"%1\"")
                               .arg(text(kindNode, QStringLiteral("record"))));
            return route;
        }
        route.record = *kind;
    } else if (m_tape.member(node, "ignore") == JsonTape::None) {
        fail(node, QStringLiteral("a route needs either \"record\" or \"ignore\": true"));
        return route;
    }
    object(node, QStringLiteral("a route"),
           {
               {"name", [&](Node n) { route.name = text(n, QStringLiteral("name")); }},
               {"when", [&](Node n) { route.when = conditions(n); }, true},
               {"where", [&](Node n) { route.where = conditions(n); }},
               {"ignore", [&](Node n) { route.ignored = boolean(n, QStringLiteral("ignore")); }},
               {"record", [](Node) {}},
               {"flags", [&](Node n) { route.flags = flags(n); }},
               {"each", [&](Node n) { route.each = path(n); }},
               {"key", [&](Node n) { route.key = value(n); }},
               {"time", [&](Node n) { route.time = timeValue(n); }},
               {"map", [&](Node n) { fieldMap(n, route); }},
               {"levels", [&](Node n) { route.levels = levels(n); }},
               {"sequence", [&](Node n) { route.sequence = sequence(n); }},
               {"resync", [&](Node n) { route.resync = resync(n); }},
           });
    checkRoute(node, route, kindNode != JsonTape::None);
    return route;
}

void ProfileReader::checkRoute(Node node, const ProfileRoute &route, bool hasRecord)
{
    if (hasRecord == route.ignored)
        fail(node, QStringLiteral("a route needs either \"record\" or \"ignore\": true"));
    else if (hasRecord && route.record != RecordKind::Control && !route.key.isSet())
        fail(node, QStringLiteral("a route needs a \"key\""));
    else if (!route.levels.empty() && route.record != RecordKind::Book)
        fail(node, QStringLiteral("only a book has \"levels\""));
    else if (route.resync && !route.sequence)
        fail(node, QStringLiteral("\"resync\" needs \"sequence\""));
}

std::uint8_t ProfileReader::flags(Node node)
{
    std::uint8_t flags = 0;
    elements(node, QStringLiteral("flags"), [&](Node n) {
        const QString name = text(n, QStringLiteral("a flag"));
        static const QStringList Names{QStringLiteral("replayed"), QStringLiteral("snapshot"),
                                       QStringLiteral("correction"), QStringLiteral("removed")};
        const auto index = Names.indexOf(name);
        if (index < 0)
            return fail(n, QStringLiteral("a flag is replayed, snapshot, correction or removed"));
        flags = std::uint8_t(flags | (1 << index)); // in the order of RecordFlag
    });
    return flags;
}

void ProfileReader::fieldMap(Node node, ProfileRoute &route)
{
    if (m_tape[node].type != Type::Object)
        return fail(node, QStringLiteral("map must be an object of field and path"));
    const RecordSchema &schema = RecordSchema::of(route.record);
    for (Node child = node + 1; child < m_tape[node].next && !failed(); child = m_tape[child].next) {
        const int field = schema.indexOf(m_tape[child].key);
        const auto kindName = QString::fromUtf8(schema.name.data(), qsizetype(schema.name.size()));
        if (field < 0)
            return fail(child, QStringLiteral("a %1 has no field \"%2\"")
                                   .arg(kindName, QString::fromUtf8(m_tape[child].key.data(),
                                                                    qsizetype(m_tape[child].key.size()))));
        const FieldType type = schema.fields[std::size_t(field)].type;
        if (type == FieldType::Levels)
            return fail(child, QStringLiteral("levels are described by \"levels\", not in \"map\""));
        ProfileValue from = value(child);
        for (const JsonPath &at : from.at) {
            if (at.isWild() && type != FieldType::Text)
                return fail(child, QStringLiteral("only a text may be joined from a path with *"));
        }
        route.map.push_back({field, type, std::move(from)});
    }
}

std::vector<ProfileLevels> ProfileReader::levels(Node node)
{
    std::vector<ProfileLevels> all;
    const auto side = [&](Node n) {
        ProfileValue fixed;
        if (m_tape[n].type == Type::Object)
            return value(n);
        const QString constant = text(n, QStringLiteral("side"));
        if (constant != QLatin1String("bid") && constant != QLatin1String("ask"))
            fail(n, QStringLiteral("side is \"bid\", \"ask\" or an object with at and values"));
        fixed.constant = constant.toStdString();
        return fixed;
    };
    elements(node, QStringLiteral("levels"), [&](Node n) {
        ProfileLevels part;
        object(n, QStringLiteral("levels"),
               {
                   {"each", [&](Node m) { part.each = path(m); }, true},
                   {"side", [&](Node m) { part.side = side(m); }, true},
                   {"price", [&](Node m) { part.price = value(m); }, true},
                   {"size", [&](Node m) { part.size = value(m); }, true},
               });
        all.push_back(std::move(part));
    });
    return all;
}

ProfileSequence ProfileReader::sequence(Node node)
{
    ProfileSequence sequence;
    object(node, QStringLiteral("sequence"),
           {
               {"first", [&](Node n) { sequence.first = value(n); }},
               {"previous", [&](Node n) { sequence.previous = value(n); }},
               {"last", [&](Node n) { sequence.last = value(n); }, true},
           });
    if (sequence.first.isSet() == sequence.previous.isSet())
        fail(node, QStringLiteral("a sequence needs either \"first\" or \"previous\""));
    return sequence;
}

ProfileResync ProfileReader::resync(Node node)
{
    ProfileResync resync;
    object(node, QStringLiteral("resync"),
           {
               {"get", [&](Node n) { resync.url = text(n, QStringLiteral("get")); }, true},
               {"last", [&](Node n) { resync.last = value(n); }, true},
               {"levels", [&](Node n) { resync.levels = levels(n); }, true},
           });
    return resync;
}

} // namespace alcedo
