// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace alcedo {

/// Secrets of profiles (keys, tokens), so that none stands in a workspace or on a command line. They are kept
/// in the desktop's Keychain where one runs, else in a JSON file that only its owner may read (0600), beside
/// the application's data; one that others may read is refused. A file that is named is the only place.
/// Thread: one at a time; the keychain is asked from the application's alone.
class SecretStore
{
public:
    /// path: the file; empty: ALCEDO_SECRETS; where that is empty too, the keychain, and beside it
    /// alcedo/secrets.json in the user's generic data folder.
    explicit SecretStore(QString path = {});
    /// Empty where there is none, or where the file is not ours alone. What the keychain lacks, or does not
    /// tell, is looked for in the file.
    [[nodiscard]] QString read(const QString &profile, const QString &param) const;
    /// An empty value forgets it, in both places (Io). What goes into the keychain leaves the file.
    [[nodiscard]] Result<void> write(const QString &profile, const QString &param, const QString &value);
    [[nodiscard]] const QString &path() const { return m_path; }
    /// Whether a keychain is asked first.
    [[nodiscard]] bool usesKeychain() const;

private:
    [[nodiscard]] Result<void> writeFile(const QString &key, const QString &value) const;
    QString m_path;
    bool m_isFileOnly = true;
};

/// The token to show to an Alcedo server (hello), kept by scheme, host and port: one for wss never goes out
/// over ws. Empty where there is none; InvalidArgument where it is no header's text.
[[nodiscard]] QByteArray serverToken(const QUrl &url);
[[nodiscard]] Result<void> keepServerToken(const QUrl &url, const QByteArray &token);

} // namespace alcedo
