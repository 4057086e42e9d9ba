// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/error.h>
#include <alcedo/transport/stage.h>

#include <QString>
#include <QStringList>

namespace alcedo {

/// What went wrong with a dial, one line in the language of the day; a peer's own words as it wrote them.
/// Made harmless.
[[nodiscard]] QString failureText(const DialFailure &failure);
/// Why a SOURCE word became no source. profiles: the names that there are.
[[nodiscard]] QString sourceErrorText(const QString &word, const Error &error, const QStringList &profiles);

} // namespace alcedo
