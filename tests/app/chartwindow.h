// SPDX-License-Identifier: MIT
#pragma once

#include <models/chartmodel.h>

#include <QColor>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QTest>

namespace alcedo::fixture {

/// A small window of one chart, the real one. The test's program imports the plugin of the application's QML.
class ChartWindow
{
public:
    ChartWindow()
        : m_component(m_view.engine())
    {
        m_view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        m_view.setResizeMode(QQuickView::SizeRootObjectToView);
        m_view.resize(688, 480);
        m_component.setData(Qml, QUrl());
        m_root = m_component.create();
        if (m_root)
            m_view.setContent(QUrl(), &m_component, m_root);
        m_view.show();
    }
    /// False, with the reason in errorString(), where there is no such window.
    [[nodiscard]] bool isShown() { return m_root && QTest::qWaitForWindowExposed(&m_view); }
    [[nodiscard]] QString errorString() const { return m_component.errorString(); }
    [[nodiscard]] QQuickView &view() { return m_view; }
    [[nodiscard]] ChartModel &chart() const { return *m_root->property("chart").value<ChartModel *>(); }
    [[nodiscard]] const QQuickItem &plot() const
    {
        return *m_root->property("body").value<QObject *>()->property("plot").value<QQuickItem *>();
    }
    [[nodiscard]] QColor gridInk() const { return m_root->property("gridInk").value<QColor>(); }

private:
    static constexpr const char *Qml = R"(
import QtQuick
import Alcedo
Rectangle {
    readonly property color gridInk: Theme.grid
    property alias chart: chart
    property alias body: body
    color: Theme.base
    ChartModel { id: chart; keys: ["BTC/USD"] }
    ChartBody { id: body; anchors.fill: parent; model: chart }
})";
    QQuickView m_view;
    QQmlComponent m_component;
    QObject *m_root = nullptr; // the view's
};

} // namespace alcedo::fixture
