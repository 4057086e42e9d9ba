// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/transport/polltransport.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

/// The server's end of a long poll by itself, the requests and the time in our hands.
class TestPollTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void missingMessage();
    void repeatedMessage();
    void afterTheEnd();
    void nobodyAsks();
    void unreadIsNotForgotten();
    void binaryIsRefused();
    void answerThatIsForgotten();
    void answerAfterItsPeer();
    void heldUntilThereIsSomething();
    void heldSoLong();
    void newerRequestEndsTheOlder();
    void largeAnswersComeInParts();
    void drains();
    void closes();
    void closesWithoutAReader();
    void leaves();
    void joined_data();
    void joined();

private:
    /// A request; its answers come in the order given.
    HttpAnswer answer()
    {
        const std::size_t at = m_answers.size();
        m_answers.emplace_back();
        return HttpAnswer(std::make_shared<HttpAnswer::Owner>(
            this, [this, at](const HttpResponse &response) { m_answers[at] = response; }));
    }
    std::optional<HttpResponse> poll(quint64 after)
    {
        m_link->give(after, answer());
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
        return m_answers.back();
    }
    int take(quint64 number, const QByteArray &message)
    {
        m_link->take(number, message, answer());
        QCoreApplication::processEvents();
        return m_answers.back() ? m_answers.back()->status : 0;
    }
    static QByteArray header(const HttpResponse &response, const char *name)
    {
        for (const auto &[key, value] : response.headers) {
            if (key == name)
                return value;
        }
        return {};
    }
    void settle()
    {
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<PollTransport> m_link;
    std::vector<std::optional<HttpResponse>> m_answers;
};

void TestPollTransport::init()
{
    m_link.reset();
    settle(); // what the last test's link still answers goes where it was asked
    m_answers.clear();
    m_clock = std::make_unique<ManualClock>();
    m_link =
        std::make_unique<PollTransport>(QHostAddress(QHostAddress::LocalHost), QStringLiteral("/poll/send"),
                                        QStringLiteral("alcedo.v1.json"), *m_clock);
}

void TestPollTransport::missingMessage()
{
    QSignalSpy received(m_link.get(), &Transport::messageReceived);
    QCOMPARE(take(2, "b"), 409);
    QCOMPARE(received.size(), 0);
    QCOMPARE(take(1, "a"), 200);
    QCOMPARE(take(2, "b"), 200);
    QCOMPARE(received.size(), 2);
}

void TestPollTransport::repeatedMessage()
{
    QSignalSpy received(m_link.get(), &Transport::messageReceived);
    QCOMPARE(take(1, "a"), 200);
    QCOMPARE(take(1, "a"), 200); // its answer was lost: the client must hear that it came
    QCOMPARE(received.size(), 1);
}

void TestPollTransport::afterTheEnd()
{
    QSignalSpy closed(m_link.get(), &Transport::closed);
    m_link->abort();
    QCOMPARE(closed.size(), 1);
    QCOMPARE(take(1, "a"), 410);
    QCOMPARE(poll(0)->status, 410);
    QCOMPARE(m_link->send("x", Transport::Kind::Text), SendResult::Dropped);
    m_link->abort();
    QCOMPARE(closed.size(), 1);
}

void TestPollTransport::nobodyAsks()
{
    QSignalSpy closed(m_link.get(), &Transport::closed);
    (void)poll(0);
    m_clock->advance(PollTransport::HoldMax);
    settle();
    QVERIFY(m_answers.back());
    m_clock->advance(PollTransport::IdleTimeout - PollTransport::HoldMax + PollTransport::HoldMin - 1ns);
    QCOMPARE(closed.size(), 0);
    m_clock->advance(PollTransport::HoldMax);
    QCOMPARE(closed.size(), 1);
    const auto info = closed.first().first().value<CloseInfo>();
    QCOMPARE(info.code, 1006);
    QVERIFY(info.initiator == CloseInfo::Initiator::Network);
}

void TestPollTransport::unreadIsNotForgotten()
{
    QCOMPARE(m_link->send("1", Transport::Kind::Text), SendResult::Sent);
    const auto first = poll(0);
    QCOMPARE(first->body, QByteArray("[1]"));
    // The answer was lost on its way: the client asks again from where it is.
    const auto again = poll(0);
    QCOMPARE(again->body, QByteArray("[1]"));
    QCOMPARE(header(*again, "Alcedo-Seq"), QByteArray("1"));
    QCOMPARE(m_link->pendingBytes(), 1);
    QVERIFY(!poll(1)); // has it now, and waits
    QCOMPARE(m_link->pendingBytes(), 0);
}

void TestPollTransport::binaryIsRefused()
{
    QCOMPARE(m_link->send("x", Transport::Kind::Binary), SendResult::Dropped);
}

void TestPollTransport::answerThatIsForgotten()
{
    (void)answer(); // all copies go
    settle();
    QVERIFY(m_answers.back());
    QCOMPARE(m_answers.back()->status, 503);
}

void TestPollTransport::answerAfterItsPeer()
{
    int given = 0;
    auto owner = std::make_shared<HttpAnswer::Owner>(this, [&given](const HttpResponse &) { ++given; });
    const HttpAnswer late(owner);
    owner->leave();
    late({});
    settle();
    QCOMPARE(given, 0);
}

