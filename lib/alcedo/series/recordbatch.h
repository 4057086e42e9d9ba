// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/decimal.h>
#include <alcedo/series/record.h>

#include <QMetaType>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alcedo {

using SourceId = std::uint16_t;

/// Text values end to end in one buffer.
class TextColumn
{
public:
    void append(std::string_view text)
    {
        m_bytes.append(text);
        m_ends.push_back(std::uint32_t(m_bytes.size()));
    }
    /// Puts another text in the last one's place. Only where size() > 0.
    void replaceLast(std::string_view text)
    {
        m_bytes.resize(m_ends.size() > 1 ? m_ends[m_ends.size() - 2] : 0);
        m_bytes.append(text);
        m_ends.back() = std::uint32_t(m_bytes.size());
    }
    void removeLast()
    {
        m_ends.pop_back();
        m_bytes.resize(m_ends.empty() ? 0 : m_ends.back());
    }
    void reserve(std::size_t rows, std::size_t textBytes)
    {
        m_ends.reserve(rows);
        m_bytes.reserve(textBytes);
    }
    [[nodiscard]] std::string_view at(std::size_t row) const
    {
        const std::size_t begin = row ? m_ends[row - 1] : 0;
        return std::string_view(m_bytes).substr(begin, m_ends[row] - begin);
    }
    [[nodiscard]] std::size_t size() const { return m_ends.size(); }
    [[nodiscard]] std::size_t bytes() const { return m_bytes.size() + m_ends.size() * sizeof(std::uint32_t); }
    [[nodiscard]] std::size_t room() const
    {
        return m_bytes.capacity() + m_ends.capacity() * sizeof(std::uint32_t);
    }
    void clear()
    {
        m_bytes.clear();
        m_ends.clear();
    }

private:
    std::string m_bytes;
    std::vector<std::uint32_t> m_ends;
};

struct BookLevel
{
    enum class Side : std::uint8_t { Bid, Ask };
    Decimal price, size;
    Side side = Side::Bid;
};

/// One field of one kind. Only the vector of its type is filled, and only up to the last row that has a
/// value: what lies behind is absent, so that fields a source never sends cost nothing.
struct Column
{
    static constexpr std::int64_t Absent = std::numeric_limits<std::int64_t>::min();
    FieldType type = FieldType::Decimal;
    std::vector<Decimal> decimals;
    std::vector<std::int64_t> integers;
    TextColumn texts;
    std::vector<BookLevel> levels;
    std::vector<std::uint32_t> levelEnds;
};

/// Records of one source in the order in which they came: shared header columns, and per kind a table of
/// columns. Made once by a RecordBatchBuilder, then immutable and shared by all that take it. Thread: any,
/// once built.
class RecordBatch
{
public:
    [[nodiscard]] SourceId source() const { return m_source; }
    [[nodiscard]] std::size_t size() const { return m_headers.size(); }
    [[nodiscard]] RecordKind kind(std::size_t i) const { return m_headers[i].kind; }
    [[nodiscard]] std::uint8_t flags(std::size_t i) const { return m_headers[i].flags; }
    [[nodiscard]] std::string_view key(std::size_t i) const { return m_keys.at(i); }
    /// The event's time as its source gives it, ns since the Unix epoch; the arrival's where the source gives
    /// none.
    [[nodiscard]] std::int64_t timeNs(std::size_t i) const { return m_headers[i].timeNs; }
    /// Wall time of arrival, ns.
    [[nodiscard]] std::int64_t arrivalNs(std::size_t i) const { return m_headers[i].arrivalNs; }

