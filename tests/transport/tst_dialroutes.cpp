// SPDX-License-Identifier: MIT
#include "links.h"
#include "proxies.h"

#include <alcedo/transport/dialrequest.h>

using namespace alcedo;
using namespace std::chrono_literals;
using links::ProxyMood;
using links::Security;
using Redirects = DialOptions::Redirects;

/// The ways to a server that are not straight: redirects, proxies; and addresses of the other kind.
class TestDialRoutes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void badTargets_data();
    void badTargets();
    void goodTargets_data();
    void goodTargets();
    void origins_data();
    void origins();
    void redirectsEnd();
    void neverFromWssToWs();
    void redirectsNotWanted();
    void redirected_data();
    void redirected();
    void headersStayAtTheirOrigin();
    void badProxies_data();
    void badProxies();
    void silentProxyTimesOut_data();
    void silentProxyTimesOut();
    void unreachableProxy();
    void wrongPassword_data();
    void wrongPassword();
    void strangeProxy();
    void throughAProxy_data();
    void throughAProxy();
    void systemProxy();
    void ipv6Literal();
    void ipv6LiteralThroughAnHttpProxy();
    void ipv6LiteralThroughASocksProxy();

private:
    SystemClock m_clock;
};

namespace {

/// A listener that sends every plain request elsewhere: upgrades too, by its filter.
struct Redirector : links::Server
{
    Redirector(Clock &clock, QByteArray where, int code = 302)
        : Server(clock)
        , status(code)
        , location(std::move(where))
    {
        listener.setUpgradeFilter([this](const HttpRequest &request) -> std::optional<HttpResponse> {
            ++asked;
            lastHeaders = request.headers;
            return HttpResponse{status, "Over there\n", "text/plain", {{"Location", location}}};
        });
    }
    int status;
    QByteArray location;
    int asked = 0;
    QList<QPair<QByteArray, QByteArray>> lastHeaders;
};

std::unique_ptr<links::Proxy> makeProxy(int kind, ProxyMood mood)
{
    if (kind == QNetworkProxy::HttpProxy)
        return std::make_unique<links::ConnectProxy>(mood);
    return std::make_unique<links::SocksProxy>(mood);
}

void kindsOfProxy()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("HTTP") << int(QNetworkProxy::HttpProxy);
    QTest::newRow("SOCKS5") << int(QNetworkProxy::Socks5Proxy);
}

bool hasIpv6()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHostIPv6);
}

} // namespace

void TestDialRoutes::badTargets_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QByteArray>("location");
    QTest::newRow("ftp") << "ws://a/" << QByteArray("ftp://a/");
    QTest::newRow("javascript") << "ws://a/" << QByteArray("javascript:alert(1)");
    QTest::newRow("file") << "ws://a/" << QByteArray("file:///etc/passwd");
    QTest::newRow("no host") << "ws://a/" << QByteArray("ws:///path");
    QTest::newRow("malformed") << "ws://a/" << QByteArray("ws://a b/");
    QTest::newRow("malformed port") << "ws://a/" << QByteArray("ws://a:99999999/");
    QTest::newRow("nothing") << "ws://a/" << QByteArray();
    QTest::newRow("wss to ws") << "wss://a/" << QByteArray("ws://a/");
    QTest::newRow("wss to http") << "wss://a/" << QByteArray("http://a/");
    QTest::newRow("https to ws") << "https://a/" << QByteArray("ws://a/");
}

void TestDialRoutes::badTargets()
{
    QFETCH(QString, from);
    QFETCH(QByteArray, location);
    const auto target = redirectTarget(QUrl(from), location);
    QVERIFY(!target);
    QVERIFY(!target.error().message().isEmpty());
}

