// SPDX-License-Identifier: MIT
#include <alcedo/feed/fieldtrace.h>

#include <alcedo/feed/feedtime.h>

#include <algorithm>

namespace alcedo {

using Type = JsonTape::Type;

namespace {

/// Whether the route holds where something is not: of a document, a change alone cannot tell.
bool asksForAbsence(const ProfileRoute &route)
{
    using Test = ProfileCondition::Test;
    const auto asks = [](const ProfileCondition &condition) {
        return condition.test == Test::Absent || condition.test == Test::Differs;
    };
    return std::any_of(route.when.begin(), route.when.end(), asks) ||
           std::any_of(route.where.begin(), route.where.end(), asks);
}

} // namespace

FieldTrace::FieldTrace(FeedProfile profile)
    : m_reader(std::move(profile))
{
}

template <typename Visit>
void FieldTrace::eachRecord(QByteArrayView message, Visit &&visit)
{
    if (!m_reader.open(message))
        return;
    const ProfileMerge *const merge = m_reader.mergeOf();
    if (merge && merge->by == ProfileMerge::By::Patch)
        return;
    const Node item = m_reader.item();
    m_reader.eachRoute(item, [&](ProfileRoute &route) {
        if (route.ignored || !route.hasRecord || (merge && asksForAbsence(route)))
            return Go::On;
        return m_reader.eachItem(route, item, [&](Node node) { return visit(route, node); });
    });
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
        m_reader.startRecord();
        const std::string_view text =
            route.time.isSet() ? m_reader.textOf(route.time, item) : std::string_view();
        if (!text.empty())
            time = parseTime(text, route.time.unit, route.time.zone);
        return time ? Go::Stop : Go::On;
    });
    return time;
}

QByteArray FieldTrace::opened(QByteArrayView message)
{
    return !m_reader.profile().embedded.empty() && m_reader.open(message) ? m_reader.text() : QByteArray();
}

bool FieldTrace::isPatch(QByteArrayView message)
{
    if (m_reader.profile().merges.empty() || !m_reader.open(message))
        return false;
    const ProfileMerge *const merge = m_reader.mergeOf();
    return merge && merge->by == ProfileMerge::By::Patch;
}

void FieldTrace::add(const ProfileRoute &route, ProfileValue &value, QString name, Node item,
                     std::vector<TracedField> &out) const
{
    const JsonTape &tape = m_reader.tape();
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
            part.each->each(m_reader.tape(), item, [&](Node list) {
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
    const JsonTape &tape = m_reader.tape();
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