    /// The field's value in record i; field is a position of the record's kind and must have that type.
    [[nodiscard]] Decimal decimal(std::size_t i, int field) const
    {
        const auto &values = column(i, field).decimals;
        return m_headers[i].row < values.size() ? values[m_headers[i].row] : Decimal();
    }
    [[nodiscard]] std::int64_t integer(std::size_t i, int field) const
    {
        const auto &values = column(i, field).integers;
        return m_headers[i].row < values.size() ? values[m_headers[i].row] : Column::Absent;
    }
    [[nodiscard]] std::string_view text(std::size_t i, int field) const
    {
        const TextColumn &values = column(i, field).texts;
        return m_headers[i].row < values.size() ? values.at(m_headers[i].row) : std::string_view();
    }
    [[nodiscard]] std::span<const BookLevel> levels(std::size_t i, int field) const;
    /// A field of all records of a kind, for who reads many of them; as long as up to the last that has a
    /// value.
    [[nodiscard]] std::span<const Decimal> decimals(RecordKind kind, int field) const
    {
        const Table &table = m_tables[std::size_t(kind)];
        return table.rows > 0 ? std::span(table.columns[std::size_t(field)].decimals)
                              : std::span<const Decimal>();
    }
    /// Where record i is in the columns of its kind.
    [[nodiscard]] std::size_t row(std::size_t i) const { return m_headers[i].row; }
    [[nodiscard]] std::size_t bytes() const;

private:
    friend class RecordBatchBuilder;
    void clear();
    /// Bytes that it holds, used or not.
    [[nodiscard]] std::size_t room() const;
    [[nodiscard]] const Column &column(std::size_t i, int field) const
    {
        return m_tables[std::size_t(m_headers[i].kind)].columns[std::size_t(field)];
    }
    struct Header
    {
        std::int64_t timeNs = 0, arrivalNs = 0;
        std::uint32_t row = 0; ///< in its kind's table
        RecordKind kind = RecordKind::Quote;
        std::uint8_t flags = 0;
    };
    struct Table
    {
        std::vector<Column> columns; ///< made when the kind first occurs
        std::uint32_t rows = 0;
    };
    SourceId m_source = 0;
    std::vector<Header> m_headers;
    TextColumn m_keys;
    std::array<Table, RecordKindCount> m_tables;
};

using RecordBatchPtr = std::shared_ptr<const RecordBatch>;

/// Collects records, field by field, then gives them away as one immutable batch. A batch that all others
/// have let go of, in whatever thread, is written anew instead of a new one made: up to MostKept of up to
/// MostKeptBytes each are remembered for that.
/// begin() starts a record with every field absent; set…() fills it; the record counts once begun (drop()
/// takes it back). A field set twice keeps the second value. A position or a type that the record's kind
/// lacks is the caller's fault and sets nothing.
class RecordBatchBuilder
{
public:
    static constexpr std::size_t MostKept = 64, MostKeptBytes = 32u << 10;

    explicit RecordBatchBuilder(SourceId source = 0);
    void begin(RecordKind kind, std::string_view key, std::int64_t timeNs, std::int64_t arrivalNs,
               std::uint8_t flags = 0);
    void set(int field, Decimal value)
    {
        Column *const c = current(field, FieldType::Decimal);
        if (!c)
            return;
        // Nearly always the next row's, and there is room.
        if (c->decimals.size() + 1 == m_table->rows && c->decimals.size() < c->decimals.capacity())
            c->decimals.push_back(value);
        else
            setSlowly(*c, value);
    }
    void set(int field, std::int64_t value);
    void set(int field, std::string_view text);
    void addLevel(int field, const BookLevel &level);
    void setTime(std::int64_t timeNs);
    void addFlags(std::uint8_t flags);
    /// Takes back the record begun last. Nothing where there is none.
    void drop();
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] std::size_t size() const { return m_batch ? m_batch->size() : 0; }
    /// The batch, and an empty builder for the next. Null where empty.
    [[nodiscard]] RecordBatchPtr take();

private:
    void makeBatch();
    bool takeKept();
    void makeTable(RecordKind kind);
    void setSlowly(Column &column, Decimal value);
    /// Null where nothing was begun, or its kind has no such field.
    [[nodiscard]] Column *current(int field, FieldType type)
    {
        const auto position = std::size_t(field); // of a negative one: beyond all
        const bool fits = position < m_columns.size() && m_columns[position].type == type;
        return fits ? &m_columns[position] : nullptr;
    }
    SourceId m_source;
    std::vector<std::shared_ptr<RecordBatch>> m_kept; ///< a ring, in the order in which they were given away
    std::size_t m_newest = 0;                         ///< of m_kept
    std::shared_ptr<RecordBatch> m_batch;             ///< m_kept's newest
    RecordBatch::Table *m_table = nullptr;            ///< of the record begun last; null where there is none
    std::span<Column> m_columns;                      ///< m_table's; empty where there is none
    std::size_t m_expected = 0;                       ///< rows of the batch before, for reserving
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::RecordBatchPtr)
