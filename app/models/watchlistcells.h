// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQuickItem>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// What a row of the watchlist takes from its model, a property a role (WatchlistModel::Role). They are held
/// here and not by QML, where each new text would be a string of the script engine's: a hundred of them in
/// every frame make it collect garbage several times a second, and the frame that does it comes late. QML
/// draws the row. Thread: GUI.
class WatchlistCells : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString name MEMBER m_name NOTIFY nameChanged REQUIRED FINAL)
    Q_PROPERTY(QVariant spark MEMBER m_spark NOTIFY sparkChanged REQUIRED FINAL) ///< SparkShape
    Q_PROPERTY(QString lastWhole MEMBER m_lastWhole NOTIFY lastWholeChanged REQUIRED FINAL)
    Q_PROPERTY(QString lastFraction MEMBER m_lastFraction NOTIFY lastFractionChanged REQUIRED FINAL)
    Q_PROPERTY(bool lastWide MEMBER m_lastWide NOTIFY lastWideChanged REQUIRED FINAL)
    Q_PROPERTY(int direction MEMBER m_direction NOTIFY directionChanged REQUIRED FINAL)
    Q_PROPERTY(QString change MEMBER m_change NOTIFY changeChanged REQUIRED FINAL)
    Q_PROPERTY(QString bidWhole MEMBER m_bidWhole NOTIFY bidWholeChanged REQUIRED FINAL)
    Q_PROPERTY(QString bidFraction MEMBER m_bidFraction NOTIFY bidFractionChanged REQUIRED FINAL)
    Q_PROPERTY(bool bidWide MEMBER m_bidWide NOTIFY bidWideChanged REQUIRED FINAL)
    Q_PROPERTY(QString askWhole MEMBER m_askWhole NOTIFY askWholeChanged REQUIRED FINAL)
    Q_PROPERTY(QString askFraction MEMBER m_askFraction NOTIFY askFractionChanged REQUIRED FINAL)
    Q_PROPERTY(bool askWide MEMBER m_askWide NOTIFY askWideChanged REQUIRED FINAL)
    Q_PROPERTY(QString volume MEMBER m_volume NOTIFY volumeChanged REQUIRED FINAL)
    Q_PROPERTY(QString age MEMBER m_age NOTIFY ageChanged REQUIRED FINAL)
    Q_PROPERTY(bool stale MEMBER m_stale NOTIFY staleChanged REQUIRED FINAL)
    Q_PROPERTY(qreal flash MEMBER m_flash NOTIFY flashChanged REQUIRED FINAL) ///< opacity now
    Q_PROPERTY(bool flashUp MEMBER m_flashUp NOTIFY flashUpChanged REQUIRED FINAL)
    Q_PROPERTY(bool selected MEMBER m_selected NOTIFY selectedChanged REQUIRED FINAL)
    Q_PROPERTY(QString description MEMBER m_description NOTIFY descriptionChanged REQUIRED FINAL)
public:
    using QQuickItem::QQuickItem;

Q_SIGNALS:
    void nameChanged();
    void sparkChanged();
    void lastWholeChanged();
    void lastFractionChanged();
    void lastWideChanged();
    void directionChanged();
    void changeChanged();
    void bidWholeChanged();
    void bidFractionChanged();
    void bidWideChanged();
    void askWholeChanged();
    void askFractionChanged();
    void askWideChanged();
    void volumeChanged();
    void ageChanged();
    void staleChanged();
    void flashChanged();
    void flashUpChanged();
    void selectedChanged();
    void descriptionChanged();

private:
    QString m_name, m_lastWhole, m_lastFraction, m_change, m_bidWhole, m_bidFraction, m_askWhole,
        m_askFraction, m_volume, m_age, m_description;
    QVariant m_spark;
    int m_direction = 0;
    qreal m_flash = 0;
    bool m_lastWide = false, m_bidWide = false, m_askWide = false, m_stale = false, m_flashUp = false,
         m_selected = false;
};

} // namespace alcedo
