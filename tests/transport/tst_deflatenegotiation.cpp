// SPDX-License-Identifier: MIT
#include <alcedo/transport/deflatenegotiation.h>

#include <QTest>

using namespace alcedo;

Q_DECLARE_METATYPE(alcedo::DeflateOptions)
Q_DECLARE_METATYPE(alcedo::DeflateTerms)

/// RFC 7692 7.1, both ends.
class TestDeflateNegotiation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void malformedExtensions_data();
    void malformedExtensions();
    void extensions();
    void declinedOffers_data();
    void declinedOffers();
    void refusedAnswers_data();
    void refusedAnswers();
    void nothingOffered();
    void loopback_data();
    void loopback();
    void offers_data();
    void offers();
    void answers_data();
    void answers();
    void acceptedAnswers_data();
    void acceptedAnswers();
};

namespace {

DeflateOptions withBits(int own, int peer)
{
    DeflateOptions options;
    options.windowBits = own;
    options.peerWindowBits = peer;
    return options;
}

DeflateOptions forgetting()
{
    DeflateOptions options;
    options.keepsContext = false;
    options.peerKeepsContext = false;
    return options;
}

} // namespace

void TestDeflateNegotiation::malformedExtensions_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("no name") << QByteArray("; a");
    QTest::newRow("no parameter's name") << QByteArray("x; ");
    QTest::newRow("no value") << QByteArray("x; a=");
    QTest::newRow("empty quotes") << QByteArray("x; a=\"\"");
    QTest::newRow("open quotes") << QByteArray("x; a=\"10");
    QTest::newRow("no token in quotes") << QByteArray("x; a=\"1 0\"");
    QTest::newRow("backslash at the end") << QByteArray("x; a=\"1\\");
    QTest::newRow("two values") << QByteArray("x; a=1 2");
    QTest::newRow("two names") << QByteArray("x y");
    QTest::newRow("a mark") << QByteArray("x; (a)");
    QTest::newRow("beyond ASCII") << QByteArray("x; \xC3\xA4");
}

void TestDeflateNegotiation::malformedExtensions()
{
    QFETCH(QByteArray, value);
    QVERIFY(!parseExtensions(value));
    QVERIFY(!judgeDeflateOffers(value, {}));
    QVERIFY(!judgeDeflateAnswer(value, DeflateOptions()));
}

void TestDeflateNegotiation::extensions()
{
    const auto found = parseExtensions(" , a ;b; c = \"1\\2\" ,, d;e=f\t,");
    QVERIFY(found);
    QCOMPARE(found->size(), 2);
    QCOMPARE(found->first().name, QByteArray("a"));
    QCOMPARE(found->first().parameters.size(), 2);
    QVERIFY(!found->first().parameters[0].second);
    QCOMPARE(found->first().parameters[1].second, std::optional<QByteArray>("12"));
    QCOMPARE(found->last().parameters.first(), (QPair<QByteArray, std::optional<QByteArray>>("e", "f")));
    QCOMPARE(parseExtensions("")->size(), 0);
}

void TestDeflateNegotiation::declinedOffers_data()
{
    QTest::addColumn<QByteArray>("offer");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("another extension") << QByteArray("x-webkit-deflate-frame");
    const auto row = [](const char *name, const char *parameters) {
        QTest::newRow(name) << QByteArray("permessage-deflate; ").append(parameters);
    };
    row("unknown parameter", "foo");
    row("unknown parameter with a value", "foo=1");
    row("parameter in upper case", "Server_No_Context_Takeover");
    row("server_no_context_takeover with a value", "server_no_context_takeover=1");
    row("server_no_context_takeover twice", "server_no_context_takeover; server_no_context_takeover");
    row("client_no_context_takeover with a value", "client_no_context_takeover=true");
    row("client_no_context_takeover twice", "client_no_context_takeover; client_no_context_takeover");
    row("server bits without a value", "server_max_window_bits");
    row("server bits 7", "server_max_window_bits=7");
    row("server bits 16", "server_max_window_bits=16");
    row("server bits 010", "server_max_window_bits=010");
    row("server bits 08", "server_max_window_bits=08");
    row("server bits -9", "server_max_window_bits=-9");
    row("server bits ten", "server_max_window_bits=ten");
    row("server bits 1000000000000", "server_max_window_bits=1000000000000");
    row("server bits twice", "server_max_window_bits=10; server_max_window_bits=10");
    row("client bits 7", "client_max_window_bits=7");
    row("client bits 16", "client_max_window_bits=16");
    row("client bits twice", "client_max_window_bits; client_max_window_bits=10");
}

