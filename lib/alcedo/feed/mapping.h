// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/booksequence.h>
#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/jsontape.h>
#include <alcedo/series/recordbatch.h>

#include <QByteArrayView>
#include <map>
#include <string>
#include <vector>

namespace alcedo {

/// Turns a feed's messages into records by its profile. One pass over the bytes makes the tape; routes look
/// in it. In the steady state a message costs no allocation beyond what the batch itself grows by. Thread:
/// one at a time.
class Mapping
{
public:
    enum class Outcome {
        Mapped,   ///< at least one record (or a change that is held or dropped by its sequence)
        Ignored,  ///< known to say nothing
        Unmapped, ///< no route knows it, or one lacks what it needs; see shapes()
    };
    /// Shapes kept apart; what is beyond is counted under "…".
    static constexpr std::size_t MaxShapes = 64;
    static constexpr std::size_t MaxKeyBytes = 128;

    explicit Mapping(FeedProfile profile);
    [[nodiscard]] const FeedProfile &profile() const { return m_profile; }

    /// Appends the message's records. Every route whose conditions hold applies, in the profile's order.
    Outcome map(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out);
    /// Whether the conditions hold in the message that map() saw last; false where it was not JSON.
    [[nodiscard]] bool holds(ProfileConditions &conditions);
    /// The texts found there in the message that map() saw last, joined by ": "; at most 200 characters.
    [[nodiscard]] QString wordsAt(std::vector<JsonPath> &paths);

    /// The whole book of a key as fetched from its route's resync address: a snapshot record, then the
    /// changes held. False where it is not what the profile says.
    [[nodiscard]] bool applyBook(const std::string &key, QByteArrayView message, std::int64_t arrivalNs,
                                 RecordBatchBuilder &out);
    /// The resync address template of the route that has one; empty where there is none.
    [[nodiscard]] QString resyncUrl() const;
    [[nodiscard]] BookSequence &sequence() { return m_sequence; }
    [[nodiscard]] const BookSequence &sequence() const { return m_sequence; }

    struct Counters
    {
        std::uint64_t messages = 0, mapped = 0, ignored = 0, unmapped = 0, notJson = 0, badValues = 0;
        std::uint64_t data = 0; ///< records (also held ones) that are not of the kind control
    };
    [[nodiscard]] const Counters &counters() const { return m_counters; }
    /// What was not mapped and why, with counts: "no route: type=foo (a,b,c)", "ticker: no key",
    /// "ticker.last: not a number".
    [[nodiscard]] const std::map<std::string, std::uint64_t> &shapes() const { return m_shapes; }

private:
    using Node = std::uint32_t;
    [[nodiscard]] bool holds(ProfileConditions &conditions, Node item) const;
    [[nodiscard]] Outcome apply(ProfileRoute &route, Node item, QByteArrayView message,
                                std::int64_t arrivalNs, RecordBatchBuilder &out);
    [[nodiscard]] Outcome record(ProfileRoute &route, Node item, QByteArrayView message,
                                 std::int64_t arrivalNs, RecordBatchBuilder &out);
    /// The first place that has something, or None; also None for constants.
    [[nodiscard]] Node present(ProfileValue &value, Node item) const;
    /// The value's text after translation; empty where absent.
    [[nodiscard]] std::string_view textOf(ProfileValue &value, Node item) const;
    [[nodiscard]] std::optional<std::int64_t> integerOf(ProfileValue &value, Node item, bool &isAbsent) const;
    void field(ProfileRoute &route, ProfileRoute::FieldValue &field, Node item, RecordBatchBuilder &out);
    void joined(ProfileRoute::FieldValue &field, Node item, RecordBatchBuilder &out) const;
    void addLevels(const QString &route, std::vector<ProfileLevels> &parts, Node item,
                   RecordBatchBuilder &out);
    [[nodiscard]] bool addLevel(ProfileLevels &part, Node level, RecordBatchBuilder &out) const;
    [[nodiscard]] std::optional<BookSequence::Verdict> judge(ProfileRoute &route, Node item,
                                                             std::string_view key, std::int64_t arrivalNs);
    void countShape(const std::string &shape);
    void countUnknown(Node item);
    void countBad(const QString &route, std::string_view what);

    FeedProfile m_profile;
    JsonTape m_tape;
    bool m_isJson = false;
    BookSequence m_sequence;
    Counters m_counters;
    std::map<std::string, std::uint64_t> m_shapes;
};

} // namespace alcedo
