// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/jsontape.h>

#include <QByteArray>
#include <string>
#include <utility>
#include <vector>

namespace alcedo {

/// Writes a node as JSON. Where a node is in replaced, its text is written instead.
void appendTapeJson(QByteArray &out, const JsonTape &tape, std::uint32_t node,
                    const std::vector<std::pair<std::uint32_t, QByteArray>> &replaced = {});

/// A JSON document that changes arrive for. Numbers stay as they came. Thread: one at a time.
class JsonState
{
public:
    /// A document that would become larger takes no more.
    static constexpr std::size_t MaxNodes = 200'000;

    void set(const JsonTape &tape, std::uint32_t node);
    /// RFC 7396: members that are null go, objects merge, all else is put in place. A number as a name means
    /// an array's element where an array stands. False where it would grow too large.
    [[nodiscard]] bool merge(const JsonTape &tape, std::uint32_t node);
    /// RFC 6902, the operations add, replace and remove, or all of them or none. False where one is none of
    /// them or has no place.
    [[nodiscard]] bool patch(const JsonTape &tape, std::uint32_t node);
    void write(QByteArray &out) const { write(out, m_root); }
    [[nodiscard]] std::size_t size() const { return m_nodes; }

private:
    struct Value
    {
        std::string key, text; ///< text: of strings unescaped, of other scalars the token
        JsonTape::Type type = JsonTape::Type::Null;
        std::vector<Value> children;
    };
    static Value valueOf(const JsonTape &tape, std::uint32_t node);
    static void mergeInto(Value &target, const JsonTape &tape, std::uint32_t node);
    static Value *child(Value &owner, std::string_view name);
    static bool apply(Value &root, const JsonTape &tape, std::uint32_t operation);
    static void write(QByteArray &out, const Value &value);
    static std::size_t count(const Value &value);
    [[nodiscard]] bool take(Value &&changed);

    Value m_root;
    std::size_t m_nodes = 1;
};

} // namespace alcedo
