// SPDX-License-Identifier: MIT
#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/linkconditions.h>
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/widedecimal.h>

#include <algorithm>
#include <charconv>

namespace alcedo {

Mapping::Mapping(FeedProfile profile, Forms forms)
    : m_reader(std::move(profile))
    , m_use(forms)
{
}

Mapping::Outcome Mapping::map(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    ++m_counters.messages;
    if (const std::size_t records = m_forms.read(message, arrivalNs, out).records) {
        m_reader
            .forget(); // no tape was made, and no condition of the link holds in a message of a known form
        m_counters.data += m_forms.kind() == RecordKind::Control ? 0 : records;
        ++m_counters.known;
        ++m_counters.mapped;
        return Outcome::Mapped;
    }
    return mapByRoutes(message, arrivalNs, out);
}

Mapping::Outcome Mapping::mapByRoutes(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    if (const std::string_view refused = m_reader.read(message); !refused.empty()) {
        ++m_counters.unmapped;
        m_counters.notJson += refused == RouteReader::NotJson;
        countShape(std::string(refused));
        return Outcome::Unmapped;
    }
    if (profile().sequence && !m_isRelease)
        judgeLink(arrivalNs);
    const Node item = m_reader.item();
    bool known = false, mapped = false, failed = false;
    ProfileRoute *only = nullptr; // the route that made records, where one alone had anything to say
    m_reader.eachRoute(item, [&](ProfileRoute &route) {
        only = known ? nullptr : &route;
        known = true;
        const Outcome outcome =
            route.ignored ? Outcome::Ignored : apply(route, item, message, arrivalNs, out);
        mapped |= outcome == Outcome::Mapped;
        failed |= outcome == Outcome::Unmapped;
        return Go::On;
    });
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
    m_forms.add(isForLink() ? nullptr
                            : MessageForm::learn(m_reader.profile(), route, m_reader.tape(), message, item));
}

/// Whether the link itself has to do with the message, as with an acknowledgement.
bool Mapping::isForLink()
{
    return anyLinkConditions(m_reader.profile(),
                             [this](ProfileConditions &conditions) { return holds(conditions); });
}

bool Mapping::holds(ProfileConditions &conditions)
{
    return m_reader.isJson() && !conditions.empty() && m_reader.holds(conditions, 0);
}

bool Mapping::holds(ProfileCases &cases)
{
    return std::any_of(cases.begin(), cases.end(), [this](ProfileConditions &one) { return holds(one); });
}

Mapping::Outcome Mapping::apply(ProfileRoute &route, Node item, QByteArrayView message,
                                std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    bool mapped = false, failed = false;
    (void)m_reader.eachItem(route, item, [&](Node node) {
        const Outcome outcome = record(route, node, message, arrivalNs, out);
        mapped |= outcome == Outcome::Mapped;
        failed |= outcome == Outcome::Unmapped;
        return Go::On;
    });
    return mapped ? Outcome::Mapped : failed ? Outcome::Unmapped : Outcome::Ignored;
}

Mapping::Outcome Mapping::record(ProfileRoute &route, Node item, QByteArrayView message,
                                 std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    m_reader.startRecord();
    if (route.bind)
        m_reader.bind(*route.bind, item);
    if (!route.hasRecord)
        return Outcome::Ignored;
    const std::string_view key = m_reader.textOf(route.key, item);
    if ((key.empty() && route.record != RecordKind::Control) || key.size() > RouteReader::MaxKeyBytes) {
        countBad(route.name, key.empty() ? "no key" : "key too long");
        return Outcome::Unmapped;
    }
    m_counters.data += route.record != RecordKind::Control;
    std::uint8_t flags = route.flags;
    for (auto &[flag, conditions] : route.flagsWhen)
        flags = std::uint8_t(flags | (m_reader.holds(conditions, item) ? flag : 0));
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
    const std::string_view text = m_reader.textOf(route.time, item);
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
    if (value.type == FieldType::Text && !value.value.at.empty() && value.value.at.front().isWild()) {
        const std::string all = m_reader.joinedText(value.value.at.front(), item);
        if (!all.empty())
            out.set(value.field, std::string_view(all));
        return;
    }
    m_reader.expectNothing();
    if (value.type == FieldType::Integer) {
        if (const auto number = m_reader.integerOf(value.value, item))
            out.set(value.field, *number);
        else if (m_reader.isThere())
            countBad(route.name, RecordSchema::of(route.record).fields[std::size_t(value.field)].name);
        return;
    }
    const std::string_view text = m_reader.textOf(value.value, item);
    const bool isWrong = m_reader.isThere() && value.value.as != ProfileValue::As::Number;
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

Decimal Mapping::decimalOf(ProfileValue &value, std::string_view text, Node item)
{
    if (text.empty())
        return {};
    int exponent = value.exponent;
    if (!value.exponentAt.empty()) {
        const std::string_view found = m_reader.foundText(value.exponentAt, item);
        const auto read = std::from_chars(found.data(), found.data() + found.size(), exponent);
        constexpr int Largest = 400;
        if (read.ec != std::errc() || found.empty() || exponent > Largest || exponent < -Largest)
            return {};
    }
    if (exponent == 0) {
        if (const Decimal decimal = Decimal::orNull(text); !decimal.isNull())
            return decimal;
    }
    const WideDecimal wide = WideDecimal::parse(text, exponent);
    m_counters.rounded += wide.isRounded && !wide.value.isNull();
    return wide.value;
}

void Mapping::addLevels(const QString &route, std::vector<ProfileLevels> &parts, Node item,
                        RecordBatchBuilder &out)
{
    const JsonTape &tape = m_reader.tape();
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
        part.each->each(tape, item, [&](Node node) {
            if (!tape[node].isContainer())
                return;
            const Node end = tape[node].next;
            for (Node level = node + 1; level < end; level = tape[level].next)
                one(level);
        });
    }
}

bool Mapping::addLevel(ProfileLevels &part, Node level, RecordBatchBuilder &out)
{
    m_reader.startRecord(KeptTexts);
    const std::string_view side = m_reader.textOf(part.side, level);
    const Decimal price = decimalOf(part.price, m_reader.textOf(part.price, level), level);
    const Decimal size = !part.removed.empty() && m_reader.holds(part.removed, level)
                             ? Decimal(0, 0)
                             : decimalOf(part.size, m_reader.textOf(part.size, level), level);
    if (price.isNull() || size.isNull() || (side != "bid" && side != "ask"))
        return false;
    const BookLevel one{price, size, side == "bid" ? BookLevel::Side::Bid : BookLevel::Side::Ask};
    out.addLevel(book::Levels, one);
    if (m_checking)
        m_checking->apply(one);
    return true;
}

} // namespace alcedo