void TestDialRoutes::goodTargets_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("target");
    QTest::newRow("absolute") << "ws://a/" << QByteArray("ws://b:81/x?y=z") << "ws://b:81/x?y=z";
    QTest::newRow("http is ws") << "ws://a/" << QByteArray("http://b/x") << "ws://b/x";
    QTest::newRow("https is wss") << "ws://a/" << QByteArray("https://b/x") << "wss://b/x";
    QTest::newRow("path") << "wss://a:444/x/y?z=1" << QByteArray("/q") << "wss://a:444/q";
    QTest::newRow("relative") << "ws://a/x/y" << QByteArray("z") << "ws://a/x/z";
    QTest::newRow("without a scheme") << "wss://a/x" << QByteArray("//b/y") << "wss://b/y";
    QTest::newRow("fragment and user go") << "ws://a/" << QByteArray("ws://u:p@b/#f") << "ws://b/";
    QTest::newRow("IPv6") << "ws://a/" << QByteArray("ws://[::1]:8080/") << "ws://[::1]:8080/";
}

void TestDialRoutes::goodTargets()
{
    QFETCH(QString, from);
    QFETCH(QByteArray, location);
    QFETCH(QString, target);
    const auto found = redirectTarget(QUrl(from), location);
    QVERIFY(found);
    QCOMPARE(found->toString(), target);
}

void TestDialRoutes::origins_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("same");
    QTest::newRow("another scheme") << "ws://a/"
                                    << "wss://a/" << false;
    QTest::newRow("another port") << "ws://a/"
                                  << "ws://a:81/" << false;
    QTest::newRow("another host") << "ws://a/"
                                  << "ws://b.a/" << false;
    QTest::newRow("another path") << "ws://a/x"
                                  << "ws://a/y?z" << true;
    QTest::newRow("the usual port said") << "wss://a:443/"
                                         << "wss://a/" << true;
    QTest::newRow("upper case") << "ws://A/"
                                << "ws://a/" << true;
    QTest::newRow("http is ws") << "http://a/"
                                << "ws://a:80/" << true;
}

void TestDialRoutes::origins()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QFETCH(bool, same);
    QCOMPARE(isSameOrigin(QUrl(one), QUrl(other)), same);
}

void TestDialRoutes::redirectsEnd()
{
    Redirector server(m_clock, "/again");
    QVERIFY(server.start());
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, links::dialOptions(server.url()), &failure));
    QCOMPARE(failure.stage, Stage::Upgrade);
    QCOMPARE(failure.status, 302);
    QVERIFY(failure.terminal);
    QCOMPARE(server.asked, 6); // the first, and five in a row
}

void TestDialRoutes::neverFromWssToWs()
{
    links::Server plain(m_clock);
    QVERIFY(plain.start());
    Redirector server(m_clock, plain.url().toEncoded());
    QVERIFY(server.start(Security::Tls));
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, links::dialOptions(server.url()), &failure));
    QCOMPARE(failure.stage, Stage::Upgrade);
    QVERIFY(failure.terminal);
    QVERIFY(plain.accepted.empty());
}

void TestDialRoutes::redirectsNotWanted()
{
    links::Server there(m_clock);
    QVERIFY(there.start());
    Redirector server(m_clock, there.url().toEncoded());
    QVERIFY(server.start());
    for (const Redirects wanted : {Redirects::Never, Redirects::SameOrigin}) {
        DialOptions options = links::dialOptions(server.url());
        options.redirects = wanted;
        DialFailure failure;
        QVERIFY(!links::dial(m_clock, options, &failure));
        QCOMPARE(failure.status, 302);
        QVERIFY(failure.terminal);
        QVERIFY(there.accepted.empty());
    }
}

void TestDialRoutes::redirected_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("toTls");
    for (const int status : {301, 302, 303, 307, 308}) {
        QTest::addRow("%d to ws", status) << status << false;
        QTest::addRow("%d to wss", status) << status << true;
    }
}

