// SPDX-License-Identifier: MIT
// The examples as a reader would run them, against a server over a network that breaks.
#include "../client/faultyproxy.h"

#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>
#include <alcedo/wire/rpcerror.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

Result<QByteArray> sum(const QByteArray &params)
{
    const QJsonArray numbers = QJsonDocument::fromJson(params).array();
    if (numbers.size() != 2)
        return Error(ErrorCode::InvalidArgument, QStringLiteral("two numbers, please"),
                     int(RpcError::InvalidParams));
    return QByteArray::number(numbers[0].toInt() + numbers[1].toInt());
}

} // namespace

class TestExamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void failures_data();
    void failures();
    void calls();
    void streams();
    void latest();
    void sends();
    void subscribes();
    void publishes();
    void tour();

private:
    void start(const QString &example, const QStringList &words);

    SystemClock m_clock;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<FaultyProxy> m_proxy;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_output;
};

void TestExamples::init()
{
    Server::Options options;
    options.clientsMayPublish = true;
    m_server = std::make_unique<Server>(options, m_clock);
    m_server->handleCall(QStringLiteral("math.add"), [](const QByteArray &params, Responder responder) {
        responder.answer(sum(params));
    });
    m_server->handleStream(QStringLiteral("math.count"), [](const QByteArray &params, ItemStream stream) {
        const int last = QJsonDocument::fromJson(params).array().first().toInt();
        const auto kept = std::make_shared<ItemStream>(std::move(stream));
        kept->onRoom([kept, last, at = std::make_shared<int>(0)] {
            while (*at < last && kept->yield(QByteArray::number(*at + 1)) == ItemStream::Yielded::Taken)
                ++*at;
            if (*at == last)
                kept->finish();
        });
    });
    QVERIFY(m_server->listen());
    m_proxy = std::make_unique<FaultyProxy>(m_server->port());
    m_output.clear();
}

void TestExamples::cleanup()
{
    m_process.reset();
    m_proxy.reset();
    m_server.reset();
}

void TestExamples::start(const QString &example, const QStringList &words)
{
    m_process = std::make_unique<QProcess>();
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this,
            [this] { m_output += m_process->readAllStandardOutput(); });
    m_process->start(QStringLiteral(EXAMPLES) + example, words);
    QVERIFY2(m_process->waitForStarted(), qPrintable(m_process->errorString()));
}

void TestExamples::failures_data()
{
    QTest::addColumn<QString>("example");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    const QString call = QStringLiteral("call");
    QTest::newRow("subscribe without words")
        << QStringLiteral("subscribe") << QStringList() << 2 << QByteArray("usage");
    QTest::newRow("subscribe refused")
        << QStringLiteral("subscribe") << QStringList{QStringLiteral("URL"), QStringLiteral("no channel")}
        << 1 << QByteArray("channel");
    QTest::newRow("call without words") << call << QStringList() << 2 << QByteArray("usage");
    QTest::newRow("unknown method") << call << QStringList{QStringLiteral("URL"), QStringLiteral("math.root")}
                                    << 1 << QByteArray("-32601");
    QTest::newRow("the application's words")
        << call << QStringList{QStringLiteral("URL"), QStringLiteral("math.add"), QStringLiteral("[1]")} << 1
        << QByteArray("two numbers, please (-32602)");
    const QString stream = QStringLiteral("stream"), send = QStringLiteral("send"),
                  latest = QStringLiteral("latest"), url = QStringLiteral("URL");
    QTest::newRow("stream without words") << stream << QStringList() << 2 << QByteArray("usage");
    QTest::newRow("unknown streamed method")
        << stream << QStringList{url, QStringLiteral("math.root")} << 1 << QByteArray("-32601");
    QTest::newRow("send without words") << send << QStringList() << 2 << QByteArray("usage");
    QTest::newRow("latest without words") << latest << QStringList() << 2 << QByteArray("usage");
    QTest::newRow("latest refused") << latest << QStringList{url, QStringLiteral("no channel")} << 1
                                    << QByteArray("channel");
    QTest::newRow("publish without words")
        << QStringLiteral("publish") << QStringList() << 2 << QByteArray("usage");
    QTest::newRow("publish what is no JSON")
        << QStringLiteral("publish") << QStringList{QStringLiteral("URL"), QStringLiteral("c")} << 1
        << QByteArray("one JSON value");
}

void TestExamples::failures()
{
    QFETCH(QString, example);
    QFETCH(QStringList, words);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    start(example, words.replaceInStrings(QStringLiteral("URL"), m_proxy->url().toString()));
    m_process->write("no JSON\n");
    m_process->closeWriteChannel();
    QTRY_COMPARE(m_process->state(), QProcess::NotRunning);
    const QByteArray errors = m_process->readAllStandardError();
    QVERIFY2(errors.contains(says), errors.constData());
    QCOMPARE(m_process->exitCode(), code);
    QCOMPARE(m_output, QByteArray());
}

