// SPDX-License-Identifier: MIT
// MCAP version 0, https://mcap.dev/spec. Section numbers below are its headings.
#include <alcedo/feed/recordjson.h>
#include <alcedo/recording/compression.h>
#include <alcedo/recording/recordsink.h>

#include <QByteArray>
#include <algorithm>
#include <map>
#include <zlib.h>

namespace alcedo {

namespace {

constexpr char McapMagic[] = "\x89MCAP0\r\n"; // "Magic"
constexpr qsizetype McapChunkBytes = 1 << 20;
enum McapOpcode : std::uint8_t {
    HeaderOp = 0x01,
    FooterOp = 0x02,
    SchemaOp = 0x03,
    ChannelOp = 0x04,
    MessageOp = 0x05,
    ChunkOp = 0x06,
    MessageIndexOp = 0x07,
    ChunkIndexOp = 0x08,
    StatisticsOp = 0x0b,
    SummaryOffsetOp = 0x0e,
    DataEndOp = 0x0f
};

/// "Serialization": little-endian, strings and maps with their length before them.
class McapBytes
{
public:
    template <typename Number>
    McapBytes &number(Number value)
    {
        for (std::size_t i = 0; i < sizeof(Number); ++i)
            m_bytes.append(char(std::uint64_t(value) >> (8 * i)));
        return *this;
    }
    McapBytes &text(const QByteArray &text)
    {
        number(std::uint32_t(text.size()));
        m_bytes.append(text);
        return *this;
    }
    McapBytes &raw(const QByteArray &bytes)
    {
        m_bytes.append(bytes);
        return *this;
    }
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

QByteArray schemaOf(RecordKind kind)
{
    QByteArray json = R"({"type":"object","properties":{"kind":{"type":"string"},"key":{"type":"string"},)"
                      R"("time_ns":{"type":"string"},"recv_ns":{"type":"string"})";
    for (const Field &field : RecordSchema::of(kind).fields) {
        const char *type = field.type == FieldType::Integer  ? "{}"
                           : field.type == FieldType::Levels ? R"({"type":"array"})"
                                                             : R"({"type":"string"})";
        json += ",\"" + QByteArray(field.name.data(), qsizetype(field.name.size())) + "\":" + type;
    }
    return json + "}}";
}

class McapSink final : public RecordSink
{
public:
    explicit McapSink(QIODevice &device)
        : m_device(device)
    {
    }
    void begin() override
    {
        out(QByteArray(McapMagic, 8));
        record(HeaderOp, McapBytes().text("").text("alcedo"));
    }
    void add(const RecordBatch &batch, std::size_t index, const std::string &source) override;
    void end() override;
    Result<void> flush() override
    {
        if (!m_ok)
            return Error(ErrorCode::Io, m_device.errorString());
        return {};
    }
    /// The index at the end knows all chunks.
    bool isResumable() const override { return false; }

private:
    struct Channel
    {
        std::uint16_t id = 0;
        std::uint64_t messages = 0;
        QByteArray schema, channel;                                 ///< whole records, again in the summary
        std::vector<std::pair<std::uint64_t, std::uint64_t>> index; ///< of this chunk: time and offset
    };
    struct Chunk
    {
        std::uint64_t startTime = 0, endTime = 0, offset = 0, length = 0, indexLength = 0;
        std::map<std::uint16_t, std::uint64_t> indexOffsets;
        std::uint64_t compressedSize = 0, size = 0;
    };
    void out(const QByteArray &bytes)
    {
        m_ok = m_ok && m_device.write(bytes) == bytes.size();
        m_offset += std::uint64_t(bytes.size());
    }
    /// "Records": opcode, length, content.
    static QByteArray recordOf(McapOpcode opcode, const McapBytes &content)
    {
        return McapBytes()
            .number(std::uint8_t(opcode))
            .number(std::uint64_t(content.bytes().size()))
            .raw(content.bytes())
            .bytes();
    }
    void record(McapOpcode opcode, const McapBytes &content) { out(recordOf(opcode, content)); }
    Channel &channelOf(const std::string &source, RecordKind kind);
    void closeChunk();