void TestDialRoutes::redirected()
{
    QFETCH(int, status);
    QFETCH(bool, toTls);
    links::Server there(m_clock);
    QVERIFY(there.start(toTls ? Security::Tls : Security::Plain));
    QUrl target = there.url();
    target.setPath(QStringLiteral("/there"));
    Redirector server(m_clock, target.toEncoded(), status);
    QVERIFY(server.start());
    const auto link = links::dial(m_clock, links::dialOptions(server.url()));
    QVERIFY(link && there.peer());
    QCOMPARE(there.peer()->requestTarget(), QStringLiteral("/there"));
    QSignalSpy received(link.get(), &Transport::messageReceived);
    there.peer()->send("hello", Transport::Kind::Text);
    QTRY_COMPARE(received.size(), 1);
}

void TestDialRoutes::headersStayAtTheirOrigin()
{
    for (const bool sameOrigin : {true, false}) {
        Redirector last(m_clock, {}, 410);
        QVERIFY(last.start());
        Redirector first(m_clock, sameOrigin ? QByteArray("/end") : last.url().toEncoded());
        QVERIFY(first.start());
        DialOptions options = links::dialOptions(first.url());
        options.headers = {{"Authorization", "Bearer t"}, {"X-Api-Key", "k"}};
        QVERIFY(!links::dial(m_clock, options));
        const auto &seen = sameOrigin ? first.lastHeaders : last.lastHeaders;
        QVERIFY(!seen.isEmpty());
        const QPair<QByteArray, QByteArray> token("authorization", "Bearer t");
        const QPair<QByteArray, QByteArray> key("x-api-key", "k");
        QCOMPARE(seen.contains(token), sameOrigin);
        QCOMPARE(seen.contains(key), sameOrigin);
        QVERIFY(first.lastHeaders.contains(token));
    }
}

void TestDialRoutes::badProxies_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("mood");
    for (const auto kind : {QNetworkProxy::HttpProxy, QNetworkProxy::Socks5Proxy}) {
        const char *name = kind == QNetworkProxy::HttpProxy ? "HTTP" : "SOCKS5";
        QTest::addRow("%s refuses", name) << int(kind) << int(ProxyMood::Refusing);
        QTest::addRow("%s hangs up", name) << int(kind) << int(ProxyMood::HangsUp);
        QTest::addRow("%s talks nonsense", name) << int(kind) << int(ProxyMood::Babbling);
    }
}

void TestDialRoutes::badProxies()
{
    QFETCH(int, kind);
    QFETCH(int, mood);
    links::Server server(m_clock);
    QVERIFY(server.start());
    const auto proxy = makeProxy(kind, ProxyMood(mood));
    QVERIFY(proxy->isListening());
    DialOptions options = links::dialOptions(server.url());
    options.proxy = proxy->toUse();
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, options, &failure));
    QCOMPARE(stageName(failure.stage), QStringLiteral("proxy"));
    QVERIFY(!failure.terminal);
    QVERIFY(!failure.message.isEmpty());
    QVERIFY(server.accepted.empty());
}

void TestDialRoutes::silentProxyTimesOut_data()
{
    kindsOfProxy();
}

void TestDialRoutes::silentProxyTimesOut()
{
    QFETCH(int, kind);
    const auto proxy = makeProxy(kind, ProxyMood::Silent);
    ManualClock time;
    Dialer dialer(time);
    QSignalSpy failed(&dialer, &Dialer::failed);
    DialOptions options = links::dialOptions(QUrl(QStringLiteral("ws://feed.test/")));
    options.proxy = proxy->toUse();
    dialer.dial(options);
    QTRY_COMPARE(dialer.stage(), Stage::Proxy);
    time.advance(10s);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<DialFailure>().stage, Stage::Proxy);
}

void TestDialRoutes::unreachableProxy()
{
    DialOptions options = links::dialOptions(QUrl(QStringLiteral("ws://feed.test/")));
    for (const auto kind : {QNetworkProxy::HttpProxy, QNetworkProxy::Socks5Proxy}) {
        auto proxy = makeProxy(kind, ProxyMood::Willing);
        options.proxy = proxy->toUse();
        proxy.reset(); // nobody there any more
        DialFailure failure;
        QVERIFY(!links::dial(m_clock, options, &failure));
        QCOMPARE(failure.stage, Stage::Proxy);
        QVERIFY(!failure.terminal);
    }
}

