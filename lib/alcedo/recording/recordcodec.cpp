// SPDX-License-Identifier: MIT
#include <alcedo/recording/recordcodec.h>
#include <alcedo/recording/recordingphrases.h>

namespace alcedo {

namespace {

/// Streams of a block that are not a field's. A field's is FirstField + kind * KindStep + field.
enum Stream : std::uint64_t {
    PlaceStream,
    HeadStream,
    KeyNameStream,
    KeyPositionStream,
    TimeStream,
    ArrivalStream,
    PresentStream,
    StreamCount
};
constexpr std::uint64_t FirstField = 16, KindStep = 32;
constexpr int SideBit = 1;

bool isPresent(const RecordBatch &batch, std::size_t record, int field, FieldType type)
{
    switch (type) {
    case FieldType::Decimal:
        return !batch.decimal(record, field).isNull();
    case FieldType::Integer:
        return batch.integer(record, field) != Column::Absent;
    case FieldType::Text:
        return !batch.text(record, field).empty();
    case FieldType::Levels:
        break;
    }
    return !batch.levels(record, field).empty();
}

} // namespace

std::pair<std::uint32_t, bool> BlockKeys::take(std::string_view key)
{
    // Feeds repeat keys and their order: two looks spare most of the hashing.
    if (m_last < m_names.size()) {
        if (m_names[m_last] == key)
            return {m_last, false};
        const std::uint32_t guess = m_followers[m_last];
        if (guess < m_names.size() && m_names[guess] == key) {
            m_last = guess;
            return {guess, false};
        }
    }
    auto found = m_positions.find(key);
    const bool isNew = found == m_positions.end();
    if (isNew) {
        found = m_positions.emplace(std::string(key), std::uint32_t(m_names.size())).first;
        m_names.push_back(found->first);
        m_followers.push_back(0);
    }
    if (m_last < m_followers.size())
        m_followers[m_last] = found->second;
    m_last = found->second;
    return {found->second, isNew};
}

void RecordBlockWriter::add(const RecordBatch &batch, std::uint64_t sequence, std::int64_t atNs)
{
    m_places.varint(sequence - m_sequence);
    m_places.timeStep(wrappedDifference(atNs, m_atNs));
    m_places.varint(batch.size());
    m_sequence = sequence;
    m_atNs = atNs;
    for (std::size_t i = 0; i < batch.size(); ++i)
        addRecord(batch, i);
    ++m_batches;
    m_records += batch.size();
    m_bytes = m_places.size() + m_heads.size() + m_keyNames.size() + m_keyPositions.size() + m_times.size() +
              m_arrivals.size() + m_present.size();
    for (const Kind &kind : m_kinds) {
        for (const ByteWriter &field : kind.fields)
            m_bytes += field.size();
    }
}

void RecordBlockWriter::addRecord(const RecordBatch &batch, std::size_t record)
{
    const RecordKind kindOfRecord = batch.kind(record);
    Kind &kind = m_kinds[std::size_t(kindOfRecord)];
    const std::string_view name = batch.key(record);
    const auto [key, isNew] = m_keys.take(name);
    if (isNew)
        m_keyNames.text(name);
    if (key >= kind.keys.size())
        kind.keys.resize(key + std::size_t(1));
    if (!kind.keys[key]) {
        kind.keys[key] = true;
        m_newKeys.emplace_back(kindOfRecord, name);
    }
    m_heads.byte(std::uint8_t(int(kindOfRecord) << 5 | (batch.flags(record) & 0x1f)));
    m_keyPositions.varint(key);
    m_times.timeStep(wrappedDifference(batch.timeNs(record), m_timeNs));
    m_arrivals.timeStep(wrappedDifference(batch.arrivalNs(record), m_arrivalNs));
    m_timeNs = batch.timeNs(record);
    m_arrivalNs = batch.arrivalNs(record);

    const auto fields = RecordSchema::of(kindOfRecord).fields;
    std::uint32_t present = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const int field = int(i);
        if (!isPresent(batch, record, field, fields[i].type))
            continue;
        present |= 1u << i;
        ByteWriter &out = kind.fields[i];
        BlockValues::Value &last = kind.values.at(key, i, fields.size());
        switch (fields[i].type) {
        case FieldType::Decimal:
            addDecimal(out, batch.decimal(record, field), last);
            break;
        case FieldType::Integer:
            out.signedVarint(wrappedDifference(batch.integer(record, field), last.number));
            last.number = batch.integer(record, field);
            break;
        case FieldType::Text:
            out.text(batch.text(record, field));
            break;
        case FieldType::Levels:
            addLevels(out, batch.levels(record, field));
            break;
        }
    }
    m_present.varint(present);
}

