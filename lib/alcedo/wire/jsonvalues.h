// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/wire/jsonreader.h>

/// Inside the codec: the protocol's own kinds of values, which messages of several kinds have. Each answers
/// false where the value is none of the kind; out is then unspecified.
namespace alcedo::wire::json {

bool getMode(od::value value, DeliveryMode &out);
bool getOp(od::value value, Publication::Op &out);
/// A whole name, see ChannelName.
bool getChannel(od::value value, QString &out);
/// At most MaxListItems of them.
bool getTexts(od::value value, QStringList &out);
/// One member of an object that has a position's among others; any other key is passed over.
bool getPositionField(std::string_view key, od::value value, StreamPosition &out);
/// An object of epoch and offset; null leaves out as it is.
bool getPosition(od::value value, std::optional<StreamPosition> &out);
/// Milliseconds as a number, or nanoseconds as a text of digits: then both are set.
bool getTime(od::value value, std::int64_t &ms, std::int64_t &ns);
/// An array of [offset, time, data, key?, op?].
bool getPublications(od::value value, std::vector<Publication> &out);

} // namespace alcedo::wire::json
