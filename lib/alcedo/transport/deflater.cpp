// SPDX-License-Identifier: MIT
#include <alcedo/transport/deflater.h>

#include <zlib.h>

namespace alcedo {

namespace {

constexpr qsizetype LargestToDeflate = 1 << 30; // zlib counts with 32 bits
constexpr qsizetype TailSize = 4;               // 00 00 FF FF, which RFC 7692 7.2.1 takes off

} // namespace

void Deflater::StreamEnd::operator()(z_stream_s *stream) const
{
    deflateEnd(stream);
    delete stream;
}

Deflater::Deflater(const DeflateTerms &terms)
    : m_terms(terms)
{
}

Deflater::~Deflater() = default;

Deflater::Stream Deflater::makeStream(const DeflateTerms &terms)
{
    Stream stream(new z_stream{});
    const int result = deflateInit2(stream.get(), terms.level, Z_DEFLATED, -terms.windowBits,
                                    terms.memoryLevel, Z_DEFAULT_STRATEGY);
    return result == Z_OK ? std::move(stream) : nullptr;
}

z_stream *Deflater::sharedStream(const DeflateTerms &terms)
{
    thread_local Stream stream;
    thread_local DeflateTerms made;
    const bool fits = stream && made.windowBits == terms.windowBits &&
                      made.memoryLevel == terms.memoryLevel && made.level == terms.level;
    if (!fits) {
        stream = makeStream(terms);
        made = terms;
    } else {
        deflateReset(stream.get());
    }
    return stream.get();
}

std::optional<QByteArray> Deflater::deflate(QByteArrayView message)
{
    if (message.isEmpty() || message.size() < m_terms.threshold || message.size() > LargestToDeflate)
        return std::nullopt;
    if (m_terms.keepsContext && !m_stream)
        m_stream = makeStream(m_terms);
    z_stream *stream = m_terms.keepsContext ? m_stream.get() : sharedStream(m_terms);
    if (!stream)
        return std::nullopt;
    stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(message.data()));
    stream->avail_in = uInt(message.size());
    QByteArray out(message.size() / 2 + 64, Qt::Uninitialized);
    qsizetype size = 0;
    for (;;) {
        stream->next_out = reinterpret_cast<Bytef *>(out.data() + size);
        stream->avail_out = uInt(out.size() - size);
        ::deflate(stream, Z_SYNC_FLUSH);
        size = out.size() - qsizetype(stream->avail_out);
        if (stream->avail_out > 0)
            break;
        out.resize(out.size() * 2);
    }
    out.resize(size);
    if (out.endsWith(QByteArrayView("\0\0\xff\xff", TailSize)))
        out.chop(TailSize);
    // With a context kept, the peer must see every message that went through it.
    if (!m_terms.keepsContext && out.size() >= message.size())
        return std::nullopt;
    return out;
}

} // namespace alcedo
