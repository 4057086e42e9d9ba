// SPDX-License-Identifier: MIT
#include <alcedo/feed/recordjson.h>

#include <array>
#include <charconv>

namespace alcedo {

namespace {

using Type = JsonTape::Type;

struct FlagName
{
    std::string_view name;
    std::uint8_t flag;
};
constexpr std::array<FlagName, 4> FlagNames{{{"replayed", RecordFlag::Replayed},
                                             {"snapshot", RecordFlag::Snapshot},
                                             {"correction", RecordFlag::Correction},
                                             {"removed", RecordFlag::Removed}}};
constexpr std::int64_t MaxSafeInteger = std::int64_t(1)
                                        << 53; // what a double, and so a JavaScript reader, holds exactly

void appendName(QByteArray &out, std::string_view name)
{
    out.append(out.endsWith('{') ? "\"" : ",\"").append(name.data(), qsizetype(name.size())).append("\":");
}

void appendInteger(QByteArray &out, std::int64_t value)
{
    std::array<char, 24> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end - buffer.data());
}

void appendQuotedInteger(QByteArray &out, std::int64_t value)
{
    out.append('"');
    appendInteger(out, value);
    out.append('"');
}

void appendDecimal(QByteArray &out, const Decimal &value)
{
    std::array<char, Decimal::MaxChars> buffer{};
    out.append('"').append(buffer.data(), value.toChars(buffer.data()) - buffer.data()).append('"');
}

void appendLevels(QByteArray &out, std::span<const BookLevel> levels)
{
    out.append('[');
    for (const BookLevel &level : levels) {
        if (!out.endsWith('['))
            out.append(',');
        out.append(level.side == BookLevel::Side::Bid ? "[\"bid\"," : "[\"ask\",");
        appendDecimal(out, level.price);
        out.append(',');
        appendDecimal(out, level.size);
        out.append(']');
    }
    out.append(']');
}

void appendField(QByteArray &out, const RecordBatch &batch, std::size_t i, int index, const Field &field)
{
    switch (field.type) {
    case FieldType::Decimal:
        if (const Decimal value = batch.decimal(i, index); !value.isNull()) {
            appendName(out, field.name);
            appendDecimal(out, value);
        }
        break;
    case FieldType::Integer:
        if (const std::int64_t value = batch.integer(i, index); value != Column::Absent) {
            appendName(out, field.name);
            const bool safe = value <= MaxSafeInteger && value >= -MaxSafeInteger;
            safe ? appendInteger(out, value) : appendQuotedInteger(out, value);
        }
        break;
    case FieldType::Text:
        if (const std::string_view text = batch.text(i, index); !text.empty()) {
            appendName(out, field.name);
            appendJsonString(out, text);
        }
        break;
    case FieldType::Levels:
        appendName(out, field.name);
        appendLevels(out, batch.levels(i, index));
        break;
    }
}

bool isScalar(const JsonTape::Node &node)
{
    return node.type == Type::Number || node.type == Type::String;
}

std::optional<std::int64_t> integerOf(const JsonTape::Node &node)
{
    std::int64_t value = 0;
    const char *const end = node.text.data() + node.text.size();
    if (!isScalar(node) || std::from_chars(node.text.data(), end, value).ptr != end || node.text.empty())
        return std::nullopt;
    return value;
}

std::optional<BookLevel> levelOf(const JsonTape &tape, std::uint32_t index)
{
    if (tape[index].type != Type::Array || tape[index].count != 3)
        return std::nullopt;
    const auto &side = tape[index + 1], &price = tape[tape.element(index, 1)],
               &size = tape[tape.element(index, 2)];
    if (!isScalar(side) || !isScalar(price) || !isScalar(size) || (side.text != "bid" && side.text != "ask"))
        return std::nullopt;
    const auto priceValue = Decimal::parse(price.text), sizeValue = Decimal::parse(size.text);
    if (!priceValue || !sizeValue)
        return std::nullopt;
    return BookLevel{*priceValue, *sizeValue,
                     side.text == "bid" ? BookLevel::Side::Bid : BookLevel::Side::Ask};
}

/// Whether the node can be this field; with to set, it is put there.
bool takeField(const JsonTape &tape, std::uint32_t index, int position, FieldType type,
               RecordBatchBuilder *to)
{
    const JsonTape::Node &node = tape[index];
    if (type == FieldType::Levels) {
        if (node.type != Type::Array)
            return false;
        for (std::uint32_t child = index + 1; child < node.next; child = tape[child].next) {
            const auto level = levelOf(tape, child);
            if (!level)
                return false;
            if (to)
                to->addLevel(position, *level);
        }
        return true;
    }
    if (!isScalar(node))
        return false;
    if (type == FieldType::Text) {
        if (to)
            to->set(position, node.text);
        return true;
    }
    if (type == FieldType::Integer) {
        const auto value = integerOf(node);
        if (value && to)
            to->set(position, *value);
        return value.has_value();
    }
    const auto value = Decimal::parse(node.text);
    if (value && to)
        to->set(position, *value);
    return value.has_value();
}

Error recordError(const QString &what)
{
    return Error(ErrorCode::Parse, what);
}

} // namespace

