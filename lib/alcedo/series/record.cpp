// SPDX-License-Identifier: MIT
#include <alcedo/series/record.h>

#include <array>

namespace alcedo {

namespace {

constexpr FieldType DecimalField = FieldType::Decimal, IntegerField = FieldType::Integer,
                    TextField = FieldType::Text, LevelsField = FieldType::Levels;

// In the order of the enums in record.h; the static_asserts below hold the two together.
constexpr Field QuoteFields[] = {
    {"last", DecimalField},     {"bid", DecimalField},      {"ask", DecimalField},
    {"bid_size", DecimalField}, {"ask_size", DecimalField}, {"volume", DecimalField},
    {"open", DecimalField},     {"high", DecimalField},     {"low", DecimalField}};
constexpr Field TradeFields[] = {
    {"price", DecimalField}, {"size", DecimalField}, {"side", TextField}, {"id", TextField}};
constexpr Field BookFields[] = {
    {"levels", LevelsField}, {"first_sequence", IntegerField}, {"last_sequence", IntegerField}};
constexpr Field CandleFields[] = {
    {"open", DecimalField},   {"high", DecimalField},     {"low", DecimalField},   {"close", DecimalField},
    {"volume", DecimalField}, {"interval", IntegerField}, {"closed", IntegerField}};
constexpr Field ScoreFields[] = {{"home", TextField},           {"away", TextField},
                                 {"home_score", IntegerField},  {"away_score", IntegerField},
                                 {"clock", IntegerField},       {"period", TextField},
                                 {"event", TextField},          {"team", TextField},
                                 {"player", TextField},         {"minute", IntegerField},
                                 {"revision", IntegerField},    {"home_yellow", IntegerField},
                                 {"away_yellow", IntegerField}, {"home_red", IntegerField},
                                 {"away_red", IntegerField},    {"note", TextField}};
constexpr Field SensorFields[] = {{"value", DecimalField}, {"unit", TextField}, {"low", DecimalField},
                                  {"high", DecimalField},  {"name", TextField}, {"quality", TextField}};
constexpr Field NewsFields[] = {{"id", TextField},         {"headline", TextField}, {"severity", TextField},
                                {"tags", TextField},       {"url", TextField},      {"body", TextField},
                                {"revision", IntegerField}};
constexpr Field ControlFields[] = {{"event", TextField},
                                   {"text", TextField},
                                   {"from", IntegerField},
                                   {"to", IntegerField},
                                   {"count", IntegerField}};

static_assert(std::size(QuoteFields) == quote::Low + 1 && QuoteFields[quote::Volume].name == "volume");
static_assert(std::size(TradeFields) == trade::Id + 1 && TradeFields[trade::Side].name == "side");
static_assert(std::size(BookFields) == book::LastSequence + 1);
static_assert(std::size(CandleFields) == candle::Closed + 1 && CandleFields[candle::Close].name == "close");
static_assert(std::size(ScoreFields) == score::Note + 1 && ScoreFields[score::Minute].name == "minute" &&
              ScoreFields[score::HomeRed].name == "home_red");
static_assert(std::size(SensorFields) == sensor::Quality + 1 && SensorFields[sensor::Low].name == "low");
static_assert(std::size(NewsFields) == news::Revision + 1 && NewsFields[news::Tags].name == "tags");
static_assert(std::size(ControlFields) == control::Count + 1 && ControlFields[control::From].name == "from");

constexpr std::array<RecordSchema, RecordKindCount> Schemas{{
    {RecordKind::Quote, "quote", QuoteFields},
    {RecordKind::Trade, "trade", TradeFields},
    {RecordKind::Book, "book", BookFields},
    {RecordKind::Candle, "candle", CandleFields},
    {RecordKind::Score, "score", ScoreFields},
    {RecordKind::Sensor, "sensor", SensorFields},
    {RecordKind::News, "news", NewsFields},
    {RecordKind::Control, "control", ControlFields},
}};

} // namespace

const RecordSchema &RecordSchema::of(RecordKind kind)
{
    return Schemas[std::size_t(kind)];
}

std::optional<RecordKind> RecordSchema::kindNamed(std::string_view name)
{
    for (const RecordSchema &schema : Schemas) {
        if (schema.name == name)
            return schema.kind;
    }
    return std::nullopt;
}

int RecordSchema::indexOf(std::string_view field) const
{
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == field)
            return int(i);
    }
    return -1;
}

} // namespace alcedo
