// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QString>
#include <QStringList>
#include <chrono>

namespace alcedo {

/// Certificates of a server. Thread: any.

/// SHA-256 over the certificate, as people compare it: "9F:86:D0:…". Empty for none.
[[nodiscard]] QString fingerprintOf(const QSslCertificate &certificate);

/// A certificate that vouches for itself, with its key (EC P-256), both PEM: for a server that no authority
/// knows. Its clients pin its fingerprint (KnownServers). names: host names and IP addresses; not empty. Good
/// from an hour before wall (ns since the Unix epoch) for ten years: what is pinned is not renewed unseen.
struct OwnCertificate
{
    QByteArray certificate, key;
};
[[nodiscard]] Result<OwnCertificate> makeOwnCertificate(const QStringList &names,
                                                        std::chrono::nanoseconds wall);

/// A server's TLS from two PEM files; the first certificate is its own, more are its chain. Io, Parse.
[[nodiscard]] Result<QSslConfiguration> loadServerTls(const QString &certificateFile, const QString &keyFile);

/// The same from server-cert.pem and server-key.pem (0600) in a folder (0700), both made where neither is
/// there. A key that others may read is refused. Io, Parse.
[[nodiscard]] Result<QSslConfiguration> ownServerTls(const QString &folder, std::chrono::nanoseconds wall);

/// What this machine is reached by: localhost, its host name, that in .local, and its addresses.
[[nodiscard]] QStringList namesOfThisMachine();

} // namespace alcedo
