// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace alcedo {

/// `alcedo bench seek`: random moments of a long recording, each to the painted window of the whole
/// dashboard, while live goes on and is recorded to the same file.
int runBenchSeek(int &argc, char **argv, const QStringList &args);

} // namespace alcedo
