// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/shapeinference.h>

#include <QByteArray>
#include <QString>

namespace alcedo {

/// A field of a proposed kind, by their places in the lists; -1: none.
struct ShapePlace
{
    int kind = -1, field = -1;
    friend bool operator==(const ShapePlace &, const ShapePlace &) = default;
};

/// Which field of which kind stands at a place of a message (a JSON Pointer from its root, RFC 6901). A kind
/// of lists has the place in any of their items. Thread: any.
[[nodiscard]] ShapePlace shapePlace(const QList<ShapeKind> &kinds, const QByteArray &message,
                                    const QString &pointer);

} // namespace alcedo
