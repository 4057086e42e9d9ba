// SPDX-License-Identifier: MIT
#include <alcedo/feed/profilephrases.h>

#include <array>
#include <cstddef>

namespace alcedo {

namespace {

struct PhraseRow
{
    ProfilePhrase phrase;
    Phrase said;
};

constexpr PhraseRow PhraseRows[] = {
    {ProfilePhrase::NotJson, {"profile.not-json", "not JSON: %1"}},
    {ProfilePhrase::UnterminatedObject, {"profile.json.unterminated-object", "unterminated object"}},
    {ProfilePhrase::MissingNameSeparator, {"profile.json.missing-name-separator", "missing name separator"}},
    {ProfilePhrase::UnterminatedArray, {"profile.json.unterminated-array", "unterminated array"}},
    {ProfilePhrase::MissingValueSeparator,
     {"profile.json.missing-value-separator", "missing value separator"}},
    {ProfilePhrase::IllegalValue, {"profile.json.illegal-value", "illegal value"}},
    {ProfilePhrase::TerminationByNumber,
     {"profile.json.termination-by-number", "invalid termination by number"}},
    {ProfilePhrase::IllegalNumber, {"profile.json.illegal-number", "illegal number"}},
    {ProfilePhrase::IllegalEscape, {"profile.json.illegal-escape", "invalid escape sequence"}},
    {ProfilePhrase::IllegalUtf8, {"profile.json.illegal-utf8", "invalid UTF8 string"}},
    {ProfilePhrase::UnterminatedText, {"profile.json.unterminated-string", "unterminated string"}},
    {ProfilePhrase::MissingMember, {"profile.json.missing-object", "object is missing after a comma"}},
    {ProfilePhrase::TooDeeplyNested, {"profile.json.deep-nesting", "too deeply nested document"}},
    {ProfilePhrase::TooLarge, {"profile.json.too-large", "too large document"}},
    {ProfilePhrase::GarbageAtEnd, {"profile.json.garbage-at-end", "garbage at the end of the document"}},
    {ProfilePhrase::MustBeObject, {"profile.must-be-object", "%1 must be an object"}},
    {ProfilePhrase::ObjectOfPaths,
     {"profile.must-be-object-of-paths", "%1 must be an object of path and value"}},
    {ProfilePhrase::ObjectOfOldAndNew,
     {"profile.must-be-object-of-old-and-new", "%1 must be an object of old and new"}},
    {ProfilePhrase::ObjectOfCounts,
     {"profile.must-be-object-of-counts", "%1 must be an object of parameter and count"}},
    {ProfilePhrase::ObjectOfFields,
     {"profile.must-be-object-of-fields", "%1 must be an object of field and path"}},
    {ProfilePhrase::ObjectOfNames,
     {"profile.must-be-object-of-names", "%1 must be an object of name and path"}},
    {ProfilePhrase::HasTwice, {"profile.has-twice", "%1 has \"%2\" twice"}},
    {ProfilePhrase::HasNo, {"profile.has-no", "%1 has no \"%2\""}},
    {ProfilePhrase::Needs, {"profile.needs", "%1 needs \"%2\""}},
    {ProfilePhrase::IsOneOf, {"profile.is-one-of", "%1 is one of %2"}},
    {ProfilePhrase::MustBeArray, {"profile.must-be-array", "%1 must be an array"}},
    {ProfilePhrase::MustBeText, {"profile.must-be-text", "%1 must be a text"}},
    {ProfilePhrase::MustBeBoolean, {"profile.must-be-boolean", "%1 must be true or false"}},
    {ProfilePhrase::MustBeWhole, {"profile.must-be-whole", "%1 must be a whole number from %2 to %3"}},
    {ProfilePhrase::MustBeDuration,
     {"profile.must-be-duration", "%1 must be a length of time of at least 1 ms, as \"20s\" or \"500ms\""}},
    {ProfilePhrase::PathMustBeText,
     {"profile.path.must-be-text", "a path must be a text, as \"/data/price\""}},
    {ProfilePhrase::PathsEmpty, {"profile.path.none", "a list of paths must not be empty"}},
    {ProfilePhrase::PathBeginning,
     {"profile.path.beginning", "\"%1\" is no path: it begins with /, #/ or ../"}},
    {ProfilePhrase::PathTooDeep, {"profile.path.too-deep", "\"%1\" is no path: it is too deep"}},
    {ProfilePhrase::PathParentInside,
     {"profile.path.parent-inside", "\"%1\" is no path: ../ stands only at its beginning"}},
    {ProfilePhrase::ConditionPathWild, {"profile.condition.path-wild", "a condition's path has no *"}},
    {ProfilePhrase::TextPathWild, {"profile.text.path-wild", "a path within a text has no *"}},
    {ProfilePhrase::JoinedNeedsText,
     {"profile.map.joined-needs-text", "only a text may be joined from a path with *"}},
    {ProfilePhrase::ConditionCompares,
     {"profile.condition.compares", "a condition compares with a text, a number, true or false"}},
    {ProfilePhrase::ConditionNeedsValue, {"profile.condition.needs-value", "a condition needs a value"}},
    {ProfilePhrase::ConditionNeedsTest,
     {"profile.condition.needs-test", "a condition needs one of exists, is, not, starts and type"}},
    {ProfilePhrase::ValueNeedsOrigin,
     {"profile.value.needs-origin", "a value needs either \"at\" or \"const\" or \"text\""}},
    {ProfilePhrase::SplitAndPart, {"profile.value.split-and-part", "\"split\" and \"part\" need each other"}},
    {ProfilePhrase::TimeNeedsOrigin, {"profile.time.needs-origin", "a time needs either \"at\" or \"text\""}},
    {ProfilePhrase::ZoneIsName, {"profile.time.zone-is-name", "zone is a name such as \"Asia/Tokyo\""}},
    {ProfilePhrase::ZoneNeedsWritten,
     {"profile.time.zone-needs-written", "\"zone\" is for times that are written out (rfc3339)"}},
    {ProfilePhrase::NeedsRoute, {"profile.needs-route", "a profile needs at least one route"}},
    {ProfilePhrase::OneDefault, {"profile.param.one-default", "a parameter that is no list has one default"}},
    {ProfilePhrase::SecretDefault, {"profile.param.secret-default", "a secret has no default"}},
    {ProfilePhrase::NeedsRequest, {"profile.request.needs-one", "%1 needs at least one request"}},
    {ProfilePhrase::RequestNeeds,
     {"profile.request.needs-send-or-ack", "a request needs \"send\" or \"ack\""}},
    {ProfilePhrase::AcksPerNeedsAck, {"profile.request.acks-per-needs-ack", "\"acks_per\" needs \"ack\""}},
    {ProfilePhrase::NoRecordKind, {"profile.route.no-record-kind", "there is no record kind \"%1\""}},
    {ProfilePhrase::RecordOrIgnore,
     {"profile.route.record-or-ignore", "a route needs either \"record\" or \"ignore\": true"}},
    {ProfilePhrase::RouteNeedsKey, {"profile.route.needs-key", "a route needs a \"key\""}},
    {ProfilePhrase::OnlyBook, {"profile.route.only-book", "only a book has \"levels\" and a \"checksum\""}},
    {ProfilePhrase::ResyncNeedsSequence,
     {"profile.route.resync-needs-sequence", "\"resync\" needs \"sequence\""}},
    {ProfilePhrase::ReverseNeedsEach, {"profile.route.reverse-needs-each", "\"reverse\" needs \"each\""}},
    {ProfilePhrase::FlagIs, {"profile.route.flag-is", "a flag is replayed, snapshot, correction or removed"}},
    {ProfilePhrase::NoField, {"profile.map.no-field", "a %1 has no field \"%2\""}},
    {ProfilePhrase::LevelsNotInMap,
     {"profile.map.levels", "levels are described by \"levels\", not in \"map\""}},
    {ProfilePhrase::SideIs,
     {"profile.levels.side", "side is \"bid\", \"ask\" or an object with at and values"}},
    {ProfilePhrase::SequenceOneOf,
     {"profile.sequence.one-of", "a sequence has one of \"first\", \"previous\" and \"rising\" at most"}},
    {ProfilePhrase::AProfile, {"profile.noun.profile", "a profile"}},
    {ProfilePhrase::AParameter, {"profile.noun.parameter", "a parameter"}},
    {ProfilePhrase::ARequest, {"profile.noun.request", "a request"}},
    {ProfilePhrase::AnAnswer, {"profile.noun.answer", "an answer"}},
    {ProfilePhrase::AHeader, {"profile.noun.header", "a header"}},
    {ProfilePhrase::ACondition, {"profile.noun.condition", "a condition"}},
    {ProfilePhrase::Conditions, {"profile.noun.conditions", "conditions"}},
    {ProfilePhrase::AValue, {"profile.noun.value", "a value"}},
    {ProfilePhrase::ATime, {"profile.noun.time", "a time"}},
    {ProfilePhrase::ATimesUnit, {"profile.noun.time-unit", "a time's unit"}},
    {ProfilePhrase::ARoute, {"profile.noun.route", "a route"}},
    {ProfilePhrase::AFlag, {"profile.noun.flag", "a flag"}},
    {ProfilePhrase::ASequence, {"profile.noun.sequence", "a sequence"}},
    {ProfilePhrase::AChecksum, {"profile.noun.checksum", "a checksum"}},
    {ProfilePhrase::AResync, {"profile.noun.resync", "a resync"}},
    {ProfilePhrase::AListOfPaths, {"profile.noun.paths", "a list of paths"}},
};
constexpr std::size_t PhraseCount = std::size(PhraseRows);

constexpr bool phrasesInOrder()
{
    for (std::size_t i = 0; i < PhraseCount; ++i) {
        if (PhraseRows[i].phrase != ProfilePhrase(i))
            return false;
    }
    return true;
}
static_assert(phrasesInOrder() && PhraseCount == std::size_t(ProfilePhrase::AListOfPaths) + 1);

constexpr auto PhraseTable = [] {
    std::array<Phrase, PhraseCount> phrases{};
    for (std::size_t i = 0; i < PhraseCount; ++i)
        phrases[i] = PhraseRows[i].said;
    return phrases;
}();

} // namespace

std::span<const Phrase> profilePhrases()
{
    return PhraseTable;
}

Words say(ProfilePhrase phrase, std::vector<Words> arguments)
{
    return Words(PhraseTable[std::size_t(phrase)], std::move(arguments));
}

} // namespace alcedo
