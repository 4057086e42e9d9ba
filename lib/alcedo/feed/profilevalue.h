// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/jsonpath.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace alcedo {

/// Whether a place in a message says what it should. All conditions of a list must hold.
struct ProfileCondition
{
    enum class Test {
        Equals,  ///< a text, number or true/false that is one of texts
        Differs, ///< anything else, also nothing
        Starts,  ///< a text that begins with one of texts
        Exists,  ///< something that is not null
        Absent,  ///< nothing, or null
        Type,    ///< one of the JSON types in texts: object, array, string, number, boolean, null
    };
    JsonPath at;
    Test test = Test::Equals;
    std::vector<std::string> texts;
    std::string bound; ///< what is compared is not the text, but what is bound to it under this name
};
using ProfileConditions = std::vector<ProfileCondition>;
/// Any of them.
using ProfileCases = std::vector<ProfileConditions>;

/// Where a value comes from: the first of the places that has one, a constant, or a text put together; then
/// cut, looked up, translated and read.
struct ProfileValue
{
    struct Piece
    {
        std::string text;
        JsonPath path;
        bool isPath = false;
    };
    enum class As {
        Plain,
        Duration, ///< "1m" is 60000000000
        Whole,    ///< a number without its fraction
        Absolute, ///< a number without its sign
        Sign,     ///< "+", "-" or "0"
        Upper,
        Lower,
        Number, ///< what is no number says nothing ("unavailable")
    };
    std::vector<JsonPath> at;
    std::string constant;
    std::vector<Piece> pieces; ///< "${/a} - ${/b}"
    std::string split;         ///< the text is cut at each of these, and part counts from 0, or from the end
    int part = 0;
    std::string bound; ///< a name under which something is bound to the text
    std::vector<std::pair<std::string, std::string>>
        values; ///< translation; what is not in it stays as it came
    As as = As::Plain;
    int exponent = 0;                      ///< a number means value × 10^exponent
    std::vector<JsonPath> exponentAt;      ///< the same, from the message
    TimeUnit unit = TimeUnit::Nanoseconds; ///< of times
    std::string zone;                      ///< of times that name none (IANA); empty: UTC
    bool isMade = false;                   ///< takes more than looking up; set by the reader
    bool isPlain = false;                  ///< is what stands at one place, no more; set by the reader
    [[nodiscard]] bool isSet() const { return !at.empty() || !constant.empty() || !pieces.empty(); }
};

/// Order-book levels from an array of arrays or objects; each path is relative to one of them.
struct ProfileLevels
{
    std::optional<JsonPath> each; ///< nothing: the item is one level itself
    ProfileValue side;            ///< "bid" or "ask"
    ProfileValue price, size;
    ProfileConditions removed; ///< where they hold, the size is 0
};

/// How messages follow each other: first == last of the one before + 1, or previous == last of the one
/// before; without either last == the one before + 1.
struct ProfileSequence
{
    ProfileValue first, last, previous;
    bool rising = false;           ///< numbers may be left out, but never go back
    bool reconnectOnBreak = false; ///< a gap asks for a new link
};

} // namespace alcedo