void appendJsonString(QByteArray &out, std::string_view text)
{
    static constexpr char Hex[] = "0123456789abcdef";
    out.append('"');
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && text[end] != '"' && text[end] != '\\' && std::uint8_t(text[end]) >= 0x20)
            ++end;
        out.append(text.data() + begin, qsizetype(end - begin));
        if (end < text.size()) {
            const char c = text[end++];
            if (c == '"' || c == '\\')
                out.append('\\').append(c);
            else if (c == '\n')
                out.append("\\n");
            else
                out.append("\\u00").append(Hex[std::uint8_t(c) >> 4]).append(Hex[std::uint8_t(c) & 15]);
        }
        begin = end;
    }
    out.append('"');
}

void appendRecordJson(QByteArray &out, const RecordBatch &batch, std::size_t i, std::string_view source)
{
    const RecordSchema &schema = RecordSchema::of(batch.kind(i));
    out.append('{');
    if (!source.empty()) {
        appendName(out, "source");
        appendJsonString(out, source);
    }
    appendName(out, "kind");
    appendJsonString(out, schema.name);
    appendName(out, "key");
    appendJsonString(out, batch.key(i));
    appendName(out, "time_ns");
    appendQuotedInteger(out, batch.timeNs(i));
    appendName(out, "recv_ns");
    appendQuotedInteger(out, batch.arrivalNs(i));
    for (const FlagName &flag : FlagNames) {
        if (batch.flags(i) & flag.flag) {
            appendName(out, flag.name);
            out.append("true");
        }
    }
    for (std::size_t field = 0; field < schema.fields.size(); ++field)
        appendField(out, batch, i, int(field), schema.fields[field]);
    out.append('}');
}

Result<void> RecordJsonReader::append(RecordBatchBuilder &to, QByteArrayView json, std::int64_t arrivalNs,
                                      const Defaults &defaults)
{
    if (!m_tape.parse(json))
        return recordError(QStringLiteral("record is not JSON: ") + QLatin1String(m_tape.error()));
    const auto kindNode = m_tape.member(0, "kind");
    if (kindNode == JsonTape::None)
        return recordError(QStringLiteral("record has no kind"));
    const auto kind = RecordSchema::kindNamed(m_tape[kindNode].text);
    if (!kind)
        return recordError(QStringLiteral("record is of an unknown kind"));
    const RecordSchema &schema = RecordSchema::of(*kind);

    std::string_view key = defaults.key;
    std::int64_t time = defaults.timeNs != 0 ? defaults.timeNs : arrivalNs;
    std::uint8_t flags = 0;
    const std::uint32_t end = m_tape[0].next;
    // First everything is looked at, then it is taken: a record is never half there.
    for (std::uint32_t child = 1; child < end; child = m_tape[child].next) {
        const JsonTape::Node &node = m_tape[child];
        const int position = schema.indexOf(node.key);
        bool good = true;
        if (node.key == "key") {
            good = isScalar(node);
            key = node.text;
        } else if (node.key == "time_ns") {
            const auto value = integerOf(node);
            good = value.has_value();
            time = value.value_or(time);
        } else if (position >= 0 && node.type != Type::Null) {
            good = takeField(m_tape, child, position, schema.fields[std::size_t(position)].type, nullptr);
        }
        for (const FlagName &flag : FlagNames)
            flags =
                node.key == flag.name && node.type == Type::True ? std::uint8_t(flags | flag.flag) : flags;
        if (!good)
            return recordError(
                QStringLiteral("record has a bad ") +
                QString::fromUtf8(node.key.data(), qsizetype(std::min<std::size_t>(node.key.size(), 40))));
    }
    to.begin(*kind, key, time, arrivalNs, flags);
    for (std::uint32_t child = 1; child < end; child = m_tape[child].next) {
        const int position = schema.indexOf(m_tape[child].key);
        if (position >= 0 && m_tape[child].type != Type::Null)
            takeField(m_tape, child, position, schema.fields[std::size_t(position)].type, &to);
    }
    return {};
}

} // namespace alcedo
