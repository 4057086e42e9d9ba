// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsonsyntax.h>

#include <QVarLengthArray>
#include <simdjson.h>

namespace alcedo {

namespace {

// simdjson's own full check (DOM) refuses numbers beyond 64 bits, which are valid JSON and must pass
// untouched.
class SyntaxScanner
{
public:
    explicit SyntaxScanner(std::string_view text)
        : m_next(text.data())
        , m_end(text.data() + text.size())
    {
    }
    bool scan(int maxDepth);

private:
    enum class Step { Failed, ValueDue, ValueDone };
    Step enterOrScalar(int maxDepth);
    Step leaveOrGoOn();
    bool memberName();
    bool string();
    bool escape();
    bool number();
    bool literal(std::string_view word);
    bool digits();
    void skipSpace()
    {
        while (m_next != m_end && (*m_next == ' ' || *m_next == '\n' || *m_next == '\r' || *m_next == '\t'))
            ++m_next;
    }
    bool take(char c)
    {
        if (m_next == m_end || *m_next != c)
            return false;
        ++m_next;
        return true;
    }

    const char *m_next;
    const char *m_end;
    QVarLengthArray<char, 128> m_open; // '{' and '['
};

bool SyntaxScanner::scan(int maxDepth)
{
    for (;;) {
        Step step = enterOrScalar(maxDepth);
        while (step == Step::ValueDone) {
            skipSpace();
            if (m_open.isEmpty())
                return m_next == m_end;
            step = leaveOrGoOn();
        }
        if (step == Step::Failed)
            return false;
    }
}

SyntaxScanner::Step SyntaxScanner::enterOrScalar(int maxDepth)
{
    skipSpace();
    if (m_next == m_end)
        return Step::Failed;
    const char c = *m_next;
    if (c == '{' || c == '[') {
        if (m_open.size() >= maxDepth)
            return Step::Failed;
        ++m_next;
        skipSpace();
        if (take(c == '{' ? '}' : ']'))
            return Step::ValueDone;
        m_open.append(c);
        return c == '[' || memberName() ? Step::ValueDue : Step::Failed;
    }
    bool valid = false;
    if (c == '"')
        valid = string();
    else if (c == 't')
        valid = literal("true");
    else if (c == 'f')
        valid = literal("false");
    else if (c == 'n')
        valid = literal("null");
    else
        valid = number();
    return valid ? Step::ValueDone : Step::Failed;
}

SyntaxScanner::Step SyntaxScanner::leaveOrGoOn()
{
    const bool object = m_open.last() == '{';
    if (take(','))
        return !object || memberName() ? Step::ValueDue : Step::Failed;
    if (!take(object ? '}' : ']'))
        return Step::Failed;
    m_open.removeLast();
    return Step::ValueDone;
}

bool SyntaxScanner::memberName()
{
    skipSpace();
    if (m_next == m_end || *m_next != '"' || !string())
        return false;
    skipSpace();
    return take(':');
}

bool SyntaxScanner::string()
{
    ++m_next; // the opening quote
    while (m_next != m_end) {
        const auto c = static_cast<unsigned char>(*m_next++);
        if (c == '"')
            return true;
        if (c < 0x20 || (c == '\\' && !escape()))
            return false;
    }
    return false;
}

bool SyntaxScanner::escape()
{
    if (m_next == m_end)
        return false;
    const char c = *m_next++;
    if (c != 'u')
        return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    for (int i = 0; i < 4; ++i, ++m_next) {
        if (m_next == m_end ||
            std::string_view("0123456789abcdefABCDEF").find(*m_next) == std::string_view::npos)
            return false;
    }
    return true;
}

bool SyntaxScanner::digits()
{
    const char *const start = m_next;
    while (m_next != m_end && *m_next >= '0' && *m_next <= '9')
        ++m_next;
    return m_next != start;
}

bool SyntaxScanner::number()
{
    take('-');
    if (!take('0') && !digits()) // no leading zeros
        return false;
    if (take('.') && !digits())
        return false;
    if (m_next != m_end && (*m_next == 'e' || *m_next == 'E')) {
        ++m_next;
        if (!take('+'))
            take('-');
        return digits();
    }
    return true;
}

bool SyntaxScanner::literal(std::string_view word)
{
    if (std::string_view(m_next, std::size_t(m_end - m_next)).substr(0, word.size()) != word)
        return false;
    m_next += word.size();
    return true;
}

} // namespace

bool isJsonText(std::string_view text, int maxDepth)
{
    return SyntaxScanner(text).scan(maxDepth) && simdjson::validate_utf8(text);
}

} // namespace alcedo
