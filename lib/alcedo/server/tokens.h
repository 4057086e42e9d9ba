// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/server/access.h>

#include <QByteArray>
#include <QObject>
#include <map>
#include <memory>
#include <mutex>

namespace alcedo {

/// The tokens that a server knows. A token is "alcedo_ID_SECRET": an id that may be shown, and 256 bits from
/// the system's random generator. Of the secret only SHA-256 is kept: that is enough, because nobody can go
/// through 2^256 secrets as through passwords, so salt and slow hashing would buy nothing; and what is kept
/// opens nothing where it leaks. It is compared in constant time. Thread: any.
class Tokens : public QObject
{
    Q_OBJECT
public:
    using Nanoseconds = std::chrono::nanoseconds;
    static constexpr int MaxTokens = 10'000;

    /// What is kept of one.
    struct Entry
    {
        QString id;
        QString user;
        std::vector<Grant> grants;
        Nanoseconds created{0};             ///< wall clock
        std::optional<Nanoseconds> expires; ///< none: never
        QByteArray hash;                    ///< SHA-256 of the secret, 32 bytes
        friend bool operator==(const Entry &, const Entry &) = default;
    };
    struct Issued
    {
        QByteArray token; ///< shown once, kept nowhere
        Entry entry;
    };
    /// Why a token opens nothing.
    enum class Fault { Unknown, Expired };
    struct Verdict
    {
        IdentityPtr identity; ///< null: see fault
        Fault fault = Fault::Unknown;
    };

    explicit Tokens(QObject *parent = nullptr);
    /// Makes a token. user: 1 to 64 printable characters; at least one grant. InvalidArgument, LimitExceeded.
    [[nodiscard]] Result<Issued> issue(const QString &user, const std::vector<Grant> &grants, Nanoseconds now,
                                       std::optional<Nanoseconds> expires);
    /// False where there was none. Sessions that signed in with it end at once.
    bool revoke(const QString &id);
    [[nodiscard]] Verdict check(const QByteArray &token, Nanoseconds now) const;
    /// What a token that was checked before opens now; null where it is gone.
    [[nodiscard]] IdentityPtr identity(const QString &id) const;
    [[nodiscard]] std::vector<Entry> entries() const;
    /// Takes these in place of all.
    void replace(std::vector<Entry> entries);

    /// {"version":1,"tokens":[…]}; no secret in it.
    [[nodiscard]] QByteArray toJson() const;
    [[nodiscard]] static Result<std::vector<Entry>> entriesFromJson(const QByteArray &json);

Q_SIGNALS:
    /// Some are gone, or are others. From the thread that made it so.
    void changed();

private:
    mutable std::mutex m_mutex;
    std::map<QString, Entry> m_entries;
};

/// Whether two texts are equal, in a time that tells nothing of where they differ.
[[nodiscard]] bool isEqualConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace alcedo
