// SPDX-License-Identifier: MIT
#include <alcedo/feed/linkconditions.h>
#include <alcedo/feed/mapping.h>

#include <algorithm>

namespace alcedo {

namespace {

using Type = JsonTape::Type;

std::string_view typeName(Type type)
{
    switch (type) {
    case Type::Null:
        return "null";
    case Type::False:
    case Type::True:
        return "boolean";
    case Type::Number:
        return "number";
    case Type::String:
        return "string";
    case Type::Object:
        return "object";
    case Type::Array:
        break;
    }
    return "array";
}

} // namespace

Mapping::Mapping(FeedProfile profile, Forms forms)
    : m_profile(std::move(profile))
    , m_choice(m_profile.routes)
    , m_use(forms)
{
    for (std::size_t i = 0; i < m_profile.routes.size(); ++i) {
        if (m_profile.routes[i].name.isEmpty())
            m_profile.routes[i].name = QStringLiteral("route %1").arg(i + 1);
    }
}

bool Mapping::parse(QByteArrayView message)
{
    m_isJson = m_tape.parse(message) || parseWord(message);
    if (m_isJson && !m_profile.embedded.empty())
        openEmbedded();
    return m_isJson;
}

Mapping::Outcome Mapping::map(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    ++m_counters.messages;
    if (const std::size_t records = m_forms.read(message, arrivalNs, out).records) {
        m_isJson = false; // no tape was made, and no condition of the link holds in a message of a known form
        m_counters.data += m_forms.kind() == RecordKind::Control ? 0 : records;
        ++m_counters.known;
        ++m_counters.mapped;
        return Outcome::Mapped;
    }
    return mapByRoutes(message, arrivalNs, out);
}

Mapping::Outcome Mapping::mapByRoutes(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    if (!parse(message)) {
        ++m_counters.unmapped;
        ++m_counters.notJson;
        countShape("not JSON");
        return Outcome::Unmapped;
    }
    if (!m_profile.merges.empty() && !mergeStates()) {
        ++m_counters.unmapped;
        return Outcome::Unmapped;
    }
    if (m_profile.sequence && !m_isRelease)
        judgeLink(arrivalNs);
    Node item = 0;
    if (m_profile.hasUnwrap) {
        const Node inner = m_profile.unwrap.find(m_tape, 0);
        item = inner == JsonTape::None ? 0 : inner;
    }
    bool known = false, mapped = false, failed = false;
    ProfileRoute *only = nullptr; // the route that made records, where one alone had anything to say
    for (const std::uint32_t position : m_choice.of(m_tape, item)) {
        ProfileRoute &route = m_profile.routes[position];
        if (!holds(route.when, item))
            continue;
        only = known ? nullptr : &route;
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
        if (only && !failed && m_use == Forms::Learned && m_forms.isCurious())
            learn(*only, message, item);
        return Outcome::Mapped;
    }
    ++(known && !failed ? m_counters.ignored : m_counters.unmapped);
    return known && !failed ? Outcome::Ignored : Outcome::Unmapped;
}

void Mapping::learn(ProfileRoute &route, QByteArrayView message, Node item)
{
    m_forms.add(isForLink() ? nullptr : MessageForm::learn(m_profile, route, m_tape, message, item));
}

/// Whether the link itself has to do with the message, as with an acknowledgement.
bool Mapping::isForLink()
{
    return anyLinkConditions(m_profile, [this](ProfileConditions &conditions) { return holds(conditions); });
}

bool Mapping::holds(ProfileConditions &conditions)
{
    return m_isJson && !conditions.empty() && holds(conditions, 0);
}

bool Mapping::holds(ProfileCases &cases)
{
    return std::any_of(cases.begin(), cases.end(), [this](ProfileConditions &one) { return holds(one); });
}

bool Mapping::holds(ProfileConditions &conditions, Node item) const
{
    for (ProfileCondition &condition : conditions) {
        if (!holds(condition, item))
            return false;
    }
    return true;
}

bool Mapping::holds(ProfileCondition &condition, Node item) const
{
    using Test = ProfileCondition::Test;
    const Node node = condition.at.find(m_tape, item);
    const bool isThere = node != JsonTape::None;
    const bool exists = isThere && m_tape[node].type != Type::Null;
    if (condition.test == Test::Exists || condition.test == Test::Absent)
        return exists == (condition.test == Test::Exists);
    std::string_view text;
    bool comparable = exists && !m_tape[node].isContainer();
    if (condition.test == Test::Type) {
        comparable = isThere;
        text = comparable ? typeName(m_tape[node].type) : text;
    } else if (comparable) {
        text = condition.at.isOwnName() ? m_tape[node].key : m_tape[node].text;
        if (!condition.bound.empty()) {
            text = boundTo(text, condition.bound);
            comparable = !text.empty();
        }
    } else if (exists && condition.at.isOwnName()) {
        comparable = true;
        text = m_tape[node].key;
    }
    const bool starts = condition.test == Test::Starts;
    const bool any =
        comparable && std::any_of(condition.texts.begin(), condition.texts.end(),
                                  [starts, text](const std::string &wanted) {
                                      return starts ? text.starts_with(wanted) : isSameText(text, wanted);
                                  });
    return any != (condition.test == Test::Differs);
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
    m_reversed.clear();
    route.each->each(m_tape, item, [&](Node node) {
        if (!m_tape[node].isContainer())
            return;
        const Node end = m_tape[node].next;
        for (Node child = node + 1; child < end; child = m_tape[child].next) {
            if (route.reverse)
                m_reversed.push_back(child);
            else
                one(child);
        }
    });
    std::for_each(m_reversed.rbegin(), m_reversed.rend(), one);
    return mapped ? Outcome::Mapped : failed ? Outcome::Unmapped : Outcome::Ignored;
}

Mapping::Outcome Mapping::record(ProfileRoute &route, Node item, QByteArrayView message,
                                 std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    m_scratchUsed = 0;
    if (route.bind)
        bind(*route.bind, item);
    if (!route.hasRecord)
        return Outcome::Ignored;
    const std::string_view key = textOf(route.key, item);
    if ((key.empty() && route.record != RecordKind::Control) || key.size() > MaxKeyBytes) {
        countBad(route.name, key.empty() ? "no key" : "key too long");
        return Outcome::Unmapped;
    }
    m_counters.data += route.record != RecordKind::Control;
    std::uint8_t flags = route.flags;
    for (auto &[flag, conditions] : route.flagsWhen)
        flags = std::uint8_t(flags | (holds(conditions, item) ? flag : 0));
    if (route.sequence) {
        const auto verdict = judge(route, item, key, flags & RecordFlag::Snapshot, arrivalNs);
        if (!verdict) {
            countBad(route.name, "no sequence");
            return Outcome::Unmapped;
        }
        if (*verdict == BookSequence::Verdict::Hold)
            m_sequence.hold(key, message, arrivalNs);
        if (*verdict != BookSequence::Verdict::Pass)
            return Outcome::Mapped;
    }
    out.begin(route.record, key, timeOf(route, item, arrivalNs), arrivalNs, flags);
    for (ProfileRoute::FieldValue &value : route.map)
        field(route, value, item, out);
    if (route.checksum)
        m_checking = m_checksums.book(key, flags & RecordFlag::Snapshot);
    addLevels(route.name, route.levels, item, out);
    if (route.checksum)
        check(route, item, key, arrivalNs);
    return Outcome::Mapped;
}

std::int64_t Mapping::timeOf(ProfileRoute &route, Node item, std::int64_t arrivalNs)
{
    if (!route.time.isSet())
        return arrivalNs;
    const std::string_view text = textOf(route.time, item);
    if (text.empty())
        return arrivalNs;
    const auto parsed = parseTime(text, route.time.unit, route.time.zone);
    if (!parsed) {
        ++m_counters.badValues;
        countBad(route.name, "time is none");
    }
    return parsed.value_or(arrivalNs);
}

void Mapping::field(ProfileRoute &route, ProfileRoute::FieldValue &value, Node item, RecordBatchBuilder &out)
{
    if (value.type == FieldType::Text && !value.value.at.empty() && value.value.at.front().isWild())
        return joined(value, item, out);
    m_isThere = false;
    if (value.type == FieldType::Integer) {
        if (const auto number = integerOf(value.value, item))
            out.set(value.field, *number);
        else if (m_isThere)
            countBad(route.name, RecordSchema::of(route.record).fields[std::size_t(value.field)].name);
        return;
    }
    const std::string_view text = textOf(value.value, item);
    const bool isWrong = m_isThere && value.value.as != ProfileValue::As::Number;
    if (value.type == FieldType::Text) {
        if (!text.empty())
            out.set(value.field, text);
        return;
    }
    if (const Decimal decimal = decimalOf(value.value, text, item); !decimal.isNull()) {
        out.set(value.field, decimal);
    } else if (!text.empty() || isWrong) {
        ++m_counters.badValues;
        countBad(route.name, RecordSchema::of(route.record).fields[std::size_t(value.field)].name);
    }
}

void Mapping::addLevels(const QString &route, std::vector<ProfileLevels> &parts, Node item,
                        RecordBatchBuilder &out)
{
    for (ProfileLevels &part : parts) {
        const auto one = [&](Node level) {
            if (!addLevel(part, level, out)) {
                ++m_counters.badValues;
                countBad(route, "level");
            }
        };
        if (!part.each) {
            one(item);
            continue;
        }
        part.each->each(m_tape, item, [&](Node node) {
            if (!m_tape[node].isContainer())
                return;
            const Node end = m_tape[node].next;
            for (Node level = node + 1; level < end; level = m_tape[level].next)
                one(level);
        });
    }
}

bool Mapping::addLevel(ProfileLevels &part, Node level, RecordBatchBuilder &out)
{
    m_scratchUsed = std::min<std::size_t>(m_scratchUsed, 8); // the key's, at most, is still needed
    const std::string_view side = textOf(part.side, level);
    const Decimal price = decimalOf(part.price, textOf(part.price, level), level);
    const Decimal size = !part.removed.empty() && holds(part.removed, level)
                             ? Decimal(0, 0)
                             : decimalOf(part.size, textOf(part.size, level), level);
    if (price.isNull() || size.isNull() || (side != "bid" && side != "ask"))
        return false;
    const BookLevel one{price, size, side == "bid" ? BookLevel::Side::Bid : BookLevel::Side::Ask};
    out.addLevel(book::Levels, one);
    if (m_checking)
        m_checking->apply(one);
    return true;
}

} // namespace alcedo
