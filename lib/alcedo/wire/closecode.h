// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <span>

namespace alcedo {

/// Close codes of the protocol (RFC 6455 7.4.2: 4000-4999 are private use). 4000-4499: reconnect; 4500-4999:
/// do not.
enum class CloseCode : int {
    Shutdown = 4000,
    Slow = 4001,
    NoPong = 4002,
    TokenExpired = 4003,
    StateLost = 4004,
    Rate = 4005,
    Moved = 4006,
    BadToken = 4500,
    BadProtocol = 4501,
    HelloTimeout = 4502,
    Kicked = 4503,
    ConnectionLimit = 4504,
    Forbidden = 4505,
};

struct CloseCodeEntry
{
    int code;
    const char *name; ///< short and stable, for logs and JSON: "slow"
    const char *text; ///< one line for a person
};

/// All of the protocol's codes and those of RFC 6455 7.4.1, ascending.
[[nodiscard]] std::span<const CloseCodeEntry> closeCodes();
/// The entry's name, or the number as text.
[[nodiscard]] QString closeCodeName(int code);
/// The entry's text; empty for an unknown code.
[[nodiscard]] QString closeCodeText(int code);
/// Whether trying again makes sense: not for 4500-4999, nor for 1002, 1003, 1007, 1008, 1010.
[[nodiscard]] bool closeCodeReconnects(int code);

} // namespace alcedo
