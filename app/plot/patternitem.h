// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// A hatch, or a dashed or dotted hairline along the item's longer side. The image is made once for a size
/// (in steps) and then only moved, so that a pattern that scrolls with its chart costs nothing.
class PatternItem : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(Pattern pattern MEMBER m_pattern WRITE setPattern NOTIFY patternChanged)
    Q_PROPERTY(QColor color MEMBER m_color WRITE setColor NOTIFY colorChanged)
public:
    enum class Pattern { Hatch, Dashed, Dotted };
    Q_ENUM(Pattern)
    explicit PatternItem(QQuickItem *parent = nullptr);
    void setPattern(Pattern pattern);
    void setColor(const QColor &color);

Q_SIGNALS:
    void patternChanged();
    void colorChanged();

protected:
    QSGNode *updatePaintNode(QSGNode *old, UpdatePaintNodeData *) override;

private:
    [[nodiscard]] QImage image(QSize size, double scale) const;
    Pattern m_pattern = Pattern::Hatch;
    QColor m_color;
    QSize m_imageSize;
    bool m_stale = true;
};

} // namespace alcedo
