// SPDX-License-Identifier: MIT
#include <alcedo/feed/mapping.h>

#include <charconv>

namespace alcedo {

namespace {

using Type = JsonTape::Type;

bool isContainer(const JsonTape::Node &node)
{
    return node.type == Type::Object || node.type == Type::Array;
}

/// null and "" stand for nothing, as venues use them.
bool saysSomething(const JsonTape::Node &node)
{
    return node.type != Type::Null && !node.text.empty();
}

} // namespace

Mapping::Mapping(FeedProfile profile)
    : m_profile(std::move(profile))
{
    for (std::size_t i = 0; i < m_profile.routes.size(); ++i) {
        if (m_profile.routes[i].name.isEmpty())
            m_profile.routes[i].name = QStringLiteral("route %1").arg(i + 1);
    }
}

Mapping::Outcome Mapping::map(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    ++m_counters.messages;
    m_isJson = m_tape.parse(message);
    if (!m_isJson) {
        ++m_counters.unmapped;
        ++m_counters.notJson;
        countShape("not JSON");
        return Outcome::Unmapped;
    }
    Node item = 0;
    if (m_profile.hasUnwrap) {
        const Node inner = m_profile.unwrap.find(m_tape, 0);
        item = inner == JsonTape::None ? 0 : inner;
    }
    bool known = false, mapped = false, failed = false;
    for (ProfileRoute &route : m_profile.routes) {
        if (!holds(route.when, item))
            continue;
        known = true;
        const Outcome outcome =
            route.ignored ? Outcome::Ignored : apply(route, item, message, arrivalNs, out);
        mapped |= outcome == Outcome::Mapped;
        failed |= outcome == Outcome::Unmapped;
    }
    if (!known)
        countUnknown(item);
    if (mapped) {
        ++m_counters.mapped;
        return Outcome::Mapped;
    }
    ++(known && !failed ? m_counters.ignored : m_counters.unmapped);
    return known && !failed ? Outcome::Ignored : Outcome::Unmapped;
}

bool Mapping::holds(ProfileConditions &conditions)
{
    return m_isJson && !conditions.empty() && holds(conditions, 0);
}

bool Mapping::holds(ProfileConditions &conditions, Node item) const
{
    for (ProfileCondition &condition : conditions) {
        const Node node = condition.at.find(m_tape, item);
        const bool exists = node != JsonTape::None && m_tape[node].type != Type::Null;
        if (condition.test == ProfileCondition::Test::Exists ||
            condition.test == ProfileCondition::Test::Absent) {
            if (exists != (condition.test == ProfileCondition::Test::Exists))
                return false;
            continue;
        }
        if (!exists || isContainer(m_tape[node]))
            return false;
        const std::string_view text = m_tape[node].text;
        const bool starts = condition.test == ProfileCondition::Test::Starts;
        bool any = false;
        for (const std::string &wanted : condition.texts)
            any = any || (starts ? text.starts_with(wanted) : text == wanted);
        if (!any)
            return false;
    }
    return true;
}

Mapping::Outcome Mapping::apply(ProfileRoute &route, Node item, QByteArrayView message,
                                std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    if (!route.each)
        return holds(route.where, item) ? record(route, item, message, arrivalNs, out) : Outcome::Ignored;
    bool mapped = false, failed = false;
    const auto one = [&](Node node) {
        if (!holds(route.where, node))
            return;
        const Outcome outcome = record(route, node, message, arrivalNs, out);
        mapped |= outcome == Outcome::Mapped;
        failed |= outcome == Outcome::Unmapped;
    };
    route.each->each(m_tape, item, [&](Node node) {
        if (!isContainer(m_tape[node]))
            return;
        const Node end = m_tape[node].next;
        for (Node child = node + 1; child < end; child = m_tape[child].next)
            one(child);
    });
    return mapped ? Outcome::Mapped : failed ? Outcome::Unmapped : Outcome::Ignored;
}

Mapping::Outcome Mapping::record(ProfileRoute &route, Node item, QByteArrayView message,
                                 std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    const std::string_view key = textOf(route.key, item);
    if ((key.empty() && route.record != RecordKind::Control) || key.size() > MaxKeyBytes) {
        countBad(route.name, key.empty() ? "no key" : "key too long");
        return Outcome::Unmapped;
    }
    m_counters.data += route.record != RecordKind::Control;
    if (route.sequence) {
        const auto verdict = judge(route, item, key, arrivalNs);
        if (!verdict) {
            countBad(route.name, "no sequence");
            return Outcome::Unmapped;
        }
        if (*verdict == BookSequence::Verdict::Hold)
            m_sequence.hold(key, message, arrivalNs);
        if (*verdict != BookSequence::Verdict::Pass)
            return Outcome::Mapped;
    }
    std::int64_t time = arrivalNs;
    if (route.time.isSet()) {
        if (const std::string_view text = textOf(route.time, item); !text.empty()) {
            const auto parsed = parseTime(text, route.time.unit);
            if (!parsed) {
                ++m_counters.badValues;
                countBad(route.name, "time is none");
            }
            time = parsed.value_or(arrivalNs);
        }
    }
    out.begin(route.record, key, time, arrivalNs, route.flags);
    for (ProfileRoute::FieldValue &value : route.map)
        field(route, value, item, out);
    addLevels(route.name, route.levels, item, out);
    return Outcome::Mapped;
}

Mapping::Node Mapping::present(ProfileValue &value, Node item) const
{
    for (JsonPath &path : value.at) {
        const Node node = path.find(m_tape, item);
        if (node != JsonTape::None && saysSomething(m_tape[node]))
            return node;
    }
    return JsonTape::None;
}

std::string_view Mapping::textOf(ProfileValue &value, Node item) const
{
    if (value.at.empty())
        return value.constant;
    const Node node = present(value, item);
    if (node == JsonTape::None || isContainer(m_tape[node]))
        return {};
    const std::string_view text = m_tape[node].text;
    for (const auto &[from, to] : value.values) {
        if (text == from)
            return to;
    }
    return text;
}

std::optional<std::int64_t> Mapping::integerOf(ProfileValue &value, Node item, bool &isAbsent) const
{
    const std::string_view text = textOf(value, item);
    isAbsent = text.empty() && present(value, item) == JsonTape::None;
    if (value.as == ProfileValue::As::Duration)
        return parseDuration(text);
    if (text == "true" || text == "false")
        return text == "true";
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return number;
}

void Mapping::field(ProfileRoute &route, ProfileRoute::FieldValue &value, Node item, RecordBatchBuilder &out)
{
    if (value.type == FieldType::Integer) {
        bool isAbsent = false;
        if (const auto number = integerOf(value.value, item, isAbsent))
            out.set(value.field, *number);
        else if (!isAbsent)
            countBad(route.name, RecordSchema::of(route.record).fields[std::size_t(value.field)].name);
        return;
    }
    if (value.type == FieldType::Text && !value.value.at.empty() && value.value.at.front().isWild())
        return joined(value, item, out);
    const std::string_view text = textOf(value.value, item);
    if (value.type == FieldType::Text) {
        if (!text.empty())
            out.set(value.field, text);
        return;
    }
    if (const auto decimal = Decimal::parse(text)) {
        out.set(value.field, *decimal);
    } else if (!text.empty() || present(value.value, item) != JsonTape::None) {
        ++m_counters.badValues;
        countBad(route.name, RecordSchema::of(route.record).fields[std::size_t(value.field)].name);
    }
}

void Mapping::joined(ProfileRoute::FieldValue &value, Node item, RecordBatchBuilder &out) const
{
    std::string all;
    value.value.at.front().each(m_tape, item, [&](Node node) {
        if (!saysSomething(m_tape[node]) || isContainer(m_tape[node]))
            return;
        if (!all.empty())
            all += ',';
        all += m_tape[node].text;
    });
    if (!all.empty())
        out.set(value.field, std::string_view(all));
}

void Mapping::addLevels(const QString &route, std::vector<ProfileLevels> &parts, Node item,
                        RecordBatchBuilder &out)
{
    for (ProfileLevels &part : parts) {
        part.each.each(m_tape, item, [&](Node node) {
            if (!isContainer(m_tape[node]))
                return;
            const Node end = m_tape[node].next;
            for (Node level = node + 1; level < end; level = m_tape[level].next) {
                if (!addLevel(part, level, out)) {
                    ++m_counters.badValues;
                    countBad(route, "level");
                }
            }
        });
    }
}

bool Mapping::addLevel(ProfileLevels &part, Node level, RecordBatchBuilder &out) const
{
    const std::string_view side = textOf(part.side, level);
    const auto price = Decimal::parse(textOf(part.price, level));
    const auto size = Decimal::parse(textOf(part.size, level));
    if (!price || !size || (side != "bid" && side != "ask"))
        return false;
    out.addLevel(book::Levels, {*price, *size, side == "bid" ? BookLevel::Side::Bid : BookLevel::Side::Ask});
    return true;
}

std::optional<BookSequence::Verdict> Mapping::judge(ProfileRoute &route, Node item, std::string_view key,
                                                    std::int64_t arrivalNs)
{
    bool isAbsent = false;
    const auto last = integerOf(route.sequence->last, item, isAbsent);
    std::optional<std::int64_t> first, previous;
    if (route.sequence->first.isSet())
        first = integerOf(route.sequence->first, item, isAbsent);
    else
        previous = integerOf(route.sequence->previous, item, isAbsent);
    if (!last || (!first && !previous))
        return std::nullopt;
    return m_sequence.admit(key, first, previous, *last, arrivalNs);
}

} // namespace alcedo
