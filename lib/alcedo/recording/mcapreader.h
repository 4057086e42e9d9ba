// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QFile>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace alcedo {

/// A message of an MCAP file. Its views stand until the next one is asked for.
struct McapMessage
{
    std::string_view topic;
    std::string_view encoding; ///< "json", "cdr", "protobuf"…
    std::string_view schema;   ///< its schema's name; empty where it has none
    std::int64_t logNs = 0;    ///< when it was recorded
    std::int64_t publishNs = 0;
    std::string_view data;
};

/// Reads the messages of an MCAP file (https://mcap.dev/spec) in the order in which they stand, with or
/// without chunks and an index. Chunks may be compressed by zstd, or not at all. The file is as hostile as
/// any: what it says of sizes is bounded, and checksums are looked at. Thread: one at a time.
class McapReader
{
public:
    static constexpr std::size_t MaxRecordBytes = 256u << 20;

    /// Whether a file begins as MCAP does.
    [[nodiscard]] static bool isMcap(const QString &path);
    /// Io, or Parse where it is no such file.
    [[nodiscard]] static Result<std::unique_ptr<McapReader>> open(const QString &path);
    /// False at the end. Parse where the file is damaged or ends before its end, NotSupported for chunks
    /// packed by something else.
    [[nodiscard]] Result<bool> next(McapMessage &message);
    /// How much of the file is read, 0 to 1.
    [[nodiscard]] double part() const;

private:
    explicit McapReader(const QString &path);
    struct Record
    {
        std::uint8_t opcode = 0;
        std::string_view content;
    };
    [[nodiscard]] Result<Record> nextRecord();
    [[nodiscard]] Result<Record> readRecord();
    [[nodiscard]] Result<void> openChunk(std::string_view content);
    [[nodiscard]] Result<void> noteSchema(std::string_view content);
    [[nodiscard]] Result<void> noteChannel(std::string_view content);
    [[nodiscard]] Result<void> takeMessage(std::string_view content, McapMessage &message) const;
    [[nodiscard]] Error damaged(const char *what) const;

    QFile m_file;
    QByteArray m_record;      ///< the one at the top level that was read last
    std::string m_chunk;      ///< the records of an open chunk
    std::string_view m_inner; ///< what is left of them
    struct Channel
    {
        std::uint16_t schema = 0;
        std::string topic, encoding;
    };
    std::map<std::uint16_t, Channel> m_channels;
    std::map<std::uint16_t, std::string> m_schemas; ///< names
};

} // namespace alcedo
