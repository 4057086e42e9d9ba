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
            fail(kindNode, say(P::NoRecordKind, {text(kindNode, QStringLiteral("record"))}));
            return route;
        }
        route.record = *kind;
        route.hasRecord = true;
    } else if (m_tape[node].type == Type::Object && m_tape.member(node, "ignore") == JsonTape::None &&
               m_tape.member(node, "bind") == JsonTape::None) {
        fail(node, say(P::RecordOrIgnore));
        return route;
    }
    object(node, say(P::ARoute),
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
        fail(node, say(P::RecordOrIgnore));
    else if (route.hasRecord && route.record != RecordKind::Control && !route.key.isSet())
        fail(node, say(P::RouteNeedsKey));
    else if ((!route.levels.empty() || route.checksum) && route.record != RecordKind::Book)
        fail(node, say(P::OnlyBook));
    else if (route.resync && !route.sequence)
        fail(node, say(P::ResyncNeedsSequence));
    else if (route.reverse && !route.each)
        fail(node, say(P::ReverseNeedsEach));
}

std::uint8_t ProfileReader::flag(Node node, const QString &name)
{
    static const QStringList Names{QStringLiteral("replayed"), QStringLiteral("snapshot"),
                                   QStringLiteral("correction"), QStringLiteral("removed")};
    const auto index = Names.indexOf(name);
    if (index < 0)
        fail(node, say(P::FlagIs));
    return std::uint8_t(index < 0 ? 0 : 1 << index); // in the order of RecordFlag
}

void ProfileReader::flags(Node node, ProfileRoute &route)
{
    if (m_tape[node].type == Type::Object)
        return members(
            node, say(P::MustBeObject, {QStringLiteral("flags")}),
            [&](const QString &name, Node n) { route.flagsWhen.emplace_back(flag(n, name), conditions(n)); });
    elements(node, QStringLiteral("flags"),
             [&](Node n) { route.flags = std::uint8_t(route.flags | flag(n, text(n, say(P::AFlag)))); });
}

void ProfileReader::fieldMap(Node node, ProfileRoute &route)
{
    if (m_tape[node].type != Type::Object)
        return fail(node, say(P::ObjectOfFields, {QStringLiteral("map")}));
    const RecordSchema &schema = RecordSchema::of(route.record);
    for (Node child = node + 1; child < m_tape[node].next && !failed(); child = m_tape[child].next) {
        const int field = schema.indexOf(m_tape[child].key);
        const auto kindName = QString::fromUtf8(schema.name.data(), qsizetype(schema.name.size()));
        if (field < 0)
            return fail(child, say(P::NoField, {kindName, shown(m_tape[child].key)}));
        const FieldType type = schema.fields[std::size_t(field)].type;
        if (type == FieldType::Levels)
            return fail(child, say(P::LevelsNotInMap));
        ProfileValue from = value(child);
        for (const JsonPath &at : from.at) {
            if (at.isWild() && type != FieldType::Text)
                return fail(child, say(P::JoinedNeedsText));
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
            fail(n, say(P::SideIs));
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
    object(node, say(P::ASequence),
           {
               {"first", [&](Node n) { sequence.first = value(n); }},
               {"previous", [&](Node n) { sequence.previous = value(n); }},
               {"last", [&](Node n) { sequence.last = value(n); }, true},
               {"rising", [&](Node n) { sequence.rising = boolean(n, QStringLiteral("rising")); }},
               {"on_break", [&](Node n) { sequence.reconnectOnBreak = reconnects(n); }},
           });
    if (int(sequence.first.isSet()) + int(sequence.previous.isSet()) + int(sequence.rising) > 1)
        fail(node, say(P::SequenceOneOf));
    return sequence;
}

ProfileChecksum ProfileReader::checksum(Node node)
{
    ProfileChecksum checksum;
    object(
        node, say(P::AChecksum),
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
                    members(n, say(P::ObjectOfNames, {QStringLiteral("names")}),
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
    object(node, say(P::AResync),
           {
               {"get", [&](Node n) { resync.url = text(n, QStringLiteral("get")); }, true},
               {"last", [&](Node n) { resync.last = value(n); }, true},
               {"levels", [&](Node n) { resync.levels = levels(n); }, true},
           });
    return resync;
}

} // namespace alcedo
