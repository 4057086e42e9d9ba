// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <span>
#include <string>
#include <string_view>

namespace alcedo {

/// Zstandard frames (RFC 8878) with their content size, as the zstd tool writes and reads them: one for each
/// part, as parts that are nothing alike compress better apart. level: 1 (fast) to 19. Thread: any.
[[nodiscard]] QByteArray compressed(std::span<const std::string_view> parts, int level);
[[nodiscard]] inline QByteArray compressed(std::string_view bytes, int level)
{
    return compressed(std::span(&bytes, 1), level);
}
/// All parts as one. Parse where they are no such frames, LimitExceeded where it would be larger than
/// maxBytes.
[[nodiscard]] Result<std::string> decompressed(std::string_view bytes, std::size_t maxBytes);

} // namespace alcedo
