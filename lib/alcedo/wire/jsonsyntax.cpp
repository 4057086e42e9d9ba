// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsonsyntax.h>

#include <alcedo/wire/jsonscanner.h>

#include <simdjson.h>

namespace alcedo {

// simdjson's own full check (DOM) refuses numbers beyond 64 bits, which are valid JSON and must pass
// untouched.
bool isJsonText(std::string_view text, int maxDepth)
{
    JsonScanner scanner(text);
    if (!scanner.value(maxDepth))
        return false;
    scanner.skipSpace();
    // Whatever is not ASCII outside of strings has failed already.
    return scanner.isAtEnd() && (scanner.isPlain() || simdjson::validate_utf8(text));
}

} // namespace alcedo
