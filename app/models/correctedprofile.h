// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/shapeinference.h>

#include <QByteArray>
#include <QString>

namespace alcedo {

/// The parts of a SOURCE word that has a profile: "coinbase?symbols=BTC-USD@wss://…".
struct ProfileWord
{
    QString profile; ///< a shipped one's name, or a file; empty: the word has none
    QString params;  ///< with the question mark
    QString place;   ///< with the @
    [[nodiscard]] static ProfileWord of(const QString &word);
};

/// Whether fields of a source can be mapped: its word names a profile (also "raw", which understands nothing
/// yet). Alcedo's own protocol brings its records typed, and has nothing to map.
[[nodiscard]] bool isMappable(const QString &word);
/// The profile's text with a route for each kind that is not left out behind its own; all else stays. The
/// kinds are of messages as its routes see them (ShapeInference::addSeen()). Parse where it is no profile.
[[nodiscard]] Result<QByteArray> withRoutes(const QByteArray &profile, const QList<ShapeKind> &kinds);

} // namespace alcedo
