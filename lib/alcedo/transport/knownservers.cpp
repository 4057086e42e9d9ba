// SPDX-License-Identifier: MIT
#include <alcedo/core/filephrases.h>
#include <alcedo/transport/knownservers.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>
#include <QStringList>

namespace alcedo {

namespace {

constexpr qint64 MaxKnownBytes = 4 << 20;

QString serverName(const QUrl &url)
{
    return url.host().toLower() + u':' + QString::number(url.port(443));
}

} // namespace

KnownServers::KnownServers(QString path)
    : m_path(std::move(path))
{
    if (m_path.isEmpty())
        m_path = qEnvironmentVariable("ALCEDO_KNOWN_SERVERS");
    if (m_path.isEmpty())
        m_path = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                 QLatin1String("/alcedo/known_servers");
}

Result<QStringList> KnownServers::lines() const
{
    QFile file(m_path);
    if (!file.exists())
        return QStringList();
    if (!file.open(QFile::ReadOnly))
        return Error(ErrorCode::Io, cannotRead(file));
    if (file.size() > MaxKnownBytes)
        return Error(ErrorCode::Io, say(FilePhrase::CannotRead, {m_path, say(FilePhrase::TooLarge)}));
    return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

Result<KnownServers::Verdict> KnownServers::judge(const QUrl &url, const QString &fingerprint) const
{
    const auto known = lines();
    if (!known)
        return known.error();
    Verdict verdict = Verdict::New;
    for (const QString &line : *known) {
        const QStringList words = line.simplified().split(u' ');
        if (words.size() != 3 || words[0] != serverName(url) || words[1] != QLatin1String("SHA256"))
            continue;
        if (words[2].compare(fingerprint, Qt::CaseInsensitive) == 0)
            return Verdict::Known;
        verdict = Verdict::Changed; // unless another line knows this one
    }
    return verdict;
}

Result<void> KnownServers::remember(const QUrl &url, const QString &fingerprint) const
{
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QLockFile lock(m_path + QLatin1String(".lock"));
    if (!lock.tryLock(5'000))
        return Error(ErrorCode::Io, say(FilePhrase::CannotWrite, {m_path, say(FilePhrase::Locked)}));
    auto known = lines();
    if (!known)
        return known.error();
    QStringList all = std::move(known).value();
    all += QStringList{serverName(url), QStringLiteral("SHA256"), fingerprint}.join(u' ');
    QSaveFile file(m_path);
    const bool opened =
        file.open(QFile::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const QByteArray text = (all.join(u'\n') + u'\n').toUtf8();
    if (!opened || file.write(text) != text.size() || !file.commit())
        return Error(ErrorCode::Io, cannotWrite(file));
    return {};
}

} // namespace alcedo