void TestDeflateNegotiation::declinedOffers()
{
    QFETCH(QByteArray, offer);
    const auto answer = judgeDeflateOffers(offer, DeflateOptions::forServer());
    QVERIFY(answer);
    QVERIFY(!answer->has_value());
    // The next offer is then looked at (RFC 7692 5.1).
    const auto next =
        judgeDeflateOffers(QByteArray(offer).append(", permessage-deflate"), DeflateOptions::forServer());
    QVERIFY(next && next->has_value());
}

void TestDeflateNegotiation::refusedAnswers_data()
{
    QTest::addColumn<DeflateOptions>("offered");
    QTest::addColumn<QByteArray>("answer");
    const DeflateOptions plain;
    const auto row = [&](const char *name, const char *parameters, const DeflateOptions &offered = {}) {
        QTest::newRow(name) << offered << QByteArray("permessage-deflate; ").append(parameters);
    };
    QTest::newRow("another extension") << plain << QByteArray("permessage-bzip2");
    QTest::newRow("twice") << plain << QByteArray("permessage-deflate, permessage-deflate");
    row("unknown parameter", "foo");
    row("server_no_context_takeover with a value", "server_no_context_takeover=1");
    row("server_no_context_takeover twice", "server_no_context_takeover; server_no_context_takeover");
    row("client_no_context_takeover with a value", "client_no_context_takeover=1");
    row("server bits without a value", "server_max_window_bits");
    row("server bits 7", "server_max_window_bits=7");
    row("server bits 16", "server_max_window_bits=16");
    row("server bits twice", "server_max_window_bits=9; server_max_window_bits=9");
    row("client bits without a value", "client_max_window_bits");
    row("client bits 7", "client_max_window_bits=7");
    row("client bits 16", "client_max_window_bits=16");
    row("server keeps its context, asked not to", "client_no_context_takeover", forgetting());
    row("server bits 11, asked for 10", "server_max_window_bits=11", withBits(12, 10));
    row("no server bits, asked for 10", "client_max_window_bits=10", withBits(12, 10));
}

void TestDeflateNegotiation::refusedAnswers()
{
    QFETCH(DeflateOptions, offered);
    QFETCH(QByteArray, answer);
    const auto terms = judgeDeflateAnswer(answer, offered);
    QVERIFY(!terms);
    QVERIFY(!terms.error().message().isEmpty());
}

void TestDeflateNegotiation::nothingOffered()
{
    QVERIFY(!judgeDeflateAnswer("permessage-deflate", {}));
    const auto none = judgeDeflateAnswer({}, {});
    QVERIFY(none && !none->has_value());
    const auto declined = judgeDeflateAnswer({}, DeflateOptions());
    QVERIFY(declined && !declined->has_value());
}

void TestDeflateNegotiation::loopback_data()
{
    QTest::addColumn<int>("use");
    QTest::addColumn<QString>("peer");
    QTest::addColumn<bool>("wanted");
    const QString far = QStringLiteral("192.0.2.1");
    using Use = DeflateOptions::Use;
    QTest::newRow("never") << int(Use::Never) << far << false;
    QTest::newRow("127.0.0.1") << int(Use::ExceptLoopback) << QStringLiteral("127.0.0.1") << false;
    QTest::newRow("127.1.2.3") << int(Use::ExceptLoopback) << QStringLiteral("127.1.2.3") << false;
    QTest::newRow("::1") << int(Use::ExceptLoopback) << QStringLiteral("::1") << false;
    QTest::newRow("::ffff:127.0.0.1")
        << int(Use::ExceptLoopback) << QStringLiteral("::ffff:127.0.0.1") << false;
    QTest::newRow("far") << int(Use::ExceptLoopback) << far << true;
    QTest::newRow("always") << int(Use::Always) << QStringLiteral("127.0.0.1") << true;
}

