// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace alcedo {

/// What a record says. Each kind has one fixed list of fields (RecordSchema); all of them may be absent.
enum class RecordKind : std::uint8_t { Quote, Trade, Book, Candle, Score, Sensor, News, Control };
inline constexpr int RecordKindCount = 8;

enum class FieldType : std::uint8_t {
    Decimal, ///< Decimal; null: absent
    Integer, ///< int64; Absent: absent
    Text,    ///< UTF-8; empty: absent
    Levels,  ///< order-book levels: side, price, size (size 0 removes the level)
};

struct Field
{
    std::string_view name; ///< as in JSON and in profiles
    FieldType type;
};

/// Flags of one record: RecordFlag::Replayed and so on, joined by |.
struct RecordFlag
{
    enum : std::uint8_t {
        Replayed = 1,   ///< repeats history (a venue's last_match at subscribe); no new event
        Snapshot = 2,   ///< whole state, replacing what was known of the key
        Correction = 4, ///< revises an earlier record of the same id
        Removed = 8,    ///< the key is no more
        Built = 16,     ///< ours, of a keyframe, not the source's: values change no series, and what is a sum
                        ///< (a volume, a candle) goes on being summed by the records after it
    };
};

/// Field positions, per kind, in the order of RecordSchema::of(kind).fields.
namespace quote {
enum { Last, Bid, Ask, BidSize, AskSize, Volume, Open, High, Low };
}
namespace trade {
enum { Price, Size, Side, Id }; ///< Side: the aggressor's, "buy" or "sell"
}
namespace book {
enum { Levels, FirstSequence, LastSequence };
}
namespace candle {
enum {
    Open,
    High,
    Low,
    Close,
    Volume,
    Interval,
    Closed
}; ///< Interval in ns; time is the opening; Closed 0 or 1
}
namespace score {
/// Clock in s; Event: "goal", "yellow", "red", "period", "correction"; Team: "home" or "away"; Minute of the
/// event.
enum {
    Home,
    Away,
    HomeScore,
    AwayScore,
    Clock,
    Period,
    Event,
    Team,
    Player,
    Minute,
    Revision,
    HomeYellow,
    AwayYellow,
    HomeRed,
    AwayRed,
    Note
};
} // namespace score
namespace sensor {
enum { Value, Unit, Low, High, Name, Quality };
}
namespace news {
enum {
    Id,
    Headline,
    Severity,
    Tags,
    Url,
    Body,
    Revision
}; ///< Severity: "info", "notice", "urgent"; Tags: comma list
}
namespace control {
enum { Event, Text, From, To, Count }; ///< "subscribed", "error", "gap", "heartbeat", "status"
}

struct RecordSchema
{
    RecordKind kind;
    std::string_view name; ///< "quote", …
    std::span<const Field> fields;

    [[nodiscard]] static const RecordSchema &of(RecordKind kind);
    [[nodiscard]] static std::optional<RecordKind> kindNamed(std::string_view name);
    /// Position of a field, or -1.
    [[nodiscard]] int indexOf(std::string_view field) const;
};

} // namespace alcedo
