// SPDX-License-Identifier: MIT
#include <alcedo/recording/compression.h>
#include <alcedo/recording/recordingphrases.h>

#include <memory>
#include <zstd.h>

namespace alcedo {

namespace {

struct FreeContext
{
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
};

using Context = std::unique_ptr<ZSTD_CCtx, FreeContext>;

// Beyond, a context takes megabytes and a block tens of milliseconds: it is made for the one block.
constexpr int HighestKept = 3;

Error badFrame(const char *why)
{
    return Error(ErrorCode::Parse, say(RecordingPhrase::BadCompression, {QString::fromLatin1(why)}));
}

} // namespace

QByteArray compressed(std::span<const std::string_view> parts, int level)
{
    // A context costs more than a small block: each thread keeps one.
    thread_local const Context kept(ZSTD_createCCtx());
    const Context own(level > HighestKept ? ZSTD_createCCtx() : nullptr);
    ZSTD_CCtx *const context = own ? own.get() : kept.get();
    std::size_t room = 0;
    for (const std::string_view part : parts)
        room += ZSTD_compressBound(part.size());
    QByteArray out(qsizetype(room), Qt::Uninitialized);
    std::size_t size = 0;
    for (const std::string_view part : parts) {
        const std::size_t added =
            ZSTD_compressCCtx(context, out.data() + size, room - size, part.data(), part.size(), level);
        // Fails only without memory, as the room is what the bound asks for.
        size += ZSTD_isError(added) ? 0 : added;
    }
    out.resize(qsizetype(size));
    out.squeeze();
    return out;
}

Result<std::string> decompressed(std::string_view bytes, std::size_t maxBytes)
{
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    std::string out;
    do {
        const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
        if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
            return badFrame("not compressed by zstd");
        if (size > maxBytes - out.size())
            return Error(ErrorCode::LimitExceeded,
                         say(RecordingPhrase::BlockTooLarge, {QString::number(size)}));
        const std::size_t packed = ZSTD_findFrameCompressedSize(bytes.data(), bytes.size());
        if (ZSTD_isError(packed))
            return badFrame(ZSTD_getErrorName(packed));
        const std::size_t at = out.size();
        out.resize(at + std::size_t(size));
        const std::size_t got =
            ZSTD_decompressDCtx(context.get(), out.data() + at, std::size_t(size), bytes.data(), packed);
        if (ZSTD_isError(got))
            return badFrame(ZSTD_getErrorName(got));
        if (got != size)
            return badFrame("its size is another");
        bytes.remove_prefix(packed);
    } while (!bytes.empty());
    return out;
}

} // namespace alcedo
