// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/bookchecksum.h>
#include <alcedo/feed/booksequence.h>
#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/jsonstate.h>
#include <alcedo/feed/jsontape.h>
#include <alcedo/feed/knownforms.h>
#include <alcedo/feed/routechoice.h>
#include <alcedo/series/recordbatch.h>

#include <QByteArrayView>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
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
    static constexpr std::size_t MaxKeyBytes = 128;
    /// Numbers that names are bound to; of more, none is kept.
    static constexpr std::size_t MaxBindings = 10'000;
    /// Documents kept for merging; of more keys, messages are unmapped.
    static constexpr std::size_t MaxStates = 1'000;
    /// A frame that is no JSON may be a word ("pong") up to so long.
    static constexpr qsizetype MaxWordBytes = 256;

    /// Whether messages of a known form are read at one go; what comes out is the same.
    enum class Forms { Learned, Unused };
    explicit Mapping(FeedProfile profile, Forms forms = Forms::Learned);
    [[nodiscard]] const FeedProfile &profile() const { return m_profile; }

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
    friend class FieldTrace;
    using Node = std::uint32_t;
    struct Hash : std::hash<std::string_view>
    {
        using is_transparent = void;
    };
    template <typename Value>
    using Named = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

    [[nodiscard]] Outcome mapByRoutes(QByteArrayView message, std::int64_t arrivalNs,
                                      RecordBatchBuilder &out);
    void learn(ProfileRoute &route, QByteArrayView message, Node item);
    [[nodiscard]] bool isForLink();
    [[nodiscard]] bool parse(QByteArrayView message);
    [[nodiscard]] bool parseWord(QByteArrayView message);
    void openEmbedded();
    [[nodiscard]] bool mergeStates();
    [[nodiscard]] bool mergeState(ProfileMerge &merge);
    void judgeLink(std::int64_t arrivalNs);
    [[nodiscard]] bool holds(ProfileConditions &conditions, Node item) const;
    [[nodiscard]] bool holds(ProfileCondition &condition, Node item) const;
    [[nodiscard]] Outcome apply(ProfileRoute &route, Node item, QByteArrayView message,
                                std::int64_t arrivalNs, RecordBatchBuilder &out);
    [[nodiscard]] Outcome record(ProfileRoute &route, Node item, QByteArrayView message,
                                 std::int64_t arrivalNs, RecordBatchBuilder &out);
    [[nodiscard]] std::int64_t timeOf(ProfileRoute &route, Node item, std::int64_t arrivalNs);
    void bind(ProfileBinding &binding, Node item);
    /// The value's text after translation; empty where absent. Good until the next record.
    [[nodiscard]] std::string_view textOf(ProfileValue &value, Node item) const
    {
        if (value.isPlain) {
            const Node node = value.at.front().find(m_tape, item);
            return node == JsonTape::None ? std::string_view() : textAt(node);
        }
        return value.isMade ? madeText(value, item) : plainText(value, item);
    }
    /// What stands at a node; empty where it says nothing or is a container.
    [[nodiscard]] std::string_view textAt(Node node) const
    {
        const JsonTape::Node &found = m_tape[node];
        const bool isNothing = found.type == JsonTape::Type::Null || found.text.empty();
        m_isThere |= !isNothing;
        return isNothing || found.isContainer() ? std::string_view() : found.text;
    }
    [[nodiscard]] std::string_view plainText(ProfileValue &value, Node item) const;
    [[nodiscard]] std::string_view madeText(ProfileValue &value, Node item) const;
    [[nodiscard]] std::string_view foundText(std::vector<JsonPath> &at, Node item) const;
    [[nodiscard]] std::string_view boundTo(std::string_view id, std::string_view name) const;
    [[nodiscard]] std::string &scratch() const;
    [[nodiscard]] std::optional<std::int64_t> integerOf(ProfileValue &value, Node item) const;
    /// Null where it is none.
    [[nodiscard]] Decimal decimalOf(ProfileValue &value, std::string_view text, Node item);
    void field(ProfileRoute &route, ProfileRoute::FieldValue &field, Node item, RecordBatchBuilder &out);
    void joined(ProfileRoute::FieldValue &field, Node item, RecordBatchBuilder &out) const;
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

    FeedProfile m_profile;
    RouteChoice m_choice; ///< of its routes, by position
    Forms m_use = Forms::Learned;
    KnownForms m_forms;
    JsonTape m_tape, m_inner;
    QByteArray m_composed; ///< the message after embedded texts were opened or a change was merged
    bool m_isJson = false;
    mutable bool m_isThere = false; ///< foundText() came upon something, be it of the wrong kind
    bool m_isRelease = false;       ///< held messages are mapped again
    bool m_reconnect = false;
    BookSequence m_sequence, m_linkSequence;
    BookChecksum m_checksums;
    BookChecksum::Book *m_checking = nullptr; ///< of the record at hand
    Named<std::vector<std::pair<std::string, std::string>>> m_bindings;
    Named<JsonState> m_states;
    mutable std::deque<std::string> m_scratch; ///< texts made for the record at hand; only grows
    mutable std::size_t m_scratchUsed = 0;
    std::vector<Node> m_reversed;
    Counters m_counters;
    std::map<std::string, std::uint64_t> m_shapes;
};

} // namespace alcedo
