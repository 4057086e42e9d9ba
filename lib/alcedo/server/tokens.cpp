// SPDX-License-Identifier: MIT
#include <alcedo/server/tokens.h>

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <algorithm>
#include <openssl/crypto.h>

namespace alcedo {

namespace {

constexpr QByteArrayView TokenPrefix("alcedo_");
constexpr int SecretWords = 8; // of 32 bits
constexpr qsizetype MaxTokenBytes = 128;
constexpr qsizetype MaxUserLength = 64;

QByteArray randomSecret(int words)
{
    QByteArray bytes(words * 4, Qt::Uninitialized);
    QRandomGenerator::system()->generate(bytes.begin(), bytes.end());
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QString randomTokenId()
{
    return QString::number(QRandomGenerator::system()->generate64() | (quint64(1) << 63), 36);
}

QByteArray secretHash(QByteArrayView secret)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(secret);
    return hash.result();
}

IdentityPtr identityFrom(const Tokens::Entry &entry)
{
    return std::make_shared<const Identity>(Identity{entry.user, entry.id, entry.grants, entry.expires});
}

bool isUserName(const QString &user)
{
    return !user.isEmpty() && user.size() <= MaxUserLength &&
           std::all_of(user.begin(), user.end(), [](QChar c) { return c.isPrint(); });
}

} // namespace

bool isEqualConstantTime(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), std::size_t(a.size())) == 0;
}

Tokens::Tokens(QObject *parent)
    : QObject(parent)
{
}

Result<Tokens::Issued> Tokens::issue(const QString &user, const std::vector<Grant> &grants, Nanoseconds now,
                                     std::optional<Nanoseconds> expires)
{
    if (!isUserName(user))
        return Error(ErrorCode::InvalidArgument,
                     QStringLiteral("a user is 1 to %1 printable characters").arg(MaxUserLength));
    if (grants.empty())
        return Error(ErrorCode::InvalidArgument, QStringLiteral("a token needs a role"));
    if (expires && *expires <= now)
        return Error(ErrorCode::InvalidArgument, QStringLiteral("it would have expired already"));
    const QByteArray secret = randomSecret(SecretWords);
    Entry entry{randomTokenId(), user, grants, now, expires, secretHash(secret)};
    const std::lock_guard lock(m_mutex);
    if (m_entries.size() >= std::size_t(MaxTokens))
        return Error(ErrorCode::LimitExceeded, QStringLiteral("there are %1 tokens already").arg(MaxTokens));
    m_entries.emplace(entry.id, entry);
    return Issued{TokenPrefix.toByteArray() + entry.id.toLatin1() + '_' + secret, entry};
}

bool Tokens::revoke(const QString &id)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_entries.erase(id) == 0)
            return false;
    }
    Q_EMIT changed();
    return true;
}

Tokens::Verdict Tokens::check(const QByteArray &token, Nanoseconds now) const
{
    // The id is no secret: that it is looked up tells nothing of the rest.
    const qsizetype idEnd = token.indexOf('_', TokenPrefix.size());
    if (token.size() > MaxTokenBytes || !token.startsWith(TokenPrefix) || idEnd < 0)
        return {};
    const QString id = QString::fromLatin1(token.mid(TokenPrefix.size(), idEnd - TokenPrefix.size()));
    const QByteArray hash = secretHash(QByteArrayView(token).sliced(idEnd + 1));
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || !isEqualConstantTime(hash, found->second.hash))
        return {};
    const Entry &entry = found->second;
    if (entry.expires && *entry.expires <= now)
        return {nullptr, Fault::Expired};
    return {identityFrom(entry), {}};
}

IdentityPtr Tokens::identity(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : identityFrom(found->second);
}

std::vector<Tokens::Entry> Tokens::entries() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Entry> all;
    for (const auto &[id, entry] : m_entries)
        all.push_back(entry);
    return all;
}

void Tokens::replace(std::vector<Entry> entries)
{
    std::map<QString, Entry> fresh;
    for (Entry &entry : entries) {
        const QString id = entry.id;
        fresh.insert_or_assign(id, std::move(entry));
    }
    {
        const std::lock_guard lock(m_mutex);
        if (fresh == m_entries)
            return;
        m_entries = std::move(fresh);
    }
    Q_EMIT changed();
}

} // namespace alcedo
