// SPDX-License-Identifier: MIT
#include <alcedo/series/recordbatch.h>

#include <alcedo/core/soleowner.h>

#include <algorithm>
#include <utility>

namespace alcedo {

namespace {

/// The value of the newest row; rows before it that have none are filled up.
template <typename Value>
Value &valueOf(std::vector<Value> &values, std::size_t rows, std::size_t expected, Value absent)
{
    if (values.size() < rows) {
        if (values.empty())
            values.reserve(expected);
        if (values.size() + 1 < rows)
            values.resize(rows - 1, absent);
        values.push_back(absent);
    }
    return values.back();
}

} // namespace

std::span<const BookLevel> RecordBatch::levels(std::size_t i, int field) const
{
    const Column &c = column(i, field);
    const std::uint32_t row = m_headers[i].row;
    if (row >= c.levelEnds.size())
        return {};
    const std::size_t begin = row ? c.levelEnds[row - 1] : 0;
    return std::span(c.levels).subspan(begin, c.levelEnds[row] - begin);
}

std::size_t RecordBatch::bytes() const
{
    std::size_t total = sizeof(RecordBatch) + m_headers.size() * sizeof(Header) + m_keys.bytes();
    for (const Table &table : m_tables) {
        if (table.rows == 0) // its columns may be another time's
            continue;
        for (const Column &c : table.columns) {
            total += sizeof(Column) + c.decimals.size() * sizeof(Decimal) +
                     c.integers.size() * sizeof(std::int64_t) + c.texts.bytes() +
                     c.levels.size() * sizeof(BookLevel) + c.levelEnds.size() * 4;
        }
    }
    return total;
}

std::size_t RecordBatch::room() const
{
    std::size_t total = sizeof(RecordBatch) + m_headers.capacity() * sizeof(Header) + m_keys.room();
    for (const Table &table : m_tables) {
        for (const Column &c : table.columns) {
            total += sizeof(Column) + c.decimals.capacity() * sizeof(Decimal) +
                     c.integers.capacity() * sizeof(std::int64_t) + c.texts.room() +
                     c.levels.capacity() * sizeof(BookLevel) + c.levelEnds.capacity() * 4;
        }
    }
    return total;
}

void RecordBatch::clear()
{
    m_headers.clear();
    m_keys.clear();
    for (Table &table : m_tables) {
        if (table.rows == 0)
            continue;
        table.rows = 0;
        for (Column &c : table.columns) {
            c.decimals.clear();
            c.integers.clear();
            c.texts.clear();
            c.levels.clear();
            c.levelEnds.clear();
        }
    }
}

RecordBatchBuilder::RecordBatchBuilder(SourceId source)
    : m_source(source)
{
}

/// Where nobody keeps batches the newest is there again, and warm; of those that a recorder keeps the oldest
/// comes back first.
bool RecordBatchBuilder::takeKept()
{
    if (m_kept.empty())
        return false;
    if (!isSoleOwner(m_kept[m_newest])) {
        m_newest = (m_newest + 1) % m_kept.size();
        if (!isSoleOwner(m_kept[m_newest]))
            return false;
    }
    m_batch = m_kept[m_newest];
    m_batch->clear();
    return true;
}

void RecordBatchBuilder::makeBatch()
{
    if (takeKept())
        return;
    m_batch = std::make_shared<RecordBatch>();
    m_batch->m_source = m_source;
    m_batch->m_headers.reserve(m_expected);
    m_batch->m_keys.reserve(m_expected, m_expected * 8);
    if (m_kept.size() < MostKept)
        m_kept.insert(m_kept.begin() + std::ptrdiff_t(m_newest), m_batch); // before the oldest
    else
        m_kept[m_newest] = m_batch;
}

void RecordBatchBuilder::makeTable(RecordKind kind)
{
    auto &columns = m_batch->m_tables[std::size_t(kind)].columns;
    const RecordSchema &schema = RecordSchema::of(kind);
    columns.resize(schema.fields.size());
    for (std::size_t i = 0; i < columns.size(); ++i)
        columns[i].type = schema.fields[i].type;
}

void RecordBatchBuilder::begin(RecordKind kind, std::string_view key, std::int64_t timeNs,
                               std::int64_t arrivalNs, std::uint8_t flags)
{
    if (!m_batch)
        makeBatch();
    m_table = &m_batch->m_tables[std::size_t(kind)];
    if (m_table->columns.empty())
        makeTable(kind);
    m_columns = m_table->columns;
    m_batch->m_headers.push_back({timeNs, arrivalNs, m_table->rows++, kind, flags});
    m_batch->m_keys.append(key);
}

void RecordBatchBuilder::setSlowly(Column &column, Decimal value)
{
    valueOf(column.decimals, m_table->rows, m_expected, Decimal()) = value;
}

void RecordBatchBuilder::set(int field, std::int64_t value)
{
    if (Column *c = current(field, FieldType::Integer))
        valueOf(c->integers, m_table->rows, m_expected, Column::Absent) = value;
}

void RecordBatchBuilder::set(int field, std::string_view text)
{
    Column *c = current(field, FieldType::Text);
    if (!c)
        return;
    if (c->texts.size() == m_table->rows)
        return c->texts.replaceLast(text);
    while (c->texts.size() + 1 < m_table->rows)
        c->texts.append({});
    c->texts.append(text);
}

void RecordBatchBuilder::addLevel(int field, const BookLevel &level)
{
    if (Column *c = current(field, FieldType::Levels)) {
        while (c->levelEnds.size() < m_table->rows)
            c->levelEnds.push_back(std::uint32_t(c->levels.size()));
        c->levels.push_back(level);
        ++c->levelEnds.back();
    }
}

void RecordBatchBuilder::setTime(std::int64_t timeNs)
{
    if (!isEmpty())
        m_batch->m_headers.back().timeNs = timeNs;
}

void RecordBatchBuilder::addFlags(std::uint8_t flags)
{
    if (!isEmpty())
        m_batch->m_headers.back().flags |= flags;
}

void RecordBatchBuilder::drop()
{
    if (isEmpty())
        return;
    const std::uint32_t rows = --m_table->rows; // without the one that goes
    for (Column &c : m_table->columns) {
        if (c.decimals.size() > rows)
            c.decimals.pop_back();
        if (c.integers.size() > rows)
            c.integers.pop_back();
        if (c.texts.size() > rows)
            c.texts.removeLast();
        if (c.levelEnds.size() > rows) {
            c.levelEnds.pop_back();
            c.levels.resize(c.levelEnds.empty() ? 0 : c.levelEnds.back());
        }
    }
    m_batch->m_headers.pop_back();
    m_batch->m_keys.removeLast();
    m_table = isEmpty() ? nullptr : &m_batch->m_tables[std::size_t(m_batch->m_headers.back().kind)];
    m_columns = m_table ? std::span(m_table->columns) : std::span<Column>();
}

RecordBatchPtr RecordBatchBuilder::take()
{
    if (isEmpty())
        return nullptr;
    m_expected = std::min<std::size_t>(m_batch->size(), 4'096);
    if (m_batch->room() > MostKeptBytes) {
        m_kept.erase(m_kept.begin() + std::ptrdiff_t(m_newest));
        m_newest = m_newest > 0 ? m_newest - 1 : std::max<std::size_t>(m_kept.size(), 1) - 1;
    }
    m_table = nullptr;
    m_columns = {};
    return std::exchange(m_batch, nullptr);
}

} // namespace alcedo
