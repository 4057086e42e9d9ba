// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/mapping.h>

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
/// Each message is looked at by itself: what a profile merges into a document, or binds to an earlier answer,
/// is not traced. Thread: one at a time.
class FieldTrace
{
public:
    static constexpr std::size_t MaxFields = 2'000; ///< of one message; of more, the first

    explicit FieldTrace(FeedProfile profile);
    /// The places that routes read, in the profile's order; empty where no route knows the message.
    [[nodiscard]] std::vector<TracedField> fields(QByteArrayView message);
    /// What the first record of the message has as its time, ns of wall time; nothing where it says none.
    [[nodiscard]] std::optional<std::int64_t> timeOf(QByteArrayView message);

private:
    using Node = std::uint32_t;
    enum class Go { On, Stop };
    template <typename Visit>
    void eachRecord(QByteArrayView message, Visit &&visit);
    template <typename Visit>
    [[nodiscard]] Go eachItem(ProfileRoute &route, Node item, Visit &visit);
    void add(const ProfileRoute &route, ProfileValue &value, QString name, Node item,
             std::vector<TracedField> &out) const;
    void addLevels(ProfileRoute &route, Node item, std::vector<TracedField> &out) const;
    [[nodiscard]] QString pointerTo(Node node) const;
    Mapping m_mapping;
};

} // namespace alcedo
