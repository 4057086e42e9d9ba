// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace alcedo {

/// `alcedo bench record`: a rate recorded, random moments of a long recording shown, and all of it replayed.
int runBenchRecord(const QStringList &args);

} // namespace alcedo
