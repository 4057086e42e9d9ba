// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// What a person sets about the look, as the workspace file keeps it. Plain values; the QML side binds Theme
/// to them. Thread: GUI.
class Preferences : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Dashboard.preferences")
    Q_PROPERTY(ThemeChoice theme READ theme WRITE setTheme NOTIFY changed)
    /// The chosen theme, the system's resolved.
    Q_PROPERTY(bool dark READ isDark NOTIFY changed)
    /// "en", "ja"; setting it installs the translation.
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    Q_PROPERTY(bool japanese READ isJapanese NOTIFY languageChanged)
    Q_PROPERTY(qreal textScale READ textScale WRITE setTextScale NOTIFY changed)
    Q_PROPERTY(UpDown upDown READ upDown WRITE setUpDown NOTIFY changed)
    /// upDown with Locale resolved: 0 West, 1 East, 2 colour-blind safe (Theme.UpDown).
    Q_PROPERTY(int upDownScheme READ upDownScheme NOTIFY changed)
    /// Whether everything that comes is recorded.
    Q_PROPERTY(bool records READ records WRITE setRecords NOTIFY recordingChanged)
    /// How large the recording may become, "2 GiB".
    Q_PROPERTY(QString recordingSize READ recordingSize NOTIFY recordingChanged)
public:
    enum class ThemeChoice { System, Dark, Light };
    Q_ENUM(ThemeChoice)
    enum class UpDown { Locale, West, East, ColourBlind };
    Q_ENUM(UpDown)

    explicit Preferences(QObject *parent = nullptr);

    [[nodiscard]] ThemeChoice theme() const { return m_theme; }
    void setTheme(ThemeChoice theme);
    [[nodiscard]] bool isDark() const;
    [[nodiscard]] QString language() const { return m_language; }
    void setLanguage(const QString &language);
    [[nodiscard]] bool isJapanese() const { return m_language == QLatin1String("ja"); }
    [[nodiscard]] qreal textScale() const { return m_textScale; }
    /// 0.75 to 2.5; more or less is bounded.
    void setTextScale(qreal scale);
    [[nodiscard]] UpDown upDown() const { return m_upDown; }
    void setUpDown(UpDown scheme);
    [[nodiscard]] int upDownScheme() const;
    Q_INVOKABLE void nextUpDown();
    [[nodiscard]] bool records() const { return m_records; }
    void setRecords(bool records);
    /// Default 2 GiB.
    [[nodiscard]] qint64 recordingBytes() const { return m_recordingBytes; }
    void setRecordingBytes(qint64 bytes);
    [[nodiscard]] QString recordingSize() const;
    /// 512 MiB, 2, 8, 32 GiB, and around.
    Q_INVOKABLE void nextRecordingSize();
    /// By an eighth.
    Q_INVOKABLE void enlarge() { setTextScale(m_textScale + 0.125); }
    Q_INVOKABLE void reduce() { setTextScale(m_textScale - 0.125); }

Q_SIGNALS:
    void changed();
    void languageChanged(const QString &language);
    void recordingChanged();

private:
    ThemeChoice m_theme = ThemeChoice::System;
    QString m_language = QStringLiteral("en");
    qreal m_textScale = 1.0;
    UpDown m_upDown = UpDown::Locale;
    bool m_records = true;
    qint64 m_recordingBytes = qint64(2) << 30;
};

} // namespace alcedo