void TestDeflateNegotiation::loopback()
{
    QFETCH(int, use);
    QFETCH(QString, peer);
    QFETCH(bool, wanted);
    DeflateOptions options;
    options.use = DeflateOptions::Use(use);
    QCOMPARE(wantsDeflate(options, QHostAddress(peer)), wanted);
}

void TestDeflateNegotiation::offers_data()
{
    QTest::addColumn<DeflateOptions>("options");
    QTest::addColumn<QByteArray>("offer");
    QTest::newRow("default") << DeflateOptions() << QByteArray("permessage-deflate; client_max_window_bits");
    QTest::newRow("nobody keeps a context")
        << forgetting()
        << QByteArray("permessage-deflate; client_max_window_bits; client_no_context_takeover; "
                      "server_no_context_takeover");
    QTest::newRow("a small window of the server's")
        << withBits(12, 8)
        << QByteArray("permessage-deflate; client_max_window_bits; server_max_window_bits=8");
    QTest::newRow("out of range below")
        << withBits(-3, -3)
        << QByteArray("permessage-deflate; client_max_window_bits; server_max_window_bits=8");
    QTest::newRow("out of range above")
        << withBits(99, 99) << QByteArray("permessage-deflate; client_max_window_bits");
}

void TestDeflateNegotiation::offers()
{
    QFETCH(DeflateOptions, options);
    QFETCH(QByteArray, offer);
    QCOMPARE(deflateOffer(options), offer);
    const auto answer = judgeDeflateOffers(offer, DeflateOptions::forServer());
    QVERIFY(answer && answer->has_value());
    const auto terms = judgeDeflateAnswer((*answer)->value, options);
    QVERIFY(terms && terms->has_value());
    // Both ends mean the same: what one compresses the other can inflate.
    QVERIFY((*terms)->windowBits <= std::max((*answer)->terms.peerWindowBits, 9));
    QVERIFY((*answer)->terms.windowBits <= std::max((*terms)->peerWindowBits, 9));
    QVERIFY((*answer)->terms.peerKeepsContext || !(*terms)->keepsContext);
    QVERIFY((*terms)->peerKeepsContext || !(*answer)->terms.keepsContext);
}

void TestDeflateNegotiation::answers_data()
{
    QTest::addColumn<DeflateOptions>("options");
    QTest::addColumn<QByteArray>("offer");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("ownBits");
    QTest::addColumn<int>("peerBits");
    QTest::addColumn<bool>("keeps");
    QTest::addColumn<bool>("peerKeeps");
    const DeflateOptions plain;
    const DeflateOptions server = DeflateOptions::forServer();
    const auto row = [](const char *name, const DeflateOptions &options, const char *offer,
                        const char *answer, int own, int peer, bool keeps, bool peerKeeps) {
        QTest::newRow(name) << options << QByteArray("permessage-deflate").append(offer)
                            << QByteArray("permessage-deflate").append(answer) << own << peer << keeps
                            << peerKeeps;
    };
    row("a server's default to a bare offer", server, "",
        "; server_no_context_takeover; client_no_context_takeover", 12, 15, false, false);
    row("a server's default to a browser", server, "; client_max_window_bits",
        "; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=12", 12, 12, false,
        false);
    row("contexts kept", plain, "", "", 12, 15, true, true);
    row("server_no_context_takeover", plain, "; server_no_context_takeover", "; server_no_context_takeover",
        12, 15, false, true);
    row("client_no_context_takeover", plain, "; client_no_context_takeover", "; client_no_context_takeover",
        12, 15, true, false);
    row("server bits 15", plain, "; server_max_window_bits=15", "; server_max_window_bits=12", 12, 15, true,
        true);
    row("server bits 10", plain, "; server_max_window_bits=10", "; server_max_window_bits=10", 10, 15, true,
        true);
    row("server bits 8: zlib's 9 reach no further", plain, "; server_max_window_bits=8",
        "; server_max_window_bits=8", 9, 15, true, true);
    row("server bits in quotes", plain, "; server_max_window_bits=\"10\"", "; server_max_window_bits=10", 10,
        15, true, true);
    row("client bits 10", plain, "; client_max_window_bits=10", "; client_max_window_bits=10", 12, 10, true,
        true);
    row("client bits 8", plain, "; client_max_window_bits=8", "; client_max_window_bits=8", 12, 8, true,
        true);
    row("client bits 15, ours are fewer", withBits(12, 11), "; client_max_window_bits=15",
        "; client_max_window_bits=11", 12, 11, true, true);
    row("client bits not named: not asked for", withBits(12, 11), "", "", 12, 15, true, true);
    row("the first that is good", plain,
        "; foo, permessage-deflate; server_max_window_bits=9, permessage-deflate",
        "; server_max_window_bits=9", 9, 15, true, true);
    row("all four", plain,
        "; client_max_window_bits=11; server_max_window_bits=10; "
        "client_no_context_takeover;server_no_context_takeover",
        "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; "
        "client_max_window_bits=11",
        10, 11, false, false);
}

