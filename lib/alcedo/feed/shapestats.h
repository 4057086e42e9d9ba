// SPDX-License-Identifier: MIT
// What a guess about a feed's shape counts. For shapeinference.cpp and its judges.
#pragma once

#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/jsontape.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace alcedo::shape {

/// What stood at one place, over all messages of a kind. Null is nothing, and not counted.
struct Stats
{
    static constexpr std::size_t MaxDistinct = 400;
    int seen = 0, numbers = 0, numberTexts = 0, texts = 0, booleans = 0, lists = 0, negative = 0, zeros = 0;
    int changes = 0, rises = 0, longTexts = 0;
    int decimals = 0;              ///< most digits after the point
    std::array<int, 5> timeHits{}; ///< by TimeUnit
    std::map<std::string, int> distinct;
    bool tooMany = false; ///< more than MaxDistinct
    std::string last;
    double lastNumber = 0;
    std::int64_t lastArrivalNs = 0;
    /// What stood there lately, with the item that it was of: so that numbers of one key can be told from
    /// those of others.
    struct Seen
    {
        int item = 0;
        std::size_t word = 0; ///< a hash of the text
        double number = 0;
    };
    static constexpr std::size_t MaxRecent = 200;
    std::deque<Seen> recent;

    void add(const JsonTape &tape, std::uint32_t node, int item, std::int64_t arrivalNs);
    [[nodiscard]] bool isNumeric() const { return seen > 0 && (numbers + numberTexts) * 10 >= seen * 9; }
    [[nodiscard]] bool isText() const { return seen > 0 && texts * 10 >= seen * 9; }
    /// Some numbers are below zero and some above, neither by accident.
    [[nodiscard]] bool hasBothSigns() const
    {
        const int above = seen - negative - zeros;
        return isNumeric() && !time() && negative >= 2 && above >= 2 && negative * 20 >= seen &&
               above * 20 >= seen;
    }
    [[nodiscard]] std::optional<TimeUnit> time() const;
};

/// All places of one kind, by path.
struct KindStats
{
    std::map<std::string, Stats> places; ///< from the item, and "#/…" from the message around it
    int items = 0;
    int messagesOfAll = 0; ///< of the other kinds too
};

/// A path's parts are escaped as RFC 6901 has it.
[[nodiscard]] std::string escaped(std::string_view name);
/// Whether a profile's path can name it: "*" and ".." mean something else there.
[[nodiscard]] inline bool isPathName(std::string_view name)
{
    return name != "*" && name != "..";
}
/// A word for what is done to a record, rather than for what it is ("update").
[[nodiscard]] bool isDeed(const std::string &word);
/// The last name of a path, in lower case without underscores.
[[nodiscard]] std::string nameOf(std::string_view path);

/// Calls visit(path, node) for every scalar, and every list, outside of lists; lists at a fixed place of few
/// scalars are gone into by their index.
template <typename Visit>
void scalars(const JsonTape &tape, std::uint32_t node, const std::string &path, int depth, Visit &visit)
{
    constexpr int MaxDepth = 6;
    constexpr std::uint32_t MaxFixed = 16; // longer lists are no tuples
    const JsonTape::Node &value = tape[node];
    if (!value.isContainer()) {
        visit(path, node);
        return;
    }
    if (depth >= MaxDepth)
        return;
    const bool isTuple = value.type == JsonTape::Type::Array && value.count > 0 && value.count <= MaxFixed &&
                         !tape[node + 1].isContainer();
    if (value.type == JsonTape::Type::Array)
        visit(path, node);
    if (value.type == JsonTape::Type::Array && !isTuple)
        return;
    int index = 0;
    for (std::uint32_t child = node + 1; child < value.next; child = tape[child].next, ++index) {
        if (!isPathName(tape[child].key))
            continue;
        scalars(tape, child,
                path + '/' +
                    (value.type == JsonTape::Type::Object ? escaped(tape[child].key) : std::to_string(index)),
                depth + 1, visit);
    }
}

} // namespace alcedo::shape