/// zigzag(difference) << 1 where the scale is the last one's; else 1, the scale and the whole mantissa.
void RecordBlockWriter::addDecimal(ByteWriter &out, Decimal value, BlockValues::Value &last)
{
    const std::int64_t difference = wrappedDifference(value.mantissa(), last.number);
    constexpr std::int64_t Far = std::int64_t(1) << 61;
    if (value.scale() == last.scale && difference > -Far && difference < Far) {
        out.varint(zigzag(difference) << 1);
    } else {
        out.varint(1);
        out.byte(std::uint8_t(value.scale()));
        out.signedVarint(value.mantissa());
    }
    last = {value.mantissa(), value.scale()};
}

void RecordBlockWriter::addLevels(ByteWriter &out, std::span<const BookLevel> levels)
{
    out.varint(levels.size());
    BlockValues::Value price, size;
    for (const BookLevel &level : levels) {
        // An absent price or size is no level that means anything; as zero it keeps its place.
        out.byte(level.side == BookLevel::Side::Ask ? SideBit : 0);
        addDecimal(out, level.price.isNull() ? Decimal(0, 0) : level.price, price);
        addDecimal(out, level.size.isNull() ? Decimal(0, 0) : level.size, size);
    }
}

std::string RecordBlockWriter::block() const
{
    ByteWriter out;
    out.varint(Version);
    out.varint(m_batches);
    out.varint(m_records);
    const auto section = [&out](std::uint64_t stream, const ByteWriter &bytes) {
        if (bytes.size() == 0)
            return;
        out.varint(stream);
        out.text(bytes.bytes());
    };
    section(PlaceStream, m_places);
    section(HeadStream, m_heads);
    section(KeyNameStream, m_keyNames);
    section(KeyPositionStream, m_keyPositions);
    section(TimeStream, m_times);
    section(ArrivalStream, m_arrivals);
    section(PresentStream, m_present);
    for (std::size_t kind = 0; kind < m_kinds.size(); ++kind) {
        for (std::size_t field = 0; field < MaxFields; ++field)
            section(FirstField + kind * KindStep + field, m_kinds[kind].fields[field]);
    }
    return out.bytes();
}

std::vector<std::pair<RecordKind, std::string>> RecordBlockWriter::takeNewKeys()
{
    return std::exchange(m_newKeys, {});
}

namespace {

Error badBlock(const char *what)
{
    return Error(ErrorCode::Parse, say(RecordingPhrase::DamagedBlock, {QString::fromLatin1(what)}));
}

/// The other side of RecordBlockWriter.
class RecordBlockReader
{
public:
    RecordBlockReader(std::string_view block, SourceId source)
        : m_block(block)
        , m_builder(source)
    {
    }
    Result<std::vector<RecordedBatch>> read();

private:
    struct Kind
    {
        std::array<ByteReader, KindStep> fields;
        BlockValues values;
    };
    bool readSections();
    bool readRecord();
    void readField(Kind &kind, std::uint32_t key, std::size_t field, std::span<const Field> fields);
    static Decimal readDecimal(ByteReader &in, BlockValues::Value &last, bool &good);
    void readLevels(ByteReader &in, int field);

