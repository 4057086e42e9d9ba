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
    const char *at = readRun(m_head, begin, end);
    std::size_t records = 0;
    if (m_isList) {
        while (at) {
            at = readRun(m_element, at, end);
            if (!at)
                break;
            append(arrivalNs, out);
            ++records;
            if (!skip(at, end, m_separator)) {
                at = readRun(m_rest, at, end);
                break;
            }
        }
    } else if (at == end) {
        append(arrivalNs, out);
        records = 1;
    }
    if (at == end)
        return {records, std::size_t(message.size())};
    for (; records > 0; --records)
        out.drop();
    return {0, std::size_t((at ? at : m_refused) - begin)};
}

/// False where the value needs the long way's judgement, such as one that is empty.
[[gnu::always_inline]] inline bool MessageForm::keep(const Slot &slot, std::string_view text)
{
    if (text.empty())
        return false;
    switch (slot.use) {
    case Use::Key:
        m_key = text;
        return text.size() <= RouteReader::MaxKeyBytes;
    case Use::Time: {
        if (text == m_timeText) // the records of a list bear one time, mostly
            return true;
        const auto time = parseTime(text, m_unit, m_zone);
        m_timeNs = time.value_or(0);
        m_timeText = time ? text : std::string_view();
        return time.has_value();
    }
    case Use::Integer: {
        const auto read =
            std::from_chars(text.data(), text.data() + text.size(), m_integers[slot.output].value);
        return read.ec == std::errc() && read.ptr == text.data() + text.size();
    }
    case Use::Text:
        m_texts[slot.output].value = text;
        return true;
    case Use::Decimal:
    case Use::None:
        break;
    }
    return false;
}

[[gnu::always_inline]] inline const char *MessageForm::readDecimal(const Slot &slot, const char *at,
                                                                   const char *end)
{
    Decimal &value = m_decimals[slot.output].value;
    value = valuescan::shortDecimal(at, end, slot.terminator);
    return value.isNull() ? readLongDecimal(slot, at, end) : at;
}

const char *MessageForm::readLongDecimal(const Slot &slot, const char *at, const char *end)
{
    const char *const after = slot.isText ? valuescan::textEnd(at, end) : valuescan::numberEnd(at, end);
    if (!after)
        return nullptr;
    const Decimal value = m_decimals[slot.output].value = Decimal::orNull({at, std::size_t(after - at)});
    return value.isNull() ? nullptr : after;
}

/// Behind the run, or null where the message has another form.
const char *MessageForm::readRun(const Run &run, const char *at, const char *end)
{
    const Slot *const last = m_slots.data() + run.end;
    for (const Slot *slot = m_slots.data() + run.begin; slot != last; ++slot) {
        if (!skip(at, end, slot->before))
            return refuse(at);
        const char *after = nullptr;
        if (slot->use == Use::Decimal) {
            after = readDecimal(*slot, at, end);
        } else {
            after = slot->isText ? valuescan::textEnd(at, end) : valuescan::numberEnd(at, end);
            if (after && slot->use != Use::None && !keep(*slot, {at, std::size_t(after - at)}))
                after = nullptr;
        }
        if (!after)
            return refuse(at);
        at = after;
    }
    return skip(at, end, run.behind) ? at : refuse(at);
}

void MessageForm::append(std::int64_t arrivalNs, RecordBatchBuilder &out) const
{
    out.begin(m_kind, m_key, m_hasTime ? m_timeNs : arrivalNs, arrivalNs, m_flags);
    for (const auto &[field, value] : m_decimals)
        out.set(field, value);
    for (const auto &[field, value] : m_integers)
        out.set(field, value);
    for (const auto &[field, value] : m_texts)
        out.set(field, value);
}

} // namespace alcedo