void TestDialRoutes::wrongPassword_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("said");
    for (const auto kind : {QNetworkProxy::HttpProxy, QNetworkProxy::Socks5Proxy}) {
        const char *name = kind == QNetworkProxy::HttpProxy ? "HTTP" : "SOCKS5";
        QTest::addRow("%s, none", name) << int(kind) << QString();
        QTest::addRow("%s, wrong", name) << int(kind) << QStringLiteral("guess");
    }
}

void TestDialRoutes::wrongPassword()
{
    QFETCH(int, kind);
    QFETCH(QString, said);
    const auto proxy = makeProxy(kind, ProxyMood::Willing);
    proxy->setPassword("secret");
    DialOptions options = links::dialOptions(QUrl(QStringLiteral("ws://feed.test/")));
    options.proxy = proxy->toUse(said);
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, options, &failure));
    QCOMPARE(failure.stage, Stage::Proxy);
    QVERIFY(failure.terminal);
    QCOMPARE(failure.status, 407);
    QVERIFY(!failure.message.text().contains(QLatin1String("guess")));
    QVERIFY(proxy->askedFor().isEmpty());
}

void TestDialRoutes::strangeProxy()
{
    DialOptions options = links::dialOptions(QUrl(QStringLiteral("ws://feed.test/")));
    options.proxy = QNetworkProxy(QNetworkProxy::FtpCachingProxy, QStringLiteral("127.0.0.1"), 9);
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, options, &failure));
    QCOMPARE(failure.stage, Stage::Proxy);
    QVERIFY(failure.terminal);
}

void TestDialRoutes::throughAProxy_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("password");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("host");
    for (const auto kind : {QNetworkProxy::HttpProxy, QNetworkProxy::Socks5Proxy}) {
        const char *name = kind == QNetworkProxy::HttpProxy ? "HTTP" : "SOCKS5";
        // A name that only the proxy knows.
        QTest::addRow("%s, ws", name) << int(kind) << QString() << false << QStringLiteral("feed.test");
        QTest::addRow("%s, ws, signed in", name)
            << int(kind) << QStringLiteral("secret") << false << QStringLiteral("feed.test");
        QTest::addRow("%s, wss", name) << int(kind) << QString() << true << QStringLiteral("127.0.0.1");
        QTest::addRow("%s, wss, signed in", name)
            << int(kind) << QStringLiteral("secret") << true << QStringLiteral("localhost");
    }
}

