// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/error.h>

#include <QString>
#include <chrono>
#include <optional>

namespace alcedo {

/// The protocol's error numbers. -32700 to -32600 are JSON-RPC 2.0's own (section 5.1), the rest ours.
enum class RpcError : int {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    InternalError = -32603,
    NotAuthenticated = -32001,
    TokenExpired = -32002,
    Forbidden = -32003,
    UnknownChannel = -32004,
    AlreadySubscribed = -32005,
    LimitReached = -32006,
    Unrecoverable = -32007,
    RateLimited = -32008,
    TooLarge = -32009,
    Timeout = -32010,
    Cancelled = -32011,
    Unavailable = -32012,
    DuplicateInFlight = -32013,
    NotSupported = -32014,
};

/// Whether the same request may succeed later, unchanged. Unknown numbers are not temporary.
[[nodiscard]] bool isTemporary(RpcError code);
/// One line of English for a person; empty for an unknown number.
[[nodiscard]] QString rpcErrorText(RpcError code);

namespace wire {

/// The error member of a reply, in the protocol's terms.
struct Failure
{
    int code = int(RpcError::InternalError);
    QString message;
    bool temporary = false;
    std::optional<std::chrono::milliseconds> retryAfter; ///< the server's wish, where it has one
    /// The code with its usual text and temporariness; message replaces the text where not empty.
    [[nodiscard]] static Failure of(RpcError code, const QString &message = {});
    /// In the library's terms; the number stays in Error::detail().
    [[nodiscard]] Error toError() const;
    friend bool operator==(const Failure &, const Failure &) = default;
};

} // namespace wire
} // namespace alcedo
