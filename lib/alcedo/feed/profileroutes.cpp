// SPDX-License-Identifier: MIT
#include <alcedo/feed/profilereader.h>

namespace alcedo {

ProfileRoute ProfileReader::route(Node node)
{
    ProfileRoute route;
    if (failed())
        return route;
    // First the kind, which says what fields there are.
    const Node kindNode = m_tape[node].type == Type::Object ? m_tape.member(node, "record") : JsonTape::None;
    if (kindNode != JsonTape::None) {
        const auto kind = RecordSchema::kindNamed(m_tape[kindNode].text);
        if (!kind) {
            fail(kindNode, QStringLiteral("there is no record kind \"%1\"")
                               .arg(text(kindNode, QStringLiteral("record"))));
            return route;
        }
        route.record = *kind;
        route.hasRecord = true;
    } else if (m_tape[node].type == Type::Object && m_tape.member(node, "ignore") == JsonTape::None &&
               m_tape.member(node, "bind") == JsonTape::None) {
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
               {"flags", [&](Node n) { flags(n, route); }},
               {"each", [&](Node n) { route.each = path(n); }},
               {"reverse", [&](Node n) { route.reverse = boolean(n, QStringLiteral("reverse")); }},
               {"key", [&](Node n) { route.key = value(n); }},
               {"time", [&](Node n) { route.time = timeValue(n); }},
               {"map", [&](Node n) { fieldMap(n, route); }},
               {"levels", [&](Node n) { route.levels = levels(n); }},
               {"sequence", [&](Node n) { route.sequence = sequence(n); }},
               {"resync", [&](Node n) { route.resync = resync(n); }},
               {"checksum", [&](Node n) { route.checksum = checksum(n); }},
               {"bind", [&](Node n) { route.bind = binding(n); }},
           });
    checkRoute(node, route);
    return route;
}

void ProfileReader::checkRoute(Node node, const ProfileRoute &route)
{
    if (int(route.hasRecord || route.bind) + int(route.ignored) != 1)
        fail(node, QStringLiteral("a route needs either \"record\" or \"ignore\": true"));
    else if (route.hasRecord && route.record != RecordKind::Control && !route.key.isSet())
        fail(node, QStringLiteral("a route needs a \"key\""));
    else if ((!route.levels.empty() || route.checksum) && route.record != RecordKind::Book)
        fail(node, QStringLiteral("only a book has \"levels\" and a \"checksum\""));
    else if (route.resync && !route.sequence)
        fail(node, QStringLiteral("\"resync\" needs \"sequence\""));
    else if (route.reverse && !route.each)
        fail(node, QStringLiteral("\"reverse\" needs \"each\""));
}

std::uint8_t ProfileReader::flag(Node node, const QString &name)
{
    static const QStringList Names{QStringLiteral("replayed"), QStringLiteral("snapshot"),
                                   QStringLiteral("correction"), QStringLiteral("removed")};
    const auto index = Names.indexOf(name);
    if (index < 0)
        fail(node, QStringLiteral("a flag is replayed, snapshot, correction or removed"));
    return std::uint8_t(index < 0 ? 0 : 1 << index); // in the order of RecordFlag
}

void ProfileReader::flags(Node node, ProfileRoute &route)
{
    if (m_tape[node].type == Type::Object)
        return members(node, QStringLiteral("flags"), [&](const QString &name, Node n) {
            route.flagsWhen.emplace_back(flag(n, name), conditions(n));
        });
    elements(node, QStringLiteral("flags"), [&](Node n) {
        route.flags = std::uint8_t(route.flags | flag(n, text(n, QStringLiteral("a flag"))));
    });
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
                   {"each", [&](Node m) { part.each = path(m); }},
                   {"side", [&](Node m) { part.side = side(m); }, true},
                   {"price", [&](Node m) { part.price = value(m); }, true},
                   {"size", [&](Node m) { part.size = value(m); }, true},
                   {"removed", [&](Node m) { part.removed = conditions(m); }},
               });
        all.push_back(std::move(part));
    });
    return all;
}

bool ProfileReader::reconnects(Node node)
{
    return word(node, QStringLiteral("on_break"), {QStringLiteral("tell"), QStringLiteral("reconnect")}) == 1;
}

ProfileSequence ProfileReader::sequence(Node node)
{
    ProfileSequence sequence;
    object(node, QStringLiteral("a sequence"),
           {
               {"first", [&](Node n) { sequence.first = value(n); }},
               {"previous", [&](Node n) { sequence.previous = value(n); }},
               {"last", [&](Node n) { sequence.last = value(n); }, true},
               {"rising", [&](Node n) { sequence.rising = boolean(n, QStringLiteral("rising")); }},
               {"on_break", [&](Node n) { sequence.reconnectOnBreak = reconnects(n); }},
           });
    if (int(sequence.first.isSet()) + int(sequence.previous.isSet()) + int(sequence.rising) > 1)
        fail(node, QStringLiteral("a sequence has one of \"first\", \"previous\" and \"rising\" at most"));
    return sequence;
}

ProfileChecksum ProfileReader::checksum(Node node)
{
    ProfileChecksum checksum;
    object(
        node, QStringLiteral("a checksum"),
        {
            {"at", [&](Node n) { checksum.at = value(n); }, true},
            {"by",
             [&](Node n) {
                 checksum.kind = ProfileChecksum::Kind(
                     word(n, QStringLiteral("by"), {QStringLiteral("okx"), QStringLiteral("kraken")}));
             },
             true},
            {"depth", [&](Node n) { checksum.depth = int(integer(n, QStringLiteral("depth"), 1, 100'000)); }},
            {"on_break", [&](Node n) { checksum.reconnectOnBreak = reconnects(n); }},
        });
    return checksum;
}

ProfileBinding ProfileReader::binding(Node node)
{
    ProfileBinding binding;
    object(node, QStringLiteral("bind"),
           {
               {"id", [&](Node n) { binding.id = value(n); }, true},
               {"names",
                [&](Node n) {
                    members(n, QStringLiteral("names must be an object of name and path"),
                            [&](const QString &name, Node child) {
                                binding.names.emplace_back(name.toStdString(), value(child));
                            });
                },
                true},
           });
    return binding;
}

ProfileResync ProfileReader::resync(Node node)
{
    ProfileResync resync;
    object(node, QStringLiteral("a resync"),
           {
               {"get", [&](Node n) { resync.url = text(n, QStringLiteral("get")); }, true},
               {"last", [&](Node n) { resync.last = value(n); }, true},
               {"levels", [&](Node n) { resync.levels = levels(n); }, true},
           });
    return resync;
}

} // namespace alcedo