    QIODevice &m_device;
    bool m_ok = true;
    std::uint64_t m_offset = 0;
    std::map<std::pair<std::string, RecordKind>, Channel> m_channels;
    std::vector<Chunk> m_chunks;
    QByteArray m_chunk;
    std::uint64_t m_chunkStart = 0, m_chunkEnd = 0, m_messages = 0, m_firstTime = 0, m_lastTime = 0;
};

McapSink::Channel &McapSink::channelOf(const std::string &source, RecordKind kind)
{
    const auto [found, isNew] = m_channels.try_emplace({source, kind});
    Channel &channel = found->second;
    if (isNew) {
        channel.id = std::uint16_t(m_channels.size());
        const std::string_view name = RecordSchema::of(kind).name;
        const QByteArray kindName(name.data(), qsizetype(name.size()));
        channel.schema = recordOf(SchemaOp, McapBytes()
                                                .number(channel.id)
                                                .text("alcedo." + kindName)
                                                .text("jsonschema")
                                                .text(schemaOf(kind)));
        channel.channel = recordOf(ChannelOp, McapBytes()
                                                  .number(channel.id)
                                                  .number(channel.id)
                                                  .text(QByteArray::fromStdString(source) + '/' + kindName)
                                                  .text("json")
                                                  .number(std::uint32_t(0)));
        m_chunk += channel.schema + channel.channel;
    }
    return channel;
}

void McapSink::add(const RecordBatch &batch, std::size_t index, const std::string &source)
{
    Channel &channel = channelOf(source, batch.kind(index));
    QByteArray json;
    appendRecordJson(json, batch, index);
    const auto logged = std::uint64_t(batch.arrivalNs(index)), published = std::uint64_t(batch.timeNs(index));
    if (channel.index.empty() && m_chunkStart == 0)
        m_chunkStart = logged;
    m_chunkStart = std::min(m_chunkStart, logged);
    m_chunkEnd = std::max(m_chunkEnd, logged);
    m_firstTime = m_messages == 0 ? logged : std::min(m_firstTime, logged);
    m_lastTime = std::max(m_lastTime, logged);
    channel.index.emplace_back(logged, std::uint64_t(m_chunk.size()));
    m_chunk += recordOf(MessageOp, McapBytes()
                                       .number(channel.id)
                                       .number(std::uint32_t(channel.messages++))
                                       .number(logged)
                                       .number(published)
                                       .raw(json));
    ++m_messages;
    if (m_chunk.size() >= McapChunkBytes)
        closeChunk();
}

void McapSink::closeChunk()
{
    if (m_chunk.isEmpty())
        return;
    const QByteArray packed = compressed({m_chunk.constData(), std::size_t(m_chunk.size())}, 3);
    const auto crc =
        std::uint32_t(crc32(0, reinterpret_cast<const Bytef *>(m_chunk.constData()), uInt(m_chunk.size())));
    Chunk chunk{m_chunkStart,
                m_chunkEnd,
                m_offset,
                0,
                0,
                {},
                std::uint64_t(packed.size()),
                std::uint64_t(m_chunk.size())};
    record(ChunkOp, McapBytes()
                        .number(chunk.startTime)
                        .number(chunk.endTime)
                        .number(chunk.size)
                        .number(crc)
                        .text("zstd")
                        .number(chunk.compressedSize)
                        .raw(packed));
    chunk.length = m_offset - chunk.offset;
    for (auto &[place, channel] : m_channels) {
        if (channel.index.empty())
            continue;
        chunk.indexOffsets[channel.id] = m_offset;
        McapBytes entries;
        for (const auto &[time, offset] : channel.index)
            entries.number(time).number(offset);
        record(MessageIndexOp, McapBytes()
                                   .number(channel.id)
                                   .number(std::uint32_t(entries.bytes().size()))
                                   .raw(entries.bytes()));
        channel.index.clear();
    }
    chunk.indexLength = m_offset - chunk.offset - chunk.length;
    m_chunks.push_back(std::move(chunk));
    m_chunk.clear();
    m_chunkStart = m_chunkEnd = 0;
}

void McapSink::end()
{
    closeChunk();
    record(DataEndOp, McapBytes().number(std::uint32_t(0)));
    const std::uint64_t summary = m_offset;
    std::vector<std::pair<McapOpcode, std::uint64_t>> groups;
    groups.emplace_back(SchemaOp, m_offset);
    for (const auto &[place, channel] : m_channels)
        out(channel.schema);
    groups.emplace_back(ChannelOp, m_offset);
    for (const auto &[place, channel] : m_channels)
        out(channel.channel);
    groups.emplace_back(ChunkIndexOp, m_offset);
    for (const Chunk &chunk : m_chunks) {
        McapBytes offsets;
        for (const auto &[channel, offset] : chunk.indexOffsets)
            offsets.number(channel).number(offset);
        record(ChunkIndexOp, McapBytes()
                                 .number(chunk.startTime)
                                 .number(chunk.endTime)
                                 .number(chunk.offset)
                                 .number(chunk.length)
                                 .number(std::uint32_t(offsets.bytes().size()))
                                 .raw(offsets.bytes())
                                 .number(chunk.indexLength)
                                 .text("zstd")
                                 .number(chunk.compressedSize)
                                 .number(chunk.size));
    }
    groups.emplace_back(StatisticsOp, m_offset);
    McapBytes counts;
    for (const auto &[place, channel] : m_channels)
        counts.number(channel.id).number(channel.messages);
    record(StatisticsOp, McapBytes()
                             .number(m_messages)
                             .number(std::uint16_t(m_channels.size()))
                             .number(std::uint32_t(m_channels.size()))
                             .number(std::uint32_t(0))
                             .number(std::uint32_t(0))
                             .number(std::uint32_t(m_chunks.size()))
                             .number(m_firstTime)
                             .number(m_lastTime)
                             .number(std::uint32_t(counts.bytes().size()))
                             .raw(counts.bytes()));
    const std::uint64_t offsets = m_offset;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const std::uint64_t next = i + 1 < groups.size() ? groups[i + 1].second : offsets;
        if (next == groups[i].second)
            continue;
        record(SummaryOffsetOp, McapBytes()
                                    .number(std::uint8_t(groups[i].first))
                                    .number(groups[i].second)
                                    .number(next - groups[i].second));
    }
    record(FooterOp, McapBytes().number(summary).number(offsets).number(std::uint32_t(0)));
    out(QByteArray(McapMagic, 8));
}

} // namespace

std::unique_ptr<RecordSink> makeMcapSink(QIODevice &device)
{
    return std::make_unique<McapSink>(device);
}

} // namespace alcedo
