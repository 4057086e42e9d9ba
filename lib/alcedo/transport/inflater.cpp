// SPDX-License-Identifier: MIT
#include <alcedo/transport/inflater.h>

#include <algorithm>
#include <zlib.h>

namespace alcedo {

namespace {

constexpr qsizetype LargestToInflate = 1 << 30; // zlib counts with 32 bits
constexpr qsizetype FirstGuess = 4;             // times the compressed size
constexpr qsizetype LeastRoom = 256;
constexpr QByteArrayView Tail("\0\0\xff\xff", 4); // RFC 7692 7.2.2

/// One message on its way through a stream.
class Pass
{
public:
    Pass(z_stream *stream, qint64 maxBytes, QByteArray &out)
        : m_stream(stream)
        , m_most(qsizetype(std::min<qint64>(maxBytes, LargestToInflate)))
        , m_out(out)
    {
    }

    /// All of these bytes. False: see outcome().
    [[nodiscard]] bool feed(QByteArrayView bytes)
    {
        m_stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        m_stream->avail_in = uInt(bytes.size());
        do {
            if (m_size > m_most)
                return end(Inflater::Outcome::TooLarge);
            makeRoom();
            m_stream->next_out = reinterpret_cast<Bytef *>(m_out.data() + m_size);
            m_stream->avail_out = uInt(m_out.size() - m_size);
            const int result = ::inflate(m_stream, Z_SYNC_FLUSH);
            m_size = m_out.size() - qsizetype(m_stream->avail_out);
            m_atEnd = result == Z_STREAM_END;
            // A final block ends zlib's stream, not the message (RFC 7692 7.2.3.4); the window is kept.
            if (m_atEnd)
                inflateResetKeep(m_stream);
            else if (result != Z_OK && result != Z_BUF_ERROR)
                return end(Inflater::Outcome::Corrupt);
        } while (m_stream->avail_in > 0 || (m_stream->avail_out == 0 && !m_atEnd));
        return m_size <= m_most || end(Inflater::Outcome::TooLarge);
    }
    /// Whether the bytes so far ended with a final block.
    [[nodiscard]] bool atEnd() const { return m_atEnd; }
    /// Whether they ended with a whole block, at a whole byte: zlib's data_type is 128 after a block, plus
    /// bits left.
    [[nodiscard]] bool atBoundary() const { return m_atEnd || (m_stream->data_type & 0xBF) == 128; }
    [[nodiscard]] Inflater::Outcome outcome() const { return m_outcome; }
    void finish() { m_out.resize(m_size); }

private:
    void makeRoom()
    {
        if (m_size < m_out.size())
            return;
        // One byte more than is allowed shows that there is more.
        m_out.resize(std::min(std::max(m_out.size() * 2, LeastRoom), m_most + 1));
    }
    bool end(Inflater::Outcome outcome)
    {
        m_outcome = outcome;
        m_out.clear();
        return false;
    }

    z_stream *m_stream;
    const qsizetype m_most;
    QByteArray &m_out;
    qsizetype m_size = 0;
    bool m_atEnd = false;
    Inflater::Outcome m_outcome = Inflater::Outcome::Done;
};

} // namespace

void Inflater::StreamEnd::operator()(z_stream_s *stream) const
{
    inflateEnd(stream);
    delete stream;
}

Inflater::Inflater(const DeflateTerms &terms)
    : m_terms(terms)
{
}

Inflater::~Inflater() = default;

Inflater::Stream Inflater::makeStream(int windowBits)
{
    Stream stream(new z_stream{});
    return inflateInit2(stream.get(), -windowBits) == Z_OK ? std::move(stream) : nullptr;
}

z_stream *Inflater::sharedStream()
{
    thread_local Stream stream;
    if (!stream)
        stream = makeStream(15); // the largest reads all others
    else
        inflateReset(stream.get());
    return stream.get();
}

Inflater::Outcome Inflater::inflate(QByteArrayView compressed, qint64 maxBytes, QByteArray &out)
{
    out.clear();
    if (compressed.size() > LargestToInflate)
        return Outcome::TooLarge;
    // A peer's zlib compresses with 9 bits where 8 were agreed.
    if (m_terms.peerKeepsContext && !m_stream)
        m_stream = makeStream(std::max(m_terms.peerWindowBits, 9));
    z_stream *stream = m_terms.peerKeepsContext ? m_stream.get() : sharedStream();
    if (!stream)
        return Outcome::TooLarge; // no memory for its window
    out.resize(qsizetype(
        std::clamp<qint64>(compressed.size() * FirstGuess, 1, std::min<qint64>(maxBytes, 65536) + 1)));
    Pass pass(stream, maxBytes, out);
    if (!compressed.isEmpty() && !pass.feed(compressed))
        return pass.outcome();
    // Some peers leave out the empty byte behind a final block: then the tail would make no sense.
    if (!pass.atEnd() && !pass.feed(Tail))
        return pass.outcome();
    if (!pass.atBoundary()) {
        out.clear();
        return Outcome::Corrupt;
    }
    pass.finish();
    return Outcome::Done;
}

} // namespace alcedo
