// SPDX-License-Identifier: MIT
// In a session that has a keychain (keychain.sh).
#include <alcedo/feed/keychain.h>
#include <alcedo/feed/secretstore.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <QThread>
#include <memory>

using namespace alcedo;

class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isNotAskedFromOtherThreads();
    void hasNothingAtFirst();
    void keepsAndForgets();
    void takesOverFromTheFile();
    void isPassedOverForANamedFile();
};

void TestKeychain::initTestCase()
{
    QTRY_VERIFY_WITH_TIMEOUT(Keychain::isRunning(), 20'000);
}

void TestKeychain::isNotAskedFromOtherThreads()
{
    bool isRunning = true;
    const std::unique_ptr<QThread> thread(
        QThread::create([&isRunning] { isRunning = Keychain::isRunning(); }));
    thread->start();
    QVERIFY(thread->wait());
    QVERIFY(!isRunning);
}

void TestKeychain::hasNothingAtFirst()
{
    const auto kept = Keychain::read(QStringLiteral("nowhere/token"));
    QVERIFY(kept.hasValue());
    QVERIFY(kept->isEmpty());
    QVERIFY(Keychain::write(QStringLiteral("nowhere/token"), QString()).hasValue());
}

void TestKeychain::keepsAndForgets()
{
    SecretStore store;
    QVERIFY(store.usesKeychain());
    QVERIFY(store.write(QStringLiteral("venue"), QStringLiteral("token"), QStringLiteral("tëst")).hasValue());
    QVERIFY2(!QFileInfo::exists(store.path()), "the secret lies in a file");
    QCOMPARE(SecretStore().read(QStringLiteral("venue"), QStringLiteral("token")), QStringLiteral("tëst"));
    QVERIFY(SecretStore().read(QStringLiteral("other"), QStringLiteral("token")).isEmpty());
    QVERIFY(store.write(QStringLiteral("venue"), QStringLiteral("token"), QString()).hasValue());
    QVERIFY(store.read(QStringLiteral("venue"), QStringLiteral("token")).isEmpty());
}

void TestKeychain::takesOverFromTheFile()
{
    const SecretStore store;
    SecretStore file(store.path());
    QVERIFY(file.write(QStringLiteral("venue"), QStringLiteral("key"), QStringLiteral("old")).hasValue());
    QCOMPARE(store.read(QStringLiteral("venue"), QStringLiteral("key")), QStringLiteral("old"));
    QVERIFY(SecretStore()
                .write(QStringLiteral("venue"), QStringLiteral("key"), QStringLiteral("new"))
                .hasValue());
    QCOMPARE(store.read(QStringLiteral("venue"), QStringLiteral("key")), QStringLiteral("new"));
    QVERIFY2(file.read(QStringLiteral("venue"), QStringLiteral("key")).isEmpty(),
             "the old one is still there");
}

void TestKeychain::isPassedOverForANamedFile()
{
    const QString path = QDir::homePath() + QLatin1String("/named.json");
    SecretStore store(path);
    QVERIFY(!store.usesKeychain());
    QVERIFY(store.write(QStringLiteral("named"), QStringLiteral("token"), QStringLiteral("x")).hasValue());
    QVERIFY(QFileInfo::exists(path));
    QVERIFY(SecretStore().read(QStringLiteral("named"), QStringLiteral("token")).isEmpty());
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
