// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace alcedo {

/// How a session wants what it is sent. JSON with milliseconds is what publications are kept as; the rest is
/// made of that.
struct Encoding
{
    enum class Format : std::uint8_t { Json, Cbor } format = Format::Json;
    enum class Times : std::uint8_t { Milliseconds, Nanoseconds } times = Times::Milliseconds;
    friend bool operator==(const Encoding &, const Encoding &) = default;
};

} // namespace alcedo
