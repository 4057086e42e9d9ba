// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/server/tokenfile.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <set>

using namespace alcedo;
using namespace std::chrono_literals;
Q_DECLARE_METATYPE(std::function<QByteArray(const QByteArray &)>)

/// Tokens by themselves, and in their file.
class TestTokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void notIssued_data();
    void notIssued();
    void opensNothing_data();
    void opensNothing();
    void expires();
    void revoked();
    void badFiles_data();
    void badFiles();
    void fileThatOthersMayRead();
    void brokenFileOpensNothing();
    void tooMany();
    void rights_data();
    void rights();
    void issued();
    void allDiffer();
    void kept();
    void followsTheFile();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(QStringLiteral("t/tokens.json")); }
    void write(const QByteArray &text)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path()).absolutePath()));
        QFile::remove(path()); // another inode, as others write it
        QFile file(path());
        QVERIFY(file.open(QFile::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        file.write(text);
    }

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestTokens::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestTokens::notIssued_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<int>("grants");
    QTest::addColumn<int>("lifeMs");
    QTest::newRow("no user") << QString() << 1 << 1'000;
    QTest::newRow("65 characters") << QString(65, u'a') << 1 << 1'000;
    QTest::newRow("line feed") << QStringLiteral("a\nb") << 1 << 1'000;
    QTest::newRow("no role") << QStringLiteral("ann") << 0 << 1'000;
    QTest::newRow("expired already") << QStringLiteral("ann") << 1 << 0;
}

void TestTokens::notIssued()
{
    QFETCH(QString, user);
    QFETCH(int, grants);
    QFETCH(int, lifeMs);
    Tokens tokens;
    const auto issued = tokens.issue(user, std::vector<Grant>(std::size_t(grants)), m_clock.wall(),
                                     m_clock.wall() + std::chrono::milliseconds(lifeMs));
    QVERIFY(!issued);
    QCOMPARE(issued.error().code(), ErrorCode::InvalidArgument);
    QVERIFY(tokens.entries().empty());
}

void TestTokens::opensNothing_data()
{
    QTest::addColumn<std::function<QByteArray(const QByteArray &)>>("change");
    using Change = std::function<QByteArray(const QByteArray &)>;
    const auto row = [](const char *name, const Change &change) { QTest::newRow(name) << change; };
    row("empty", [](const QByteArray &) { return QByteArray(); });
    row("noise", [](const QByteArray &) { return QByteArray(100'000, 'x'); });
    row("prefix alone", [](const QByteArray &) { return QByteArray("alcedo_"); });
    row("no secret", [](const QByteArray &token) { return token.left(token.indexOf('_', 7) + 1); });
    row("id alone", [](const QByteArray &token) { return token.left(token.indexOf('_', 7)); });
    row("last letter",
        [](const QByteArray &token) { return token.chopped(1).append(token.endsWith('A') ? "B" : "A"); });
    row("first letter of the secret", [](QByteArray token) {
        char &letter = token[token.indexOf('_', 7) + 1];
        letter = letter == 'A' ? 'B' : 'A';
        return token;
    });
    row("cut short", [](const QByteArray &token) { return token.chopped(1); });
    row("longer", [](const QByteArray &token) { return QByteArray(token + 'A'); });
    row("other id", [](QByteArray token) { return token.replace(7, 1, token.at(7) == '1' ? "2" : "1"); });
    row("its hash", [](const QByteArray &token) {
        const qsizetype secret = token.indexOf('_', 7) + 1;
        return token.left(secret).append(
            QCryptographicHash::hash(token.mid(secret), QCryptographicHash::Sha256).toHex());
    });
}

void TestTokens::opensNothing()
{
    using Change = std::function<QByteArray(const QByteArray &)>;
    QFETCH(Change, change);
    Tokens tokens;
    const auto issued = tokens.issue(QStringLiteral("ann"), {{Role::Viewer, {}}}, m_clock.wall(), {});
    QVERIFY(issued);
    QVERIFY(tokens.check(issued->token, m_clock.wall()).identity);
    const Tokens::Verdict verdict = tokens.check(change(issued->token), m_clock.wall());
    QVERIFY(!verdict.identity);
    QCOMPARE(verdict.fault, Tokens::Fault::Unknown);
}

void TestTokens::expires()
{
    Tokens tokens;
    const auto issued =
        tokens.issue(QStringLiteral("ann"), {{Role::Viewer, {}}}, m_clock.wall(), m_clock.wall() + 1h);
    QVERIFY(issued);
    QVERIFY(tokens.check(issued->token, m_clock.wall() + 1h - 1ns).identity);
    const Tokens::Verdict verdict = tokens.check(issued->token, m_clock.wall() + 1h);
    QVERIFY(!verdict.identity);
    QCOMPARE(verdict.fault, Tokens::Fault::Expired);
    // Only who has the secret is told that it once was one.
    QCOMPARE(tokens.check(issued->token.chopped(1), m_clock.wall() + 1h).fault, Tokens::Fault::Unknown);
}

void TestTokens::revoked()
{
    Tokens tokens;
    QSignalSpy changed(&tokens, &Tokens::changed);
    QVERIFY(!tokens.revoke(QStringLiteral("none")));
    const auto issued = tokens.issue(QStringLiteral("ann"), {{Role::Viewer, {}}}, m_clock.wall(), {});
    QVERIFY(issued);
    QCOMPARE(changed.size(), 0);
    QVERIFY(tokens.revoke(issued->entry.id));
    QCOMPARE(changed.size(), 1);
    QVERIFY(!tokens.check(issued->token, m_clock.wall()).identity);
    QVERIFY(!tokens.identity(issued->entry.id));
    QVERIFY(!tokens.revoke(issued->entry.id));
}

void TestTokens::badFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray whole = R"({"version":1,"tokens":[{"id":"a","user":"u","created_ms":"1","sha256":")" +
                             QByteArray(64, '0') + R"(","grants":[{"role":"viewer","prefix":""}]}]})";
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("noise") << QByteArray("noise");
    QTest::newRow("version 2") << QByteArray(whole).replace("\"version\":1", "\"version\":2");
    QTest::newRow("no id") << QByteArray(whole).replace("\"id\":\"a\"", "\"id\":\"\"");
    QTest::newRow("short hash") << QByteArray(whole).replace("00\"", "\"");
    QTest::newRow("unknown role") << QByteArray(whole).replace("viewer", "owner");
    QTest::newRow("no prefix") << QByteArray(whole).replace(",\"prefix\":\"\"", "");
    QTest::newRow("no grants") << QByteArray(whole).replace(R"({"role":"viewer","prefix":""})", "");
    QTest::newRow("expiry that is none")
        << QByteArray(whole).replace("\"created_ms\"", "\"expires_ms\":5,\"created_ms\"");
    QTest::newRow("expiry beyond time") << QByteArray(whole).replace(
        "\"created_ms\"", "\"expires_ms\":\"9223372036854775807\",\"created_ms\"");
    QVERIFY(Tokens::entriesFromJson(whole));
}

