// SPDX-License-Identifier: MIT
#include <alcedo/client/outbox.h>
#include <alcedo/core/clock.h>
#include <alcedo/wire/jsoncodec.h>

#include <QTest>

using namespace alcedo;
using Waiting = SendOptions::Waiting;

class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void fullIsDropped_data();
    void fullIsDropped();
    void refusalIsTold();
    void waitsForTheLink();
    void waitsForRoom();
    void keptInOrderOverALink();
    void thins_data();
    void thins();

private:
    wire::Publish publish(const QByteArray &data, const QString &key = {},
                          Publication::Op op = Publication::Op::Set)
    {
        return {QStringLiteral("c"), data, key, op, {}};
    }
    void answer(qsizetype sent)
    {
        m_table->answered(wire::Reply{m_ids[sent], R"({"epoch":"e","offset":1})"});
    }

    ManualClock m_clock;
    std::unique_ptr<RequestTable> m_table;
    std::unique_ptr<Outbox> m_box;
    QByteArrayList m_sent;
    QStringList m_keys; ///< the idempotency keys
    QList<wire::Id> m_ids;
    QList<Error> m_failed;
    bool m_room = true;
    int m_drained = 0;
};

void TestOutbox::init()
{
    m_box.reset();
    m_sent.clear();
    m_keys.clear();
    m_ids.clear();
    m_failed.clear();
    m_room = true;
    m_drained = 0;
    m_table = std::make_unique<RequestTable>(m_clock, [this](const QByteArray &text) {
        const auto messages = JsonCodec().decode(text);
        const auto &request = std::get<wire::Request>(messages->front());
        const auto &params = std::get<wire::Publish>(request.params);
        m_sent << params.data;
        m_keys << params.idempotencyKey;
        m_ids << request.id;
        return true;
    });
    m_box = std::make_unique<Outbox>(
        *m_table, Outbox::Link{[this] { return m_room && m_table->hasRoom(); },
                               [this](const QString &, const Error &error) { m_failed << error; },
                               [this] { ++m_drained; }});
}

void TestOutbox::fullIsDropped_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<int>("taken");
    QTest::newRow("by number") << qsizetype(1) << int(Outbox::MaxWaiting);
    QTest::newRow("by bytes") << qsizetype(100'000) << 10;
}

void TestOutbox::fullIsDropped()
{
    QFETCH(qsizetype, size);
    QFETCH(int, taken);
    const QByteArray data(size, '1');
    for (int i = 0; i < taken; ++i)
        QCOMPARE(m_box->send(publish(data), Waiting::Keep), Sending::Queued);
    QCOMPARE(m_box->send(publish(data), Waiting::Keep), Sending::Dropped);
    m_table->setReady(1);
    m_box->pump(); // one has gone: there is room for one
    QCOMPARE(m_box->send(publish(data), Waiting::Keep), Sending::Queued);
    QCOMPARE(m_box->send(publish(data), Waiting::Keep), Sending::Dropped);
}

void TestOutbox::refusalIsTold()
{
    m_table->setReady(1);
    QCOMPARE(m_box->send(publish("1"), Waiting::Keep), Sending::Sent);
    QCOMPARE(m_box->send(publish("2"), Waiting::Keep), Sending::Queued);
    m_table->answered(wire::ErrorReply{m_ids[0], wire::Failure::of(RpcError::Forbidden)});
    QCOMPARE(m_failed.size(), 1);
    QCOMPARE(m_failed[0].detail(), -32003);
    QCOMPARE(m_sent, (QByteArrayList{"1", "2"})); // the next one has its try
}

