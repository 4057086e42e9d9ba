// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/recording/database.h>

namespace alcedo {

/// The tables of a recording: made where the file is new, checked where it is not. docs/recording-format.md.
namespace recordingschema {

constexpr int ApplicationId = 0x416c6344; ///< "AlcD", in the file's header: what `file` tells it by
constexpr int Version = 1;                ///< PRAGMA user_version; a higher one is refused

/// Parse where the file holds something else, NotSupported where it is of a later version.
[[nodiscard]] Result<void> check(Database &database, const QString &path);
/// The tables, in a new file; check() otherwise.
[[nodiscard]] Result<void> prepare(Database &database, const QString &path);

} // namespace recordingschema

} // namespace alcedo
