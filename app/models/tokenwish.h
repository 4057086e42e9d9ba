// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/source.h>

#include <QString>

namespace alcedo {

/// Whether an Alcedo server turned a source away for want of a token, or of another one.
enum class TokenWish { None, Needed, Unknown, Expired, Revoked };

/// From the last try's failure: HTTP 401, hello's -32001 or -32002, or a bye with 4500, 4003 or 4503
/// (docs/protocol.md 2.6). None while the link is up, and for feeds that are no Alcedo servers: theirs are
/// secrets of profiles. hadToken: whether one is kept for the server. Pure.
[[nodiscard]] TokenWish tokenWish(const SourceStatus &status, bool hadToken);
/// What is wrong, one sentence, translated; empty for None.
[[nodiscard]] QString tokenWishText(TokenWish wish);

} // namespace alcedo
