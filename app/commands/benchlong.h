// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>

#include <QString>
#include <cstdint>

namespace alcedo {

/// A recording of the simulated worlds, as the demo's sources would have made it: hours long, ending at
/// endNs, at so many records a second and no more; what the markets say beyond that is left out. At once, by
/// the clock of its own records. Answers how many records it has.
[[nodiscard]] Result<std::uint64_t> makeLongRecording(const QString &path, double hours,
                                                      double recordsPerSecond, std::int64_t endNs);

} // namespace alcedo
