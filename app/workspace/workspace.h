// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>

#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

class QQmlEngine;
class QJSEngine;

namespace alcedo {

/// The layout and the settings as one readable JSON file, saved by itself half a second after a change and at
/// the end, in one step (a kill loses nothing but the last half second). A file that cannot be read is left
/// as it is, put aside as FILE.bad at the next save. Without a path nothing is read or written: what is set
/// holds for the run. Thread: GUI.
class Workspace : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
public:
    /// No default path: QML takes a default constructor, where there is one, in place of create().
    explicit Workspace(QString path, QObject *parent = nullptr);
    ~Workspace() override;

    static Workspace *create(QQmlEngine *engine, QJSEngine *scriptEngine);
    void attachTo(QQmlEngine &engine);
    [[nodiscard]] static QString defaultPath();

    /// Reads the file. No file is no error: a first start.
    [[nodiscard]] Result<void> load();
    /// Writes now, where something changed since.
    [[nodiscard]] Result<void> save();
    [[nodiscard]] const QString &path() const { return m_path; }

    /// Pixels of a panel's changeable side; what a person never changed answers the fallback. Bounded to 40
    /// to 8,000.
    Q_INVOKABLE qreal size(const QString &panel, qreal fallback) const;
    Q_INVOKABLE void setSize(const QString &panel, qreal pixels);
    /// A setting by name: "theme", "language", "textScale", "upDown", "connections", "selected".
    Q_INVOKABLE QVariant setting(const QString &name, const QVariant &fallback = {}) const;
    Q_INVOKABLE void setSetting(const QString &name, const QVariant &value);
    /// The added sources, as SOURCE words.
    [[nodiscard]] QStringList sources() const;
    void setSources(const QStringList &sources);

private:
    void touch(QJsonObject changed);

    QString m_path;
    QJsonObject m_root;
    QTimer m_saver;
    bool m_dirty = false;
    bool m_unreadable = false;
};

} // namespace alcedo
