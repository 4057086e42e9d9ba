// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QString>
#include <QUrl>

namespace alcedo {

/// Servers whose certificate no authority vouches for, and the fingerprint that each was first seen with, as
/// ssh keeps it: a first meeting is trusted and remembered, a change is refused. One line a server,
/// "host:port SHA256 9F:86:…", in a file of its owner's (0600). Thread: any; each call reads the file.
class KnownServers
{
public:
    /// path: the file; empty: ALCEDO_KNOWN_SERVERS, else alcedo/known_servers in the user's generic data
    /// folder.
    explicit KnownServers(QString path = {});

    enum class Verdict { Known, New, Changed };
    /// Io where the file is there and cannot be read: then nothing is new.
    [[nodiscard]] Result<Verdict> judge(const QUrl &url, const QString &fingerprint) const;
    /// Io.
    [[nodiscard]] Result<void> remember(const QUrl &url, const QString &fingerprint) const;
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    [[nodiscard]] Result<QStringList> lines() const;
    QString m_path;
};

} // namespace alcedo
