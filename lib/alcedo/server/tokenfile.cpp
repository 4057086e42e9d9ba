// SPDX-License-Identifier: MIT
#include <alcedo/server/tokenfile.h>

#include <alcedo/core/log.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>
#if defined(Q_OS_UNIX)
#include <sys/stat.h>
#endif

namespace alcedo {

namespace {

constexpr qint64 MaxTokenFileBytes = 16 << 20;
constexpr QFile::Permissions OthersOfTokens =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

} // namespace

TokenFile::TokenFile(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_tokens(std::make_shared<Tokens>())
{
    if (m_path.isEmpty())
        m_path = qEnvironmentVariable("ALCEDO_TOKENS");
    if (m_path.isEmpty())
        m_path = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                 QLatin1String("/alcedo/tokens.json");
}

Result<void> TokenFile::load()
{
    m_stamp = stamp();
    QFile file(m_path);
    if (!file.exists()) {
        m_tokens->replace({});
        return {};
    }
    if (file.permissions() & OthersOfTokens)
        return Error(ErrorCode::Io, QStringLiteral("others may read %1; make it 0600").arg(m_path));
    if (file.size() > MaxTokenFileBytes || !file.open(QFile::ReadOnly))
        return Error(ErrorCode::Io, QStringLiteral("cannot read %1: %2").arg(m_path, file.errorString()));
    auto entries = Tokens::entriesFromJson(file.readAll());
    if (!entries)
        return Error(entries.error().code(), QStringLiteral("%1: %2").arg(m_path, entries.error().message()));
    m_tokens->replace(std::move(entries).value());
    return {};
}

Result<void> TokenFile::update(const std::function<Result<void>(Tokens &)> &change)
{
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QLockFile lock(m_path + QLatin1String(".lock"));
    if (!lock.tryLock(5'000))
        return Error(ErrorCode::Io, QStringLiteral("%1 is in use by another process").arg(m_path));
    if (const auto loaded = load(); !loaded)
        return loaded;
    if (const auto changed = change(*m_tokens); !changed)
        return changed;
    return save();
}

Result<void> TokenFile::save() const
{
    QSaveFile file(m_path);
    // Its rights before its contents.
    const bool opened =
        file.open(QFile::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const QByteArray json = m_tokens->toJson();
    if (!opened || file.write(json) != json.size() || !file.commit())
        return Error(ErrorCode::Io, QStringLiteral("cannot write %1: %2").arg(m_path, file.errorString()));
    return {};
}

void TokenFile::watch(Clock &clock)
{
    m_timer = std::make_unique<Timer>(clock);
    connect(m_timer.get(), &Timer::timeout, this, &TokenFile::look);
    m_timer->start(LookInterval, Timer::Repeat::Always);
}

void TokenFile::look()
{
    if (stamp() == m_stamp)
        return;
    if (const auto loaded = load(); !loaded) {
        qCWarning(log::server).noquote() << "nobody may sign in:" << loaded.error().message();
        m_tokens->replace({});
    }
}

// A file that was replaced within a tick of its time still is another inode.
QString TokenFile::stamp() const
{
    const QFileInfo info(m_path);
    QString text = QString::number(info.lastModified().toMSecsSinceEpoch()) + u'/' +
                   QString::number(info.size()) + u'/' + QString::number(int(info.permissions()));
#if defined(Q_OS_UNIX)
    struct stat status
    {
    };
    if (::stat(QFile::encodeName(m_path).constData(), &status) == 0)
        text += u'/' + QString::number(quint64(status.st_ino)) + u'/' +
                QString::number(qint64(status.st_mtim.tv_nsec));
#endif
    return text;
}

} // namespace alcedo
