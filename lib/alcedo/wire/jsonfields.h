// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <optional>

/// Records that are told field by field: the members of JSON objects, without a look into what they hold.
/// Texts are whole JSON (isJsonText()); of a member that comes twice the last counts. Thread: any.
namespace alcedo {

/// What is known once newer was told after older: the members of both, newer's winning. Where one of them is
/// no object: newer.
[[nodiscard]] QByteArray mergeFields(QByteArrayView older, QByteArrayView newer);

/// The members of now that are not the same text in before, such that mergeFields(before, them) says what now
/// says. Nothing where no such object exists: one of them is no object, or a member is gone.
[[nodiscard]] std::optional<QByteArray> changedFields(QByteArrayView before, QByteArrayView now);

} // namespace alcedo
