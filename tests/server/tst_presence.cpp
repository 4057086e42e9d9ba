// SPDX-License-Identifier: MIT
// Who follows a channel: asked for, and told as it changes.
#include "sessionpeer.h"

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

ChannelOptions toldChannels()
{
    ChannelOptions options;
    options.presence = ChannelOptions::Presence::Told;
    return options;
}

/// "joined X" and "left X" in the order in which they came, for subscription s.
QStringList changes(const Peer &peer, int s = 1)
{
    QStringList words;
    for (const QJsonObject &notice : peer.notices) {
        const QString method = notice[QLatin1String("method")].toString();
        const auto params = notice[QLatin1String("params")];
        if ((method == u"joined" || method == u"left") && params[QLatin1String("s")].toInt() == s)
            words << method + u' ' + params[QLatin1String("client")].toString();
    }
    return words;
}

QStringList clients(Peer &peer)
{
    return resultOf(peer.ask("presence", R"({"channel":"c"})"))[QLatin1String("clients")].toObject().keys();
}

QString hello(Peer &peer)
{
    return resultOf(peer.hello())[QLatin1String("session")].toString();
}

} // namespace

class TestPresence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void silentChannels();
    void tells();
    void endOfALink();
    void oneOfSeveralChannels();
    void slowReaderGoesWithout();
    void changesAreBounded();
};

void TestPresence::silentChannels()
{
    SessionServer server;
    Peer one(server.clock, *server.worker), two(server.clock, *server.worker);
    one.hello();
    two.hello();
    one.ask("subscribe", R"({"channel":"c"})");
    QCOMPARE(codeOf(one.ask("presence", R"({"channel":"c"})")), -32003);
    two.ask("subscribe", R"({"channel":"c"})");
    settle();
    QVERIFY(one.notices.empty());
}

void TestPresence::tells()
{
    SessionServer server({}, toldChannels());
    Peer one(server.clock, *server.worker), two(server.clock, *server.worker);
    const QString first = hello(one), second = hello(two);
    one.ask("subscribe", R"({"channel":"c"})");
    settle();
    QCOMPARE(clients(one), QStringList{first});
    QCOMPARE(changes(one), QStringList()); // not of itself
    const int s =
        resultOf(two.ask("subscribe", R"({"channel":"c","mode":"keyed"})"))[QLatin1String("s")].toInt();
    settle();
    QCOMPARE(changes(one), QStringList{QStringLiteral("joined ") + second});
    QCOMPARE(clients(two), (QStringList{first, second}));
    const auto entry = resultOf(one.ask("presence", R"({"channel":"c"})"))[QLatin1String("clients")][second];
    QCOMPARE(entry[QLatin1String("info")].toString(), QStringLiteral("test"));
    QCOMPARE(entry[QLatin1String("user")].toString(), QString());
    two.ask("unsubscribe", "{\"s\":" + QByteArray::number(s) + "}");
    settle();
    QCOMPARE(changes(one).last(), QString(QStringLiteral("left ") + second));
    QCOMPARE(changes(two), QStringList());
    QCOMPARE(clients(one), QStringList{first});
}

void TestPresence::endOfALink()
{
    SessionServer server({}, toldChannels());
    Peer one(server.clock, *server.worker);
    const QString first = hello(one);
    one.ask("subscribe", R"({"channel":"c"})");
    {
        Peer two(server.clock, *server.worker);
        hello(two);
        two.ask("subscribe", R"({"channel":"c"})");
        QCOMPARE(clients(one).size(), 2);
    }
    QTRY_COMPARE(changes(one).size(), 2);
    QCOMPARE(clients(one), QStringList{first});
    // All go: nothing is kept of the channel.
    one.transport().cut();
    settle();
    QVERIFY(server.shared->presence.members(QStringLiteral("c")).empty());
}

void TestPresence::oneOfSeveralChannels()
{
    SessionServer server({}, toldChannels());
    Peer one(server.clock, *server.worker), two(server.clock, *server.worker);
    hello(one);
    const QString second = hello(two);
    const int b = resultOf(one.ask("subscribe", R"({"channel":"b"})"))[QLatin1String("s")].toInt();
    const int c = resultOf(one.ask("subscribe", R"({"channel":"c"})"))[QLatin1String("s")].toInt();
    two.ask("subscribe", R"({"channel":"c"})");
    settle();
    QCOMPARE(changes(one, c), QStringList{QStringLiteral("joined ") + second});
    QCOMPARE(changes(one, b), QStringList());
}

void TestPresence::slowReaderGoesWithout()
{
    Server::Options options;
    options.slowBytes = 1'000;
    SessionServer server(options, toldChannels());
    Peer one(server.clock, *server.worker), two(server.clock, *server.worker);
    hello(one);
    hello(two);
    one.ask("subscribe", R"({"channel":"c"})");
    one.transport().setReading(false);
    for (int i = 0; i < 100; ++i) {
        const int s = resultOf(two.ask("subscribe", R"({"channel":"c"})"))[QLatin1String("s")].toInt();
        two.ask("unsubscribe", "{\"s\":" + QByteArray::number(s) + "}");
    }
    QVERIFY(one.transport().state() == Transport::State::Open);
    one.transport().setReading(true);
    settle();
    QVERIFY(!changes(one).isEmpty());
    QVERIFY(changes(one).size() < 50);
    QVERIFY(!one.closed);
    QCOMPARE(clients(one).size(), 1);
}

void TestPresence::changesAreBounded()
{
    QObject owner;
    Mailbox mailbox(
        &owner, [] {}, 1'000);
    for (std::size_t i = 0; i < Mailbox::MaxChanges + 10; ++i)
        mailbox.present({});
    QCOMPARE(mailbox.takeChanges().size(), Mailbox::MaxChanges);
    QVERIFY(mailbox.takeChanges().empty());
}

QTEST_GUILESS_MAIN(TestPresence)
#include "tst_presence.moc"
