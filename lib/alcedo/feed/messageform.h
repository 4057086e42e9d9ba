// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/jsontape.h>
#include <alcedo/feed/valuescan.h>
#include <alcedo/series/recordbatch.h>

#include <QByteArrayView>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace alcedo {

/// Messages of one form, each read at one go. What a venue sends of one kind differs in its values alone:
/// names, their order and what stands between them are the same every time. A form holds those bytes, and
/// what becomes of each value between them. It is learned from a message that went the long way, over the
/// tape and the routes.
///
/// read() takes only what is byte for byte as foreseen, with values that need no second look (texts of ASCII
/// without escapes, numbers that fit a Decimal). Of everything else it says no and leaves nothing behind, and
/// the long way judges it: so both ways give the same records, counts and complaints. Texts that conditions
/// ask for are among the bytes that must be the same, hence a form never chooses a route.
/// Thread: one at a time.
class MessageForm
{
public:
    /// Values a record may have from one form; of messages with more, none is learned.
    static constexpr std::size_t MaxOutputs = 24;
    static constexpr qsizetype MaxLearnedBytes = 64 * 1024;

    /// The form of a message that the tape holds and that this route alone made records of, from item on.
    /// Null where the route, the profile or the message asks for more than a form can: kept documents,
    /// sequences, bindings, order-book levels, made texts, values that are no plain ones.
    [[nodiscard]] static std::unique_ptr<MessageForm> learn(FeedProfile &profile, ProfileRoute &route,
                                                            const JsonTape &tape, QByteArrayView message,
                                                            std::uint32_t item);

    struct Reading
    {
        std::size_t records = 0; ///< zero: the message is of another form
        std::size_t bytes = 0;   ///< looked at until that was seen
    };
    /// Appends the message's records.
    [[nodiscard]] Reading read(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out);
    [[nodiscard]] RecordKind kind() const { return m_kind; }

private:
    friend class FormLearner;
    struct Literal ///< of m_bytes
    {
        std::uint32_t at = 0, size = 0;
    };
    enum class Use : std::uint8_t { None, Key, Time, Decimal, Integer, Text };
    struct Slot ///< one value, and what stands before it
    {
        Literal before;
        bool isText = false; ///< in quotes; else a number
        char terminator = '"';
        Use use = Use::None;
        std::uint8_t output = 0; ///< position among the outputs of its type
    };
    struct Run ///< of m_slots, and what stands behind the last of them
    {
        std::uint32_t begin = 0, end = 0;
        Literal behind;
    };
    template <typename Value>
    struct Output ///< one field of each record
    {
        int field = 0;
        Value value = {}; ///< of the record at hand
    };
    [[nodiscard]] bool skip(const char *&at, const char *end, Literal literal) const
    {
        return valuescan::skip(at, end, m_bytes.data() + literal.at, literal.size);
    }
    [[nodiscard]] const char *readRun(const Run &run, const char *at, const char *end);
    [[nodiscard]] const char *readDecimal(const Slot &slot, const char *at, const char *end);
    [[nodiscard]] const char *readLongDecimal(const Slot &slot, const char *at, const char *end);
    [[nodiscard]] std::nullptr_t refuse(const char *at)
    {
        m_refused = at;
        return nullptr;
    }
    [[nodiscard]] bool keep(const Slot &slot, std::string_view text);
    void append(std::int64_t arrivalNs, RecordBatchBuilder &out) const;

    RecordKind m_kind = RecordKind::Control;
    std::uint8_t m_flags = 0;
    std::string m_bytes; ///< what every message of the form has, in order; and a Block that nothing means
    std::vector<Slot> m_slots;
    // In the route's order. Apart, so that what a feed is full of is told without asking each for its type.
    std::vector<Output<Decimal>> m_decimals;
    std::vector<Output<std::int64_t>> m_integers;
    std::vector<Output<std::string_view>> m_texts;
    std::deque<std::string> m_constants; ///< texts that outputs and key point to where no slot fills them
    std::string_view m_key;
    std::int64_t m_timeNs = 0;
    std::string m_timeText; ///< that m_timeNs was read of
    bool m_hasTime = false; ///< else it is the arrival's
    TimeUnit m_unit = TimeUnit::Nanoseconds;
    std::string m_zone;
    /// One record: head alone. A list: head, then the element once and more, with what parts it, then rest.
    Run m_head, m_element, m_rest;
    bool m_isList = false;
    const char *m_refused = nullptr; ///< where the message at hand was seen to be of another form
    Literal m_separator;
};

} // namespace alcedo