void TestExamples::calls()
{
    start(QStringLiteral("call"),
          {m_proxy->url().toString(), QStringLiteral("math.add"), QStringLiteral("[2, 3]")});
    QTRY_COMPARE(m_process->state(), QProcess::NotRunning);
    QCOMPARE(m_output, QByteArray("5\n"));
    QCOMPARE(m_process->exitCode(), 0);
}

void TestExamples::streams()
{
    start(QStringLiteral("stream"),
          {m_proxy->url().toString(), QStringLiteral("math.count"), QStringLiteral("[1000]")});
    QTRY_COMPARE_WITH_TIMEOUT(m_process->state(), QProcess::NotRunning, 10'000);
    QVERIFY2(m_process->exitCode() == 0, m_process->readAllStandardError().constData());
    const QByteArrayList lines = m_output.trimmed().split('\n');
    QCOMPARE(lines.size(), 1'000);
    for (int i = 0; i < 1'000; ++i)
        QCOMPARE(lines[i], QByteArray::number(i + 1));
}

void TestExamples::latest()
{
    const auto publish = [this](const char *key, const QByteArray &data, Publication::Op op = {}) {
        return m_server->publish(QStringLiteral("quotes"), data, {QString::fromLatin1(key), op, {}})
            .hasValue();
    };
    QVERIFY(publish("a", R"({"bid":1,"ask":2})"));
    QVERIFY(publish("b", R"({"bid":1})"));
    start(QStringLiteral("latest"),
          {m_proxy->url().toString(), QStringLiteral("quotes"), QStringLiteral("a")});
    QByteArray expected = "a {\"bid\":1,\"ask\":2}\n";
    QTRY_COMPARE(m_output, expected);
    QVERIFY(publish("b", R"({"bid":2})"));
    QVERIFY(publish("a", R"({"bid":1,"ask":3})"));
    expected += "a {\"bid\":1,\"ask\":3}\n"; // whole, though only ask came
    QTRY_COMPARE(m_output, expected);
    QVERIFY(publish("a", "null", Publication::Op::Remove));
    expected += "a gone\n";
    QTRY_COMPARE(m_output, expected);
}

void TestExamples::sends()
{
    start(QStringLiteral("send"), {m_proxy->url().toString(), QStringLiteral("sensors"),
                                   QStringLiteral("boiler"), QStringLiteral("1000")});
    QTRY_COMPARE_WITH_TIMEOUT(m_process->state(), QProcess::NotRunning, 10'000);
    QVERIFY2(m_process->exitCode() == 0, m_process->readAllStandardError().constData());
    QCOMPARE(m_output, QByteArray("sent 0, queued 1, thinned 999, dropped 0\n"));
    QCOMPARE(m_server->counters().publications, quint64(1));
}

void TestExamples::subscribes()
{
    start(QStringLiteral("subscribe"), {m_proxy->url().toString(), QStringLiteral("numbers")});
    QTRY_COMPARE(m_server->counters().subscriptions, quint64(1));
    QByteArray expected;
    for (int number = 1; number <= 30; ++number) {
        if (number % 10 == 0) {
            QTRY_COMPARE(m_output, expected);
            m_proxy->killAll(); // the next ten are published while the link is down or on its way
        }
        QVERIFY(m_server->publish(QStringLiteral("numbers"), QByteArray::number(number * number)));
        expected += QByteArray::number(number) + ' ' + QByteArray::number(number * number) + '\n';
    }
    QTRY_COMPARE(m_output, expected);
    QCOMPARE(m_proxy->killed, 3);
    QCOMPARE(m_process->state(), QProcess::Running);
}

void TestExamples::publishes()
{
    constexpr int Lines = 500;
    m_proxy->setNextBudget(3'000); // a link that ends among the answers
    start(QStringLiteral("publish"), {m_proxy->url().toString(), QStringLiteral("numbers")});
    QByteArray offsets;
    for (int number = 1; number <= Lines; ++number) {
        m_process->write(QByteArray::number(number) + '\n');
        offsets += QByteArray::number(number) + '\n';
    }
    m_process->closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(m_process->state(), QProcess::NotRunning, 10'000);
    QVERIFY2(m_process->exitCode() == 0, m_process->readAllStandardError().constData());
    QCOMPARE(m_output.split('\n').size(), Lines + 1);
    QCOMPARE(m_output, offsets);
    QCOMPARE(m_server->counters().publications, quint64(Lines));
    QVERIFY(m_proxy->killed >= 1);
}

void TestExamples::tour()
{
    start(QStringLiteral("tour"), {});
    QTRY_COMPARE(m_output, QByteArray("1 {\"last\":\"67412.50\"}\n"));
    m_process->kill();
    QVERIFY(m_process->waitForFinished());
}

QTEST_GUILESS_MAIN(TestExamples)
#include "tst_examples.moc"
