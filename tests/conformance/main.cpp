// SPDX-License-Identifier: MIT
// A peer for conformance suites, through the library's own Listener, Dialer and WebSocketTransport:
//
//   alcedo_conformance serve --port P [--tls CERT,KEY]   echoes every message; "close CODE REASON" closes
//   alcedo_conformance connect URL [--insecure]          getCaseCount, runCase 1…n (echoing), updateReports
//   alcedo_conformance talk URL [--insecure]             talks to an echo, and checks it
//
// Compression is offered and accepted, unless there is --no-deflate.
#include "talker.h"

#include <alcedo/core/clock.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/listener.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QSslKey>
#include <QUrlQuery>
#include <cstdio>
#include <functional>
#include <memory>

using namespace alcedo;

namespace {

constexpr qint64 MaxMessage = 64 << 20; // the suite's limit cases send 16 MiB

int complainAndFail(const QString &why)
{
    std::fprintf(stderr, "alcedo_conformance: %s\n", qUtf8Printable(why));
    return 1;
}

void echo(Transport *transport)
{
    QObject::connect(transport, &Transport::messageReceived, transport,
                     [transport](const QByteArray &payload, Transport::Kind kind) {
                         const QList<QByteArray> words =
                             payload.first(std::min<qsizetype>(payload.size(), 200)).split(' ');
                         if (kind == Transport::Kind::Text && words.size() > 2 && words[0] == "close")
                             transport->close(words[1].toInt(), QString::fromUtf8(words.mid(2).join(' ')));
                         else
                             transport->send(payload, kind);
                     });
    QObject::connect(transport, &Transport::closed, transport, &QObject::deleteLater);
}

int serve(const QStringList &tls, quint16 port, DeflateOptions::Use deflate, Clock &clock)
{
    ListenOptions options;
    options.port = port;
    options.maxMessageBytes = MaxMessage;
    options.deflate.use = deflate;
    if (!tls.isEmpty()) {
        QFile certificate(tls.value(0)), key(tls.value(1));
        if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly))
            return complainAndFail(QStringLiteral("--tls needs a certificate and a key in PEM"));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(&certificate));
        const QByteArray pem = key.readAll();
        QSslKey privateKey(pem, QSsl::Rsa);
        if (privateKey.isNull())
            privateKey = QSslKey(pem, QSsl::Ec);
        configuration.setPrivateKey(privateKey);
        options.tls = configuration;
    }
    Listener listener(clock);
    QObject::connect(&listener, &Listener::newTransport, &listener, [&listener](Transport *transport) {
        transport->setParent(&listener);
        echo(transport);
    });
    if (const auto listening = listener.listen(options); !listening)
        return complainAndFail(listening.error().message());
    std::printf("listening on %d\n", int(listener.port()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

/// Runs the suite's steps one after another, each over a connection of its own.
class SuiteClient : public QObject
{
public:
    SuiteClient(QUrl url, QSslConfiguration tls, Clock &clock)
        : m_url(std::move(url))
        , m_tls(std::move(tls))
        , m_clock(clock)
    {
    }
    void start()
    {
        open(QStringLiteral("/getCaseCount"), {},
             [this](const QByteArray &payload) { m_count = payload.toInt(); });
    }

private:
    using Message = std::function<void(const QByteArray &)>;

    void open(const QString &path, const QList<QPair<QString, QString>> &query, const Message &onMessage)
    {
        DialOptions options;
        options.url = m_url;
        options.url.setPath(path);
        QUrlQuery parameters;
        parameters.setQueryItems(query);
        parameters.addQueryItem(QStringLiteral("agent"), QStringLiteral("alcedo"));
        options.url.setQuery(parameters);
        options.tls = m_tls;
        options.maxMessageBytes = MaxMessage;
        options.deflate.use = DeflateOptions::Use::Always;
        auto *dialer = new Dialer(m_clock, this);
        connect(dialer, &Dialer::failed, this, [](const DialFailure &failure) {
            complainAndFail(failure.message.text());
            QCoreApplication::exit(1);
        });
        connect(dialer, &Dialer::opened, this, [this, dialer, onMessage] {
            Transport *transport = dialer->take().release();
            transport->setParent(this);
            dialer->deleteLater();
            if (onMessage)
                connect(transport, &Transport::messageReceived, this, onMessage);
            else
                echo(transport);
            connect(transport, &Transport::closed, this, &SuiteClient::next);
        });
        dialer->dial(options);
    }

    void next()
    {
        if (++m_case <= m_count)
            open(QStringLiteral("/runCase"), {{QStringLiteral("case"), QString::number(m_case)}}, {});
        else if (m_case == m_count + 1)
            open(QStringLiteral("/updateReports"), {}, [](const QByteArray &) {});
        else
            QCoreApplication::quit();
    }

    QUrl m_url;
    QSslConfiguration m_tls;
    Clock &m_clock;
    int m_count = 0;
    int m_case = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption port(QStringLiteral("port"), QStringLiteral("Port to listen on; 0: any."),
                                  QStringLiteral("port"), QStringLiteral("0"));
    const QCommandLineOption tls(QStringLiteral("tls"), QStringLiteral("Serve TLS with CERT,KEY."),
                                 QStringLiteral("files"));
    const QCommandLineOption insecure(QStringLiteral("insecure"),
                                      QStringLiteral("Take any certificate: for suites with a made-up one."));
    const QCommandLineOption plain(QStringLiteral("no-deflate"),
                                   QStringLiteral("Without permessage-deflate."));
    parser.addOptions({port, tls, insecure, plain});
    parser.addHelpOption();
    parser.process(application);
    const QStringList words = parser.positionalArguments();
    const auto deflate = parser.isSet(plain) ? DeflateOptions::Use::Never : DeflateOptions::Use::Always;
    SystemClock clock;
    if (words.value(0) == QLatin1String("serve"))
        return serve(parser.value(tls).split(QLatin1Char(','), Qt::SkipEmptyParts),
                     quint16(parser.value(port).toUInt()), deflate, clock);
    const bool talks = words.value(0) == QLatin1String("talk");
    if ((!talks && words.value(0) != QLatin1String("connect")) || words.size() != 2)
        return complainAndFail(QStringLiteral(
            "serve [--port P] [--tls CERT,KEY], connect URL [--insecure] or talk URL [--insecure]"));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    if (parser.isSet(insecure))
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (talks) {
        DialOptions options;
        options.url = QUrl(words.at(1));
        options.tls = configuration;
        options.deflate.use = deflate;
        Talker talker(options, clock);
        talker.start();
        return QCoreApplication::exec();
    }
    SuiteClient client(QUrl(words.at(1)), configuration, clock);
    client.start();
    return QCoreApplication::exec();
}
