// SPDX-License-Identifier: MIT
// A server that wants a token, and the way to give it one from the window.
#include <connectiondetail.h>
#include <dashboard.h>
#include <tokenwish.h>

#include <alcedo/feed/secretstore.h>
#include <alcedo/feed/sourcespec.h>
#include <alcedo/server/server.h>
#include <alcedo/server/tokens.h>
#include <alcedo/wire/closecode.h>

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace alcedo;

Q_DECLARE_METATYPE(alcedo::TokenWish)

class TestSourceToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wishes_data();
    void wishes();
    void entersOne();
};

void TestSourceToken::wishes_data()
{
    QTest::addColumn<DialFailure>("failure");
    QTest::addColumn<int>("closed");
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<LinkState>("state");
    QTest::addColumn<bool>("had");
    QTest::addColumn<TokenWish>("wish");
    const QString native = QStringLiteral("native");
    const DialFailure needed{Stage::SignIn, QStringLiteral("a token is needed (-32001)"), 0, {}, true};
    const DialFailure expired{Stage::SignIn, QStringLiteral("the token has expired (-32002)"), 0, {}, true};
    const DialFailure upgrade{Stage::Upgrade, QStringLiteral("HTTP 401 Unauthorized"), 401, {}, true};
    const DialFailure bye{Stage::Data, QStringLiteral("bye"), 0, {}, true};
    const auto row = [](const char *name, const DialFailure &failure, int closed, const QString &dialect,
                        LinkState state, bool had, TokenWish wish) {
        QTest::newRow(name) << failure << closed << dialect << state << had << wish;
    };
    row("a feed's own sign-in", needed, 0, QStringLiteral("profile finnhub"), LinkState::Failed, false,
        TokenWish::None);
    row("up again", needed, 0, native, LinkState::Live, false, TokenWish::None);
    row("on the way", needed, 0, native, LinkState::Opening, false, TokenWish::None);
    row("refused at TCP", {Stage::Tcp, QStringLiteral("Connection refused"), 0, {}, false}, 0, native,
        LinkState::Waiting, true, TokenWish::None);
    row("403", {Stage::Upgrade, QStringLiteral("HTTP 403"), 403, {}, true}, 0, native, LinkState::Failed,
        true, TokenWish::None);
    row("another refusal of hello", {Stage::SignIn, QStringLiteral("too many (-32010)"), 0, {}, true}, 0,
        native, LinkState::Failed, true, TokenWish::None);
    row("shut down", bye, int(CloseCode::Shutdown), native, LinkState::Waiting, true, TokenWish::None);
    row("none given", needed, 0, native, LinkState::Failed, false, TokenWish::Needed);
    row("not known", needed, 0, native, LinkState::Failed, true, TokenWish::Unknown);
    row("401", upgrade, 0, native, LinkState::Failed, false, TokenWish::Needed);
    row("expired at hello", expired, 0, native, LinkState::Failed, true, TokenWish::Expired);
    row("expired on the link", bye, int(CloseCode::TokenExpired), native, LinkState::Waiting, true,
        TokenWish::Expired);
    row("4500", bye, int(CloseCode::BadToken), native, LinkState::Failed, true, TokenWish::Unknown);
    row("revoked", bye, int(CloseCode::Kicked), native, LinkState::Failed, true, TokenWish::Revoked);
}

void TestSourceToken::wishes()
{
    QFETCH(const DialFailure, failure);
    QFETCH(const int, closed);
    QFETCH(const QString, dialect);
    QFETCH(const LinkState, state);
    QFETCH(const bool, had);
    QFETCH(const TokenWish, wish);
    SourceStatus status;
    status.dialect = dialect;
    status.link.state = state;
    status.link.failure = failure;
    if (closed)
        status.link.lastClose = CloseInfo{closed, {}, CloseInfo::Initiator::Peer};
    QCOMPARE(int(tokenWish(status, had)), int(wish));
    QCOMPARE(tokenWishText(wish).isEmpty(), wish == TokenWish::None);
}

// Refused without one and with a wrong one, let in with the right one: the same source, at once, without a
// word of it in what the window says or in any address.
void TestSourceToken::entersOne()
{
    const QTemporaryDir folder;
    const QString secrets = folder.filePath(QStringLiteral("secrets.json"));
    qputenv("ALCEDO_SECRETS", secrets.toUtf8());
    SystemClock clock;
    Server::Options options;
    options.tokens = std::make_shared<Tokens>();
    const auto issued = options.tokens->issue(QStringLiteral("ann"), {{}}, clock.wall(), {});
    QVERIFY(issued);
    Server server(options, clock);
    QVERIFY(server.listen());

    Dashboard dashboard(nullptr);
    dashboard.setSourceMaker(
        [](const QString &word) -> Result<Pipeline::Factory> {
            auto spec = SourceSpec::parse(word);
            if (!spec)
                return spec.error();
            return Pipeline::Factory(
                [spec = *spec](SourceId id, Clock &time) { return makeSource(spec, id, time); });
        },
        {});
    const QString address = QStringLiteral("ws://127.0.0.1:%1/alcedo/ws").arg(server.port());
    const int id = dashboard.trySource(address);
    QVERIFY(id >= 0);
    ConnectionDetail detail;
    detail.setSourceId(id);
    detail.setDashboard(dashboard);
    QTRY_VERIFY(detail.wantsToken());
    const QString needed = detail.tokenText();
    QVERIFY(!detail.enterToken(QString()));
    QVERIFY(!detail.enterToken(QStringLiteral("two words")));
    QVERIFY(!detail.tokenProblem().isEmpty());
    QVERIFY(!QFile::exists(secrets));

    QVERIFY(detail.enterToken(QStringLiteral("alcedo_1_wrong")));
    QTRY_VERIFY(detail.wantsToken() &&
                detail.tokenText() != needed); // there is one now, and it opens nothing
    QVERIFY(detail.enterToken(QString::fromLatin1(issued->token)));
    QTRY_VERIFY2(dashboard.sources().status(id)->link.state == LinkState::Live, qPrintable(detail.problem()));
    QVERIFY(!detail.wantsToken());
    QVERIFY(detail.tokenProblem().isEmpty());

    // Where `alcedo token use` keeps it, for its owner alone.
    QCOMPARE(serverToken(QUrl(address)), issued->token);
    QCOMPARE(QFile::permissions(secrets) &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    const QString secret = QString::fromLatin1(issued->token);
    detail.copyLog();
    for (const QVariant &line : detail.log())
        QVERIFY(!line.toMap().value(QStringLiteral("text")).toString().contains(secret));
    QVERIFY(!detail.url().contains(secret));
    QVERIFY(!dashboard.sourceWord(id).contains(secret));
    dashboard.removeSource(id);
    dashboard.pipeline().sync();
}

QTEST_MAIN(TestSourceToken)
#include "tst_sourcetoken.moc"
