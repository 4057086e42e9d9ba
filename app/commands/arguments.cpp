// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/arguments.h>
#include <commands/command.h>

#include <cstdio>

namespace alcedo {

Arguments::Arguments(QString command, QString positional, int count)
    : m_command(std::move(command))
    , m_positional(std::move(positional))
    , m_count(count)
{
    addFlag(QStringLiteral("help"), QStringLiteral("this text"));
}

void Arguments::addFlag(const QString &name, const QString &what)
{
    m_parser.addOption(QCommandLineOption(name, what));
}

void Arguments::addValue(const QString &name, const QString &what, const QString &shown,
                         const QString &initial)
{
    m_parser.addOption(QCommandLineOption(name, what, shown, initial));
}

std::optional<int> Arguments::parse(const QStringList &args)
{
    const bool understood = m_parser.parse(QStringList{m_command} + args);
    if (understood && m_parser.isSet(QStringLiteral("help"))) {
        const QString options = m_parser.helpText().section(QStringLiteral("Options:"), 1);
        std::printf("alcedo %s %s [options]\n\nOptions:%s", qUtf8Printable(m_command),
                    qUtf8Printable(m_positional), qUtf8Printable(options));
        return Success;
    }
    if (!understood)
        return complain(QString(m_command + QStringLiteral(": ") + m_parser.errorText()), Usage);
    const auto given = int(m_parser.positionalArguments().size());
    if (m_count == OneOrMore ? given == 0 : given != m_count)
        return complain(QStringLiteral("%1 takes %2 (see alcedo %1 --help)").arg(m_command, m_positional),
                        Usage);
    return std::nullopt;
}

} // namespace alcedo
