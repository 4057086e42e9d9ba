// SPDX-License-Identifier: MIT
#include <alcedo/feed/recordjson.h>
#include <alcedo/recording/recordsink.h>

#include <QByteArray>
#include <algorithm>

namespace alcedo {

namespace {

class TextSink : public RecordSink
{
public:
    explicit TextSink(QIODevice &device)
        : m_device(device)
    {
    }
    Result<void> flush() override
    {
        const bool whole = m_device.write(m_text) == m_text.size();
        m_text.clear();
        if (!whole)
            return Error(ErrorCode::Io, m_device.errorString());
        return {};
    }

protected:
    QByteArray m_text;

private:
    QIODevice &m_device;
};

class JsonLinesSink final : public TextSink
{
public:
    using TextSink::TextSink;
    void begin() override {}
    void end() override {}
    void add(const RecordBatch &batch, std::size_t record, const std::string &source) override
    {
        appendRecordJson(m_text, batch, record, source);
        m_text.append('\n');
    }
};

class CsvSink final : public TextSink
{
public:
    CsvSink(QIODevice &device, const std::vector<RecordKind> &kinds)
        : TextSink(device)
    {
        for (int i = 0; i < RecordKindCount; ++i) {
            const auto kind = RecordKind(i);
            if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
                continue;
            for (const Field &field : RecordSchema::of(kind).fields) {
                if (std::find(m_columns.begin(), m_columns.end(), field.name) == m_columns.end())
                    m_columns.push_back(field.name);
            }
        }
    }
    void begin() override
    {
        m_text.append("source,kind,key,time_ns,recv_ns,flags");
        for (const std::string_view column : m_columns)
            m_text.append(',').append(column.data(), qsizetype(column.size()));
        m_text.append("\r\n");
    }
    void end() override {}
    void add(const RecordBatch &batch, std::size_t record, const std::string &source) override;

private:
    void cell(std::string_view text);
    void value(const RecordBatch &batch, std::size_t record, int field, FieldType type);
    std::vector<std::string_view> m_columns;
};

void CsvSink::cell(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        m_text.append(text.data(), qsizetype(text.size()));
        return;
    }
    m_text.append('"');
    for (const char c : text) {
        if (c == '"')
            m_text.append('"');
        m_text.append(c);
    }
    m_text.append('"');
}

void CsvSink::value(const RecordBatch &batch, std::size_t record, int field, FieldType type)
{
    char buffer[Decimal::MaxChars];
    switch (type) {
    case FieldType::Decimal: {
        const Decimal number = batch.decimal(record, field);
        if (!number.isNull())
            m_text.append(buffer, number.toChars(buffer) - buffer);
        break;
    }
    case FieldType::Integer:
        if (const std::int64_t number = batch.integer(record, field); number != Column::Absent)
            m_text.append(QByteArray::number(qlonglong(number)));
        break;
    case FieldType::Text:
        cell(batch.text(record, field));
        break;
    case FieldType::Levels: {
        std::string json;
        for (const BookLevel &level : batch.levels(record, field)) {
            json += json.empty() ? "[[\"" : ",[\"";
            json += level.side == BookLevel::Side::Ask ? "ask\",\"" : "bid\",\"";
            json.append(buffer, std::size_t(level.price.toChars(buffer) - buffer)).append("\",\"");
            json.append(buffer, std::size_t(level.size.toChars(buffer) - buffer)).append("\"]");
        }
        cell(json.empty() ? json : json + ']');
        break;
    }
    }
}

void CsvSink::add(const RecordBatch &batch, std::size_t record, const std::string &source)
{
    const RecordSchema &schema = RecordSchema::of(batch.kind(record));
    cell(source);
    m_text.append(',').append(schema.name.data(), qsizetype(schema.name.size())).append(',');
    cell(batch.key(record));
    m_text.append(',').append(QByteArray::number(qlonglong(batch.timeNs(record))));
    m_text.append(',').append(QByteArray::number(qlonglong(batch.arrivalNs(record)))).append(',');
    constexpr std::pair<std::uint8_t, const char *> Flags[] = {{RecordFlag::Replayed, "replayed"},
                                                               {RecordFlag::Snapshot, "snapshot"},
                                                               {RecordFlag::Correction, "correction"},
                                                               {RecordFlag::Removed, "removed"}};
    const char *separator = "";
    for (const auto &[flag, name] : Flags) {
        if (batch.flags(record) & flag) {
            m_text.append(separator).append(name);
            separator = " ";
        }
    }
    for (const std::string_view column : m_columns) {
        m_text.append(',');
        if (const int field = schema.indexOf(column); field >= 0)
            value(batch, record, field, schema.fields[std::size_t(field)].type);
    }
    m_text.append("\r\n");
}

} // namespace

std::unique_ptr<RecordSink> makeJsonLinesSink(QIODevice &device)
{
    return std::make_unique<JsonLinesSink>(device);
}

std::unique_ptr<RecordSink> makeCsvSink(QIODevice &device, const std::vector<RecordKind> &kinds)
{
    return std::make_unique<CsvSink>(device, kinds);
}

} // namespace alcedo
