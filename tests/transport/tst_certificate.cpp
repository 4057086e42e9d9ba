// SPDX-License-Identifier: MIT
#include "links.h"

#include <alcedo/transport/certificate.h>
#include <alcedo/transport/certificatecheck.h>
#include <alcedo/transport/knownservers.h>

#include <QFileInfo>
#include <QTemporaryDir>

using namespace alcedo;

namespace {

constexpr QFile::Permissions Others =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

} // namespace

/// A server that vouches for itself, and what its clients remember of it.
class TestCertificate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void badFiles();
    void noNames();
    void keyThatOthersMayRead();
    void changedCertificateIsTerminal();
    void refusedWithoutKnownServers();
    void otherFaultsAreNoneOfOurs();
    void whatCannotBeRememberedFails();
    void unreadableMemoryFails();
    void madeOnceAndKept();
    void names();
    void rememberedAtTheFirstMeeting();
    void oneOfSeveralLinesIsEnough();

private:
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] std::shared_ptr<const KnownServers> known() const
    {
        return std::make_shared<const KnownServers>(path("known/servers"));
    }
    /// What a dial says, or empty where the link opened.
    DialFailure dialled(const links::Server &server, const std::shared_ptr<const KnownServers> &memory)
    {
        DialOptions options;
        options.url = server.url();
        options.knownServers = memory;
        DialFailure failure;
        const auto link = links::dial(m_clock, options, &failure);
        if (!link && failure.message.isEmpty())
            failure.message = QStringLiteral("nothing came");
        return failure;
    }
    [[nodiscard]] bool serve(links::Server &server, const char *folder)
    {
        const auto tls = ownServerTls(path(folder), m_clock.wall());
        if (!tls)
            return false;
        server.options.tls = *tls;
        return server.start();
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCertificate::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestCertificate::badFiles()
{
    QCOMPARE(loadServerTls(path("none"), path("none")).error().code(), ErrorCode::Io);
    QFile noise(path("noise"));
    QVERIFY(noise.open(QFile::WriteOnly));
    noise.write("noise");
    noise.close();
    const QString certificate = QFINDTESTDATA("data/test-cert.pem"), key = QFINDTESTDATA("data/test-key.pem");
    QCOMPARE(loadServerTls(path("noise"), key).error().code(), ErrorCode::Parse);
    QCOMPARE(loadServerTls(certificate, path("noise")).error().code(), ErrorCode::Parse);
    QCOMPARE(loadServerTls(certificate, path("none")).error().code(), ErrorCode::Io);
    QVERIFY(loadServerTls(certificate, key));
}

void TestCertificate::noNames()
{
    QVERIFY(!makeOwnCertificate({}, m_clock.wall()));
    // What has a meaning in OpenSSL's list never gets there.
    QVERIFY(!makeOwnCertificate({QStringLiteral("a,IP:1.2.3.4")}, m_clock.wall()));
}

void TestCertificate::keyThatOthersMayRead()
{
    QVERIFY(ownServerTls(path("tls"), m_clock.wall()));
    QVERIFY(QFile::setPermissions(path("tls/server-key.pem"),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const auto tls = ownServerTls(path("tls"), m_clock.wall());
    QVERIFY(!tls);
    QVERIFY(tls.error().message().contains(QLatin1String("0600")));
}

void TestCertificate::changedCertificateIsTerminal()
{
    links::Server first(m_clock);
    QVERIFY(serve(first, "one"));
    QCOMPARE(dialled(first, known()).message, QString());
    const quint16 port = first.listener.port();
    first.listener.close();
    first.accepted.clear();
    links::Server second(m_clock);
    second.options.port = port;
    QVERIFY(serve(second, "two"));
    const DialFailure failure = dialled(second, known());
    QVERIFY2(failure.message.text().contains(QLatin1String("has changed")),
             qPrintable(failure.message.text()));
    QVERIFY(failure.message.text().contains(fingerprintOf(second.options.tls->localCertificate())));
    QVERIFY(failure.message.text().contains(path("known/servers")));
    QVERIFY(failure.terminal);
    QCOMPARE(failure.stage, Stage::Tls);
    QCOMPARE(second.accepted.size(), std::size_t(0));
}

void TestCertificate::refusedWithoutKnownServers()
{
    links::Server server(m_clock);
    QVERIFY(serve(server, "one"));
    const DialFailure failure = dialled(server, nullptr);
    QVERIFY(failure.message.text().startsWith(QLatin1String("certificate: ")));
    QVERIFY(failure.terminal);
}

void TestCertificate::otherFaultsAreNoneOfOurs()
{
    const QSslCertificate own = links::certificate();
    const auto passes = [&](const QList<QSslError::SslError> &kinds) {
        QList<QSslError> errors;
        for (const QSslError::SslError kind : kinds)
            errors += QSslError(kind, own);
        CertificateCheck check(known(), QUrl(QStringLiteral("wss://a:1/")));
        const bool passed = check.passes(own, errors);
        return passed == check.fault().isEmpty() && passed;
    };
    QVERIFY(!passes({QSslError::CertificateExpired, QSslError::SelfSignedCertificate}));
    QVERIFY(!passes({QSslError::HostNameMismatch})); // vouched for, but for somebody else
    QVERIFY(!passes({QSslError::SelfSignedCertificateInChain}));
    QVERIFY(!passes({QSslError::SelfSignedCertificate, QSslError::CertificateRevoked}));
    QVERIFY(passes({QSslError::SelfSignedCertificate, QSslError::HostNameMismatch}));
    QVERIFY(passes({}));
}

void TestCertificate::whatCannotBeRememberedFails()
{
    links::Server server(m_clock);
    QVERIFY(serve(server, "one"));
    QFile inTheWay(path("known"));
    QVERIFY(inTheWay.open(QFile::WriteOnly)); // where the folder would be
    const DialFailure failure = dialled(server, known());
    QVERIFY2(failure.message.text().contains(QLatin1String("cannot write")),
             qPrintable(failure.message.text()));
    QVERIFY(failure.terminal);
}

void TestCertificate::unreadableMemoryFails()
{
    links::Server server(m_clock);
    QVERIFY(serve(server, "one"));
    QVERIFY(QDir().mkpath(path("known/servers"))); // a folder can be no file
    const DialFailure failure = dialled(server, known());
    QVERIFY2(failure.message.text().contains(QLatin1String("cannot read")),
             qPrintable(failure.message.text()));
    QVERIFY(failure.terminal);
}

void TestCertificate::madeOnceAndKept()
{
    const auto first = ownServerTls(path("a/tls"), m_clock.wall());
    QVERIFY(first);
    const auto second = ownServerTls(path("a/tls"), m_clock.wall());
    QVERIFY(second);
    QCOMPARE(fingerprintOf(first->localCertificate()), fingerprintOf(second->localCertificate()));
    QCOMPARE(fingerprintOf(first->localCertificate()).size(), 32 * 3 - 1);
    for (const char *name : {"a/tls/server-key.pem", "a/tls/server-cert.pem"})
        QVERIFY2(!(QFileInfo(path(name)).permissions() & Others), name);
    QVERIFY(!(QFileInfo(path("a/tls")).permissions() & Others));
    const QSslCertificate certificate = first->localCertificate();
    QCOMPARE(certificate.issuerDisplayName(), certificate.subjectDisplayName());
    QVERIFY(certificate.effectiveDate() <= QDateTime::currentDateTimeUtc());
    QVERIFY(certificate.expiryDate() > QDateTime::currentDateTimeUtc().addYears(9));
    const auto other = ownServerTls(path("b/tls"), m_clock.wall());
    QVERIFY(other);
    QVERIFY(fingerprintOf(other->localCertificate()) != fingerprintOf(certificate));
}

void TestCertificate::names()
{
    const auto made = makeOwnCertificate(
        {QStringLiteral("board.local"), QStringLiteral("192.0.2.7"), QStringLiteral("2001:db8::7")},
        m_clock.wall());
    QVERIFY(made);
    const auto names = QSslCertificate(made->certificate).subjectAlternativeNames();
    QVERIFY(names.contains(QSsl::DnsEntry, QStringLiteral("board.local")));
    QVERIFY(names.contains(QSsl::IpAddressEntry, QStringLiteral("192.0.2.7")));
    QCOMPARE(names.size(), 3);
    QVERIFY(namesOfThisMachine().contains(QStringLiteral("localhost")));
    QVERIFY(namesOfThisMachine().contains(QStringLiteral("127.0.0.1")));
}

void TestCertificate::rememberedAtTheFirstMeeting()
{
    links::Server server(m_clock);
    QVERIFY(serve(server, "one"));
    QCOMPARE(dialled(server, known()).message, QString());
    QFile file(path("known/servers"));
    QVERIFY(file.open(QFile::ReadOnly));
    QVERIFY(!(file.permissions() & Others));
    const QByteArray line = "127.0.0.1:" + QByteArray::number(server.listener.port()) + " SHA256 " +
                            fingerprintOf(server.options.tls->localCertificate()).toLatin1() + '\n';
    QCOMPARE(file.readAll(), line);
    QCOMPARE(dialled(server, known()).message, QString()); // and known from then on
    file.seek(0);
    QCOMPARE(file.readAll(), line);
}

void TestCertificate::oneOfSeveralLinesIsEnough()
{
    const KnownServers servers(path("known_servers"));
    const QUrl url(QStringLiteral("wss://Board.example/")), other(QStringLiteral("wss://board.example:444/"));
    QVERIFY(servers.remember(url, QStringLiteral("AA:BB")));
    QCOMPARE(*servers.judge(url, QStringLiteral("aa:bb")), KnownServers::Verdict::Known);
    QCOMPARE(*servers.judge(url, QStringLiteral("AA:BC")), KnownServers::Verdict::Changed);
    QCOMPARE(*servers.judge(other, QStringLiteral("AA:BC")), KnownServers::Verdict::New);
    QVERIFY(servers.remember(url, QStringLiteral("AA:BC")));
    QCOMPARE(*servers.judge(url, QStringLiteral("AA:BC")), KnownServers::Verdict::Known);
    QCOMPARE(*servers.judge(url, QStringLiteral("AA:BB")), KnownServers::Verdict::Known);
}

QTEST_GUILESS_MAIN(TestCertificate)
#include "tst_certificate.moc"
