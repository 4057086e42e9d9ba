// SPDX-License-Identifier: MIT
// A panel's view over a model that is fed by hand, looked at as pixels.
#pragma once

#include "panelsnapshots.h"

#include <panelmodel.h>

#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

namespace alcedo::test {

// The theme of the view's engine.
inline void setTheme(QQuickView &view, const char *property, const QVariant &value)
{
    QQmlComponent holder(view.engine());
    holder.setData("import QtQml\nimport Alcedo\nQtObject { property QtObject theme: Theme }", QUrl());
    const std::unique_ptr<QObject> held(holder.create());
    QVERIFY2(held, qPrintable(holder.errorString()));
    auto *theme = held->property("theme").value<QObject *>();
    QVERIFY(theme);
    theme->setProperty(property, value);
    view.setColor(theme->property("base").value<QColor>());
}

inline std::unique_ptr<QQuickView> show(const QString &type, PanelModel &model, QSize size)
{
    auto view = std::make_unique<QQuickView>();
    view->engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    view->setResizeMode(QQuickView::SizeRootObjectToView);
    view->resize(size);
    view->setInitialProperties({{QStringLiteral("model"), QVariant::fromValue(&model)},
                                {QStringLiteral("freshness"), int(freshness::Demo)}});
    view->setSource(QUrl(QStringLiteral("qrc:/qt/qml/Alcedo/panels/%1.qml").arg(type)));
    const auto errors = view->errors();
    for (const QQmlError &error : errors)
        qWarning("%s", qPrintable(error.toString()));
    if (view->status() != QQuickView::Ready)
        return view;
    setTheme(*view, "dark", true);
    view->show();
    return view;
}

inline QImage grab(QQuickView &view, const QString &name)
{
    const QImage image = view.grabWindow().convertToFormat(QImage::Format_RGB32);
    const QString folder = qEnvironmentVariable("ALCEDO_SHOTS");
    if (!folder.isEmpty())
        image.save(QStringLiteral("%1/%2.png").arg(folder, name));
    return image;
}

/// Pixels of a colour, give or take: the strokes of small text never quite reach theirs.
inline int count(const QImage &image, const QColor &color, int tolerance = 0)
{
    int found = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            const int off =
                std::max({std::abs(pixel.red() - color.red()), std::abs(pixel.green() - color.green()),
                          std::abs(pixel.blue() - color.blue())});
            found += off <= tolerance;
        }
    }
    return found;
}

inline LineSeries walk(double start, double step, int points, unsigned seed)
{
    LineSeries line;
    double value = start;
    for (int i = 0; i < points; ++i) {
        seed = seed * 1664525u + 1013904223u;
        value += step * (double(seed >> 8) / double(1u << 24) - 0.48);
        line.append({StartNs - std::int64_t(points - i) * 900 * SecondNs / points, value});
    }
    return line;
}

} // namespace alcedo::test
