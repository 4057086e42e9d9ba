// SPDX-License-Identifier: MIT
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/messageform.h>

#include <charconv>

namespace alcedo {

MessageForm::Reading MessageForm::read(QByteArrayView message, std::int64_t arrivalNs,
                                       RecordBatchBuilder &out)
{
    const char *const begin = message.data();
    const char *const end = begin + message.size();
    const char *at = begin;
    const auto refused = [&](std::size_t records) {
        for (; records > 0; --records)
            out.drop();
        return Reading{0, std::size_t(at - begin)};
    };
    if (!readRun(m_head, at, end))
        return refused(0);
    std::size_t records = 0;
    if (m_isList) {
        do {
            if (!readRun(m_element, at, end))
                return refused(records);
            append(arrivalNs, out);
            ++records;
        } while (skip(at, end, m_separator));
        if (!readRun(m_rest, at, end))
            return refused(records);
    }
    if (at != end)
        return refused(records);
    if (!m_isList) {
        append(arrivalNs, out);
        records = 1;
    }
    return {records, std::size_t(at - begin)};
}

bool MessageForm::readRun(const Run &run, const char *&at, const char *end)
{
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
        Slot &slot = m_slots[i];
        if (!skip(at, end, slot.before))
            return false;
        if (slot.use == Use::Decimal) {
            if (!readDecimal(slot, at, end))
                return false;
            continue;
        }
        const char *const after =
            slot.isText ? valuescan::textEnd(at, end, slot.size) : valuescan::numberEnd(at, end);
        if (!after || (slot.use != Use::None && !keep(slot, {at, std::size_t(after - at)})))
            return false;
        at = after;
    }
    return skip(at, end, run.behind);
}

bool MessageForm::readDecimal(Slot &slot, const char *&at, const char *end)
{
    Decimal &value = m_outputs[slot.output].decimal;
    value = valuescan::shortDecimal(at, end, slot.terminator, slot.digits);
    if (!value.isNull())
        return true;
    const char *const after =
        slot.isText ? valuescan::textEnd(at, end, slot.size) : valuescan::numberEnd(at, end);
    if (!after)
        return false;
    value = Decimal::orNull({at, std::size_t(after - at)});
    at = after;
    return !value.isNull();
}

/// False where the value needs the long way's judgement, such as one that is empty.
bool MessageForm::keep(const Slot &slot, std::string_view text)
{
    if (text.empty())
        return false;
    switch (slot.use) {
    case Use::Key:
        m_key = text;
        return text.size() <= Mapping::MaxKeyBytes;
    case Use::Time: {
        const auto time = parseTime(text, m_unit, m_zone);
        m_timeNs = time.value_or(0);
        return time.has_value();
    }
    case Use::Integer: {
        const auto read =
            std::from_chars(text.data(), text.data() + text.size(), m_outputs[slot.output].integer);
        return read.ec == std::errc() && read.ptr == text.data() + text.size();
    }
    case Use::Text:
        m_outputs[slot.output].text = text;
        return true;
    case Use::Decimal:
    case Use::None:
        break;
    }
    return false;
}

void MessageForm::append(std::int64_t arrivalNs, RecordBatchBuilder &out) const
{
    out.begin(m_kind, m_key, m_hasTime ? m_timeNs : arrivalNs, arrivalNs, m_flags);
    for (const Output &output : m_outputs) {
        switch (output.type) {
        case FieldType::Decimal:
            out.set(output.field, output.decimal);
            break;
        case FieldType::Integer:
            out.set(output.field, output.integer);
            break;
        case FieldType::Text:
            out.set(output.field, output.text);
            break;
        case FieldType::Levels:
            break; // never learned
        }
    }
}

} // namespace alcedo
