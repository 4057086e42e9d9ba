// SPDX-License-Identifier: MIT
// Tokens as a file keeps them.
#include <alcedo/server/tokens.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace alcedo {

namespace {

constexpr qsizetype HashBytes = 32;

QString momentText(std::chrono::nanoseconds wall)
{
    return QString::number(wall / std::chrono::milliseconds(1));
}

std::optional<std::chrono::nanoseconds> momentOf(const QJsonValue &value)
{
    bool isNumber = false;
    const qint64 ms = value.toString().toLongLong(&isNumber);
    constexpr qint64 MaxMs = std::numeric_limits<qint64>::max() / 1'000'000;
    if (!isNumber || ms < 0 || ms > MaxMs)
        return std::nullopt;
    return std::chrono::milliseconds(ms);
}

std::optional<Tokens::Entry> tokenEntry(const QJsonObject &object)
{
    Tokens::Entry entry;
    entry.id = object[QLatin1String("id")].toString();
    entry.user = object[QLatin1String("user")].toString();
    entry.hash = QByteArray::fromHex(object[QLatin1String("sha256")].toString().toLatin1());
    const auto created = momentOf(object[QLatin1String("created_ms")]);
    if (entry.id.isEmpty() || entry.user.isEmpty() || entry.hash.size() != HashBytes || !created)
        return std::nullopt;
    entry.created = *created;
    if (object.contains(QLatin1String("expires_ms"))) {
        entry.expires = momentOf(object[QLatin1String("expires_ms")]);
        if (!entry.expires) // one that cannot be read must not become one that never expires
            return std::nullopt;
    }
    const QJsonArray grants = object[QLatin1String("grants")].toArray();
    for (const auto &value : grants) {
        const auto role = roleOf(value[QLatin1String("role")].toString());
        const QJsonValue prefix = value[QLatin1String("prefix")];
        if (!role || !prefix.isString())
            return std::nullopt;
        entry.grants.push_back({*role, prefix.toString()});
    }
    if (entry.grants.empty())
        return std::nullopt;
    return entry;
}

} // namespace

QByteArray Tokens::toJson() const
{
    QJsonArray tokens;
    for (const Entry &entry : entries()) {
        QJsonArray grants;
        for (const Grant &grant : entry.grants)
            grants.append(QJsonObject{{QStringLiteral("role"), roleName(grant.role)},
                                      {QStringLiteral("prefix"), grant.prefix}});
        QJsonObject object{{QStringLiteral("id"), entry.id},
                           {QStringLiteral("user"), entry.user},
                           {QStringLiteral("grants"), grants},
                           {QStringLiteral("created_ms"), momentText(entry.created)},
                           {QStringLiteral("sha256"), QString::fromLatin1(entry.hash.toHex())}};
        if (entry.expires)
            object.insert(QStringLiteral("expires_ms"), momentText(*entry.expires));
        tokens.append(object);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("version"), 1}, {QStringLiteral("tokens"), tokens}})
        .toJson();
}

Result<std::vector<Tokens::Entry>> Tokens::entriesFromJson(const QByteArray &json)
{
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    const QJsonArray tokens = root[QLatin1String("tokens")].toArray();
    if (root[QLatin1String("version")].toInt() != 1 || tokens.size() > MaxTokens)
        return Error(ErrorCode::Parse, QStringLiteral("not a file of tokens, version 1"));
    std::vector<Entry> entries;
    for (const auto &value : tokens) {
        auto entry = tokenEntry(value.toObject());
        if (!entry)
            return Error(ErrorCode::Parse,
                         QStringLiteral("token %1 of the file is malformed").arg(entries.size() + 1));
        entries.push_back(std::move(*entry));
    }
    return entries;
}

} // namespace alcedo
