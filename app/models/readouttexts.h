// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <plot/candlebars.h>

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <array>
#include <limits>

namespace alcedo {

/// One moment of a chart in words, as its read-out shows them. Each tells of its own change alone, and a
/// number that did not move is not written anew: there are eight a chart in every frame. Empty where nothing
/// is known. Thread: GUI.
class ReadoutTexts : public QObject
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(QString time READ time NOTIFY timeChanged)
    Q_PROPERTY(QString open READ open NOTIFY openChanged)
    Q_PROPERTY(QString high READ high NOTIFY highChanged)
    Q_PROPERTY(QString low READ low NOTIFY lowChanged)
    Q_PROPERTY(QString close READ close NOTIFY closeChanged)
    Q_PROPERTY(QString volume READ volume NOTIFY volumeChanged)
    /// Since the bar's open, per cent, with sign.
    Q_PROPERTY(QString change READ change NOTIFY changeChanged)
    /// Of the change as it is written: -1, 0, 1.
    Q_PROPERTY(int direction READ direction NOTIFY directionChanged)
public:
    using QObject::QObject;

    /// A moment without a bar: the time alone.
    void showTime(const QString &time);
    /// decimals: of the prices, fewer where they have no room.
    void showBar(const Bar &bar, const QString &time, int decimals);

    [[nodiscard]] QString time() const { return m_texts[Time]; }
    [[nodiscard]] QString open() const { return m_texts[Open]; }
    [[nodiscard]] QString high() const { return m_texts[High]; }
    [[nodiscard]] QString low() const { return m_texts[Low]; }
    [[nodiscard]] QString close() const { return m_texts[Close]; }
    [[nodiscard]] QString volume() const { return m_texts[Volume]; }
    [[nodiscard]] QString change() const { return m_texts[Change]; }
    [[nodiscard]] int direction() const { return m_direction; }

Q_SIGNALS:
    void timeChanged();
    void openChanged();
    void highChanged();
    void lowChanged();
    void closeChanged();
    void volumeChanged();
    void changeChanged();
    void directionChanged();

private:
    enum Field { Time, Open, High, Low, Close, Volume, Change, Fields };
    struct Number ///< as last written
    {
        double value = std::numeric_limits<double>::quiet_NaN();
        int decimals = 0;
        friend bool operator==(const Number &, const Number &) = default;
    };
    /// True where it has to be written anew.
    [[nodiscard]] bool take(Field field, Number number);
    void set(Field field, const QString &text);
    void setPrice(Field field, Number price);
    void setDirection(int direction);

    std::array<QString, Fields> m_texts;
    std::array<Number, Fields> m_numbers;
    int m_direction = 0;
};

} // namespace alcedo
