// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/httphead.h>

#include <QNetworkProxy>
#include <QUrl>

namespace alcedo {

/// What a Dialer says and where it goes, as functions of its options.

/// What is wrong with what a caller asks for; empty: nothing.
[[nodiscard]] Words faultOfOptions(const DialOptions &options);
/// "localhost" and the names under it (RFC 6761 6.3).
[[nodiscard]] bool isLocalhost(const QString &host);
/// The proxy to this address: the one asked for, or the system's; NoProxy: none. May read the environment.
[[nodiscard]] QNetworkProxy proxyFor(const QUrl &url, const QNetworkProxy &asked);

/// A Sec-WebSocket-Key (RFC 6455 4.1, 7).
[[nodiscard]] QByteArray makeKey();
/// The upgrade request, with the extensions offered, if any.
[[nodiscard]] QByteArray encodeUpgrade(const DialOptions &options, const QByteArray &key,
                                       const QByteArray &extensions);

/// Whether an answer sends us elsewhere.
[[nodiscard]] bool isRedirect(const HttpHead &answer);
/// Where to, as ws or wss; an Error where that cannot be gone to, or is not encrypted and the way here was.
[[nodiscard]] Result<QUrl> redirectTarget(const QUrl &from, const QByteArray &location);
/// Scheme, host and port are the same (RFC 6454 5).
[[nodiscard]] bool isSameOrigin(const QUrl &one, const QUrl &other);

} // namespace alcedo
