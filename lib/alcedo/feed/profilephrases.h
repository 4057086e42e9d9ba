// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <span>

namespace alcedo {

/// All that the profile reader says, in the order of profilePhrases(). What an argument is stands in the
/// English there.
enum class ProfilePhrase {
    NotJson,
    // why it is not JSON
    UnterminatedObject,
    MissingNameSeparator,
    UnterminatedArray,
    MissingValueSeparator,
    IllegalValue,
    TerminationByNumber,
    IllegalNumber,
    IllegalEscape,
    IllegalUtf8,
    UnterminatedText,
    MissingMember,
    TooDeeplyNested,
    TooLarge,
    GarbageAtEnd,
    // what is wrong with it
    MustBeObject,
    ObjectOfPaths,
    ObjectOfOldAndNew,
    ObjectOfCounts,
    ObjectOfFields,
    ObjectOfNames,
    HasTwice,
    HasNo,
    Needs,
    IsOneOf,
    MustBeArray,
    MustBeText,
    MustBeBoolean,
    MustBeWhole,
    MustBeDuration,
    PathMustBeText,
    PathsEmpty,
    PathBeginning,
    PathTooDeep,
    PathParentInside,
    ConditionPathWild,
    TextPathWild,
    JoinedNeedsText,
    ConditionCompares,
    ConditionNeedsValue,
    ConditionNeedsTest,
    ValueNeedsOrigin,
    SplitAndPart,
    TimeNeedsOrigin,
    ZoneIsName,
    ZoneNeedsWritten,
    NeedsRoute,
    OneDefault,
    SecretDefault,
    NeedsRequest,
    RequestNeeds,
    AcksPerNeedsAck,
    NoRecordKind,
    RecordOrIgnore,
    RouteNeedsKey,
    OnlyBook,
    ResyncNeedsSequence,
    ReverseNeedsEach,
    FlagIs,
    NoField,
    LevelsNotInMap,
    SideIs,
    SequenceOneOf,
    // what a sentence is about
    AProfile,
    AParameter,
    ARequest,
    AnAnswer,
    AHeader,
    ACondition,
    Conditions,
    AValue,
    ATime,
    ATimesUnit,
    ARoute,
    AFlag,
    ASequence,
    AChecksum,
    AResync,
    AListOfPaths,
};

/// Code and English of each. The words of a profile itself (member names, values) are arguments, never
/// phrases.
[[nodiscard]] std::span<const Phrase> profilePhrases();
[[nodiscard]] Words say(ProfilePhrase phrase, std::vector<Words> arguments = {});

} // namespace alcedo
