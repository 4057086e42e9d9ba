// SPDX-License-Identifier: MIT
#include <alcedo/core/filephrases.h>
#include <alcedo/transport/certificate.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QLockFile>
#include <QNetworkInterface>
#include <QSaveFile>
#include <QSslKey>
#include <QSysInfo>
#include <algorithm>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace alcedo {

namespace {

constexpr long ValidSeconds = 10L * 365 * 24 * 3600;
constexpr qint64 MaxPemBytes = 1 << 20;
constexpr QFile::Permissions OthersOfTls =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

struct OpenSslFree
{
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION *extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO *bio) const { BIO_free_all(bio); }
    void operator()(BIGNUM *number) const { BN_free(number); }
};
template <typename T>
using Owned = std::unique_ptr<T, OpenSslFree>;

/// One that is safe in OpenSSL's list of names, where commas and colons have a meaning.
bool isPlainName(const QString &name)
{
    return !name.isEmpty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c.isLetterOrNumber() && c.unicode() < 128) || c == u'.' || c == u'-';
    });
}

QByteArray alternativeNames(const QStringList &names)
{
    QByteArrayList entries;
    for (const QString &name : names) {
        QHostAddress address(name);
        address.setScopeId({});
        if (!address.isNull())
            entries += "IP:" + address.toString().toLatin1();
        else if (isPlainName(name))
            entries += "DNS:" + name.toLatin1();
    }
    return entries.join(',');
}

bool addExtension(X509 *certificate, int kind, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// RFC 5280 4.1.2.2: positive, at most 20 octets.
bool setRandomSerial(X509 *certificate)
{
    const Owned<BIGNUM> number(BN_new());
    return number && BN_rand(number.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool fill(X509 *certificate, EVP_PKEY *key, const QByteArray &names, std::time_t now)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    const auto *common = reinterpret_cast<const unsigned char *>("Alcedo");
    return X509_set_version(certificate, X509_VERSION_3) == 1 && setRandomSerial(certificate) &&
           X509_time_adj_ex(X509_getm_notBefore(certificate), 0, -3600, &now) &&
           X509_time_adj_ex(X509_getm_notAfter(certificate), 0, ValidSeconds, &now) &&
           X509_set_pubkey(certificate, key) == 1 &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1 &&
           addExtension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
           addExtension(certificate, NID_key_usage, "critical,digitalSignature") &&
           addExtension(certificate, NID_ext_key_usage, "serverAuth") &&
           addExtension(certificate, NID_subject_alt_name, names) &&
           X509_sign(certificate, key, EVP_sha256()) > 0;
}

QByteArray contentsOf(BIO *bio)
{
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    return {bytes, qsizetype(size)};
}

Result<QByteArray> readPem(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return Error(ErrorCode::Io, cannotRead(file));
    if (file.size() > MaxPemBytes)
        return Error(ErrorCode::Parse, QStringLiteral("%1 is too large for PEM").arg(path));
    return file.readAll();
}

Result<void> writePem(const QString &path, const QByteArray &pem)
{
    QSaveFile file(path);
    // Its rights before its contents.
    const bool opened =
        file.open(QFile::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (!opened || file.write(pem) != pem.size() || !file.commit())
        return Error(ErrorCode::Io, cannotWrite(file));
    return {};
}

QSslKey keyOf(const QByteArray &pem)
{
    for (const auto algorithm : {QSsl::Ec, QSsl::Rsa}) {
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    }
    return {};
}

} // namespace

QString fingerprintOf(const QSslCertificate &certificate)
{
    if (certificate.isNull())
        return {};
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper());
}

Result<OwnCertificate> makeOwnCertificate(const QStringList &names, std::chrono::nanoseconds wall)
{
    const Error failed(ErrorCode::Tls, QStringLiteral("a certificate could not be made"));
    const QByteArray list = alternativeNames(names);
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Owned<X509> certificate(X509_new());
    const Owned<BIO> certificatePem(BIO_new(BIO_s_mem())), keyPem(BIO_new(BIO_s_mem()));
    const auto now = std::time_t(std::chrono::duration_cast<std::chrono::seconds>(wall).count());
    if (list.isEmpty() || !key || !certificate || !certificatePem || !keyPem ||
        !fill(certificate.get(), key.get(), list, now) ||
        PEM_write_bio_X509(certificatePem.get(), certificate.get()) != 1 ||
        PEM_write_bio_PKCS8PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return failed;
    return OwnCertificate{contentsOf(certificatePem.get()), contentsOf(keyPem.get())};
}

Result<QSslConfiguration> loadServerTls(const QString &certificateFile, const QString &keyFile)
{
    const auto certificatePem = readPem(certificateFile);
    if (!certificatePem)
        return certificatePem.error();
    const auto keyPem = readPem(keyFile);
    if (!keyPem)
        return keyPem.error();
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*certificatePem, QSsl::Pem);
    if (chain.isEmpty())
        return Error(ErrorCode::Parse, QStringLiteral("%1 holds no PEM certificate").arg(certificateFile));
    const QSslKey key = keyOf(*keyPem);
    if (key.isNull())
        return Error(ErrorCode::Parse, QStringLiteral("%1 holds no PEM key without a password").arg(keyFile));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater); // RFC 8996: nothing older
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    tls.setLocalCertificateChain(chain);
    tls.setPrivateKey(key);
    return tls;
}

Result<QSslConfiguration> ownServerTls(const QString &folder, std::chrono::nanoseconds wall)
{
    const QString certificateFile = folder + QLatin1String("/server-cert.pem");
    const QString keyFile = folder + QLatin1String("/server-key.pem");
    if (!QDir().mkpath(folder))
        return Error(ErrorCode::Io, QStringLiteral("cannot make %1").arg(folder));
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QLockFile lock(folder + QLatin1String("/lock")); // two first starts at once make one certificate
    if (!lock.tryLock(5'000))
        return Error(ErrorCode::Io, QStringLiteral("%1 is in use by another process").arg(folder));
    if (!QFile::exists(certificateFile) && !QFile::exists(keyFile)) {
        const auto made = makeOwnCertificate(namesOfThisMachine(), wall);
        if (!made)
            return made.error();
        for (const auto &[file, pem] :
             {std::pair(keyFile, made->key), std::pair(certificateFile, made->certificate)}) {
            if (const auto written = writePem(file, pem); !written)
                return written.error();
        }
    }
    if (QFile(keyFile).permissions() & OthersOfTls)
        return Error(ErrorCode::Io, QStringLiteral("others may read %1; make it 0600").arg(keyFile));
    return loadServerTls(certificateFile, keyFile);
}

QStringList namesOfThisMachine()
{
    QStringList names{QStringLiteral("localhost")};
    const QString host = QSysInfo::machineHostName().toLower();
    if (isPlainName(host) && host != QLatin1String("localhost")) {
        names += host;
        if (!host.contains(u'.'))
            names += QString(host + QLatin1String(".local")); // RFC 6762: how the LAN asks for it
    }
    for (const QHostAddress &address : QNetworkInterface::allAddresses())
        names += QHostAddress(address).toString().section(u'%', 0, 0);
    return names;
}

} // namespace alcedo
