// SPDX-License-Identifier: MIT
#include <alcedo/feed/profilereader.h>

#include <alcedo/feed/jsonstate.h>

#include <QJsonDocument>
#include <charconv>
#include <set>

namespace alcedo {

namespace {

QString shown(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(std::min<std::size_t>(text.size(), 60)));
}

} // namespace

ProfileReader::ProfileReader(const QByteArray &json, QString fileName)
    : m_json(json)
    , m_fileName(std::move(fileName))
{
}

FeedProfile ProfileReader::read()
{
    FeedProfile profile;
    if (!m_tape.parse(m_json)) {
        // simdjson tells what, but not where; QJsonDocument tells where.
        QJsonParseError at;
        (void)QJsonDocument::fromJson(m_json, &at);
        const auto before = m_json.left(at.error == QJsonParseError::NoError ? 0 : at.offset);
        const int line = 1 + int(before.count('\n'));
        m_error = Error(ErrorCode::Parse,
                        QStringLiteral("%1:%2: not JSON: %3")
                            .arg(m_fileName)
                            .arg(line)
                            .arg(at.error == QJsonParseError::NoError ? QString::fromLatin1(m_tape.error())
                                                                      : at.errorString()),
                        line);
        return profile;
    }
    root(profile);
    return profile;
}

void ProfileReader::fail(Node node, const QString &what)
{
    if (failed())
        return;
    const int line = m_tape.lineOf(node);
    m_error = Error(ErrorCode::Parse, QStringLiteral("%1:%2: %3").arg(m_fileName).arg(line).arg(what), line);
}

void ProfileReader::object(Node node, const QString &what, const std::vector<Member> &members)
{
    if (failed())
        return;
    if (m_tape[node].type != Type::Object)
        return fail(node, what + QStringLiteral(" must be an object"));
    for (const Member &member : members)
        m_vocabulary[what].insert(member.name);
    std::set<std::string_view> seen;
    const std::uint32_t end = m_tape[node].next;
    for (Node child = node + 1; child < end && !failed(); child = m_tape[child].next) {
        const std::string_view key = m_tape[child].key;
        if (!seen.insert(key).second)
            return fail(child, what + QStringLiteral(" has \"%1\" twice").arg(shown(key)));
        if (key == "note" || key == "unverified" || key == "$schema")
            continue;
        const auto known = std::find_if(members.begin(), members.end(),
                                        [key](const Member &member) { return key == member.name; });
        if (known == members.end())
            return fail(child, what + QStringLiteral(" has no \"%1\"").arg(shown(key)));
        known->read(child);
    }
    for (const Member &member : members) {
        if (member.required && !seen.count(member.name))
            fail(node, what + QStringLiteral(" needs \"%1\"").arg(QLatin1String(member.name)));
    }
}

void ProfileReader::members(Node node, const QString &what,
                            const std::function<void(const QString &, Node)> &read)
{
    if (failed())
        return;
    if (m_tape[node].type != Type::Object)
        return fail(node, what);
    for (Node child = node + 1; child < m_tape[node].next && !failed(); child = m_tape[child].next)
        read(QString::fromStdString(name(child)), child);
}

std::string ProfileReader::name(Node node) const
{
    return std::string(m_tape[node].key);
}

int ProfileReader::word(Node node, const QString &what, const QStringList &words)
{
    const auto index =
        m_tape[node].type == Type::String
            ? words.indexOf(QString::fromUtf8(m_tape[node].text.data(), qsizetype(m_tape[node].text.size())))
            : -1;
    if (index < 0)
        fail(node, QStringLiteral("%1 is one of %2").arg(what, words.join(QLatin1String(", "))));
    return int(index);
}

void ProfileReader::elements(Node node, const QString &what, const MemberReader &read)
{
    if (failed())
        return;
    if (m_tape[node].type != Type::Array)
        return fail(node, what + QStringLiteral(" must be an array"));
    const std::uint32_t end = m_tape[node].next;
    for (Node child = node + 1; child < end && !failed(); child = m_tape[child].next)
        read(child);
}

QString ProfileReader::text(Node node, const QString &what)
{
    const auto &value = m_tape[node];
    if (value.type != Type::String || value.text.empty()) {
        fail(node, what + QStringLiteral(" must be a text"));
        return {};
    }
    return QString::fromUtf8(value.text.data(), qsizetype(value.text.size()));
}

QStringList ProfileReader::textOrTexts(Node node, const QString &what)
{
    QStringList texts;
    if (m_tape[node].type != Type::Array)
        return {text(node, what)};
    elements(node, what, [&](Node child) { texts += text(child, what); });
    return texts;
}

bool ProfileReader::boolean(Node node, const QString &what)
{
    if (m_tape[node].type != Type::True && m_tape[node].type != Type::False)
        fail(node, what + QStringLiteral(" must be true or false"));
    return m_tape[node].type == Type::True;
}

std::int64_t ProfileReader::integer(Node node, const QString &what, std::int64_t least, std::int64_t most)
{
    const std::string_view text = m_tape[node].text;
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (m_tape[node].type != Type::Number || read.ptr != text.data() + text.size() ||
        read.ec != std::errc() || value < least || value > most)
        fail(node, what + QStringLiteral(" must be a whole number from %1 to %2").arg(least).arg(most));
    return value;
}

std::chrono::milliseconds ProfileReader::duration(Node node, const QString &what)
{
    const auto ns = parseDuration(m_tape[node].text);
    if (m_tape[node].type != Type::String || !ns || *ns < 1'000'000) {
        fail(node,
             what + QStringLiteral(" must be a length of time of at least 1 ms, as \"20s\" or \"500ms\""));
        return {};
    }
    return std::chrono::milliseconds(*ns / 1'000'000);
}

JsonPath ProfileReader::path(Node node)
{
    const auto &value = m_tape[node];
    if (value.type != Type::String) {
        fail(node, QStringLiteral("a path must be a text, as \"/data/price\""));
        return {};
    }
    auto parsed = JsonPath::parse(QString::fromUtf8(value.text.data(), qsizetype(value.text.size())));
    if (!parsed) {
        fail(node, parsed.error().message());
        return {};
    }
    return std::move(parsed).value();
}

std::vector<JsonPath> ProfileReader::paths(Node node)
{
    std::vector<JsonPath> all;
    if (m_tape[node].type != Type::Array)
        return {path(node)};
    elements(node, QStringLiteral("a list of paths"), [&](Node child) { all.push_back(path(child)); });
    if (all.empty())
        fail(node, QStringLiteral("a list of paths must not be empty"));
    return all;
}

QByteArray ProfileReader::json(Node node)
{
    QByteArray out;
    appendTapeJson(out, m_tape, node);
    return out;
}

} // namespace alcedo
