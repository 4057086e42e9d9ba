// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QQmlEngine>
#include <QSaveFile>
#include <QStandardPaths>
#include <algorithm>
#include <chrono>

namespace alcedo {

namespace {
Q_LOGGING_CATEGORY(workspaceLog, "alcedo.workspace", QtWarningMsg)
constexpr const char *WorkspaceProperty = "alcedoWorkspace";
constexpr qint64 MaxFileBytes = 1 << 20;
constexpr qsizetype MaxSources = 64;
constexpr int Version = 1;
} // namespace

Workspace::Workspace(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_saver(this)
{
    m_saver.setSingleShot(true);
    m_saver.setInterval(std::chrono::milliseconds(500));
    connect(&m_saver, &QTimer::timeout, this, [this] {
        if (const auto saved = save(); !saved)
            qCWarning(workspaceLog).noquote() << saved.error().message();
    });
}

Workspace::~Workspace()
{
    if (const auto saved = save(); !saved)
        qCWarning(workspaceLog).noquote() << saved.error().message();
}

Workspace *Workspace::create(QQmlEngine *engine, QJSEngine *)
{
    if (auto *known = engine->property(WorkspaceProperty).value<Workspace *>())
        return known;
    auto *made = new Workspace(QString(), engine);
    made->attachTo(*engine);
    return made;
}

void Workspace::attachTo(QQmlEngine &engine)
{
    engine.setProperty(WorkspaceProperty, QVariant::fromValue(this));
    QJSEngine::setObjectOwnership(this, QJSEngine::CppOwnership);
}

QString Workspace::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/alcedo/workspace.json");
}

Result<void> Workspace::load()
{
    QFile file(m_path);
    if (m_path.isEmpty() || !file.exists())
        return {};
    m_unreadable = true;
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::Io, tr("%1: %2").arg(m_path, file.errorString()));
    if (file.size() > MaxFileBytes)
        return Error(ErrorCode::LimitExceeded, tr("%1 is too large for a workspace").arg(m_path));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &problem);
    if (!document.isObject())
        return Error(
            ErrorCode::Parse,
            tr("%1 is no workspace: %2 at byte %3").arg(m_path, problem.errorString()).arg(problem.offset));
    if (document.object().value(QLatin1String("version")).toInt() != Version)
        return Error(ErrorCode::NotSupported, tr("%1 was written by another version").arg(m_path));
    m_root = document.object();
    m_unreadable = false;
    return {};
}

Result<void> Workspace::save()
{
    m_saver.stop();
    if (!m_dirty || m_path.isEmpty())
        return {};
    m_dirty = false;
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    if (m_unreadable) {
        const QString aside = m_path + QStringLiteral(".bad");
        QFile::remove(aside);
        QFile::rename(m_path, aside);
        m_unreadable = false;
    }
    QSaveFile file(m_path);
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(m_root).toJson()) >= 0 && file.commit();
    if (!written)
        return Error(ErrorCode::Io, tr("%1: %2").arg(m_path, file.errorString()));
    return {};
}

void Workspace::touch(QJsonObject changed)
{
    if (changed == m_root)
        return;
    m_root = std::move(changed);
    m_root.insert(QLatin1String("version"), Version);
    m_dirty = true;
    if (!m_path.isEmpty())
        m_saver.start();
}

qreal Workspace::size(const QString &panel, qreal fallback) const
{
    const QJsonValue kept = m_root.value(QLatin1String("layout")).toObject().value(panel);
    return kept.isDouble() ? std::clamp(kept.toDouble(), 40.0, 8000.0) : fallback;
}

void Workspace::setSize(const QString &panel, qreal pixels)
{
    QJsonObject root = m_root;
    QJsonObject layout = root.value(QLatin1String("layout")).toObject();
    layout.insert(panel, qRound(pixels));
    root.insert(QLatin1String("layout"), layout);
    touch(root);
}

QVariant Workspace::setting(const QString &name, const QVariant &fallback) const
{
    const QJsonValue kept = m_root.value(QLatin1String("settings")).toObject().value(name);
    return kept.isUndefined() ? fallback : kept.toVariant();
}

void Workspace::setSetting(const QString &name, const QVariant &value)
{
    QJsonObject root = m_root;
    QJsonObject settings = root.value(QLatin1String("settings")).toObject();
    settings.insert(name, QJsonValue::fromVariant(value));
    root.insert(QLatin1String("settings"), settings);
    touch(root);
}

QStringList Workspace::sources() const
{
    QStringList sources;
    const QJsonArray written = m_root.value(QLatin1String("sources")).toArray();
    for (const auto &source : written) {
        if (source.isString() && sources.size() < MaxSources)
            sources << source.toString();
    }
    return sources;
}

void Workspace::setSources(const QStringList &sources)
{
    QJsonObject root = m_root;
    root.insert(QLatin1String("sources"), QJsonArray::fromStringList(sources));
    touch(root);
}

} // namespace alcedo