    ByteReader m_block;
    std::array<ByteReader, StreamCount> m_streams;
    std::array<Kind, RecordKindCount> m_kinds;
    std::vector<std::string_view> m_keys;
    RecordBatchBuilder m_builder;
    std::int64_t m_timeNs = 0, m_arrivalNs = 0;
    bool m_good = true;
};

bool RecordBlockReader::readSections()
{
    while (!m_block.atEnd()) {
        const std::uint64_t stream = m_block.varint();
        const std::string_view bytes = m_block.text();
        if (stream < StreamCount)
            m_streams[stream] = ByteReader(bytes);
        else if (stream >= FirstField && stream < FirstField + RecordKindCount * KindStep)
            m_kinds[(stream - FirstField) / KindStep].fields[(stream - FirstField) % KindStep] =
                ByteReader(bytes);
        // What a later version added is passed over.
    }
    ByteReader &names = m_streams[KeyNameStream];
    while (!names.atEnd())
        m_keys.push_back(names.text());
    return m_block.isGood() && names.isGood();
}

Result<std::vector<RecordedBatch>> RecordBlockReader::read()
{
    if (m_block.varint() != RecordBlockWriter::Version)
        return badBlock("unknown version");
    const std::uint64_t batches = m_block.varint(), records = m_block.varint();
    if (!readSections() || batches > m_streams[PlaceStream].left() || records > m_streams[HeadStream].left())
        return badBlock("a part is missing");
    std::vector<RecordedBatch> all;
    all.reserve(batches);
    std::uint64_t sequence = 0, left = records;
    std::int64_t atNs = 0;
    ByteReader &places = m_streams[PlaceStream];
    for (std::uint64_t i = 0; i < batches; ++i) {
        sequence += places.varint();
        atNs = wrappedSum(atNs, places.timeStep());
        const std::uint64_t size = places.varint();
        if (!places.isGood() || size > left)
            return badBlock("more records than it has");
        left -= size;
        for (std::uint64_t record = 0; record < size; ++record) {
            if (!readRecord())
                return badBlock("a record cannot be read");
        }
        all.push_back({sequence, atNs, m_builder.take()});
    }
    std::erase_if(all, [](const RecordedBatch &batch) { return !batch.batch; });
    return all;
}

bool RecordBlockReader::readRecord()
{
    const std::uint8_t head = m_streams[HeadStream].byte();
    const std::uint64_t key = m_streams[KeyPositionStream].varint();
    m_timeNs = wrappedSum(m_timeNs, m_streams[TimeStream].timeStep());
    m_arrivalNs = wrappedSum(m_arrivalNs, m_streams[ArrivalStream].timeStep());
    std::uint64_t present = m_streams[PresentStream].varint();
    for (const std::uint64_t stream :
         {HeadStream, KeyPositionStream, TimeStream, ArrivalStream, PresentStream})
        m_good &= m_streams[stream].isGood();
    const auto kind = RecordKind(head >> 5);
    const auto fields = RecordSchema::of(kind).fields;
    if (!m_good || key >= m_keys.size() || present >> fields.size() != 0)
        return false;
    m_builder.begin(kind, m_keys[key], m_timeNs, m_arrivalNs, head & 0x1f);
    for (; present != 0; present &= present - 1)
        readField(m_kinds[std::size_t(kind)], std::uint32_t(key), std::size_t(std::countr_zero(present)),
                  fields);
    return m_good;
}

void RecordBlockReader::readField(Kind &kind, std::uint32_t key, std::size_t field,
                                  std::span<const Field> fields)
{
    ByteReader &in = kind.fields[field];
    switch (fields[field].type) {
    case FieldType::Decimal: {
        const Decimal value = readDecimal(in, kind.values.at(key, field, fields.size()), m_good);
        m_builder.set(int(field), value);
        break;
    }
    case FieldType::Integer: {
        BlockValues::Value &last = kind.values.at(key, field, fields.size());
        last.number = wrappedSum(last.number, in.signedVarint());
        m_builder.set(int(field), last.number);
        break;
    }
    case FieldType::Text:
        m_builder.set(int(field), in.text());
        break;
    case FieldType::Levels:
        readLevels(in, int(field));
        break;
    }
    m_good &= in.isGood();
}

Decimal RecordBlockReader::readDecimal(ByteReader &in, BlockValues::Value &last, bool &good)
{
    const std::uint64_t code = in.varint();
    if ((code & 1) == 0) {
        last.number = wrappedSum(last.number, unzigzag(code >> 1));
    } else {
        last.scale = in.byte();
        last.number = in.signedVarint();
        good &= last.scale <= 18;
    }
    return good ? Decimal(last.number, last.scale) : Decimal();
}

void RecordBlockReader::readLevels(ByteReader &in, int field)
{
    const std::uint64_t count = in.varint();
    m_good &= count <= in.left(); // a level takes three bytes at least
    BlockValues::Value price, size;
    for (std::uint64_t i = 0; i < count && m_good; ++i) {
        BookLevel level;
        level.side = in.byte() & SideBit ? BookLevel::Side::Ask : BookLevel::Side::Bid;
        level.price = readDecimal(in, price, m_good);
        level.size = readDecimal(in, size, m_good);
        m_builder.addLevel(field, level);
    }
}

} // namespace

Result<std::vector<RecordedBatch>> readRecordBlock(std::string_view block, SourceId source)
{
    return RecordBlockReader(block, source).read();
}

} // namespace alcedo