void TestTokens::badFiles()
{
    QFETCH(QByteArray, text);
    QCOMPARE(Tokens::entriesFromJson(text).error().code(), ErrorCode::Parse);
    write(text);
    TokenFile file(path());
    QVERIFY(!file.load());
    // What cannot be read is not written over.
    QVERIFY(!file.update([](Tokens &) { return Result<void>(); }));
    QFile there(path());
    QVERIFY(there.open(QFile::ReadOnly));
    QCOMPARE(there.readAll(), text);
}

void TestTokens::fileThatOthersMayRead()
{
    write(R"({"version":1,"tokens":[]})");
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    TokenFile file(path());
    const auto loaded = file.load();
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message().contains(QLatin1String("0600")));
}

void TestTokens::brokenFileOpensNothing()
{
    TokenFile file(path());
    QVERIFY(file.update([&](Tokens &tokens) -> Result<void> {
        const auto issued = tokens.issue(QStringLiteral("ann"), {{Role::Viewer, {}}}, m_clock.wall(), {});
        return issued ? Result<void>() : Result<void>(issued.error());
    }));
    file.watch(m_clock);
    QCOMPARE(file.tokens()->entries().size(), std::size_t(1));
    write("half a fi");
    m_clock.advance(TokenFile::LookInterval);
    QVERIFY(file.tokens()->entries().empty());
}

void TestTokens::tooMany()
{
    Tokens tokens;
    std::vector<Tokens::Entry> many;
    for (int i = 0; i < Tokens::MaxTokens - 1; ++i)
        many.push_back({QString::number(i), QStringLiteral("u"), {{}}, {}, {}, QByteArray(32, '0')});
    tokens.replace(std::move(many));
    QVERIFY(tokens.issue(QStringLiteral("last"), {{}}, m_clock.wall(), {}));
    const auto more = tokens.issue(QStringLiteral("more"), {{}}, m_clock.wall(), {});
    QVERIFY(!more);
    QCOMPARE(more.error().code(), ErrorCode::LimitExceeded);
}

