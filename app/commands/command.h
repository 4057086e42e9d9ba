// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QStringList>

namespace alcedo {

/// Exit codes of every command; documented in docs/commands.md.
enum ExitCode {
    Success = 0,
    Failure = 1,  ///< the work could not be done: no connection, a refused source, an unreadable file
    Usage = 2,    ///< the words on the command line are off
    BadInput = 3, ///< the work was done, but some input was bad (unmapped messages, malformed lines)
};

/// One word after alcedo, and what it does. name is empty for the dashboard.
struct Command
{
    const char *name;
    const char *summary; ///< one line
    /// args: what follows the name.
    int (*run)(int &argc, char **argv, const QStringList &args);
    /// Headless: a QCoreApplication exists. Own: what shows windows makes its own.
    enum class Application { Headless, Own } application = Application::Headless;
};

/// Chooses the command by the first word and runs it. Unknown word: one line on stderr and Usage.
int runCommand(int argc, char **argv);

/// One line on stderr, "alcedo: " before it; answers the exit code for return.
int complain(const QString &message, ExitCode code);

int runDashboard(int &argc, char **argv, const QStringList &args);
int runToken(int &argc, char **argv, const QStringList &args);
int runServe(int &argc, char **argv, const QStringList &args);
int runWatch(int &argc, char **argv, const QStringList &args);
int runPublish(int &argc, char **argv, const QStringList &args);
int runReplay(int &argc, char **argv, const QStringList &args);
int runRecord(int &argc, char **argv, const QStringList &args);
int runExport(int &argc, char **argv, const QStringList &args);
int runImport(int &argc, char **argv, const QStringList &args);
int runInfer(int &argc, char **argv, const QStringList &args);
int runCheck(int &argc, char **argv, const QStringList &args);
int runBench(int &argc, char **argv, const QStringList &args);

} // namespace alcedo
