// SPDX-License-Identifier: MIT
#include <alcedo/transport/dialphrases.h>

#include <QHostInfo>
#include <QSslError>
#include <QTcpSocket>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

/// A socket that failed so.
class FailedSocket : public QTcpSocket
{
public:
    FailedSocket(SocketError error, const QString &text)
    {
        setSocketError(error);
        setErrorString(text);
    }
};

QString codeOf(const Words &words)
{
    return words.phrase() ? QString::fromLatin1(words.phrase()->code) : QString();
}

} // namespace

/// What Qt says of sockets, lookups and certificates gets its code by Qt's number for it.
class TestDialPhrases : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sockets_data();
    void sockets();
    void lookups();
    void certificates();
    void timeouts();
};

void TestDialPhrases::sockets_data()
{
    using Socket = QAbstractSocket;
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, Socket::SocketError error, const char *text, const char *code) {
        QTest::newRow(name) << int(error) << QString::fromUtf8(text) << QString::fromLatin1(code);
    };
    row("no number of ours", Socket::UnknownSocketError, "Connection refused", "");
    row("a network failure without a name", Socket::NetworkError, "Network dropped connection on reset", "");
    row("TLS, in OpenSSL's words", Socket::SslHandshakeFailedError, "wrong version number", "");
    row("a proxy's rare words", Socket::ProxyConnectionRefusedError, "TTL expired", "");
    row("nothing said", Socket::NetworkError, "", "");
    row("refused", Socket::ConnectionRefusedError, "Connection refused", "socket.refused");
    row("refused, in another language", Socket::ConnectionRefusedError, "Verbindung verweigert",
        "socket.refused");
    row("not found", Socket::HostNotFoundError, "Host not found", "socket.host-not-found");
    row("closed", Socket::RemoteHostClosedError, "The remote host closed the connection",
        "socket.remote-closed");
    row("timed out", Socket::SocketTimeoutError, "Connection timed out", "socket.timed-out");
    row("timed out, by the system", Socket::NetworkError, "Connection timed out", "socket.timed-out");
    row("network", Socket::NetworkError, "Network unreachable", "socket.network-unreachable");
    row("host", Socket::NetworkError, "Host unreachable", "socket.host-unreachable");
    row("proxy", Socket::ProxyConnectionRefusedError, "Proxy denied connection", "socket.proxy.denied");
    row("SOCKS", Socket::ProxyNotFoundError, "Proxy host not found", "socket.socks.not-found");
}

void TestDialPhrases::sockets()
{
    QFETCH(const int, error);
    QFETCH(const QString, text);
    QFETCH(const QString, code);
    const FailedSocket socket(QAbstractSocket::SocketError(error), text);
    const Words fault = faultOf(socket);
    QCOMPARE(codeOf(fault), code);
    if (code.isEmpty())
        QCOMPARE(fault.text(), socket.errorString());
}

void TestDialPhrases::lookups()
{
    QHostInfo lookup;
    lookup.setError(QHostInfo::UnknownError);
    lookup.setErrorString(QStringLiteral("no nameserver"));
    QCOMPARE(faultOf(lookup), Words(QStringLiteral("no nameserver")));
    lookup.setError(QHostInfo::HostNotFound);
    QCOMPARE(codeOf(faultOf(lookup)), QStringLiteral("socket.host-not-found"));
    lookup.setError(QHostInfo::NoError); // and no address
    QCOMPARE(codeOf(faultOf(lookup)), QStringLiteral("dial.host-not-found"));
}

void TestDialPhrases::certificates()
{
    const QSslError rare(QSslError::CertificateSignatureFailed);
    const Words plain = faultOf(rare);
    QCOMPARE(plain.text(), QString(QStringLiteral("certificate: ") + rare.errorString()));
    QCOMPARE(plain.arguments().at(0).phrase(), nullptr);
    for (const auto code :
         {QSslError::SelfSignedCertificate, QSslError::SelfSignedCertificateInChain,
          QSslError::CertificateExpired, QSslError::CertificateNotYetValid, QSslError::HostNameMismatch,
          QSslError::UnableToGetLocalIssuerCertificate, QSslError::UnableToGetIssuerCertificate,
          QSslError::UnableToVerifyFirstCertificate}) {
        const QSslError error(code);
        const Words fault = faultOf(error);
        QVERIFY2(fault.arguments().at(0).phrase(), qPrintable(error.errorString()));
        QCOMPARE(fault.text(), QString(QStringLiteral("certificate: ") + error.errorString()));
    }
}

void TestDialPhrases::timeouts()
{
    QCOMPARE(noAnswerWithin(2500ms).text(), QStringLiteral("no answer within 2.5 s"));
    QCOMPARE(noAnswerWithin(10s).text(), QStringLiteral("no answer within 10 s"));
}

QTEST_GUILESS_MAIN(TestDialPhrases)
#include "tst_dialphrases.moc"
