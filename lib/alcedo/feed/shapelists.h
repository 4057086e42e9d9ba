// SPDX-License-Identifier: MIT
// Lists in messages: of a book's levels, or of things that are records themselves. For shapeinference.cpp.
#pragma once

#include <alcedo/feed/jsontape.h>
#include <alcedo/feed/shapeinference.h>

#include <map>
#include <string>

namespace alcedo::shape {

class Lists
{
public:
    /// isBook: the kind's name says that it is one, so that any list of levels is meant.
    explicit Lists(bool isBook)
        : m_isBook(isBook)
    {
    }
    void look(const JsonTape &tape) { look(tape, 0, std::string(), 0); }
    /// The list whose elements are the records: the one that most messages have, the inner of two; empty
    /// where there is none.
    [[nodiscard]] std::string itemsOf(int messages) const;
    /// All lists of records, with the number of messages that have them.
    [[nodiscard]] const std::map<std::string, int> &items() const { return m_items; }
    /// Those within each, or all where it is empty.
    [[nodiscard]] QList<ShapeKind::Levels> levels(const std::string &each) const;

private:
    /// Lists of a price and a size whose sign is the side: known once both signs came.
    struct Signed
    {
        ShapeKind::Levels levels;
        int above = 0, below = 0;
        [[nodiscard]] bool hasBoth() const { return above > 0 && below > 0; }
    };
    void look(const JsonTape &tape, std::uint32_t node, const std::string &path, int depth);
    [[nodiscard]] bool lookForSigns(const JsonTape &tape, std::uint32_t list, const std::string &path);
    bool m_isBook;
    std::map<std::string, int> m_items;
    std::map<std::string, ShapeKind::Levels> m_levels; ///< by the list's path
    std::map<std::string, Signed> m_signed;
};

/// Whether a kind's name is that of order books.
[[nodiscard]] bool isBookWord(const std::string &name);

} // namespace alcedo::shape
