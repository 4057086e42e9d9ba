// SPDX-License-Identifier: MIT
#include <alcedo/feed/secretstore.h>

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using alcedo::SecretStore;

class TestSecretStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsNothingOf_data();
    void readsNothingOf();
    void refusesAFileThatOthersMayRead_data();
    void refusesAFileThatOthersMayRead();
    void saysWhyItCannotWrite();
    void keepsForItsOwnerAlone();
    void forgets();
    void goesToTheFileWithoutAKeychain();

private:
    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QTemporaryDir m_folder;
    const QString m_profile = QStringLiteral("venue"), m_param = QStringLiteral("token");
};

void TestSecretStore::initTestCase()
{
    QVERIFY(m_folder.isValid());
    qunsetenv("DBUS_SESSION_BUS_ADDRESS"); // no keychain of whoever runs the test
    qunsetenv("ALCEDO_SECRETS");
}

void TestSecretStore::readsNothingOf_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::newRow("an empty file") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("venue/token=x");
    QTest::newRow("a list") << QByteArray(R"(["venue/token"])");
    QTest::newRow("a number for the secret") << QByteArray(R"({"venue/token":5})");
    QTest::newRow("another parameter") << QByteArray(R"({"venue/key":"x"})");
    QTest::newRow("two megabytes") << QByteArray(R"({"venue/token":"x","more":")" + QByteArray(2 << 20, 'x') +
                                                 "\"}");
}

void TestSecretStore::readsNothingOf()
{
    QFETCH(QByteArray, contents);
    QFile file(path("wrong.json"));
    QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(file.write(contents), contents.size());
    file.close();
    QVERIFY(SecretStore(file.fileName()).read(m_profile, m_param).isEmpty());
}

void TestSecretStore::refusesAFileThatOthersMayRead_data()
{
    QTest::addColumn<QFile::Permissions>("others");
    QTest::newRow("its group reads") << QFile::Permissions(QFile::ReadGroup);
    QTest::newRow("its group writes") << QFile::Permissions(QFile::WriteGroup);
    QTest::newRow("all read") << QFile::Permissions(QFile::ReadOther);
}

void TestSecretStore::refusesAFileThatOthersMayRead()
{
    QFETCH(QFile::Permissions, others);
    SecretStore store(path("open.json"));
    QVERIFY(store.write(m_profile, m_param, QStringLiteral("x")).hasValue());
    QCOMPARE(store.read(m_profile, m_param), QStringLiteral("x"));
    QVERIFY(QFile::setPermissions(store.path(), QFile::ReadOwner | QFile::WriteOwner | others));
    QVERIFY(store.read(m_profile, m_param).isEmpty());
}

void TestSecretStore::saysWhyItCannotWrite()
{
    QFile blocking(path("file"));
    QVERIFY(blocking.open(QFile::WriteOnly));
    SecretStore store(path("file/secrets.json"));
    const auto written = store.write(m_profile, m_param, QStringLiteral("topsecret"));
    QVERIFY(!written.hasValue());
    QVERIFY(written.error().message().contains(store.path()));
    QVERIFY(!written.error().message().contains(QLatin1String("topsecret")));
}

void TestSecretStore::keepsForItsOwnerAlone()
{
    SecretStore store(path("new/secrets.json"));
    QVERIFY(store.write(m_profile, m_param, QStringLiteral("a \"b\" ü")).hasValue());
    QVERIFY(store.write(m_profile, QStringLiteral("key"), QStringLiteral("k")).hasValue());
    QCOMPARE(SecretStore(store.path()).read(m_profile, m_param), QStringLiteral("a \"b\" ü"));
    QCOMPARE(store.read(m_profile, QStringLiteral("key")), QStringLiteral("k"));
    QVERIFY(store.read(QStringLiteral("other"), m_param).isEmpty());
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(store.path()) & others));
}

void TestSecretStore::forgets()
{
    SecretStore store(path("forget.json"));
    QVERIFY(store.write(m_profile, m_param, QStringLiteral("topsecret")).hasValue());
    QVERIFY(store.write(m_profile, m_param, QString()).hasValue());
    QVERIFY(store.read(m_profile, m_param).isEmpty());
    QFile file(store.path());
    QVERIFY(file.open(QFile::ReadOnly));
    QVERIFY(!file.readAll().contains("topsecret"));
}

void TestSecretStore::goesToTheFileWithoutAKeychain()
{
    qputenv("XDG_DATA_HOME", m_folder.path().toUtf8());
    SecretStore store;
    QVERIFY(!store.usesKeychain());
    QCOMPARE(store.path(), path("alcedo/secrets.json"));
    QVERIFY(store.write(m_profile, m_param, QStringLiteral("x")).hasValue());
    QCOMPARE(SecretStore().read(m_profile, m_param), QStringLiteral("x"));
    qputenv("ALCEDO_SECRETS", path("other.json").toUtf8());
    QCOMPARE(SecretStore().path(), path("other.json"));
    QVERIFY(SecretStore().read(m_profile, m_param).isEmpty());
    qunsetenv("ALCEDO_SECRETS");
    qunsetenv("XDG_DATA_HOME");
}

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secretstore.moc"