void TestDeflateNegotiation::answers()
{
    QFETCH(DeflateOptions, options);
    QFETCH(QByteArray, offer);
    QFETCH(QByteArray, answer);
    QFETCH(int, ownBits);
    QFETCH(int, peerBits);
    QFETCH(bool, keeps);
    QFETCH(bool, peerKeeps);
    const auto judged = judgeDeflateOffers(offer, options);
    QVERIFY(judged && judged->has_value());
    QCOMPARE((*judged)->value, answer);
    const DeflateTerms &terms = (*judged)->terms;
    QCOMPARE(terms.windowBits, ownBits);
    QCOMPARE(terms.peerWindowBits, peerBits);
    QCOMPARE(terms.keepsContext, keeps);
    QCOMPARE(terms.peerKeepsContext, peerKeeps);
    QCOMPARE(terms.threshold, options.threshold);
}

void TestDeflateNegotiation::acceptedAnswers_data()
{
    QTest::addColumn<DeflateOptions>("offered");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("ownBits");
    QTest::addColumn<int>("peerBits");
    QTest::addColumn<bool>("keeps");
    QTest::addColumn<bool>("peerKeeps");
    const auto row = [](const char *name, const DeflateOptions &offered, const char *answer, int own,
                        int peer, bool keeps, bool peerKeeps) {
        QTest::newRow(name) << offered << QByteArray("permessage-deflate").append(answer) << own << peer
                            << keeps << peerKeeps;
    };
    row("bare", {}, "", 12, 15, true, true);
    row("unasked server_no_context_takeover", {}, "; server_no_context_takeover", 12, 15, true, false);
    row("unasked client_no_context_takeover", {}, "; client_no_context_takeover", 12, 15, false, true);
    row("unasked server bits", {}, "; server_max_window_bits=9", 12, 9, true, true);
    row("client bits 8: zlib's 9 reach no further", {}, "; client_max_window_bits=8", 9, 15, true, true);
    row("client bits 15, ours are fewer", {}, "; client_max_window_bits=15", 12, 15, true, true);
    row("fewer server bits than asked for", withBits(12, 11), "; server_max_window_bits=10", 12, 10, true,
        true);
    row("as asked", forgetting(), "; server_no_context_takeover; client_no_context_takeover", 12, 15, false,
        false);
    row("we forget whatever is said", forgetting(), "; server_no_context_takeover", 12, 15, false, false);
}

void TestDeflateNegotiation::acceptedAnswers()
{
    QFETCH(DeflateOptions, offered);
    QFETCH(QByteArray, answer);
    QFETCH(int, ownBits);
    QFETCH(int, peerBits);
    QFETCH(bool, keeps);
    QFETCH(bool, peerKeeps);
    const auto terms = judgeDeflateAnswer(answer, offered);
    QVERIFY(terms && terms->has_value());
    QCOMPARE((*terms)->windowBits, ownBits);
    QCOMPARE((*terms)->peerWindowBits, peerBits);
    QCOMPARE((*terms)->keepsContext, keeps);
    QCOMPARE((*terms)->peerKeepsContext, peerKeeps);
}

QTEST_GUILESS_MAIN(TestDeflateNegotiation)
#include "tst_deflatenegotiation.moc"
