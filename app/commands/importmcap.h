// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <commands/importtarget.h>

namespace alcedo {

/// The messages of an MCAP file. Those of `alcedo export --mcap` are the records that they were; of others in
/// JSON records come by the profile, else each number becomes a sensor, "TOPIC/path.to.it"; all others are
/// kept as raw frames, one source a topic.
[[nodiscard]] Result<ImportResult> importMcap(const QString &path, const QString &profile,
                                              ImportTarget &target);

} // namespace alcedo
