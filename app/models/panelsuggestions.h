// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/shapeinference.h>

#include <QString>
#include <QVariantList>

namespace alcedo {

/// In which panels a source will be seen, by a guess at its kinds of records: maps of panel, title, text and
/// choice (see SourceProbe::suggestions). At most four; the Inspector is always one.
[[nodiscard]] QVariantList suggestedPanels(const QList<ShapeKind> &kinds, const QString &firstKey);

/// The newest key of the first kind that a chart can show; empty where there is none.
[[nodiscard]] QString firstChartedKey(const QList<ShapeKind> &kinds);

} // namespace alcedo
