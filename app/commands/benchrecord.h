// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace alcedo {

/// `alcedo bench record`: a rate recorded for some time, and a long recording replayed at full speed.
int runBenchRecord(const QStringList &args);

} // namespace alcedo
