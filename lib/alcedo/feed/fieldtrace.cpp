// SPDX-License-Identifier: MIT
#include <alcedo/feed/fieldtrace.h>

#include <alcedo/feed/feedtime.h>

namespace alcedo {

using Type = JsonTape::Type;

FieldTrace::FieldTrace(FeedProfile profile)
    : m_mapping(std::move(profile))
{
}

template <typename Visit>
FieldTrace::Go FieldTrace::eachItem(ProfileRoute &route, Node item, Visit &visit)
{
    const JsonTape &tape = m_mapping.m_tape;
    if (!route.each)
        return m_mapping.holds(route.where, item) ? visit(route, item) : Go::On;
    Go go = Go::On;
    route.each->each(tape, item, [&](Node list) {
        const Node end = tape[list].isContainer() ? tape[list].next : list;
        for (Node child = list + 1; child < end && go == Go::On; child = tape[child].next) {
            if (m_mapping.holds(route.where, child))
                go = visit(route, child);
        }
    });
    return go;
}

/// As Mapping::map() chooses them: every route whose conditions hold.
template <typename Visit>
void FieldTrace::eachRecord(QByteArrayView message, Visit &&visit)
{
    FeedProfile &profile = m_mapping.m_profile;
    if (!profile.merges.empty() || !m_mapping.parse(message))
        return;
    Node item = 0;
    if (profile.hasUnwrap) {
        const Node inner = profile.unwrap.find(m_mapping.m_tape, 0);
        item = inner == JsonTape::None ? 0 : inner;
    }
    for (const std::uint32_t position : m_mapping.m_choice.of(m_mapping.m_tape, item)) {
        ProfileRoute &route = profile.routes[position];
        if (route.ignored || !route.hasRecord || !m_mapping.holds(route.when, item))
            continue;
        if (eachItem(route, item, visit) == Go::Stop)
            return;
    }
}

std::vector<TracedField> FieldTrace::fields(QByteArrayView message)
{
    std::vector<TracedField> out;
    eachRecord(message, [this, &out](ProfileRoute &route, Node item) {
        add(route, route.key, QStringLiteral("key"), item, out);
        add(route, route.time, QStringLiteral("time"), item, out);
        const auto &schema = RecordSchema::of(route.record).fields;
        for (ProfileRoute::FieldValue &value : route.map) {
            const std::string_view name = schema[std::size_t(value.field)].name;
            add(route, value.value, QString::fromUtf8(name.data(), qsizetype(name.size())), item, out);
        }
        addLevels(route, item, out);
        return out.size() < MaxFields ? Go::On : Go::Stop;
    });
    if (out.size() > MaxFields)
        out.resize(MaxFields);
    return out;
}

std::optional<std::int64_t> FieldTrace::timeOf(QByteArrayView message)
{
    std::optional<std::int64_t> time;
    eachRecord(message, [this, &time](ProfileRoute &route, Node item) {
        m_mapping.m_scratchUsed = 0;
        const std::string_view text =
            route.time.isSet() ? m_mapping.textOf(route.time, item) : std::string_view();
        if (!text.empty())
            time = parseTime(text, route.time.unit, route.time.zone);
        return time ? Go::Stop : Go::On;
    });
    return time;
}

void FieldTrace::add(const ProfileRoute &route, ProfileValue &value, QString name, Node item,
                     std::vector<TracedField> &out) const
{
    const JsonTape &tape = m_mapping.m_tape;
    bool isFound = false;
    const auto take = [&](Node node) {
        if (out.size() >= MaxFields || tape[node].type == Type::Null)
            return;
        isFound = true;
        out.push_back({pointerTo(node), name, route.name, route.record});
    };
    // The first of the places that has something, or all that make up the text.
    for (JsonPath &path : value.at) {
        if (isFound)
            return;
        if (path.isWild())
            path.each(tape, item, take);
        else if (const Node node = path.find(tape, item); node != JsonTape::None)
            take(node);
    }
    for (ProfileValue::Piece &piece : value.pieces) {
        const Node node = piece.isPath ? piece.path.find(tape, item) : JsonTape::None;
        if (node != JsonTape::None)
            take(node);
    }
}

void FieldTrace::addLevels(ProfileRoute &route, Node item, std::vector<TracedField> &out) const
{
    const QString name = QStringLiteral("levels");
    for (ProfileLevels &part : route.levels) {
        if (part.each) {
            part.each->each(m_mapping.m_tape, item, [&](Node list) {
                if (out.size() < MaxFields)
                    out.push_back({pointerTo(list), name, route.name, route.record});
            });
            continue;
        }
        for (ProfileValue *value : {&part.side, &part.price, &part.size})
            add(route, *value, name, item, out);
    }
}

QString FieldTrace::pointerTo(Node node) const
{
    const JsonTape &tape = m_mapping.m_tape;
    QString pointer;
    for (; node != 0; node = tape[node].parent) {
        const Node owner = tape[node].parent;
        if (tape[owner].type == Type::Object) {
            QString name = QString::fromUtf8(tape[node].key.data(), qsizetype(tape[node].key.size()));
            name.replace(u'~', QLatin1String("~0")).replace(u'/', QLatin1String("~1"));
            pointer.prepend(u'/' + name);
            continue;
        }
        int index = 0;
        for (Node child = owner + 1; child != node; child = tape[child].next)
            ++index;
        pointer.prepend(u'/' + QString::number(index));
    }
    return pointer;
}

} // namespace alcedo
