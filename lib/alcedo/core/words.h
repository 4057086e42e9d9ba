// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringBuilder>
#include <QStringList>
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace alcedo {

/// A sentence of the library's, or a noun within one. The code stays when the English is bettered: by it a
/// program may say the same in another language. In the English, %1 to %9 are the places of the arguments.
struct Phrase
{
    const char *code; ///< "profile.has-twice", unique in the library
    const char *english;
};

/// The pattern with its places filled. In one go: a place within an argument, as a peer may write one, stays
/// as it came; one that has no argument stays too.
[[nodiscard]] inline QString filledIn(const QString &pattern, const QStringList &arguments)
{
    QString out;
    qsizetype from = 0;
    for (qsizetype at = pattern.indexOf(u'%'); at >= 0; at = pattern.indexOf(u'%', at + 1)) {
        const int place = at + 1 < pattern.size() ? pattern[at + 1].unicode() - u'1' : -1;
        if (place < 0 || place >= std::min<int>(9, int(arguments.size())))
            continue;
        out += QStringView(pattern).mid(from, at - from);
        out += arguments[place];
        from = at + 2;
    }
    out += QStringView(pattern).mid(from);
    return out;
}

/// Words for a person, and where they are the library's own, what they were made of. A peer's words, names
/// and numbers are plain text. Immutable, cheap to copy, safe to hand to any thread.
class Words
{
public:
    Words() = default;
    /// What nobody translates: a peer's words, a name, a number.
    Words(QString text)
        : m_text(std::move(text))
    {
    }
    template <typename A, typename B>
    Words(const QStringBuilder<A, B> &text)
        : m_text(text)
    {
    }
    /// phrase must outlive the words: it is one of the library's tables.
    explicit inline Words(const Phrase &phrase, std::vector<Words> arguments = {});

    /// In English, as logs, JSON and the command line have it.
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    /// Null where it is plain text.
    [[nodiscard]] inline const Phrase *phrase() const;
    [[nodiscard]] inline const std::vector<Words> &arguments() const;
    friend bool operator==(const Words &a, const Words &b)
    {
        return a.m_text == b.m_text && a.phrase() == b.phrase();
    }

private:
    struct Said;
    QString m_text;
    std::shared_ptr<const Said> m_said;
};

struct Words::Said
{
    const Phrase *phrase;
    std::vector<Words> arguments;
};

Words::Words(const Phrase &phrase, std::vector<Words> arguments)
{
    QStringList texts;
    for (const Words &argument : arguments)
        texts += argument.text();
    m_text = filledIn(QString::fromUtf8(phrase.english), texts);
    m_said = std::make_shared<const Said>(Said{&phrase, std::move(arguments)});
}

const Phrase *Words::phrase() const
{
    return m_said ? m_said->phrase : nullptr;
}

const std::vector<Words> &Words::arguments() const
{
    static const std::vector<Words> None;
    return m_said ? m_said->arguments : None;
}

} // namespace alcedo
