// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QString>

namespace alcedo {

/// Secrets of profiles (keys, tokens), so that none stands in a workspace or on a command line. A JSON file
/// that only its owner may read (0600), beside the application's data; one that others may read is refused.
/// Thread: one at a time.
class SecretStore
{
public:
    /// path: the file; empty: ALCEDO_SECRETS, else alcedo/secrets.json in the user's generic data folder.
    explicit SecretStore(QString path = {});
    /// Empty where there is none, or where the file is not ours alone.
    [[nodiscard]] QString read(const QString &profile, const QString &param) const;
    /// An empty value forgets it (Io).
    [[nodiscard]] Result<void> write(const QString &profile, const QString &param, const QString &value);
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    QString m_path;
};

} // namespace alcedo
