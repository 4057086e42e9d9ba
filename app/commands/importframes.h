// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <commands/importtarget.h>

namespace alcedo {

/// Raw frames from JSON lines (see FrameRecording). They keep their times; records come of them where a
/// profile knows the feed: the given one, else the shipped one whose address the file names.
[[nodiscard]] Result<ImportResult> importFrames(const QString &path, const QString &profile,
                                                ImportTarget &target);

} // namespace alcedo
