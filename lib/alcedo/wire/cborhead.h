// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

/// Inside the CBOR functions: RFC 8949 3, the first byte of an item is three bits of major type and five of
/// information on the argument.
namespace alcedo::cbor {

enum class Major : quint8 { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

// RFC 8949 3.4.4 and 3.4.6
inline constexpr quint64 DecimalFraction = 4, SelfDescribed = 55'799;

} // namespace alcedo::cbor
