// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/recording/bytestream.h>
#include <alcedo/series/keyedtable.h>
#include <alcedo/series/recordbatch.h>

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace alcedo {

/// A batch and its place in a recording.
struct RecordedBatch
{
    std::uint64_t sequence = 0; ///< counts batches and frames of the whole recording, in the order of arrival
    std::int64_t atNs = 0;      ///< when it was recorded, wall time; does not go back within a recording
    RecordBatchPtr batch;
};

/// Positions of keys in a block, in order of appearance.
class BlockKeys
{
public:
    /// The position, and whether it is new.
    std::pair<std::uint32_t, bool> take(std::string_view key);
    [[nodiscard]] std::size_t size() const { return m_names.size(); }

private:
    std::unordered_map<std::string, std::uint32_t, KeyHash, std::equal_to<>> m_positions;
    std::vector<std::string_view> m_names; ///< the map's own keys, which stay where they are
    std::vector<std::uint32_t> m_followers;
    std::uint32_t m_last = 0;
};

/// The last values of a kind's fields, per key: what both sides take differences to.
class BlockValues
{
public:
    struct Value
    {
        std::int64_t number = 0;
        int scale = 0;
    };
    Value &at(std::uint32_t key, std::size_t field, std::size_t fields)
    {
        const std::size_t place = key * fields + field;
        if (place >= m_values.size())
            m_values.resize((key + std::size_t(1)) * fields);
        return m_values[place];
    }

private:
    std::vector<Value> m_values;
};

/// Batches of one source as columns: each field of each kind one stream of bytes, numbers as differences to
/// the same key's last. docs/recording-format.md has the layout. Deterministic: the same batches give the
/// same bytes.
class RecordBlockWriter
{
public:
    static constexpr int Version = 1;
    void add(const RecordBatch &batch, std::uint64_t sequence, std::int64_t atNs);
    [[nodiscard]] bool isEmpty() const { return m_batches == 0; }
    [[nodiscard]] std::size_t records() const { return m_records; }
    /// Of the block as it is now.
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    /// The block; more may be added, and it made anew.
    [[nodiscard]] std::string block() const;
    /// Kinds and keys that came since the last call, each once in this block.
    [[nodiscard]] std::vector<std::pair<RecordKind, std::string>> takeNewKeys();

private:
    static constexpr std::size_t MaxFields = 17;
    void addRecord(const RecordBatch &batch, std::size_t record);
    void addDecimal(ByteWriter &out, Decimal value, BlockValues::Value &last);
    void addLevels(ByteWriter &out, std::span<const BookLevel> levels);

    struct Kind
    {
        std::array<ByteWriter, MaxFields> fields;
        BlockValues values;
        std::vector<bool> keys; ///< seen with this kind
    };
    std::array<Kind, RecordKindCount> m_kinds;
    ByteWriter m_places, m_heads, m_keyNames, m_keyPositions, m_times, m_arrivals, m_present;
    BlockKeys m_keys;
    std::vector<std::pair<RecordKind, std::string>> m_newKeys;
    std::uint64_t m_sequence = 0;
    std::int64_t m_atNs = 0, m_timeNs = 0, m_arrivalNs = 0;
    std::size_t m_batches = 0, m_records = 0, m_bytes = 0;
};

/// Reads a block. Its bytes are as hostile as any file's: Parse where they are not what the format says.
/// source: given to the batches.
[[nodiscard]] Result<std::vector<RecordedBatch>> readRecordBlock(std::string_view block, SourceId source);

} // namespace alcedo
