// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/command.h>

int main(int argc, char **argv)
{
    return alcedo::runCommand(argc, argv);
}
