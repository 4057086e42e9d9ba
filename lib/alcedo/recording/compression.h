// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <string>
#include <string_view>

namespace alcedo {

/// Zstandard frames (RFC 8878) with their content size, as the zstd tool writes and reads them.
/// level: 1 (fast) to 19. Thread: any.
[[nodiscard]] QByteArray compressed(std::string_view bytes, int level);
/// Parse where it is no such frame, LimitExceeded where it would be larger than maxBytes.
[[nodiscard]] Result<std::string> decompressed(std::string_view bytes, std::size_t maxBytes);

} // namespace alcedo
