// SPDX-License-Identifier: MIT
// What the places of a kind of message seem to be. For shapeinference.cpp.
#pragma once

#include <alcedo/feed/shapeinference.h>
#include <alcedo/feed/shapestats.h>

namespace alcedo::shape {

/// Chooses the key, the time, the record's kind and its fields, with the reasons.
void judge(ShapeKind &kind, const KindStats &stats, double seconds);

} // namespace alcedo::shape
