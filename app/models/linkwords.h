// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/connection/linkstatus.h>

#include <QString>

/// What a link did, and how it ended, in the language of the day. The library says it in English, to logs and
/// JSON too; a peer's own words stay as it wrote them, made harmless. Thread: GUI.
namespace alcedo::linkwords {

/// One line of a link's log.
[[nodiscard]] QString log(const LinkLogEntry &entry);
/// "closed by the server (4001, we read too slowly): the peer's words".
[[nodiscard]] QString close(const CloseInfo &close);
/// What a close code means: "we read too slowly"; empty for one that nobody has defined.
[[nodiscard]] QString closeCode(int code);
/// Why we closed a link or gave it up ("no sign of life for 25.0 s"); a text that is not ours as it came.
[[nodiscard]] QString reason(const QString &text);

} // namespace alcedo::linkwords
