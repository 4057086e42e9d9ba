// SPDX-License-Identifier: MIT
#include <alcedo/recording/framecodec.h>

#include <utility>

namespace alcedo {

namespace {

constexpr std::uint8_t OutBit = 1, BinaryBit = 2;

/// Clocks tick in ns, in Windows' 100 ns, in µs or in ms: digits that are always zero need no room.
constexpr std::int64_t coarserUnit(std::int64_t timeNs, std::int64_t unitNs)
{
    while (timeNs % unitNs != 0)
        unitNs = unitNs > 1'000 ? 1'000 : unitNs > 100 ? 100 : 1;
    return unitNs;
}

/// The columns of a block; those of version 1 are interleaved, and its times step by units of their own.
class FrameColumns
{
public:
    bool open(ByteReader &in)
    {
        m_version = in.varint();
        m_count = in.varint();
        if (m_version == 1) {
            m_sequences = ByteReader(in.text());
            m_marks = ByteReader(in.text());
            m_payload = ByteReader(in.text());
        } else if (m_version == 2) {
            m_unitNs = in.varint();
            for (ByteReader *column : {&m_sequences, &m_times, &m_marks, &m_links, &m_lengths, &m_payload})
                *column = ByteReader(in.text());
        }
        return in.isGood() && m_version >= 1 && m_version <= 2 && m_count <= m_sequences.left();
    }
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    bool next(RecordedMessage &message)
    {
        ByteReader &links = m_version == 1 ? m_marks : m_links;
        ByteReader &lengths = m_version == 1 ? m_marks : m_lengths;
        m_sequence += m_sequences.varint();
        if (m_version == 1)
            m_arrivalNs = wrappedSum(m_arrivalNs, m_sequences.timeStep());
        else
            m_arrivalNs = std::int64_t(std::uint64_t(m_arrivalNs) + m_times.varint() * m_unitNs);
        TappedFrame &frame = message.frame;
        message.sequence = m_sequence;
        frame.arrivalNs = m_arrivalNs;
        const std::uint8_t mark = m_marks.byte();
        frame.direction = mark & OutBit ? TappedFrame::Direction::Out : TappedFrame::Direction::In;
        frame.opcode = mark & BinaryBit ? TappedFrame::Opcode::Binary : TappedFrame::Opcode::Text;
        frame.link = m_link = (m_version == 1 ? 0 : m_link) + std::uint32_t(links.varint());
        const std::string_view bytes = m_payload.raw(lengths.varint());
        frame.bytes = QByteArray(bytes.data(), qsizetype(bytes.size()));
        return m_sequences.isGood() && m_times.isGood() && m_marks.isGood() && m_links.isGood() &&
               m_lengths.isGood() && m_payload.isGood();
    }

private:
    ByteReader m_sequences, m_times, m_marks, m_links, m_lengths, m_payload;
    std::uint64_t m_version = 0, m_count = 0, m_unitNs = 1, m_sequence = 0;
    std::int64_t m_arrivalNs = 0;
    std::uint32_t m_link = 0;
};

} // namespace

void FrameBlockWriter::add(const TappedFrame &frame, std::uint64_t sequence)
{
    m_sequences.varint(sequence - m_sequence);
    m_sequence = sequence;
    m_unitNs = coarserUnit(frame.arrivalNs, m_unitNs);
    m_arrivals.push_back(frame.arrivalNs);
    m_marks.byte(std::uint8_t((frame.direction == TappedFrame::Direction::Out ? OutBit : 0) |
                              (frame.opcode == TappedFrame::Opcode::Binary ? BinaryBit : 0)));
    m_links.varint(std::uint32_t(frame.link - m_link));
    m_link = frame.link;
    m_lengths.varint(std::uint64_t(frame.bytes.size()));
    m_payload.raw({frame.bytes.constData(), std::size_t(frame.bytes.size())});
}

std::string FrameBlockWriter::head() const
{
    ByteWriter times;
    std::int64_t last = 0;
    for (const std::int64_t arrivalNs : m_arrivals) {
        const std::int64_t time = arrivalNs / m_unitNs;
        times.varint(std::uint64_t(wrappedDifference(time, last)));
        last = time;
    }
    ByteWriter out;
    out.varint(Version);
    out.varint(m_arrivals.size());
    out.varint(std::uint64_t(m_unitNs));
    for (const ByteWriter *column : {&m_sequences, &std::as_const(times), &m_marks, &m_links, &m_lengths})
        out.text(column->bytes());
    out.varint(m_payload.size());
    return out.bytes();
}

Result<std::vector<RecordedMessage>> readFrameBlock(std::string_view block, SourceId source)
{
    const Error bad(ErrorCode::Parse, QStringLiteral("a block of frames is damaged"));
    ByteReader in(block);
    FrameColumns columns;
    if (!columns.open(in))
        return bad;
    std::vector<RecordedMessage> all(columns.count());
    for (RecordedMessage &message : all) {
        message.frame.source = source;
        if (!columns.next(message))
            return bad;
    }
    return all;
}

} // namespace alcedo
