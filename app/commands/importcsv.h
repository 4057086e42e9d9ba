// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <commands/importtarget.h>

namespace alcedo {

/// Reads a table (RFC 4180; comma, semicolon or tab) with a header and guesses what its columns are: a time,
/// a key, and prices, candles or measured values, which is told as the note: "time: timestamp; sensor:
/// value"; a table of `alcedo export --csv` gives its records back but for levels. Parse where no column is a
/// time, LimitExceeded above 1 GiB. name: of the source.
[[nodiscard]] Result<ImportResult> importCsv(const QString &path, const QString &name, ImportTarget &target);

} // namespace alcedo
