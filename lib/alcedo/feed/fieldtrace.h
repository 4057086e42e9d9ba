// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/routereader.h>
#include <alcedo/series/record.h>

#include <QByteArrayView>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

namespace alcedo {

/// One place of a message, and what a profile makes of it.
struct TracedField
{
    QString pointer; ///< JSON Pointer (RFC 6901) from the message; into texts that the profile opens
    QString field;   ///< "key", "time", or the record's field, as profiles have them
    QString route;
    RecordKind record = RecordKind::Control;
    friend bool operator==(const TracedField &, const TracedField &) = default;
};

/// Shows what a profile reads of a message, without making records of it: for people who look at raw frames.
/// Each message is looked at by itself: what was bound by an earlier answer is not traced. Of a change to a
/// document (merge) what it brings is, and routes that ask for more of the document than that are not; a
/// patch (RFC 6902) names its places in values, and is not traced. Thread: one at a time.
class FieldTrace
{
public:
    static constexpr std::size_t MaxFields = 2'000; ///< of one message; of more, the first

    explicit FieldTrace(FeedProfile profile);
    /// The places that routes read, in the profile's order; empty where no route knows the message.
    [[nodiscard]] std::vector<TracedField> fields(QByteArrayView message);
    /// What the first record of the message has as its time, ns of wall time; nothing where it says none.
    [[nodiscard]] std::optional<std::int64_t> timeOf(QByteArrayView message);
    /// The message with the texts that the profile opens standing open; empty where it opens none.
    [[nodiscard]] QByteArray opened(QByteArrayView message);
    /// Whether the message is a patch (RFC 6902) to a document that the profile keeps.
    [[nodiscard]] bool isPatch(QByteArrayView message);

private:
    using Node = RouteReader::Node;
    using Go = RouteReader::Go;
    template <typename Visit>
    void eachRecord(QByteArrayView message, Visit &&visit);
    void add(const ProfileRoute &route, ProfileValue &value, QString name, Node item,
             std::vector<TracedField> &out) const;
    void addLevels(ProfileRoute &route, Node item, std::vector<TracedField> &out) const;
    [[nodiscard]] QString pointerTo(Node node) const;
    RouteReader m_reader;
};

} // namespace alcedo
