// SPDX-License-Identifier: MIT
// MCAP version 0, https://mcap.dev/spec, its chapter "Records".
#include <alcedo/recording/mcapreader.h>

#include <alcedo/recording/bytestream.h>
#include <alcedo/recording/compression.h>

#include <QFileInfo>
#include <zlib.h>

namespace alcedo {

namespace {

constexpr std::string_view Magic("\x89MCAP0\r\n", 8);
constexpr std::uint8_t FooterRecord = 0x02, SchemaRecord = 0x03, ChannelRecord = 0x04, MessageRecord = 0x05,
                       ChunkRecord = 0x06, DataEndRecord = 0x0f;
constexpr qint64 RecordHead = 9; // opcode and length
constexpr std::size_t MaxName = 4'096;

/// "Serialization": little-endian, texts and byte strings with their length before them.
template <typename Number>
Number mcapNumber(ByteReader &in)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        value |= std::uint64_t(in.byte()) << (8 * i);
    return Number(value);
}

std::string_view mcapText(ByteReader &in)
{
    return in.raw(mcapNumber<std::uint32_t>(in));
}

} // namespace

McapReader::McapReader(const QString &path)
    : m_file(path)
{
}

bool McapReader::isMcap(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(8) == QByteArray(Magic.data(), 8);
}

Result<std::unique_ptr<McapReader>> McapReader::open(const QString &path)
{
    std::unique_ptr<McapReader> reader(new McapReader(path));
    if (!reader->m_file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::Io,
                     QStringLiteral("cannot read %1: %2").arg(path, reader->m_file.errorString()));
    if (reader->m_file.read(8) != QByteArray(Magic.data(), 8))
        return reader->damaged("it does not begin as one");
    return reader;
}

Error McapReader::damaged(const char *what) const
{
    return Error(ErrorCode::Parse, QStringLiteral("%1 is no whole MCAP file: %2 (byte %3)")
                                       .arg(QFileInfo(m_file).fileName(), QLatin1String(what))
                                       .arg(m_file.pos()));
}

double McapReader::part() const
{
    return m_file.size() > 0 ? double(m_file.pos()) / double(m_file.size()) : 1;
}

Result<bool> McapReader::next(McapMessage &message)
{
    for (;;) {
        const auto record = nextRecord();
        if (!record)
            return record.error();
        Result<void> taken;
        switch (record->opcode) {
        case SchemaRecord:
            taken = noteSchema(record->content);
            break;
        case ChannelRecord:
            taken = noteChannel(record->content);
            break;
        case ChunkRecord:
            taken = openChunk(record->content);
            break;
        case MessageRecord:
            if (taken = takeMessage(record->content, message); taken)
                return true;
            break;
        case DataEndRecord:
        case FooterRecord:
            return false;
        default: // indices, attachments, metadata, and what later versions add
            break;
        }
        if (!taken)
            return taken.error();
    }
}

Result<McapReader::Record> McapReader::nextRecord()
{
    if (m_inner.empty())
        return readRecord();
    ByteReader in(m_inner);
    Record record;
    record.opcode = in.byte();
    record.content = in.raw(in.fixed64());
    if (!in.isGood() || record.opcode == ChunkRecord)
        return damaged("a record in a chunk is cut short");
    m_inner.remove_prefix(m_inner.size() - in.left());
    return record;
}

Result<McapReader::Record> McapReader::readRecord()
{
    const QByteArray head = m_file.read(RecordHead);
    if (head.size() != RecordHead)
        return damaged("it ends in the middle");
    ByteReader in({head.constData(), std::size_t(head.size())});
    Record record;
    record.opcode = in.byte();
    const std::uint64_t size = in.fixed64();
    const bool isTaken = record.opcode >= SchemaRecord && record.opcode <= ChunkRecord;
    if (size > std::uint64_t(m_file.size() - m_file.pos()))
        return damaged("it ends in the middle");
    if (!isTaken) {
        m_file.seek(m_file.pos() + qint64(size));
        return record;
    }
    if (size > MaxRecordBytes)
        return damaged("a record is larger than 256 MiB");
    m_record = m_file.read(qint64(size));
    if (m_record.size() != qint64(size))
        return damaged("it ends in the middle");
    record.content = {m_record.constData(), std::size_t(m_record.size())};
    return record;
}

Result<void> McapReader::openChunk(std::string_view content)
{
    ByteReader in(content);
    in.raw(16); // its times
    const auto size = mcapNumber<std::uint64_t>(in);
    const auto checksum = mcapNumber<std::uint32_t>(in);
    const std::string_view packing = mcapText(in);
    const std::string_view packed = in.raw(mcapNumber<std::uint64_t>(in));
    if (!in.isGood())
        return damaged("a chunk is cut short");
    if (packing == "zstd" && !packed.empty()) {
        auto records = decompressed(packed, MaxRecordBytes);
        if (!records)
            return damaged("a chunk does not decompress");
        m_chunk = std::move(records).value();
    } else if (packing.empty() || packed.empty()) {
        m_chunk = packed;
    } else {
        return Error(ErrorCode::NotSupported,
                     QStringLiteral("chunks packed by %1 are not read: repack them with zstd "
                                    "(mcap compress --compression zstd)")
                         .arg(QString::fromUtf8(packing.data(),
                                                qsizetype(std::min<std::size_t>(packing.size(), 20)))));
    }
    if (m_chunk.size() != size)
        return damaged("a chunk has another size");
    const uLong sum = crc32(0, reinterpret_cast<const Bytef *>(m_chunk.data()), uInt(m_chunk.size()));
    if (checksum != 0 && checksum != std::uint32_t(sum))
        return damaged("a chunk's checksum is wrong");
    m_inner = m_chunk;
    return {};
}

Result<void> McapReader::noteSchema(std::string_view content)
{
    ByteReader in(content);
    const auto id = mcapNumber<std::uint16_t>(in);
    const std::string_view name = mcapText(in);
    if (!in.isGood() || name.size() > MaxName)
        return damaged("a schema is cut short, or its name too long");
    m_schemas[id] = name;
    return {};
}

Result<void> McapReader::noteChannel(std::string_view content)
{
    ByteReader in(content);
    const auto id = mcapNumber<std::uint16_t>(in);
    Channel channel;
    channel.schema = mcapNumber<std::uint16_t>(in);
    channel.topic = mcapText(in);
    channel.encoding = mcapText(in);
    if (!in.isGood() || channel.topic.size() > MaxName || channel.encoding.size() > MaxName)
        return damaged("a channel is cut short, or its name too long");
    m_channels[id] = std::move(channel);
    return {};
}

Result<void> McapReader::takeMessage(std::string_view content, McapMessage &message) const
{
    ByteReader in(content);
    const auto id = mcapNumber<std::uint16_t>(in);
    in.raw(4); // its number
    const auto logNs = mcapNumber<std::uint64_t>(in), publishNs = mcapNumber<std::uint64_t>(in);
    const auto channel = m_channels.find(id);
    if (!in.isGood() || channel == m_channels.end())
        return damaged("a message is of no channel, or cut short");
    const auto schema = m_schemas.find(channel->second.schema);
    message.topic = channel->second.topic;
    message.encoding = channel->second.encoding;
    message.schema = schema == m_schemas.end() ? std::string_view() : std::string_view(schema->second);
    constexpr std::uint64_t Latest = std::uint64_t(INT64_MAX);
    message.logNs = std::int64_t(std::min(logNs, Latest));
    message.publishNs = std::int64_t(std::min(publishNs, Latest));
    message.data = in.raw(in.left());
    return {};
}

} // namespace alcedo
