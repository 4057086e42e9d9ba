// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/bookchecksum.h>
#include <alcedo/feed/booksequence.h>
#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/knownforms.h>
#include <alcedo/feed/routereader.h>
#include <alcedo/series/recordbatch.h>

#include <QByteArrayView>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace alcedo {

/// Turns a feed's messages into records by its profile. One pass over the bytes makes the tape; routes look
/// in it. A message of a form that came before (messageform.h) needs neither. In the steady state a message
/// costs no allocation beyond what the batch itself grows by. Thread: one at a time.
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

    /// Whether messages of a known form are read at one go; what comes out is the same.
    enum class Forms { Learned, Unused };
    explicit Mapping(FeedProfile profile, Forms forms = Forms::Learned);
    [[nodiscard]] const FeedProfile &profile() const { return m_reader.profile(); }

    /// Appends the message's records. Every route whose conditions hold applies, in the profile's order.
    Outcome map(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out);
    /// Whether the conditions, which are the profile's own, hold in the message that map() saw last; false
    /// where it was not JSON.
    [[nodiscard]] bool holds(ProfileConditions &conditions);
    /// Whether any of the cases does. False where there are none.
    [[nodiscard]] bool holds(ProfileCases &cases);
    /// The texts found there in the message that map() saw last, joined by ": "; at most 200 characters.
    [[nodiscard]] QString wordsAt(std::vector<JsonPath> &paths);
    /// A template with "${/path}" taken from the message that map() saw last.
    [[nodiscard]] QByteArray answer(const QByteArray &send);

    /// The whole book of a key as fetched from its route's resync address: a snapshot record, then the
    /// changes held. False where it is not what the profile says.
    [[nodiscard]] bool applyBook(const std::string &key, QByteArrayView message, std::int64_t arrivalNs,
                                 RecordBatchBuilder &out);
    /// The resync address template of the route that has one; empty where there is none.
    [[nodiscard]] QString resyncUrl() const;
    [[nodiscard]] BookSequence &sequence() { return m_sequence; }
    [[nodiscard]] const BookSequence &sequence() const { return m_sequence; }
    /// Breaks of keys and of the link itself (whose key is "").
    [[nodiscard]] std::vector<SequenceBreak> takeBreaks();
    [[nodiscard]] std::uint64_t gaps() const { return m_sequence.gaps() + m_linkSequence.gaps(); }
    [[nodiscard]] std::uint64_t repeated() const { return m_sequence.repeated() + m_linkSequence.repeated(); }
    /// Whether a break asked for a new link since the last call.
    [[nodiscard]] bool takeReconnect() { return std::exchange(m_reconnect, false); }
    /// A new link: nothing is known of sequences, bindings, kept documents and books.
    void reset();

    struct Counters
    {
        std::uint64_t messages = 0, mapped = 0, ignored = 0, unmapped = 0, notJson = 0, badValues = 0;
        std::uint64_t known = 0;     ///< of the mapped: read at one go, by a form
        std::uint64_t data = 0;      ///< records (also held ones) that are not of the kind control
        std::uint64_t rounded = 0;   ///< numbers of more than 18 digits, rounded
        std::uint64_t checksums = 0; ///< books checked; wrong ones are in sequence().wrongChecksums()
    };
    [[nodiscard]] const Counters &counters() const { return m_counters; }
    /// What was not mapped and why, with counts: "no route: type=foo (a,b,c)", "ticker: no key",
    /// "ticker.last: not a number".
    [[nodiscard]] const std::map<std::string, std::uint64_t> &shapes() const { return m_shapes; }

private:
    using Node = RouteReader::Node;
    using Go = RouteReader::Go;
    /// Texts made before a record's levels that are needed behind them: the key's, at most.
    static constexpr std::size_t KeptTexts = 8;
    [[nodiscard]] Outcome mapByRoutes(QByteArrayView message, std::int64_t arrivalNs,
                                      RecordBatchBuilder &out);
    void learn(ProfileRoute &route, QByteArrayView message, Node item);
    [[nodiscard]] bool isForLink();
    void judgeLink(std::int64_t arrivalNs);
    [[nodiscard]] Outcome apply(ProfileRoute &route, Node item, QByteArrayView message,
                                std::int64_t arrivalNs, RecordBatchBuilder &out);
    [[nodiscard]] Outcome record(ProfileRoute &route, Node item, QByteArrayView message,
                                 std::int64_t arrivalNs, RecordBatchBuilder &out);
    [[nodiscard]] std::int64_t timeOf(ProfileRoute &route, Node item, std::int64_t arrivalNs);
    /// Null where it is none.
    [[nodiscard]] Decimal decimalOf(ProfileValue &value, std::string_view text, Node item);
    void field(ProfileRoute &route, ProfileRoute::FieldValue &field, Node item, RecordBatchBuilder &out);
    void addLevels(const QString &route, std::vector<ProfileLevels> &parts, Node item,
                   RecordBatchBuilder &out);
    [[nodiscard]] bool addLevel(ProfileLevels &part, Node level, RecordBatchBuilder &out);
    [[nodiscard]] std::optional<BookSequence::Verdict>
    judge(ProfileRoute &route, Node item, std::string_view key, bool isWhole, std::int64_t arrivalNs);
    [[nodiscard]] static std::optional<BookSequence::Verdict>
    judgeNumbers(BookSequence &sequence, const ProfileSequence &rule, std::string_view key,
                 std::optional<std::int64_t> first, std::optional<std::int64_t> previous, std::int64_t last,
                 std::int64_t arrivalNs);
    void check(ProfileRoute &route, Node item, std::string_view key, std::int64_t arrivalNs);
    void countShape(const std::string &shape);
    void countUnknown(Node item);
    void countBad(const QString &route, std::string_view what);

    RouteReader m_reader;
    Forms m_use = Forms::Learned;
    KnownForms m_forms;
    bool m_isRelease = false; ///< held messages are mapped again
    bool m_reconnect = false;
    BookSequence m_sequence, m_linkSequence;
    BookChecksum m_checksums;
    BookChecksum::Book *m_checking = nullptr; ///< of the record at hand
    Counters m_counters;
    std::map<std::string, std::uint64_t> m_shapes;
};

} // namespace alcedo
