// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/jsontape.h>

#include <QString>
#include <string>
#include <vector>

namespace alcedo {

/// A place in a message: a JSON Pointer (RFC 6901) with four things more that feeds need.
///
///     /data/s      from the item at hand (the message, where a route has no `each`)
///     #/stream     from the whole message
///     ../ts        from the item's parent; an array is the parent of its elements
///     /b/-1        a negative index counts from the end
///     /events/*/tickers   `*`: every element, or every member's value
///     ~name        (at the end) not what stands there, but the name it stands under
///
/// Finding remembers where each name was last time (feeds repeat their order), so a path is not shared
/// between threads.
class JsonPath
{
public:
    JsonPath() = default;
    [[nodiscard]] static Result<JsonPath> parse(QStringView text);

    /// The node, or JsonTape::None. Not for paths with `*`.
    [[nodiscard]] std::uint32_t find(const JsonTape &tape, std::uint32_t item)
    {
        return m_isName ? tape.member(item, m_steps.front().name, m_steps.front().hint) : walk(tape, item);
    }
    [[nodiscard]] bool isWild() const { return m_wild; }
    /// Whether the name of what find() gives is meant, instead of the thing itself.
    [[nodiscard]] bool isOwnName() const { return m_ownName; }
    /// Whether it begins at the item at hand, and not at what that is in.
    [[nodiscard]] bool isFromItem() const { return m_up == 0 && !m_fromMessage; }
    /// Whether a step of it is a position in an array.
    [[nodiscard]] bool isIndexed() const { return m_isIndexed; }
    /// Whether all positions that it names are the first.
    [[nodiscard]] bool isFirst() const { return m_isFirst; }
    /// Calls visit(node) for every node that the path names.
    template <typename Visit>
    void each(const JsonTape &tape, std::uint32_t item, Visit &&visit)
    {
        const std::uint32_t from = start(tape, item);
        if (from != JsonTape::None)
            follow(tape, from, 0, visit);
    }
    [[nodiscard]] const QString &text() const { return m_text; }

private:
    struct Step
    {
        std::string name;
        std::int32_t index = 0;
        enum class Kind : std::uint8_t {
            Name,
            Index,
            Every
        } kind = Kind::Name; ///< Index: a name where the owner is an object
        std::uint32_t hint = 0;
    };
    [[nodiscard]] std::uint32_t walk(const JsonTape &tape, std::uint32_t item);
    [[nodiscard]] std::uint32_t start(const JsonTape &tape, std::uint32_t item) const;
    [[nodiscard]] static std::uint32_t take(const JsonTape &tape, std::uint32_t from, Step &step);
    template <typename Visit>
    void follow(const JsonTape &tape, std::uint32_t from, std::size_t depth, Visit &visit)
    {
        for (; depth < m_steps.size(); ++depth) {
            if (m_steps[depth].kind == Step::Kind::Every) {
                const std::uint32_t end = tape[from].next;
                for (std::uint32_t child = from + 1; child < end; child = tape[child].next)
                    follow(tape, child, depth + 1, visit);
                return;
            }
            from = take(tape, from, m_steps[depth]);
            if (from == JsonTape::None)
                return;
        }
        visit(from);
    }

    QString m_text;
    std::vector<Step> m_steps;
    int m_up = 0;
    bool m_fromMessage = false;
    bool m_wild = false;
    bool m_ownName = false;
    bool m_isIndexed = false;
    bool m_isFirst = true;
    bool m_isName = false; ///< one name in the item at hand, as nearly all are
};

} // namespace alcedo
