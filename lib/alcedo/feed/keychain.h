// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QString>

namespace alcedo {

/// The desktop's keychain (Secret Service, KWallet; the system's own elsewhere), through QtKeychain. Each
/// call waits for the answer in an event loop of its own that takes no input, at most Patience: a keychain
/// may ask the person to unlock it. Thread: the application's.
class Keychain
{
public:
    static constexpr int PatienceMs = 30'000;

    /// Whether one runs in this session and may be asked from this thread. None is started for it.
    [[nodiscard]] static bool isRunning();
    /// Empty where it holds none; an error (Io) where it refuses or does not answer.
    [[nodiscard]] static Result<QString> read(const QString &key);
    /// An empty value forgets it (Io).
    [[nodiscard]] static Result<void> write(const QString &key, const QString &value);
};

} // namespace alcedo