void TestOutbox::waitsForTheLink()
{
    QCOMPARE(m_box->send(publish("1"), Waiting::Keep), Sending::Queued);
    QVERIFY(m_sent.isEmpty());
    QCOMPARE(m_drained, 0);
    m_table->setReady(0);
    m_box->pump();
    QCOMPARE(m_sent, QByteArrayList{"1"});
    QCOMPARE(m_drained, 1);
    QCOMPARE(m_box->send(publish("2"), Waiting::Keep), Sending::Sent);
    answer(0);
    answer(1);
    QCOMPARE(m_drained, 1); // it was owed once
    QVERIFY(m_keys[0] != m_keys[1] && !m_keys[0].isEmpty());
}

void TestOutbox::waitsForRoom()
{
    m_table->setReady(2);
    QCOMPARE(m_box->send(publish("1"), Waiting::Keep), Sending::Sent);
    QCOMPARE(m_box->send(publish("2"), Waiting::Keep), Sending::Sent);
    QCOMPARE(m_box->send(publish("3"), Waiting::Keep), Sending::Queued);
    answer(1);
    QCOMPARE(m_sent, (QByteArrayList{"1", "2", "3"}));
    QCOMPARE(m_drained, 0); // two are under way: there is no room for another
    answer(0);
    QCOMPARE(m_drained, 1);
    m_room = false; // the link's own queue is full
    QCOMPARE(m_box->send(publish("4"), Waiting::Keep), Sending::Queued);
    answer(2);
    QCOMPARE(m_sent.size(), 3);
    m_room = true;
    m_box->pump();
    QCOMPARE(m_sent.last(), QByteArray("4"));
}

void TestOutbox::keptInOrderOverALink()
{
    m_table->setReady(2);
    for (const char *data : {"1", "2", "3", "4"})
        (void)m_box->send(publish(data), Waiting::Keep);
    const QStringList keys = m_keys;
    m_table->linkLost();
    m_box->pump();
    QCOMPARE(m_sent.size(), 2);
    m_table->setReady(10);
    m_box->pump();
    QCOMPARE(m_sent, (QByteArrayList{"1", "2", "1", "2", "3", "4"}));
    QCOMPARE(m_keys.mid(2, 2), keys); // so that the server applies them once
}

void TestOutbox::thins_data()
{
    // "data key keep|thin|merge", and what goes out once the link is there
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<QList<int>>("answers");
    QTest::addColumn<QByteArrayList>("sent");
    const int Q = int(Sending::Queued), T = int(Sending::Thinned);
    const auto row = [](const char *name, const QStringList &given, const QList<int> &answers,
                        const QByteArrayList &sent) { QTest::newRow(name) << given << answers << sent; };
    const QString a1 = QStringLiteral("1 a thin"), a2 = QStringLiteral("2 a thin"),
                  b1 = QStringLiteral("1 b thin"), keep = QStringLiteral("3 a keep"),
                  merge = QStringLiteral("{} a merge");
    row("kept", {keep, keep}, {Q, Q}, {"3", "3"});
    row("newest of a key", {a1, b1, a2}, {Q, Q, T}, {"2", "1"});
    row("keys apart", {a1, b1}, {Q, Q}, {"1", "1"});
    row("not past one that is kept", {a1, keep, a2}, {Q, Q, Q}, {"1", "3", "2"});
    row("nor with one that is kept", {keep, a2, a1}, {Q, Q, T}, {"3", "1"});
    row("a merge takes no place", {a1, merge}, {Q, Q}, {"1", "{}"});
    row("but gives it", {a1, merge, a2}, {Q, Q, T}, {"1", "2"});
}

void TestOutbox::thins()
{
    QFETCH(QStringList, given);
    QList<int> answers;
    for (const QString &text : given) {
        const QStringList words = text.split(u' ');
        const bool merge = words[2] == u"merge";
        answers << int(m_box->send(
            publish(words[0].toUtf8(), words[1], merge ? Publication::Op::Merge : Publication::Op::Set),
            words[2] == u"keep" ? Waiting::Keep : Waiting::Thin));
    }
    QTEST(answers, "answers");
    m_table->setReady(0);
    m_box->pump();
    QTEST(m_sent, "sent");
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