void TestDialRoutes::throughAProxy()
{
    QFETCH(int, kind);
    QFETCH(QString, password);
    QFETCH(bool, tls);
    QFETCH(QString, host);
    links::Server server(m_clock);
    QVERIFY(server.start(tls ? Security::Tls : Security::Plain));
    const auto proxy = makeProxy(kind, ProxyMood::Willing);
    proxy->setPassword(password.toLatin1());
    QUrl url = server.url();
    url.setHost(host);
    DialOptions options = links::dialOptions(url);
    options.proxy = proxy->toUse(password);

    Dialer dialer(m_clock);
    QSignalSpy passed(&dialer, &Dialer::stagePassed);
    QSignalSpy opened(&dialer, &Dialer::opened);
    dialer.dial(options);
    QTRY_COMPARE(opened.size(), 1);
    QList<Stage> stages;
    for (const auto &arguments : passed)
        stages.append(arguments[0].value<Stage>());
    QCOMPARE(stages, tls ? (QList<Stage>{Stage::Proxy, Stage::Tls, Stage::Upgrade})
                         : (QList<Stage>{Stage::Proxy, Stage::Upgrade}));
    QVERIFY(proxy->askedFor().endsWith(QByteArray(":").append(QByteArray::number(url.port()))));
    if (host == QLatin1String("feed.test"))
        QVERIFY(proxy->askedFor().startsWith("feed.test:"));

    const auto link = dialer.take();
    QTRY_VERIFY(server.peer());
    connect(server.peer(), &Transport::messageReceived, server.peer(),
            [peer = server.peer()](const QByteArray &payload, Transport::Kind form) {
                peer->send(payload, form);
            });
    QSignalSpy received(link.get(), &Transport::messageReceived);
    QSignalSpy closed(link.get(), &Transport::closed);
    link->send(QByteArray(900'000, 'x'), Transport::Kind::Text);
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received.first().first().toByteArray().size(), 900'000);
    QTRY_COMPARE(link->pendingBytes(), 0);
    server.peer()->close(4001, QStringLiteral("enough"));
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 4001);
}

void TestDialRoutes::systemProxy()
{
    const QByteArray before = qgetenv("http_proxy");
    qputenv("http_proxy", "http://127.0.0.1:9/");
    const QNetworkProxy found =
        proxyFor(QUrl(QStringLiteral("ws://feed.test/")), QNetworkProxy::DefaultProxy);
    const QNetworkProxy toUs = proxyFor(QUrl(QStringLiteral("ws://localhost/")), QNetworkProxy::DefaultProxy);
    const QNetworkProxy none = proxyFor(QUrl(QStringLiteral("ws://feed.test/")), QNetworkProxy::NoProxy);
    if (before.isEmpty())
        qunsetenv("http_proxy");
    else
        qputenv("http_proxy", before);
    QCOMPARE(found.type(), QNetworkProxy::HttpProxy);
    QCOMPARE(found.hostName(), QStringLiteral("127.0.0.1"));
    QCOMPARE(found.port(), 9);
    QCOMPARE(toUs.type(), QNetworkProxy::NoProxy);
    QCOMPARE(none.type(), QNetworkProxy::NoProxy);
}

void TestDialRoutes::ipv6Literal()
{
    DialOptions zone;
    zone.url = QUrl(QStringLiteral("ws://[fe80::1%25eth0]:81/"));
    QVERIFY(encodeUpgrade(zone, "k", {}).contains("\r\nHost: [fe80::1]:81\r\n"));
    if (!hasIpv6())
        QSKIP("this machine has no IPv6 loopback");
    links::Server server(m_clock);
    server.options.address = QHostAddress::LocalHostIPv6;
    QByteArray host;
    server.listener.setUpgradeFilter([&](const HttpRequest &request) -> std::optional<HttpResponse> {
        host = request.header("host");
        return std::nullopt;
    });
    QVERIFY(server.start());
    QUrl url = server.url();
    url.setHost(QStringLiteral("::1"));
    const auto link = links::dial(m_clock, links::dialOptions(url));
    QVERIFY(link);
    QCOMPARE(host, QByteArray("[::1]:").append(QByteArray::number(server.listener.port())));
    QCOMPARE(link->peerAddress(), QHostAddress(QHostAddress::LocalHostIPv6));
}

// Qt 6.4 would ask for "2001:db8::1:80", in which nobody can tell the port.
void TestDialRoutes::ipv6LiteralThroughAnHttpProxy()
{
    links::ConnectProxy proxy(ProxyMood::Willing);
    DialOptions options = links::dialOptions(QUrl(QStringLiteral("ws://[2001:db8::1]/")));
    options.proxy = proxy.toUse();
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, options, &failure));
    QCOMPARE(failure.stage, Stage::Proxy);
    QVERIFY(failure.terminal);
    QVERIFY(proxy.askedFor().isEmpty());
}

void TestDialRoutes::ipv6LiteralThroughASocksProxy()
{
    links::Server server(m_clock);
    QVERIFY(server.start());
    links::SocksProxy proxy(ProxyMood::Willing);
    QUrl url = server.url();
    url.setHost(QStringLiteral("2001:db8::1"));
    DialOptions options = links::dialOptions(url);
    options.proxy = proxy.toUse();
    QVERIFY(links::dial(m_clock, options));
    QVERIFY2(proxy.askedFor().startsWith("IPv6:"), proxy.askedFor());
}

QTEST_GUILESS_MAIN(TestDialRoutes)
#include "tst_dialroutes.moc"
