// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/command.h>

#include <QCoreApplication>
#include <array>
#include <cstdio>
#include <memory>
#include <string_view>

namespace alcedo {

namespace {

constexpr std::array<Command, 0> Commands{};

void printHelp()
{
    std::fputs("alcedo: live dashboard for WebSocket feeds\n\n", stdout);
    for (const Command &command : Commands)
        std::printf("  alcedo %-10s %s\n", command.name, command.summary);
}

} // namespace

int complain(const QString &message, ExitCode code)
{
    std::fprintf(stderr, "alcedo: %s\n", qUtf8Printable(message));
    return code;
}

int runCommand(int argc, char **argv)
{
    const std::string_view word = argc > 1 ? argv[1] : "";
    if (word == "--help" || word == "-h") {
        printHelp();
        return Success;
    }
    return complain(QStringLiteral("nothing here yet"), Failure);
}

} // namespace alcedo
