// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace alcedo {

/// Whether text is exactly one JSON value (RFC 8259), UTF-8 with valid escapes, nested at most maxDepth deep.
/// Numbers of any length pass, as the grammar has no bound. A text that passes may be put into another as it
/// is. Thread: any.
[[nodiscard]] bool isJsonText(std::string_view text, int maxDepth = 64);

} // namespace alcedo
