// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/feedprofile.h>

#include <QByteArray>

namespace alcedo {

/// Unpacks compressed frames: gzip and zlib by their own headers, deflate also without one (RFC 1950-1952),
/// zstd (RFC 8878). Answers Parse where the bytes are broken or cut, LimitExceeded where more than
/// maxBytes would come out. Pure.
[[nodiscard]] Result<QByteArray> decodeFrame(const QByteArray &packed, FeedProfile::Compression compression,
                                             qint64 maxBytes);

} // namespace alcedo
