// SPDX-License-Identifier: MIT
#include <alcedo/core/filephrases.h>
#include <alcedo/core/log.h>
#include <alcedo/feed/keychain.h>
#include <alcedo/feed/secretstore.h>
#include <alcedo/feed/sourcephrases.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>
#include <algorithm>

namespace alcedo {

namespace {

constexpr qint64 MaxBytes = 1 << 20;
constexpr QFile::Permissions Others =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

QJsonObject contents(const QString &path)
{
    QFile file(path);
    if (file.size() > MaxBytes || (file.permissions() & Others) || !file.open(QFile::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

QString keyOf(const QString &profile, const QString &param)
{
    return profile + u'/' + param;
}

QString serverKey(const QUrl &url)
{
    const bool tls = url.scheme() == QLatin1String("wss") || url.scheme() == QLatin1String("https");
    return (tls ? QLatin1String("wss://") : QLatin1String("ws://")) + url.host().toLower() + u':' +
           QString::number(url.port(tls ? 443 : 80));
}

} // namespace

SecretStore::SecretStore(QString path)
    : m_path(std::move(path))
{
    if (m_path.isEmpty())
        m_path = qEnvironmentVariable("ALCEDO_SECRETS");
    m_isFileOnly = !m_path.isEmpty();
    if (m_path.isEmpty())
        m_path = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                 QLatin1String("/alcedo/secrets.json");
}

bool SecretStore::usesKeychain() const
{
    return !m_isFileOnly && Keychain::isRunning();
}

QString SecretStore::read(const QString &profile, const QString &param) const
{
    const QString key = keyOf(profile, param);
    if (usesKeychain()) {
        const auto kept = Keychain::read(key);
        if (kept && !kept->isEmpty())
            return *kept;
        if (!kept)
            qCWarning(log::feed) << "secret of" << profile << "not read:" << kept.error().message();
    }
    return contents(m_path).value(key).toString();
}

Result<void> SecretStore::write(const QString &profile, const QString &param, const QString &value)
{
    const QString key = keyOf(profile, param);
    const bool isForgotten = value.isEmpty();
    if (!usesKeychain())
        return writeFile(key, value);
    if (const auto kept = Keychain::write(key, value); !kept)
        return isForgotten ? kept : writeFile(key, value);
    // An older secret in the file would outlive this one.
    return contents(m_path).contains(key) ? writeFile(key, QString()) : Result<void>();
}

Result<void> SecretStore::writeFile(const QString &key, const QString &value) const
{
    QJsonObject all = contents(m_path);
    if (value.isEmpty())
        all.remove(key);
    else
        all.insert(key, value);
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QSaveFile file(m_path);
    // Its rights before its contents.
    const bool opened =
        file.open(QFile::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const QByteArray json = QJsonDocument(all).toJson();
    if (!opened || file.write(json) != json.size() || !file.commit())
        return Error(ErrorCode::Io, cannotWrite(file));
    return {};
}

QByteArray serverToken(const QUrl &url)
{
    return SecretStore().read(QStringLiteral("server"), serverKey(url)).toUtf8();
}

Result<void> keepServerToken(const QUrl &url, const QByteArray &token)
{
    const bool isText = std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (!isText)
        return Error(ErrorCode::InvalidArgument, say(SourcePhrase::TokenHasNoBlanks));
    return SecretStore().write(QStringLiteral("server"), serverKey(url), QString::fromLatin1(token));
}

} // namespace alcedo
