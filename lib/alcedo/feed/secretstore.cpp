// SPDX-License-Identifier: MIT
#include <alcedo/feed/secretstore.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

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

} // namespace

SecretStore::SecretStore(QString path)
    : m_path(std::move(path))
{
    if (m_path.isEmpty())
        m_path = qEnvironmentVariable("ALCEDO_SECRETS");
    if (m_path.isEmpty())
        m_path = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                 QLatin1String("/alcedo/secrets.json");
}

QString SecretStore::read(const QString &profile, const QString &param) const
{
    return contents(m_path).value(keyOf(profile, param)).toString();
}

Result<void> SecretStore::write(const QString &profile, const QString &param, const QString &value)
{
    QJsonObject all = contents(m_path);
    if (value.isEmpty())
        all.remove(keyOf(profile, param));
    else
        all.insert(keyOf(profile, param), value);
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QSaveFile file(m_path);
    // Its rights before its contents.
    const bool opened =
        file.open(QFile::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const QByteArray json = QJsonDocument(all).toJson();
    if (!opened || file.write(json) != json.size() || !file.commit())
        return Error(ErrorCode::Io, QStringLiteral("cannot write %1: %2").arg(m_path, file.errorString()));
    return {};
}

} // namespace alcedo
