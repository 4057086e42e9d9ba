// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/feedprofile.h>

#include <QByteArrayList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace alcedo {

/// The values of a profile's parameters, by name; single ones are lists of one.
using ProfileParams = QMap<QString, QStringList>;

/// The given values over the profile's defaults. An unknown name, a list for a single parameter, or a
/// required parameter without a value is an InvalidArgument.
[[nodiscard]] Result<ProfileParams> profileParams(const FeedProfile &profile, const ProfileParams &given);

/// Fills ${name} and ${name|lower} or ${name|upper} in a text; a list is joined by commas. Unknown names
/// fail.
[[nodiscard]] Result<QString> fillText(const QString &text, const ProfileParams &params);

/// The same for an address: values are percent-encoded, but for one that begins it ("${host}/v1"), and
/// "name=${list|each}" repeats the pair for each value.
[[nodiscard]] Result<QString> fillAddress(const QString &text, const ProfileParams &params);

/// The messages of a request: its JSON template with the parameters filled in, cut by its batch sizes.
///
/// - a text that is one list parameter alone, in an array, becomes all its values; elsewhere an array of them
/// - a text in an array that has list parameters inside becomes one text for each combination; so does an
///   object, for those that stand in it outside of further arrays
/// - "${list|comma}" is always one text
/// - "${id}" alone is a number that counts up over a link's requests
[[nodiscard]] Result<QByteArrayList> fillRequest(const FeedProfile::Request &request,
                                                 const ProfileParams &params, int &nextId);

/// How many acknowledgements follow the request's messages: one each, or as acksPer says.
[[nodiscard]] int expectedAcks(const FeedProfile::Request &request, const ProfileParams &params);

} // namespace alcedo
