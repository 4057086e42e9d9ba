// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <cstdint>

namespace alcedo {

/// The moment that a person points at, shared by all charts of an engine: each shows it on its own axis.
/// Thread: GUI.
class TimeLink : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
public:
    explicit TimeLink(QObject *parent = nullptr)
        : QObject(parent)
    {
    }
    static constexpr std::int64_t None = 0;
    /// ns since the epoch, or None.
    [[nodiscard]] std::int64_t timeNs() const { return m_timeNs; }
    void setTimeNs(std::int64_t timeNs)
    {
        if (m_timeNs == timeNs)
            return;
        m_timeNs = timeNs;
        Q_EMIT timeChanged();
    }

Q_SIGNALS:
    void timeChanged();

private:
    std::int64_t m_timeNs = None;
};

} // namespace alcedo
