// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <QMetaType>
#include <QString>
#include <chrono>
#include <cstddef>
#include <optional>

namespace alcedo {

/// The steps by which a link comes to life, in order. A failure names the one that it happened in. Behind a
/// proxy, Proxy stands for Name and Tcp: reaching it, signing in there, and its way to the server.
enum class Stage { Name, Tcp, Proxy, Tls, Upgrade, SignIn, Subscribe, Data };
inline constexpr std::size_t StageCount = 8;

/// "name", "tcp", "proxy", "tls", "upgrade", "sign-in", "subscribe", "data": for logs and JSON.
[[nodiscard]] QString stageName(Stage stage);

/// Why a dial did not end in a Transport, or why a dialect gave up on it.
struct DialFailure
{
    Stage stage = Stage::Name;
    Words message;  ///< one line for a person, no secrets
    int status = 0; ///< HTTP status where the peer answered the upgrade, else 0
    std::optional<std::chrono::milliseconds> retryAfter; ///< HTTP Retry-After, where given
    bool terminal = false; ///< trying again as is would not help (400, 401, 403, 404, bad certificate)
    friend bool operator==(const DialFailure &, const DialFailure &) = default;
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::DialFailure)