void TestTokens::rights_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("highest"); // -1: none
    QTest::newRow("nothing") << QStringLiteral("other.x") << -1;
    QTest::newRow("part of a prefix") << QStringLiteral("lab") << -1;
    QTest::newRow("another's case") << QStringLiteral("LAB.a") << -1;
    QTest::newRow("viewer") << QStringLiteral("lab.a") << int(Role::Viewer);
    QTest::newRow("prefix itself") << QStringLiteral("lab.") << int(Role::Viewer);
    QTest::newRow("publisher") << QStringLiteral("lab.in.a") << int(Role::Publisher);
    QTest::newRow("admin") << QStringLiteral("ops.") << int(Role::Admin);
}

void TestTokens::rights()
{
    QFETCH(QString, name);
    QFETCH(int, highest);
    const Identity identity{{},
                            {},
                            {{Role::Viewer, QStringLiteral("lab.")},
                             {Role::Publisher, QStringLiteral("lab.in.")},
                             {Role::Admin, QStringLiteral("ops.")}},
                            {}};
    for (const Role role : {Role::Viewer, Role::Publisher, Role::Admin})
        QCOMPARE(identity.may(role, name), int(role) <= highest);
}

void TestTokens::issued()
{
    Tokens tokens;
    const auto issued = tokens.issue(QStringLiteral("ann"), {{Role::Publisher, QStringLiteral("lab.")}},
                                     m_clock.wall(), m_clock.wall() + 1h);
    QVERIFY(issued);
    const auto identity = tokens.check(issued->token, m_clock.wall()).identity;
    QVERIFY(identity);
    QCOMPARE(identity->user, QStringLiteral("ann"));
    QCOMPARE(identity->tokenId, issued->entry.id);
    QCOMPARE(identity->expires, std::optional<std::chrono::nanoseconds>(m_clock.wall() + 1h));
    // What is kept is no token, and holds none.
    const QByteArray secret = issued->token.mid(issued->token.indexOf('_', 7) + 1);
    QCOMPARE(QByteArray::fromBase64(secret, QByteArray::Base64UrlEncoding).size(), 32);
    QVERIFY(!tokens.toJson().contains(secret));
    QCOMPARE(issued->entry.hash, QCryptographicHash::hash(secret, QCryptographicHash::Sha256));
}

void TestTokens::allDiffer()
{
    Tokens tokens;
    std::set<QByteArray> seen;
    for (int i = 0; i < 1'000; ++i)
        seen.insert(tokens.issue(QStringLiteral("ann"), {{}}, m_clock.wall(), {})->token);
    QCOMPARE(seen.size(), std::size_t(1'000));
    QVERIFY(isEqualConstantTime("abc", "abc"));
    QVERIFY(!isEqualConstantTime("abc", "abd"));
    QVERIFY(!isEqualConstantTime("abc", "ab"));
    QVERIFY(isEqualConstantTime("", ""));
}

void TestTokens::kept()
{
    QByteArray token;
    TokenFile file(path());
    QVERIFY(file.load()); // no file is no tokens
    QVERIFY(file.update([&](Tokens &tokens) -> Result<void> {
        const auto issued =
            tokens.issue(QStringLiteral("ann"), {{Role::Admin, {}}, {Role::Viewer, QStringLiteral("x")}},
                         m_clock.wall(), m_clock.wall() + 1h);
        token = issued ? issued->token : QByteArray();
        return {};
    }));
    QCOMPARE(QFileInfo(path()).permissions() &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    TokenFile other(path());
    QVERIFY(other.load());
    QVERIFY(other.tokens()->entries() == file.tokens()->entries());
    QVERIFY(other.tokens()->check(token, m_clock.wall()).identity);
}

void TestTokens::followsTheFile()
{
    TokenFile running(path());
    QVERIFY(running.load());
    running.watch(m_clock);
    QSignalSpy changed(running.tokens().get(), &Tokens::changed);
    TokenFile commandLine(path());
    QString id;
    QVERIFY(commandLine.update([&](Tokens &tokens) -> Result<void> {
        id = tokens.issue(QStringLiteral("ann"), {{}}, m_clock.wall(), {})->entry.id;
        return {};
    }));
    m_clock.advance(TokenFile::LookInterval - 1ms);
    QVERIFY(!running.tokens()->identity(id));
    m_clock.advance(1ms);
    QVERIFY(running.tokens()->identity(id));
    QCOMPARE(changed.size(), 1);
    m_clock.advance(10 * TokenFile::LookInterval);
    QCOMPARE(changed.size(), 1);
    QVERIFY(commandLine.update([&](Tokens &tokens) -> Result<void> {
        (void)tokens.revoke(id);
        return {};
    }));
    m_clock.advance(TokenFile::LookInterval);
    QVERIFY(!running.tokens()->identity(id));
    QCOMPARE(changed.size(), 2);
}

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
