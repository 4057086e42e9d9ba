// SPDX-License-Identifier: MIT
#include <alcedo/recording/compression.h>

#include <memory>
#include <zstd.h>

namespace alcedo {

namespace {

struct FreeContext
{
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
};

} // namespace

QByteArray compressed(std::string_view bytes, int level)
{
    // A context costs more than a small block: each thread keeps its own.
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    QByteArray out(qsizetype(ZSTD_compressBound(bytes.size())), Qt::Uninitialized);
    const std::size_t size = ZSTD_compressCCtx(context.get(), out.data(), std::size_t(out.size()),
                                               bytes.data(), bytes.size(), level);
    // Fails only without memory, as the room is what the bound asks for.
    out.resize(ZSTD_isError(size) ? 0 : qsizetype(size));
    out.squeeze();
    return out;
}

Result<std::string> decompressed(std::string_view bytes, std::size_t maxBytes)
{
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return Error(ErrorCode::Parse, QStringLiteral("a block is not compressed by zstd"));
    if (size > maxBytes)
        return Error(ErrorCode::LimitExceeded, QStringLiteral("a block would take %1 bytes").arg(size));
    std::string out(std::size_t(size), '\0');
    const std::size_t got =
        ZSTD_decompressDCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(got) || got != out.size())
        return Error(
            ErrorCode::Parse,
            QStringLiteral("a block does not decompress: %1").arg(QLatin1String(ZSTD_getErrorName(got))));
    return out;
}

} // namespace alcedo
