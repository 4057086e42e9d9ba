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
/// why: ours, where we ended it (LinkChange::why).
[[nodiscard]] QString close(const CloseInfo &close, const Words &why);
/// The last part of that: our own words, or a peer's as they came; empty where nobody said any.
[[nodiscard]] QString closeReason(const CloseInfo &close, const Words &why);
/// What a close code means: "we read too slowly"; empty for one that nobody has defined.
[[nodiscard]] QString closeCode(int code);

} // namespace alcedo::linkwords
