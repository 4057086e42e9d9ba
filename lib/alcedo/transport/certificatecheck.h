// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QSslCertificate>
#include <QSslError>
#include <QString>
#include <QUrl>
#include <memory>

namespace alcedo {

class KnownServers;

/// What a client thinks of a server's certificate with which TLS has found fault: of one that vouches for
/// itself and is otherwise good, the known servers decide (trust on first use, as RFC 4251 4.1 has it for
/// host keys). One dial's. Thread: the dialer's.
class CertificateCheck
{
public:
    CertificateCheck() = default;
    /// known: null: every fault is one.
    CertificateCheck(std::shared_ptr<const KnownServers> known, QUrl url);
    /// Whether to go on all the same; where not, fault() says why.
    [[nodiscard]] bool passes(const QSslCertificate &certificate, const QList<QSslError> &errors);
    /// TLS stands: what is new is remembered. An Error: it could not be, so that the next meeting would be
    /// blind.
    [[nodiscard]] Result<void> settle();
    [[nodiscard]] const Words &fault() const { return m_fault; }

private:
    std::shared_ptr<const KnownServers> m_known;
    QUrl m_url;
    Words m_fault;
    QString m_newFingerprint;
};

} // namespace alcedo
