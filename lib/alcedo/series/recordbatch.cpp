// SPDX-License-Identifier: MIT
#include <alcedo/series/recordbatch.h>

#include <algorithm>
#include <utility>

namespace alcedo {

std::span<const BookLevel> RecordBatch::levels(std::size_t i, int field) const
{
    const Column &c = column(i, field);
    const std::uint32_t row = m_rows[i];
    const std::size_t begin = row ? c.levelEnds[row - 1] : 0;
    return std::span(c.levels).subspan(begin, c.levelEnds[row] - begin);
}

std::size_t RecordBatch::bytes() const
{
    std::size_t total = sizeof(RecordBatch) +
                        m_kinds.size() * (sizeof(RecordKind) + 1 + 2 * sizeof(std::int64_t) + 4) +
                        m_keys.bytes();
    for (const auto &table : m_tables) {
        for (const Column &c : table) {
            total += sizeof(Column) + c.decimals.size() * sizeof(Decimal) +
                     c.integers.size() * sizeof(std::int64_t) + c.texts.bytes() +
                     c.levels.size() * sizeof(BookLevel) + c.levelEnds.size() * 4;
        }
    }
    return total;
}

RecordBatchBuilder::RecordBatchBuilder(SourceId source)
    : m_source(source)
{
}

void RecordBatchBuilder::makeBatch()
{
    m_batch = std::make_shared<RecordBatch>();
    m_batch->m_source = m_source;
    m_batch->m_kinds.reserve(m_expected);
    m_batch->m_flags.reserve(m_expected);
    m_batch->m_keys.reserve(m_expected, m_expected * 8);
    m_batch->m_times.reserve(m_expected);
    m_batch->m_arrivals.reserve(m_expected);
    m_batch->m_rows.reserve(m_expected);
}

void RecordBatchBuilder::makeTable(RecordKind kind)
{
    auto &table = m_batch->m_tables[std::size_t(kind)];
    const RecordSchema &schema = RecordSchema::of(kind);
    table.resize(schema.fields.size());
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i].type = schema.fields[i].type;
}

void RecordBatchBuilder::begin(RecordKind kind, std::string_view key, std::int64_t timeNs,
                               std::int64_t arrivalNs, std::uint8_t flags)
{
    if (!m_batch)
        makeBatch();
    auto &table = m_batch->m_tables[std::size_t(kind)];
    if (table.empty())
        makeTable(kind);
    std::size_t row = 0;
    for (Column &c : table) {
        switch (c.type) {
        case FieldType::Decimal:
            row = c.decimals.size();
            c.decimals.emplace_back();
            break;
        case FieldType::Integer:
            row = c.integers.size();
            c.integers.push_back(Column::Absent);
            break;
        case FieldType::Text:
            row = c.texts.size();
            c.texts.append({});
            break;
        case FieldType::Levels:
            row = c.levelEnds.size();
            c.levelEnds.push_back(std::uint32_t(c.levels.size()));
            break;
        }
    }
    m_batch->m_kinds.push_back(kind);
    m_batch->m_flags.push_back(flags);
    m_batch->m_keys.append(key);
    m_batch->m_times.push_back(timeNs);
    m_batch->m_arrivals.push_back(arrivalNs);
    m_batch->m_rows.push_back(std::uint32_t(row));
}

Column *RecordBatchBuilder::current(int field, FieldType type)
{
    if (isEmpty())
        return nullptr;
    auto &table = m_batch->m_tables[std::size_t(m_batch->m_kinds.back())];
    const bool fits =
        field >= 0 && std::size_t(field) < table.size() && table[std::size_t(field)].type == type;
    return fits ? &table[std::size_t(field)] : nullptr;
}

void RecordBatchBuilder::set(int field, Decimal value)
{
    if (Column *c = current(field, FieldType::Decimal))
        c->decimals.back() = value;
}

void RecordBatchBuilder::set(int field, std::int64_t value)
{
    if (Column *c = current(field, FieldType::Integer))
        c->integers.back() = value;
}

void RecordBatchBuilder::set(int field, std::string_view text)
{
    if (Column *c = current(field, FieldType::Text))
        c->texts.replaceLast(text);
}

void RecordBatchBuilder::addLevel(int field, const BookLevel &level)
{
    if (Column *c = current(field, FieldType::Levels)) {
        c->levels.push_back(level);
        ++c->levelEnds.back();
    }
}

void RecordBatchBuilder::setTime(std::int64_t timeNs)
{
    if (!isEmpty())
        m_batch->m_times.back() = timeNs;
}

void RecordBatchBuilder::addFlags(std::uint8_t flags)
{
    if (!isEmpty())
        m_batch->m_flags.back() |= flags;
}

void RecordBatchBuilder::drop()
{
    if (isEmpty())
        return;
    for (Column &c : m_batch->m_tables[std::size_t(m_batch->m_kinds.back())]) {
        switch (c.type) {
        case FieldType::Decimal:
            c.decimals.pop_back();
            break;
        case FieldType::Integer:
            c.integers.pop_back();
            break;
        case FieldType::Text:
            c.texts.removeLast();
            break;
        case FieldType::Levels:
            c.levelEnds.pop_back();
            c.levels.resize(c.levelEnds.empty() ? 0 : c.levelEnds.back());
            break;
        }
    }
    m_batch->m_kinds.pop_back();
    m_batch->m_flags.pop_back();
    m_batch->m_keys.removeLast();
    m_batch->m_times.pop_back();
    m_batch->m_arrivals.pop_back();
    m_batch->m_rows.pop_back();
}

RecordBatchPtr RecordBatchBuilder::take()
{
    if (isEmpty())
        return nullptr;
    m_expected = std::min<std::size_t>(m_batch->size(), 4'096);
    return std::exchange(m_batch, nullptr);
}

} // namespace alcedo
