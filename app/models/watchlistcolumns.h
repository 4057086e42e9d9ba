// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// Where the watchlist's columns stand, in px, for a width and a text scale. Columns that a person wants are
/// dropped where there is no room: volume, then bid and ask, then the sparkline; the age never. What is left
/// over goes to the name. Thread: GUI.
class WatchlistColumns : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(qreal width MEMBER m_width WRITE setWidth NOTIFY changed)
    Q_PROPERTY(qreal textScale MEMBER m_scale WRITE setTextScale NOTIFY changed)
    /// Wanted by the person; default all but the volume.
    Q_PROPERTY(bool wantsSpark MEMBER m_wantsSpark WRITE setWantsSpark NOTIFY changed)
    Q_PROPERTY(bool wantsBidAsk MEMBER m_wantsBidAsk WRITE setWantsBidAsk NOTIFY changed)
    Q_PROPERTY(bool wantsVolume MEMBER m_wantsVolume WRITE setWantsVolume NOTIFY changed)

    Q_PROPERTY(qreal nameX READ nameX CONSTANT)
    Q_PROPERTY(qreal nameWidth READ nameWidth NOTIFY changed)
    Q_PROPERTY(bool showsSpark READ showsSpark NOTIFY changed)
    Q_PROPERTY(qreal sparkX READ sparkX NOTIFY changed)
    Q_PROPERTY(qreal sparkWidth READ sparkWidth NOTIFY changed)
    Q_PROPERTY(qreal lastX READ lastX NOTIFY changed)
    Q_PROPERTY(qreal numberWidth READ numberWidth NOTIFY changed)
    Q_PROPERTY(qreal fractionWidth READ fractionWidth NOTIFY changed)
    Q_PROPERTY(qreal triangleX READ triangleX NOTIFY changed)
    Q_PROPERTY(qreal changeX READ changeX NOTIFY changed)
    Q_PROPERTY(qreal changeWidth READ changeWidth NOTIFY changed)
    /// The cells that flash: last and change.
    Q_PROPERTY(qreal flashX READ flashX NOTIFY changed)
    Q_PROPERTY(qreal flashWidth READ flashWidth NOTIFY changed)
    Q_PROPERTY(bool showsBidAsk READ showsBidAsk NOTIFY changed)
    Q_PROPERTY(qreal bidX READ bidX NOTIFY changed)
    Q_PROPERTY(qreal askX READ askX NOTIFY changed)
    Q_PROPERTY(bool showsVolume READ showsVolume NOTIFY changed)
    Q_PROPERTY(qreal volumeX READ volumeX NOTIFY changed)
    Q_PROPERTY(qreal volumeWidth READ volumeWidth NOTIFY changed)
    Q_PROPERTY(qreal ageX READ ageX NOTIFY changed)
    Q_PROPERTY(qreal ageWidth READ ageWidth NOTIFY changed)
public:
    using QObject::QObject;
    void setWidth(qreal width) { assign(m_width, width); }
    void setTextScale(qreal scale) { assign(m_scale, scale); }
    void setWantsSpark(bool wanted) { assign(m_wantsSpark, wanted); }
    void setWantsBidAsk(bool wanted) { assign(m_wantsBidAsk, wanted); }
    void setWantsVolume(bool wanted) { assign(m_wantsVolume, wanted); }

    [[nodiscard]] qreal nameX() const { return Side; }
    [[nodiscard]] qreal nameWidth() const;
    [[nodiscard]] bool showsSpark() const
    {
        return m_wantsSpark && m_width >= needed(showsBidAsk(), false, true);
    }
    [[nodiscard]] qreal sparkX() const { return lastX() - scaled(4) - sparkWidth() - scaled(6); }
    [[nodiscard]] qreal sparkWidth() const { return scaled(38); }
    [[nodiscard]] qreal lastX() const { return flashX() + scaled(4); }
    [[nodiscard]] qreal numberWidth() const { return scaled(88); }
    [[nodiscard]] qreal fractionWidth() const { return scaled(40); }
    [[nodiscard]] qreal triangleX() const { return lastX() + numberWidth() + scaled(8); }
    [[nodiscard]] qreal changeX() const { return triangleX() + scaled(10); }
    [[nodiscard]] qreal changeWidth() const { return scaled(48); }
    [[nodiscard]] qreal flashX() const;
    [[nodiscard]] qreal flashWidth() const { return scaled(162); }
    [[nodiscard]] bool showsBidAsk() const
    {
        return m_wantsBidAsk && m_width >= needed(true, false, m_wantsSpark);
    }
    [[nodiscard]] qreal bidX() const { return askX() - numberWidth(); }
    [[nodiscard]] qreal askX() const { return (showsVolume() ? volumeX() : ageX()) - numberWidth(); }
    [[nodiscard]] bool showsVolume() const
    {
        return m_wantsVolume && m_width >= needed(m_wantsBidAsk, true, m_wantsSpark);
    }
    [[nodiscard]] qreal volumeX() const { return ageX() - volumeWidth(); }
    [[nodiscard]] qreal volumeWidth() const { return scaled(72); }
    [[nodiscard]] qreal ageX() const { return m_width - Side - ageWidth(); }
    [[nodiscard]] qreal ageWidth() const { return scaled(54); }

Q_SIGNALS:
    void changed();

private:
    static constexpr qreal Side = 12;
    static constexpr qreal LeastName = 80;
    template <typename T>
    void assign(T &member, T value)
    {
        if (member == value)
            return;
        member = value;
        Q_EMIT changed();
    }
    [[nodiscard]] qreal scaled(qreal px) const { return px * m_scale; }
    [[nodiscard]] qreal needed(bool bidAsk, bool volume, bool spark) const;

    qreal m_width = 548;
    qreal m_scale = 1;
    bool m_wantsSpark = true, m_wantsBidAsk = true, m_wantsVolume = false;
};

} // namespace alcedo
