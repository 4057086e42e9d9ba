// SPDX-License-Identifier: GPL-3.0-or-later
#include "preferences.h"

#include <QGuiApplication>
#include <QPalette>
#include <algorithm>

namespace alcedo {

Preferences::Preferences(QObject *parent)
    : QObject(parent)
{
}

void Preferences::setTheme(ThemeChoice theme)
{
    if (m_theme == theme)
        return;
    m_theme = theme;
    Q_EMIT changed();
}

bool Preferences::isDark() const
{
    if (m_theme != ThemeChoice::System)
        return m_theme == ThemeChoice::Dark;
    // Qt 6.4 knows no colour scheme: the platform's palette tells it. Where no platform speaks (offscreen),
    // dark.
    if (QGuiApplication::platformName() == QLatin1String("offscreen"))
        return true;
    return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

void Preferences::setLanguage(const QString &language)
{
    if (m_language == language)
        return;
    m_language = language;
    Q_EMIT languageChanged(language);
    Q_EMIT changed(); // the colours of up and down may follow
}

void Preferences::setTextScale(qreal scale)
{
    const qreal bounded = std::clamp(scale, 0.75, 2.5);
    if (qFuzzyCompare(m_textScale, bounded))
        return;
    m_textScale = bounded;
    Q_EMIT changed();
}

void Preferences::setUpDown(UpDown scheme)
{
    if (m_upDown == scheme)
        return;
    m_upDown = scheme;
    Q_EMIT changed();
}

void Preferences::nextUpDown()
{
    setUpDown(UpDown((upDownScheme() + 1) % 3 + 1));
}

void Preferences::setRecords(bool records)
{
    if (m_records == records)
        return;
    m_records = records;
    Q_EMIT recordingChanged();
}

void Preferences::setRecordingBytes(qint64 bytes)
{
    if (m_recordingBytes == bytes)
        return;
    m_recordingBytes = bytes;
    Q_EMIT recordingChanged();
}

QString Preferences::recordingSize() const
{
    const double mib = double(m_recordingBytes) / (1 << 20);
    return mib < 1'024 ? QStringLiteral("%1 MiB").arg(mib, 0, 'f', 0)
                       : QStringLiteral("%1 GiB").arg(QString::number(mib / 1'024, 'g', 3));
}

void Preferences::nextRecordingSize()
{
    constexpr qint64 MiB = 1 << 20;
    for (const qint64 size : {512 * MiB, 2'048 * MiB, 8'192 * MiB, 32'768 * MiB}) {
        if (size > m_recordingBytes)
            return setRecordingBytes(size);
    }
    setRecordingBytes(512 * MiB);
}

int Preferences::upDownScheme() const
{
    switch (m_upDown) {
    case UpDown::West:
        return 0;
    case UpDown::East:
        return 1;
    case UpDown::ColourBlind:
        return 2;
    case UpDown::Locale:
        break;
    }
    const bool east = m_language.startsWith(QLatin1String("ja")) ||
                      m_language.startsWith(QLatin1String("zh")) ||
                      m_language.startsWith(QLatin1String("ko"));
    return east ? 1 : 0;
}

} // namespace alcedo
