// SPDX-License-Identifier: MIT
#include <alcedo/core/log.h>
#include <alcedo/transport/certificate.h>
#include <alcedo/transport/certificatecheck.h>
#include <alcedo/transport/dialphrases.h>
#include <alcedo/transport/knownservers.h>

#include <algorithm>

namespace alcedo {

namespace {

/// A certificate that vouches for itself, under whatever name: it is known by its fingerprint.
bool isOwnCertificate(const QList<QSslError> &errors)
{
    bool isOwn = false;
    for (const QSslError &error : errors) {
        if (error.error() == QSslError::SelfSignedCertificate)
            isOwn = true;
        else if (error.error() != QSslError::HostNameMismatch)
            return false;
    }
    return isOwn;
}

} // namespace

CertificateCheck::CertificateCheck(std::shared_ptr<const KnownServers> known, QUrl url)
    : m_known(std::move(known))
    , m_url(std::move(url))
{
}

bool CertificateCheck::passes(const QSslCertificate &certificate, const QList<QSslError> &errors)
{
    if (errors.isEmpty())
        return true;
    if (!m_known || !isOwnCertificate(errors)) {
        m_fault = faultOf(errors.first());
        return false;
    }
    const QString fingerprint = fingerprintOf(certificate);
    const auto verdict = m_known->judge(m_url, fingerprint);
    if (!verdict) {
        m_fault = verdict.error().words();
        return false;
    }
    if (*verdict == KnownServers::Verdict::Changed) {
        m_fault = say(DialPhrase::CertificateChanged, {m_known->path(), fingerprint});
        return false;
    }
    if (*verdict == KnownServers::Verdict::New)
        m_newFingerprint = fingerprint;
    return true;
}

Result<void> CertificateCheck::settle()
{
    if (m_newFingerprint.isEmpty())
        return {};
    const auto remembered = m_known->remember(m_url, m_newFingerprint);
    if (remembered)
        qCInfo(log::transport).noquote()
            << "remembered the certificate of" << m_url.host() << "SHA-256" << m_newFingerprint;
    return remembered;
}

} // namespace alcedo
