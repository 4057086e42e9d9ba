// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/sametext.h>

#include <QByteArrayView>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace alcedo {

/// One JSON message as a flat list of nodes in document order, so that any part may be looked at in any order
/// and as often as wanted, with number text as it came. simdjson's first stage, in the version for this
/// processor, finds where tokens begin and checks the UTF-8; one walk over those places makes the nodes. All
/// memory is kept for the next message. Thread: one at a time. Every view is good until the next parse().
class JsonTape
{
public:
    enum class Type : std::uint8_t { Null, False, True, Number, String, Object, Array };

    struct Node
    {
        std::string_view
            text; ///< strings: unescaped, without quotes; scalars: the token; containers: their bracket
        std::string_view key;     ///< in an object, unescaped
        std::uint32_t next = 0;   ///< index behind this node's last descendant
        std::uint32_t count = 0;  ///< containers: children
        std::uint32_t parent = 0; ///< the root is its own
        Type type = Type::Null;
        [[nodiscard]] bool isContainer() const { return type == Type::Object || type == Type::Array; }
    };

    /// Messages with more nodes, or deeper, are refused: 64 MiB and 64 levels are more than any feed sends.
    static constexpr std::size_t MaxNodes = 1'000'000;
    static constexpr int MaxDepth = 64;

    JsonTape();
    ~JsonTape();
    JsonTape(const JsonTape &) = delete;
    JsonTape &operator=(const JsonTape &) = delete;

    /// False where it is not one JSON value in UTF-8, or too large; error() then says why, in a static text.
    [[nodiscard]] bool parse(QByteArrayView json);
    [[nodiscard]] const char *error() const { return m_error; }

    [[nodiscard]] const Node &operator[](std::uint32_t index) const { return m_nodes[index]; }
    [[nodiscard]] std::uint32_t size() const { return m_size; }

    /// Where a node's text begins in the message, in bytes. Only for nodes whose text had no escapes.
    [[nodiscard]] std::size_t placeOf(std::uint32_t index) const;
    /// The line of the message that a node begins in, from 1. Slow: for messages to people.
    [[nodiscard]] int lineOf(std::uint32_t index) const;

    static constexpr std::uint32_t None = UINT32_MAX;
    /// The child of an object by name: the first of that name, or None. hint: where it was last time (offset
    /// from the object's own index), looked at first and brought up to date.
    [[nodiscard]] std::uint32_t member(std::uint32_t object, std::string_view name, std::uint32_t &hint) const
    {
        if (hint != 0 && object + hint < m_nodes[object].next) {
            const Node &guess = m_nodes[object + hint];
            if (guess.parent == object && isSameText(guess.key, name) && m_nodes[object].type == Type::Object)
                return object + hint;
        }
        return search(object, name, hint);
    }
    [[nodiscard]] std::uint32_t member(std::uint32_t object, std::string_view name) const
    {
        std::uint32_t hint = 0;
        return member(object, name, hint);
    }
    /// The child of an array by position, from the end where negative (-1 is the last); None where there is
    /// none.
    [[nodiscard]] std::uint32_t element(std::uint32_t array, std::int32_t position) const;

private:
    struct Parser;
    /// One of 64 bits for a name: a message that lacks the bit of a name lacks the name.
    [[nodiscard]] static std::uint64_t nameBit(std::string_view name)
    {
        if (name.empty())
            return 1;
        const auto at = [&name](std::size_t i) { return std::uint32_t(static_cast<unsigned char>(name[i])); };
        const std::uint32_t mixed = at(0) + (at(name.size() / 2) << 8) + (at(name.size() - 1) << 16) +
                                    (std::uint32_t(name.size()) << 24);
        return std::uint64_t(1) << ((mixed * 0x9E3779B1U) >> 26); // Knuth's multiplicative hash
    }
    [[nodiscard]] std::uint32_t search(std::uint32_t object, std::string_view name,
                                       std::uint32_t &hint) const;
    std::unique_ptr<Parser> m_parser;
    std::vector<Node> m_nodes; ///< only grows; what counts is m_size
    std::uint32_t m_size = 0;
    std::uint64_t m_names = 0; ///< nameBit() of every name in the message
    const char *m_error = "";
};

} // namespace alcedo
