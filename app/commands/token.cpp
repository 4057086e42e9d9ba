// SPDX-License-Identifier: GPL-3.0-or-later
// `alcedo token`: who may sign in at this machine's server, and with what this machine signs in elsewhere.
#include <alcedo/core/clock.h>
#include <alcedo/feed/secretstore.h>
#include <alcedo/feed/sourcespec.h>
#include <alcedo/server/tokenfile.h>
#include <commands/command.h>
#include <commands/sourceword.h>

#include <QCommandLineParser>
#include <QDateTime>
#include <QFile>
#include <cstdio>

namespace alcedo {

namespace {

int complainOfToken(const QString &what, ExitCode code)
{
    return complain(QString(QStringLiteral("token: ") + what), code);
}

QString timeText(std::chrono::nanoseconds wall)
{
    return QDateTime::fromMSecsSinceEpoch(wall / std::chrono::milliseconds(1), Qt::UTC).toString(Qt::ISODate);
}

/// "publisher:lab." is a role for names that begin so; "viewer" for all.
std::optional<Grant> grantOf(const QString &word)
{
    const auto role = roleOf(word.section(u':', 0, 0));
    return role ? std::optional(Grant{*role, word.section(u':', 1)}) : std::nullopt;
}

QString grantsText(const std::vector<Grant> &grants)
{
    QStringList words;
    for (const Grant &grant : grants)
        words += grant.prefix.isEmpty() ? roleName(grant.role)
                                        : QString(roleName(grant.role) + u':' + grant.prefix);
    return words.join(u',');
}

int add(TokenFile &file, const QCommandLineParser &words, Clock &clock)
{
    std::vector<Grant> grants;
    for (const QString &word : words.values(QStringLiteral("role"))) {
        const auto grant = grantOf(word);
        if (!grant)
            return complainOfToken(QStringLiteral("--role takes viewer, publisher or admin, and :PREFIX"),
                                   Usage);
        grants.push_back(*grant);
    }
    if (grants.empty())
        grants.push_back({Role::Viewer, {}});
    std::optional<std::chrono::nanoseconds> expires;
    if (words.isSet(QStringLiteral("expires"))) {
        const auto age = parseAge(words.value(QStringLiteral("expires")));
        if (!age || age->count() <= 0)
            return complainOfToken(QStringLiteral("--expires takes a time as 12h or 30d"), Usage);
        expires = clock.wall() + *age;
    }
    QByteArray token;
    const auto done = file.update([&](Tokens &tokens) -> Result<void> {
        const auto issued = tokens.issue(words.value(QStringLiteral("user")), grants, clock.wall(), expires);
        if (!issued)
            return issued.error();
        token = issued->token;
        return {};
    });
    if (!done)
        return complainOfToken(done.error().message(), ExitCode(codeOf(done.error())));
    std::printf("%s\n", token.constData()); // the only time that it is shown
    return Success;
}

int list(TokenFile &file, Clock &clock)
{
    if (const auto loaded = file.load(); !loaded)
        return complainOfToken(loaded.error().message(), Failure);
    for (const Tokens::Entry &entry : file.tokens()->entries()) {
        const bool isOver = entry.expires && *entry.expires <= clock.wall();
        std::printf("%s\t%s\t%s\t%s\t%s\n", qUtf8Printable(entry.id), qUtf8Printable(entry.user),
                    qUtf8Printable(grantsText(entry.grants)), qUtf8Printable(timeText(entry.created)),
                    entry.expires
                        ? qUtf8Printable(QString(timeText(*entry.expires) +
                                                 (isOver ? QStringLiteral(" (expired)") : QString())))
                        : "never");
    }
    return Success;
}

int revoke(TokenFile &file, const QString &id)
{
    bool isKnown = false;
    const auto done = file.update([&](Tokens &tokens) -> Result<void> {
        isKnown = tokens.revoke(id);
        return {};
    });
    if (!done)
        return complainOfToken(done.error().message(), Failure);
    return isKnown ? int(Success) : complainOfToken(QStringLiteral("there is none with this id"), Failure);
}

/// The token that sources and `publish` show to a server, from standard input: a command line is for all to
/// see.
int use(const QString &address)
{
    const QUrl url(address);
    if (!url.isValid() || url.host().isEmpty())
        return complainOfToken(QStringLiteral("\"%1\" is no address of a server").arg(address.left(200)),
                               Usage);
    QFile input;
    if (!input.open(stdin, QFile::ReadOnly))
        return complainOfToken(QStringLiteral("cannot read the token from standard input"), Failure);
    const QByteArray token = input.readLine(256).trimmed();
    if (const auto kept = keepServerToken(url, token); !kept)
        return complainOfToken(kept.error().message(), Failure);
    return Success;
}

} // namespace

int runToken(int &, char **, const QStringList &args)
{
    QCommandLineParser words;
    words.addOption({QStringLiteral("help"), QStringLiteral("this text")});
    words.addOption({QStringLiteral("file"),
                     QStringLiteral("of the tokens (default: alcedo/tokens.json in the data folder)"),
                     QStringLiteral("FILE")});
    words.addOption({QStringLiteral("user"), QStringLiteral("add: whose it is"), QStringLiteral("NAME")});
    words.addOption(
        {QStringLiteral("role"),
         QStringLiteral("add: viewer (the default), publisher or admin, for names that begin with PREFIX; "
                        "may be given again"),
         QStringLiteral("ROLE[:PREFIX]")});
    words.addOption({QStringLiteral("expires"), QStringLiteral("add: after 12h, 30d; default never"),
                     QStringLiteral("TIME")});
    const bool understood = words.parse(QStringList{QStringLiteral("alcedo token")} + args);
    if (understood && words.isSet(QStringLiteral("help"))) {
        const QString options = words.helpText().section(QStringLiteral("Options:"), 1);
        std::printf("alcedo token add --user NAME [options] | list | revoke ID | use URL\n\nOptions:%s",
                    qUtf8Printable(options));
        return Success;
    }
    if (!understood)
        return complainOfToken(words.errorText(), Usage);
    const QStringList given = words.positionalArguments();
    const QString verb = given.value(0);
    SystemClock clock;
    TokenFile file(words.value(QStringLiteral("file")));
    if (verb == QLatin1String("add") && given.size() == 1)
        return add(file, words, clock);
    if (verb == QLatin1String("list") && given.size() == 1)
        return list(file, clock);
    if (verb == QLatin1String("revoke") && given.size() == 2)
        return revoke(file, given[1]);
    if (verb == QLatin1String("use") && given.size() == 2)
        return use(given[1]);
    return complainOfToken(
        QStringLiteral("it takes add, list, revoke ID or use URL (see alcedo token --help)"), Usage);
}

} // namespace alcedo
