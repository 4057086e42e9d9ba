// SPDX-License-Identifier: MIT
#include <alcedo/feed/framedecoder.h>

#include <algorithm>
#include <memory>
#include <zlib.h>
#include <zstd.h>

namespace alcedo {

namespace {

constexpr qsizetype FirstGuess = 16 * 1024;

Error broken()
{
    return Error(ErrorCode::Parse, QStringLiteral("a compressed frame is broken"));
}

Error tooLarge(qint64 maxBytes)
{
    return Error(ErrorCode::LimitExceeded,
                 QStringLiteral("a compressed frame holds more than %1 bytes").arg(maxBytes));
}

/// Grows the output for what is still to come; false where it may not grow.
bool grow(QByteArray &out, qint64 maxBytes)
{
    if (out.size() >= maxBytes)
        return false;
    out.resize(std::min<qint64>(std::max<qint64>(FirstGuess, out.size() * 2), maxBytes));
    return true;
}

/// windowBits as inflateInit2() has it: 47 finds gzip and zlib by their headers, -15 is bare deflate.
Result<QByteArray> inflated(const QByteArray &packed, int windowBits, qint64 maxBytes)
{
    z_stream stream{};
    if (inflateInit2(&stream, windowBits) != Z_OK)
        return broken();
    const std::unique_ptr<z_stream, int (*)(z_stream *)> end(&stream, &inflateEnd);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data())); // zlib only reads it
    stream.avail_in = uInt(packed.size());
    QByteArray out;
    for (int state = Z_OK; state != Z_STREAM_END;) {
        const qsizetype done = qsizetype(stream.total_out);
        if (done == out.size() && !grow(out, maxBytes))
            return tooLarge(maxBytes);
        stream.next_out = reinterpret_cast<Bytef *>(out.data() + done);
        stream.avail_out = uInt(out.size() - done);
        state = inflate(&stream, Z_NO_FLUSH);
        if (state != Z_OK && state != Z_STREAM_END)
            return broken();
        if (state == Z_OK && stream.avail_in == 0 && stream.avail_out > 0)
            return broken(); // cut
    }
    out.truncate(qsizetype(stream.total_out));
    return out;
}

Result<QByteArray> unzstd(const QByteArray &packed, qint64 maxBytes)
{
    const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx *)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    ZSTD_inBuffer in{packed.data(), std::size_t(packed.size()), 0};
    QByteArray out;
    qsizetype done = 0;
    for (std::size_t left = 1; left != 0;) {
        if (done == out.size() && !grow(out, maxBytes))
            return tooLarge(maxBytes);
        ZSTD_outBuffer part{out.data() + done, std::size_t(out.size() - done), 0};
        left = ZSTD_decompressStream(context.get(), &part, &in);
        if (ZSTD_isError(left))
            return broken();
        done += qsizetype(part.pos);
        if (left != 0 && in.pos == in.size && part.pos < part.size)
            return broken(); // cut
    }
    out.truncate(done);
    return out;
}

} // namespace

Result<QByteArray> decodeFrame(const QByteArray &packed, FeedProfile::Compression compression,
                               qint64 maxBytes)
{
    switch (compression) {
    case FeedProfile::Compression::None:
        return packed;
    case FeedProfile::Compression::Gzip:
        return inflated(packed, 32 + MAX_WBITS, maxBytes);
    case FeedProfile::Compression::Deflate: {
        auto out = inflated(packed, 32 + MAX_WBITS, maxBytes);
        return out || out.error().code() == ErrorCode::LimitExceeded ? out
                                                                     : inflated(packed, -MAX_WBITS, maxBytes);
    }
    case FeedProfile::Compression::Zstd:
        return unzstd(packed, maxBytes);
    }
    return broken();
}

} // namespace alcedo
