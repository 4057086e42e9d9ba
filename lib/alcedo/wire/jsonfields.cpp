// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsonfields.h>

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <vector>

namespace alcedo {

namespace {

struct Member
{
    QByteArray name;      ///< without escapes, so that two spellings of it are one
    QByteArrayView key;   ///< as written, quotes included
    QByteArrayView value; ///< as written
};

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Finds its way through valid JSON; on anything else it stops, but never leaves the text.
class Scanner
{
public:
    explicit Scanner(QByteArrayView text)
        : m_text(text)
    {
    }
    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }
    bool take(char c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    [[nodiscard]] bool isAtEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }
    QByteArrayView string()
    {
        skipSpace();
        const qsizetype from = m_at;
        if (m_at >= m_text.size() || m_text[m_at] != '"')
            return {};
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at)
            m_at += m_text[m_at] == '\\' ? 1 : 0;
        if (m_at >= m_text.size())
            return {};
        return m_text.sliced(from, ++m_at - from);
    }
    QByteArrayView value()
    {
        skipSpace();
        const qsizetype from = m_at;
        for (int depth = 0; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '"') {
                if (string().isEmpty())
                    return {};
                --m_at;
            } else if (c == '{' || c == '[') {
                ++depth;
            } else if (depth == 0 && (c == ',' || c == '}' || isSpace(c))) {
                break;
            } else if (c == '}' || c == ']') {
                --depth;
            }
        }
        return m_text.sliced(from, m_at - from);
    }

private:
    const QByteArrayView m_text;
    qsizetype m_at = 0;
};

QByteArray nameOf(QByteArrayView key)
{
    const QByteArrayView inner = key.sliced(1, key.size() - 2);
    if (!inner.contains('\\'))
        return QByteArray::fromRawData(inner.data(), inner.size());
    return QJsonDocument::fromJson('[' + key.toByteArray() + ']').array().first().toString().toUtf8();
}

class Members
{
public:
    /// Nothing where json is no object.
    static std::optional<Members> of(QByteArrayView json)
    {
        Scanner scanner(json);
        Members members;
        if (!scanner.take('{'))
            return std::nullopt;
        while (!scanner.take('}')) {
            const QByteArrayView key = scanner.string();
            if (key.isEmpty() || !scanner.take(':'))
                return std::nullopt;
            const QByteArrayView value = scanner.value();
            if (value.isEmpty())
                return std::nullopt;
            members.set({nameOf(key), key, value});
            scanner.take(',');
        }
        if (!scanner.isAtEnd())
            return std::nullopt;
        return members;
    }
    void set(const Member &member)
    {
        if (const Member *known = find(member.name)) {
            m_list[std::size_t(known - m_list.data())].value = member.value;
            return;
        }
        m_list.push_back(member);
        if (m_list.size() > FewMembers)
            index();
    }
    [[nodiscard]] const Member *find(const QByteArray &name) const
    {
        if (m_list.size() > FewMembers) {
            const auto at = m_index.constFind(name);
            return at == m_index.cend() ? nullptr : &m_list[*at];
        }
        for (const Member &member : m_list) {
            if (member.name == name)
                return &member;
        }
        return nullptr;
    }
    [[nodiscard]] const std::vector<Member> &list() const { return m_list; }

private:
    static constexpr std::size_t FewMembers = 16; ///< looked through one by one
    void index()
    {
        for (std::size_t i = std::size_t(m_index.size()); i < m_list.size(); ++i)
            m_index.insert(m_list[i].name, i);
    }

    std::vector<Member> m_list;
    QHash<QByteArray, std::size_t> m_index;
};

void appendMember(QByteArray &out, const Member &member)
{
    out += out.isEmpty() ? '{' : ',';
    out.append(member.key).append(':').append(member.value);
}

QByteArray closed(QByteArray out)
{
    out += out.isEmpty() ? "{}" : "}";
    return out;
}

} // namespace

QByteArray mergeFields(QByteArrayView older, QByteArrayView newer)
{
    auto known = Members::of(older);
    const auto told = Members::of(newer);
    if (!known || !told)
        return newer.toByteArray();
    for (const Member &member : told->list())
        known->set(member);
    QByteArray out;
    out.reserve(older.size() + newer.size());
    for (const Member &member : known->list())
        appendMember(out, member);
    return closed(std::move(out));
}

std::optional<QByteArray> changedFields(QByteArrayView before, QByteArrayView now)
{
    const auto old = Members::of(before);
    const auto current = Members::of(now);
    if (!old || !current)
        return std::nullopt;
    for (const Member &member : old->list()) {
        if (!current->find(member.name))
            return std::nullopt;
    }
    QByteArray out;
    for (const Member &member : current->list()) {
        const Member *same = old->find(member.name);
        if (!same || same->value != member.value)
            appendMember(out, member);
    }
    return closed(std::move(out));
}

} // namespace alcedo
