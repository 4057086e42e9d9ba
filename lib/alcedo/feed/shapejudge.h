// SPDX-License-Identifier: MIT
// What the places of a kind of message seem to be. For shapeinference.cpp.
#pragma once

#include <alcedo/feed/shapeinference.h>
#include <alcedo/feed/shapestats.h>

#include <string>

namespace alcedo::shape {

/// Chooses the key, the time, the record's kind and its fields, with the reasons.
void judge(ShapeKind &kind, const KindStats &stats, double seconds);
/// The key and the time, with the reasons.
void chooseKeyAndTime(ShapeKind &kind, const KindStats &stats);
/// The field at a path; null where there is none.
[[nodiscard]] ShapeField *fieldAt(ShapeKind &kind, const std::string &path);
/// Gives the field at a path its role; nothing where there is none.
void assign(ShapeKind &kind, const std::string &path, const QString &role, const ShapeReason &reason);
/// Of times, as a profile has it; empty where it is no time.
[[nodiscard]] QString unitOf(const Stats &stats);
[[nodiscard]] inline QString qs(const std::string &text)
{
    return QString::fromStdString(text);
}
/// Where more is known of a field that has a role than why it has it: the unit of a reading, the sign of a
/// size.
void sayMore(const ShapeKind &kind, ShapeField &field);

} // namespace alcedo::shape
