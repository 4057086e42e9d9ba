// SPDX-License-Identifier: MIT
#pragma once

#include <QVarLengthArray>
#include <QtEndian>
#include <bit>
#include <cstdint>
#include <string_view>

namespace alcedo {

/// Inside wire: goes over a JSON text once and holds it against the grammar of RFC 8259, eight bytes at a
/// time where texts and digits are long. Nothing behind the text is read. UTF-8 is not looked at, but a text
/// that isPlain() needs no such look.
class JsonScanner
{
public:
    explicit JsonScanner(std::string_view text)
        : m_next(text.data())
        , m_end(text.data() + text.size())
    {
    }
    /// One value and the blanks before it, with at most maxDepth levels of nesting.
    [[nodiscard]] bool value(int maxDepth);
    /// A string, at its opening quote.
    [[nodiscard]] bool string();
    /// A member's name and the colon; blanks before and between.
    [[nodiscard]] bool memberName();
    void skipSpace()
    {
        while (m_next != m_end && (*m_next == ' ' || *m_next == '\n' || *m_next == '\r' || *m_next == '\t'))
            ++m_next;
    }
    [[nodiscard]] bool take(char c)
    {
        if (m_next == m_end || *m_next != c)
            return false;
        ++m_next;
        return true;
    }
    [[nodiscard]] bool isAtEnd() const { return m_next == m_end; }
    [[nodiscard]] const char *at() const { return m_next; }
    /// Whether all strings so far were ASCII, which needs no check of its UTF-8.
    [[nodiscard]] bool isPlain() const { return (m_seen & Highs) == 0; }

private:
    static constexpr std::uint64_t Ones = 0x0101010101010101U;
    static constexpr std::uint64_t Highs = 0x8080808080808080U;

    [[nodiscard]] bool scalar(char first);
    [[nodiscard]] bool escape();
    [[nodiscard]] bool number();
    [[nodiscard]] bool literal(std::string_view word);
    [[nodiscard]] bool digits();
    void skipText();
    [[nodiscard]] std::uint64_t eightBytes() const { return qFromLittleEndian<quint64>(m_next); }
    /// How many bytes precede the first that is marked by its highest bit.
    [[nodiscard]] static int before(std::uint64_t marks) { return std::countr_zero(marks) / 8; }

    const char *m_next;
    const char *m_end;
    std::uint64_t m_seen = 0; ///< all bytes of strings, one over the other
};

inline bool JsonScanner::value(int maxDepth)
{
    QVarLengthArray<char, 128> open; // '{' and '['
    for (;;) {
        skipSpace();
        if (isAtEnd())
            return false;
        const char c = *m_next;
        if (c == '{' || c == '[') {
            if (open.size() >= maxDepth)
                return false;
            ++m_next;
            skipSpace();
            if (!take(c == '{' ? '}' : ']')) {
                open.append(c);
                if (c == '{' && !memberName())
                    return false;
                continue;
            }
        } else if (!scalar(c)) {
            return false;
        }
        for (;;) { // a value is done
            if (open.isEmpty())
                return true;
            const bool object = open.last() == '{';
            skipSpace();
            if (take(',')) {
                if (object && !memberName())
                    return false;
                break;
            }
            if (!take(object ? '}' : ']'))
                return false;
            open.removeLast();
        }
    }
}

inline bool JsonScanner::scalar(char first)
{
    switch (first) {
    case '"':
        return string();
    case 't':
        return literal("true");
    case 'f':
        return literal("false");
    case 'n':
        return literal("null");
    default:
        return number();
    }
}

inline bool JsonScanner::memberName()
{
    skipSpace();
    if (isAtEnd() || *m_next != '"' || !string())
        return false;
    skipSpace();
    return take(':');
}

inline bool JsonScanner::string()
{
    ++m_next; // the opening quote
    for (;;) {
        skipText();
        if (isAtEnd())
            return false;
        const auto c = static_cast<unsigned char>(*m_next++);
        if (c == '"')
            return true;
        if (c != '\\' || !escape())
            return false;
    }
}

/// Up to what ends a run of text: a quote, a backslash, a control character.
inline void JsonScanner::skipText()
{
    // Of a word's marks the first is right; those behind it may be wrong by a borrow.
    for (; m_end - m_next >= 8; m_next += 8) {
        const std::uint64_t word = eightBytes();
        const std::uint64_t quote = word ^ (Ones * '"'), backslash = word ^ (Ones * '\\');
        const std::uint64_t marks =
            (((quote - Ones) & ~quote) | ((backslash - Ones) & ~backslash) | ((word - Ones * 0x20) & ~word)) &
            Highs;
        m_seen |= word;
        if (marks != 0) {
            m_next += before(marks);
            return;
        }
    }
    for (; m_next != m_end; ++m_next) {
        const auto c = static_cast<unsigned char>(*m_next);
        if (c == '"' || c == '\\' || c < 0x20)
            return;
        m_seen |= c;
    }
}

inline bool JsonScanner::escape()
{
    if (isAtEnd())
        return false;
    const char c = *m_next++;
    if (c != 'u')
        return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    for (int i = 0; i < 4; ++i, ++m_next) {
        if (isAtEnd() || std::string_view("0123456789abcdefABCDEF").find(*m_next) == std::string_view::npos)
            return false;
    }
    return true;
}

inline bool JsonScanner::digits()
{
    const char *const start = m_next;
    for (; m_end - m_next >= 8; m_next += 8) {
        // 0 to 9 where it is a digit; what is more than that reaches the highest bit.
        const std::uint64_t values = eightBytes() ^ (Ones * '0');
        const std::uint64_t marks = ((values + Ones * (0x80 - 10)) | values) & Highs;
        if (marks != 0) {
            m_next += before(marks);
            return m_next != start;
        }
    }
    while (m_next != m_end && *m_next >= '0' && *m_next <= '9')
        ++m_next;
    return m_next != start;
}

inline bool JsonScanner::number()
{
    (void)take('-');
    if (!take('0') && !digits()) // no leading zeros
        return false;
    if (take('.') && !digits())
        return false;
    if (m_next != m_end && (*m_next == 'e' || *m_next == 'E')) {
        ++m_next;
        if (!take('+'))
            (void)take('-');
        return digits();
    }
    return true;
}

inline bool JsonScanner::literal(std::string_view word)
{
    if (std::string_view(m_next, std::size_t(m_end - m_next)).substr(0, word.size()) != word)
        return false;
    m_next += word.size();
    return true;
}

} // namespace alcedo
