// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/shapeinference.h>

#include <QString>

/// What a guess at a feed's shape says, in the language of the day. The library says it in codes. Thread:
/// GUI.
namespace alcedo::shapewords {

/// "number, 2 dp".
[[nodiscard]] QString type(const ShapeField &field);
/// "a text of 6 values in 412 messages, called zone".
[[nodiscard]] QString reason(const ShapeReason &reason);
/// All of a kind's, in one line.
[[nodiscard]] QString reasons(const ShapeKind &kind);
/// "quote": what sort of record.
[[nodiscard]] QString record(RecordKind kind);
/// "key", "last", "bid size": a field of a record.
[[nodiscard]] QString role(const QString &role);
/// The field's role with what its numbers say beside: "value, °C", "size, side".
[[nodiscard]] QString role(const ShapeKind &kind, const ShapeField &field);
/// What the kind is called; made harmless.
[[nodiscard]] QString name(const ShapeKind &kind);
/// "where /type = quote · without /id".
[[nodiscard]] QString conditions(const ShapeKind &kind);
/// The newest value: a time as a clock shows it, a number as the locale writes it, anything else as it came,
/// at most 60 characters.
[[nodiscard]] QString now(const ShapeField &field);

} // namespace alcedo::shapewords