void TestPollTransport::heldUntilThereIsSomething()
{
    QSignalSpy heard(m_link.get(), &Transport::pingReceived);
    QVERIFY(!poll(0));
    QCOMPARE(heard.size(), 1);
    (void)m_link->send(R"({"a":1})", Transport::Kind::Text);
    (void)m_link->send("[2,3]", Transport::Kind::Text);
    QVERIFY(!m_answers.back()); // once a turn
    settle();
    QVERIFY(m_answers.back());
    QCOMPARE(m_answers.back()->body, QByteArray(R"([{"a":1},2,3])"));
    QCOMPARE(header(*m_answers.back(), "Alcedo-Seq"), QByteArray("2"));
    QVERIFY(header(*m_answers.back(), "Alcedo-Close").isEmpty());
}

void TestPollTransport::heldSoLong()
{
    QVERIFY(!poll(0));
    m_clock->advance(PollTransport::HoldMin - 1ns);
    settle();
    QVERIFY(!m_answers.back());
    m_clock->advance(PollTransport::HoldMax - PollTransport::HoldMin + 1ns);
    settle();
    QVERIFY(m_answers.back());
    QCOMPARE(m_answers.back()->body, QByteArray("[]"));
    QCOMPARE(header(*m_answers.back(), "Alcedo-Seq"), QByteArray("0"));
}

void TestPollTransport::newerRequestEndsTheOlder()
{
    QVERIFY(!poll(0));
    QVERIFY(!poll(0));
    QVERIFY(m_answers.front());
    QCOMPARE(m_answers.front()->body, QByteArray("[]"));
}

void TestPollTransport::largeAnswersComeInParts()
{
    const QByteArray half('"' + QByteArray(PollTransport::MaxAnswerBytes / 2, 'x') + '"');
    for (int i = 0; i < 3; ++i)
        (void)m_link->send(half, Transport::Kind::Text);
    const auto first = poll(0);
    QCOMPARE(header(*first, "Alcedo-Seq"), QByteArray("1"));
    const auto second = poll(1);
    QCOMPARE(header(*second, "Alcedo-Seq"), QByteArray("2"));
    const QByteArray one('"' + QByteArray(2 * PollTransport::MaxAnswerBytes, 'x') + '"');
    (void)m_link->send(one, Transport::Kind::Text);
    QCOMPARE(header(*poll(2), "Alcedo-Seq"), QByteArray("3"));
    QCOMPARE(poll(3)->body.size(), one.size() + 2); // alone, but whole
}

void TestPollTransport::drains()
{
    QSignalSpy drained(m_link.get(), &Transport::drained);
    QCOMPARE(m_link->send(QByteArray(Transport::HighWaterBytes, '1'), Transport::Kind::Text),
             SendResult::Sent);
    QCOMPARE(m_link->send("1", Transport::Kind::Text), SendResult::Queued);
    (void)poll(0);
    QCOMPARE(drained.size(), 0); // sent is not yet arrived
    (void)poll(1);
    QCOMPARE(drained.size(), 1);
}

void TestPollTransport::closes()
{
    QSignalSpy closed(m_link.get(), &Transport::closed);
    QVERIFY(!poll(0));
    (void)m_link->send("1", Transport::Kind::Text);
    m_link->close(4000, {});
    QCOMPARE(m_link->send("2", Transport::Kind::Text), SendResult::Dropped);
    settle();
    QVERIFY(m_answers.back());
    QCOMPARE(m_answers.back()->body, QByteArray("[1]"));
    QCOMPARE(header(*m_answers.back(), "Alcedo-Close"), QByteArray("4000"));
    QCOMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 4000);
}

void TestPollTransport::closesWithoutAReader()
{
    QSignalSpy closed(m_link.get(), &Transport::closed);
    m_link->close(4000, {});
    m_clock->advance(Transport::CloseTimeout - 1ns);
    QCOMPARE(closed.size(), 0);
    m_clock->advance(1ns);
    QCOMPARE(closed.size(), 1);
}

void TestPollTransport::leaves()
{
    QSignalSpy closed(m_link.get(), &Transport::closed);
    QVERIFY(!poll(0));
    m_link->leave(answer());
    settle();
    QCOMPARE(m_answers.front()->status, 410);
    QCOMPARE(m_answers.back()->status, 200);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1000);
}

void TestPollTransport::joined_data()
{
    QTest::addColumn<QList<QByteArray>>("messages");
    QTest::addColumn<QByteArray>("joined");
    QTest::newRow("none") << QList<QByteArray>() << QByteArray("[]");
    QTest::newRow("one") << QList<QByteArray>{"{}"} << QByteArray("[{}]");
    QTest::newRow("array") << QList<QByteArray>{"[{},{}]"} << QByteArray("[{},{}]");
    QTest::newRow("mixed") << QList<QByteArray>{"{}", " [1] ", "2"} << QByteArray("[{},1,2]");
    QTest::newRow("empty array") << QList<QByteArray>{"1", "[ ]", "2"} << QByteArray("[1,2]");
}

void TestPollTransport::joined()
{
    QFETCH(QList<QByteArray>, messages);
    QFETCH(QByteArray, joined);
    QCOMPARE(joinMessages(messages), joined);
}

QTEST_GUILESS_MAIN(TestPollTransport)
#include "tst_polltransport.moc"
