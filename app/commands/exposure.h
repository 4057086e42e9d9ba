// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/server/server.h>

#include <QCommandLineParser>
#include <QString>
#include <QStringList>
#include <memory>

namespace alcedo {

class Clock;
class TokenFile;

/// To whom `alcedo serve` shows itself, and how it is guarded there: nobody but this machine unless asked;
/// elsewhere by TLS and tokens unless told otherwise.
class Exposure
{
public:
    Exposure();
    ~Exposure();
    static void addOptions(QCommandLineParser &words);
    /// Fills in address, port, TLS, tokens and hosts. InvalidArgument is a fault in the words.
    [[nodiscard]] Result<void> read(const QCommandLineParser &words, Server::Options &options, Clock &clock);
    /// From here on what is revoked ends sessions.
    void watch(Clock &clock);
    /// The addresses to print: the first for this machine, then those for others; then what they must know.
    [[nodiscard]] QStringList lines(const QUrl &url) const;

private:
    [[nodiscard]] Result<void> readAddress(const QCommandLineParser &words, ListenOptions &listen);
    [[nodiscard]] Result<void> readTls(const QCommandLineParser &words, ListenOptions &listen, Clock &clock);
    [[nodiscard]] Result<void> readTokens(const QCommandLineParser &words, Server::Options &options);

    bool m_isShared = false, m_isInsecure = false, m_makesOwn = false;
    QHostAddress m_address;
    QString m_fingerprint;
    std::unique_ptr<TokenFile> m_tokens;
};

} // namespace alcedo
