// SPDX-License-Identifier: MIT
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QTest>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

namespace {

// Qt's own handler beside each watch: what it says is what must be said.
const QByteArray Scene = R"(
import QtQuick
import Alcedo
Item {
    readonly property var watches: [list.hovered, row.hovered, label.hovered, hidden.hovered]
    readonly property var handlers: [listRight.hovered, rowRight.hovered, labelRight.hovered, hiddenRight.hovered]
    readonly property Item labelItem: labelled
    ListView {
        width: 200; height: 200; model: 1
        HoverWatch { id: list }
        HoverHandler { id: listRight }
        delegate: MouseArea { width: 200; height: 50; hoverEnabled: true }
    }
    Item {
        y: 250; width: 200; height: 50
        HoverWatch { id: row }
        HoverHandler { id: rowRight }
        Text {
            id: labelled
            text: "a label"; width: 100; height: 50
            HoverWatch { id: label; cursorShape: Qt.PointingHandCursor }
            HoverHandler { id: labelRight }
        }
    }
    Item {
        y: 320; width: 200; height: 50; visible: false
        HoverWatch { id: hidden }
        HoverHandler { id: hiddenRight }
    }
})";

} // namespace

class TestHoverWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        m_view.setResizeMode(QQuickView::SizeRootObjectToView);
        m_view.resize(400, 400);
        m_component = std::make_unique<QQmlComponent>(m_view.engine());
        m_component->setData(Scene, QUrl());
        m_root = m_component->create();
        QVERIFY2(m_root, qPrintable(m_component->errorString()));
        m_view.setContent(QUrl(), m_component.get(), m_root);
        m_view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_view));
    }

    void saysWhatTheHandlerSays_data()
    {
        QTest::addColumn<QPoint>("mouse");
        QTest::addColumn<QVariantList>("expected"); // list, row, label, hidden
        QTest::newRow("beside all") << QPoint(390, 390) << QVariantList{false, false, false, false};
        QTest::newRow("over a row that takes hover")
            << QPoint(20, 20) << QVariantList{true, false, false, false};
        QTest::newRow("over the list's empty part")
            << QPoint(20, 150) << QVariantList{true, false, false, false};
        QTest::newRow("over a label") << QPoint(20, 270) << QVariantList{false, true, true, false};
        QTest::newRow("beside the label") << QPoint(150, 270) << QVariantList{false, true, false, false};
        QTest::newRow("over what is hidden") << QPoint(20, 330) << QVariantList{false, false, false, false};
    }
    void saysWhatTheHandlerSays()
    {
        QFETCH(QPoint, mouse);
        QFETCH(QVariantList, expected);
        QTest::mouseMove(&m_view, mouse);
        QTRY_COMPARE(m_root->property("handlers").value<QVariantList>(), expected);
        QCOMPARE(m_root->property("watches").value<QVariantList>(), expected);
    }

    void theCursorIsTheItems()
    {
        QCOMPARE(m_root->property("labelItem").value<QQuickItem *>()->cursor().shape(),
                 Qt::PointingHandCursor);
    }

    void anItemThatGoesAwayIsLeft()
    {
        QTest::mouseMove(&m_view, QPoint(20, 270));
        QTRY_COMPARE(m_root->property("watches").value<QVariantList>().at(2), QVariant(true));
        m_root->property("labelItem").value<QQuickItem *>()->setVisible(false);
        QTRY_COMPARE(m_root->property("handlers").value<QVariantList>().at(2), QVariant(false));
        QTRY_COMPARE(m_root->property("watches").value<QVariantList>().at(2), QVariant(false));
    }

    void inNoItemItSaysSo()
    {
        QQmlComponent component(m_view.engine());
        component.setData("import QtQml; import Alcedo; HoverWatch {}", QUrl());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("stands in no item")));
        const std::unique_ptr<QObject> watch(component.create());
        QVERIFY2(watch, qPrintable(component.errorString()));
        QCOMPARE(watch->property("hovered"), QVariant(false));
    }

private:
    QQuickView m_view;
    std::unique_ptr<QQmlComponent> m_component;
    QObject *m_root = nullptr; // the view's
};

QTEST_MAIN(TestHoverWatch)
#include "tst_hoverwatch.moc"
