// SPDX-License-Identifier: MIT
// A client in another language, written from docs/protocol.md, against the real server over a network that
// breaks.
#include "../client/faultyproxy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>
#include <algorithm>

using namespace alcedo;

class TestPython : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void recoversOverDrops();
    void tellsWhatARestartTook();

private:
    QProcess m_server;
    quint16 m_port = 0;
};

void TestPython::init()
{
    m_server.start(qEnvironmentVariable("ALCEDO_BINARY"),
                   {QStringLiteral("serve"), QStringLiteral("--port"), QStringLiteral("0")});
    QTRY_VERIFY_WITH_TIMEOUT(m_server.canReadLine() || m_server.state() == QProcess::NotRunning, 10'000);
    m_port = quint16(QUrl(QString::fromUtf8(m_server.readLine().trimmed())).port());
    QVERIFY2(m_port != 0, m_server.readAllStandardError().constData());
}

/// A server that is killed takes its history along: the script is told so, with bounds, and goes on.
void TestPython::tellsWhatARestartTook()
{
    QProcess script;
    QByteArrayList lines;
    const auto read = [&] {
        while (script.canReadLine())
            lines << script.readLine().trimmed();
    };
    script.start(QStringLiteral(PYTHON),
                 {QStringLiteral(SCRIPTS "subscribe.py"), QStringLiteral("ws://127.0.0.1:%1/").arg(m_port),
                  QStringLiteral("markets.quotes")});
    QTRY_VERIFY_WITH_TIMEOUT((read(), lines.size() > 20), 20'000);
    m_server.kill();
    QVERIFY(m_server.waitForFinished(10'000));
    read();
    m_server.start(qEnvironmentVariable("ALCEDO_BINARY"),
                   {QStringLiteral("serve"), QStringLiteral("--port"), QString::number(m_port)});
    const auto lost = [&] {
        return std::find_if(lines.begin(), lines.end(),
                            [](const auto &line) { return line.startsWith("lost"); });
    };
    QTRY_VERIFY_WITH_TIMEOUT((read(), lines.end() - lost() > 20), 20'000);
    const QByteArrayList words = lost()->split(' ');
    QCOMPARE(words.size(), 5);
    QCOMPARE(words[4], QByteArray("reset")); // of the new stream
    QCOMPARE(words[1], QByteArray("1"));
    qulonglong last = words[3].toULongLong();
    for (auto line = lost() + 1; line != lines.end(); ++line)
        QCOMPARE(line->left(line->indexOf(' ')).toULongLong(), ++last);
    script.kill();
    QVERIFY(script.waitForFinished());
    qInfo("after the restart: %s", lost()->constData());
}

void TestPython::cleanup()
{
    m_server.terminate();
    QVERIFY(m_server.waitForFinished(10'000));
}

void TestPython::recoversOverDrops()
{
    constexpr int Count = 1'500;
    FaultyProxy proxy(m_port);
    QProcess script;
    QList<qulonglong> offsets;
    QByteArrayList others;
    int drops = 0;
    connect(&script, &QProcess::readyReadStandardOutput, this, [&] {
        while (script.canReadLine()) {
            const QByteArray line = script.readLine();
            bool isOffset = false;
            offsets << line.left(line.indexOf(' ')).toULongLong(&isOffset);
            if (!isOffset)
                others << line;
        }
        if (drops < offsets.size() / 100) {
            ++drops;
            proxy.killAll();
        }
    });
    script.start(QStringLiteral(PYTHON), {QStringLiteral(SCRIPTS "subscribe.py"), proxy.url().toString(),
                                          QStringLiteral("markets.quotes"), QString::number(Count)});
    QTRY_COMPARE_WITH_TIMEOUT(script.state(), QProcess::NotRunning, 30'000);
    QVERIFY2(script.exitCode() == 0, script.readAllStandardError().constData());
    QCOMPARE(others, QByteArrayList());
    QVERIFY2(drops >= 5, QByteArray::number(drops));
    QVERIFY(offsets.size() >= Count);
    for (qsizetype i = 1; i < offsets.size(); ++i)
        QCOMPARE(offsets[i], offsets[i - 1] + 1);
    qInfo("%d drops, %lld publications, offsets %llu to %llu without a hole", drops,
          qlonglong(offsets.size()), offsets.first(), offsets.last());
}

QTEST_GUILESS_MAIN(TestPython)
#include "tst_python.moc"
