// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/server/tokens.h>

#include <QString>

namespace alcedo {

/// Tokens in a file of their owner's (0600): kept up with what others write there, so that what the command
/// line revokes ends a running server's sessions within a second. Thread: its own.
class TokenFile : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds LookInterval{1'000};

    /// path: empty: ALCEDO_TOKENS, else alcedo/tokens.json in the user's generic data folder.
    explicit TokenFile(QString path = {}, QObject *parent = nullptr);
    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] const std::shared_ptr<Tokens> &tokens() const { return m_tokens; }

    /// No file is no tokens. One that others may read is refused. Io, Parse.
    [[nodiscard]] Result<void> load();
    /// Loads, calls change, and saves, with no other process in between. What change answers is passed on.
    [[nodiscard]] Result<void> update(const std::function<Result<void>(Tokens &)> &change);
    /// From now on looks once a LookInterval whether the file has changed. One that has gone or cannot be
    /// read any more opens nothing: all tokens are gone until it is whole again.
    void watch(Clock &clock);

private:
    [[nodiscard]] Result<void> save() const;
    [[nodiscard]] QString stamp() const;
    void look();

    QString m_path;
    std::shared_ptr<Tokens> m_tokens;
    std::unique_ptr<Timer> m_timer;
    QString m_stamp; ///< of the file as it was read
};

} // namespace alcedo
