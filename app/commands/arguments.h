// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QString>
#include <QStringList>
#include <optional>

namespace alcedo {

/// A command's words: options, then so many positional ones. --help prints them.
class Arguments
{
public:
    /// positional: as shown in the help, "PROFILE RECORDING"; count: how many of them must be there, or
    /// OneOrMore.
    static constexpr int OneOrMore = -1;
    Arguments(QString command, QString positional, int count);
    void addFlag(const QString &name, const QString &what);
    void addValue(const QString &name, const QString &what, const QString &shown,
                  const QString &initial = {});

    /// args: what follows the command's name. An exit code where the command is over: Usage after one line on
    /// stderr, or Success after --help.
    [[nodiscard]] std::optional<int> parse(const QStringList &args);
    [[nodiscard]] bool isSet(const QString &name) const { return m_parser.isSet(name); }
    [[nodiscard]] QString value(const QString &name) const { return m_parser.value(name); }
    [[nodiscard]] QStringList positionals() const { return m_parser.positionalArguments(); }
    [[nodiscard]] QString positional(int index) const { return m_parser.positionalArguments().value(index); }

private:
    QString m_command, m_positional;
    int m_count;
    QCommandLineParser m_parser;
};

} // namespace alcedo
