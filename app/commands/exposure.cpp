// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/exposure.h>

#include <alcedo/core/clock.h>
#include <alcedo/server/tokenfile.h>
#include <alcedo/transport/certificate.h>

#include <QNetworkInterface>
#include <QStandardPaths>

namespace alcedo {

namespace {

Error wrongWord(const QString &what)
{
    return Error(ErrorCode::InvalidArgument, what);
}

/// Where the certificate that we make for ourselves is kept.
QString tlsFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QLatin1String("/alcedo/tls");
}

} // namespace

Exposure::Exposure() = default;
Exposure::~Exposure() = default;

void Exposure::addOptions(QCommandLineParser &words)
{
    const auto add = [&](const char *name, const char *what, const char *value = nullptr) {
        words.addOption({QString::fromLatin1(name), QString::fromLatin1(what), QString::fromLatin1(value)});
    };
    add("port", "0 (the default): any free one", "N");
    add("address", "to listen on (default 127.0.0.1, this machine alone)", "A");
    add("share", "serve all machines that can reach this one: --address 0.0.0.0, over TLS, with tokens");
    add("certificate",
        "PEM file of our own certificate and its chain (default off this machine: one that "
        "vouches for itself is made once)",
        "FILE");
    add("key", "PEM file of its key", "FILE");
    add("tokens",
        "file of tokens that are needed (default off this machine: alcedo/tokens.json in the data "
        "folder; see alcedo token)",
        "FILE");
    add("insecure", "other machines without TLS, and without tokens where --tokens is not given");
    add("host", "a name by which browsers may ask for this server; may be given again", "NAME");
    add("origin", "a site whose pages may connect, as https://example.org; may be given again", "ORIGIN");
}

Result<void> Exposure::read(const QCommandLineParser &words, Server::Options &options, Clock &clock)
{
    if (const auto address = readAddress(words, options.listen); !address)
        return address;
    m_isInsecure = words.isSet(QStringLiteral("insecure"));
    if (m_isInsecure && options.listen.address.isLoopback())
        return wrongWord(QStringLiteral("--insecure is for other machines: with --share or --address"));
    if (const auto tls = readTls(words, options.listen, clock); !tls)
        return tls;
    if (const auto tokens = readTokens(words, options); !tokens)
        return tokens;
    if (m_isInsecure)
        options.exposure = Server::Options::Exposure::Open;
    options.clientsMayPublish = options.listen.address.isLoopback() || m_isInsecure;
    options.listen.allowedOrigins = words.values(QStringLiteral("origin"));
    const QStringList hosts = words.values(QStringLiteral("host"));
    options.listen.allowedHosts = namesOfThisMachine() + hosts;
    return {};
}

Result<void> Exposure::readAddress(const QCommandLineParser &words, ListenOptions &listen)
{
    bool isPort = false;
    const QString port = words.value(QStringLiteral("port"));
    listen.port = port.isEmpty() ? quint16(0) : port.toUShort(&isPort);
    if (!port.isEmpty() && !isPort)
        return wrongWord(QStringLiteral("--port takes a number from 0 to 65535"));
    const bool share = words.isSet(QStringLiteral("share"));
    const bool named = words.isSet(QStringLiteral("address"));
    if (share && named)
        return wrongWord(QStringLiteral("--share is an --address already"));
    const QString address = words.value(QStringLiteral("address"));
    if (share)
        listen.address = QHostAddress(QHostAddress::AnyIPv4);
    else if (named && !listen.address.setAddress(
                          address == QLatin1String("localhost") ? QStringLiteral("127.0.0.1") : address))
        return wrongWord(QStringLiteral("\"%1\" is no IP address").arg(address.left(80)));
    m_address = listen.address;
    m_isShared = !listen.address.isLoopback();
    return {};
}

Result<void> Exposure::readTls(const QCommandLineParser &words, ListenOptions &listen, Clock &clock)
{
    const QString certificate = words.value(QStringLiteral("certificate"));
    const QString key = words.value(QStringLiteral("key"));
    if (certificate.isEmpty() != key.isEmpty())
        return wrongWord(QStringLiteral("--certificate and --key go together"));
    if (!certificate.isEmpty() && m_isInsecure)
        return wrongWord(QStringLiteral("--insecure is without a certificate"));
    m_makesOwn = m_isShared && !m_isInsecure && certificate.isEmpty();
    if (certificate.isEmpty() && !m_makesOwn)
        return {};
    const auto tls = m_makesOwn ? ownServerTls(tlsFolder(), clock.wall()) : loadServerTls(certificate, key);
    if (!tls)
        return tls.error();
    listen.tls = *tls;
    m_fingerprint = fingerprintOf(tls->localCertificate());
    return {};
}

Result<void> Exposure::readTokens(const QCommandLineParser &words, Server::Options &options)
{
    const bool named = words.isSet(QStringLiteral("tokens"));
    if (!named && (!m_isShared || m_isInsecure))
        return {};
    m_tokens = std::make_unique<TokenFile>(words.value(QStringLiteral("tokens")));
    if (const auto loaded = m_tokens->load(); !loaded)
        return loaded;
    options.tokens = m_tokens->tokens();
    return {};
}

void Exposure::watch(Clock &clock)
{
    if (m_tokens)
        m_tokens->watch(clock);
}

QStringList Exposure::lines(const QUrl &url) const
{
    QStringList lines{url.toString()};
    const bool isAny = m_address == QHostAddress(QHostAddress::AnyIPv4) ||
                       m_address == QHostAddress(QHostAddress::Any) ||
                       m_address == QHostAddress(QHostAddress::AnyIPv6);
    for (const QHostAddress &address : isAny ? QNetworkInterface::allAddresses() : QList<QHostAddress>()) {
        if (address.isLoopback() || address.isLinkLocal() ||
            (m_address == QHostAddress(QHostAddress::AnyIPv4) &&
             address.protocol() != QAbstractSocket::IPv4Protocol))
            continue;
        QUrl other = url;
        other.setHost(address.toString());
        lines += other.toString();
    }
    if (!m_fingerprint.isEmpty())
        lines += QStringLiteral("certificate SHA-256 %1").arg(m_fingerprint);
    if (m_tokens)
        lines +=
            QStringLiteral("tokens %1 (%2)").arg(m_tokens->path()).arg(m_tokens->tokens()->entries().size());
    if (m_isInsecure)
        lines += m_tokens ? QStringLiteral("insecure: no TLS; who is in between reads all, tokens too")
                          : QStringLiteral("insecure: whoever reaches this port may read and publish");
    return lines;
}

} // namespace alcedo
