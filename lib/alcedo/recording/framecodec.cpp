// SPDX-License-Identifier: MIT
#include <alcedo/recording/framecodec.h>

namespace alcedo {

namespace {

constexpr std::uint8_t OutBit = 1, BinaryBit = 2;

} // namespace

void FrameBlockWriter::add(const TappedFrame &frame, std::uint64_t sequence)
{
    m_places.varint(sequence - m_sequence);
    m_places.timeStep(wrappedDifference(frame.arrivalNs, m_arrivalNs));
    m_sequence = sequence;
    m_arrivalNs = frame.arrivalNs;
    m_marks.byte(std::uint8_t((frame.direction == TappedFrame::Direction::Out ? OutBit : 0) |
                              (frame.opcode == TappedFrame::Opcode::Binary ? BinaryBit : 0)));
    m_marks.varint(frame.link);
    m_marks.varint(std::uint64_t(frame.bytes.size()));
    m_payload.raw({frame.bytes.constData(), std::size_t(frame.bytes.size())});
    ++m_count;
}

std::string FrameBlockWriter::block() const
{
    ByteWriter out;
    out.varint(Version);
    out.varint(m_count);
    out.text(m_places.bytes());
    out.text(m_marks.bytes());
    out.text(m_payload.bytes());
    return out.bytes();
}

Result<std::vector<RecordedMessage>> readFrameBlock(std::string_view block, SourceId source)
{
    const Error bad(ErrorCode::Parse, QStringLiteral("a block of frames is damaged"));
    ByteReader in(block);
    const std::uint64_t version = in.varint(), count = in.varint();
    ByteReader places(in.text()), marks(in.text()), payload(in.text());
    if (!in.isGood() || version != FrameBlockWriter::Version || count > places.left())
        return bad;
    std::vector<RecordedMessage> all;
    all.reserve(count);
    std::uint64_t sequence = 0;
    std::int64_t arrivalNs = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        sequence += places.varint();
        arrivalNs = wrappedSum(arrivalNs, places.timeStep());
        RecordedMessage message;
        message.sequence = sequence;
        TappedFrame &frame = message.frame;
        frame.source = source;
        frame.arrivalNs = arrivalNs;
        const std::uint8_t mark = marks.byte();
        frame.direction = mark & OutBit ? TappedFrame::Direction::Out : TappedFrame::Direction::In;
        frame.opcode = mark & BinaryBit ? TappedFrame::Opcode::Binary : TappedFrame::Opcode::Text;
        frame.link = std::uint32_t(marks.varint());
        const std::string_view bytes = payload.raw(marks.varint());
        frame.bytes = QByteArray(bytes.data(), qsizetype(bytes.size()));
        if (!places.isGood() || !marks.isGood() || !payload.isGood())
            return bad;
        all.push_back(std::move(message));
    }
    return all;
}

} // namespace alcedo
