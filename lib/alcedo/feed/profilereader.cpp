// SPDX-License-Identifier: MIT
#include <alcedo/feed/profilereader.h>

#include <alcedo/core/filephrases.h>
#include <alcedo/feed/jsonstate.h>

#include <QJsonDocument>
#include <charconv>
#include <set>

namespace alcedo {

namespace {

/// What QJsonDocument found wrong, if it did; its own words would speak the language of the program.
Words jsonFault(QJsonParseError::ParseError error, const char *otherwise)
{
    using P = ProfilePhrase;
    // In the order of ParseError.
    static constexpr P Faults[] = {
        P::UnterminatedObject, P::MissingNameSeparator, P::UnterminatedArray, P::MissingValueSeparator,
        P::IllegalValue,       P::TerminationByNumber,  P::IllegalNumber,     P::IllegalEscape,
        P::IllegalUtf8,        P::UnterminatedText,     P::MissingMember,     P::TooDeeplyNested,
        P::TooLarge,           P::GarbageAtEnd};
    static_assert(std::size(Faults) == QJsonParseError::GarbageAtEnd);
    return error == QJsonParseError::NoError ? Words(QString::fromLatin1(otherwise)) : say(Faults[error - 1]);
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
        m_fault =
            ProfileFault{say(P::NotJson, {jsonFault(at.error, m_tape.error())}), 1 + int(before.count('\n'))};
        return profile;
    }
    root(profile);
    return profile;
}

std::optional<Error> ProfileReader::error() const
{
    if (!m_fault)
        return std::nullopt;
    return Error(ErrorCode::Parse,
                 say(FilePhrase::AtLine, {m_fileName, QString::number(m_fault->line), m_fault->words}),
                 m_fault->line);
}

void ProfileReader::fail(Node node, Words what)
{
    if (!failed())
        m_fault = ProfileFault{std::move(what), m_tape.lineOf(node)};
}

QString ProfileReader::shown(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(std::min<std::size_t>(text.size(), 60)));
}

Words ProfileReader::pathFault(const QString &text, const Error &error)
{
    const P phrase = error.code() == ErrorCode::LimitExceeded  ? P::PathTooDeep
                     : error.code() == ErrorCode::NotSupported ? P::PathParentInside
                                                               : P::PathBeginning;
    return say(phrase, {text.left(80)});
}

void ProfileReader::object(Node node, const Words &what, const std::vector<Member> &members)
{
    if (failed())
        return;
    if (m_tape[node].type != Type::Object)
        return fail(node, say(P::MustBeObject, {what}));
    for (const Member &member : members)
        m_vocabulary[what.text()].insert(member.name);
    std::set<std::string_view> seen;
    const std::uint32_t end = m_tape[node].next;
    for (Node child = node + 1; child < end && !failed(); child = m_tape[child].next) {
        const std::string_view key = m_tape[child].key;
        if (!seen.insert(key).second)
            return fail(child, say(P::HasTwice, {what, shown(key)}));
        if (key == "note" || key == "unverified" || key == "$schema")
            continue;
        const auto known = std::find_if(members.begin(), members.end(),
                                        [key](const Member &member) { return key == member.name; });
        if (known == members.end())
            return fail(child, say(P::HasNo, {what, shown(key)}));
        known->read(child);
    }
    for (const Member &member : members) {
        if (member.required && !seen.count(member.name))
            fail(node, say(P::Needs, {what, QString::fromLatin1(member.name)}));
    }
}

void ProfileReader::members(Node node, const Words &what,
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

int ProfileReader::word(Node node, const Words &what, const QStringList &words)
{
    const auto index =
        m_tape[node].type == Type::String
            ? words.indexOf(QString::fromUtf8(m_tape[node].text.data(), qsizetype(m_tape[node].text.size())))
            : -1;
    if (index < 0)
        fail(node, say(P::IsOneOf, {what, words.join(QLatin1String(", "))}));
    return int(index);
}

void ProfileReader::elements(Node node, const Words &what, const MemberReader &read)
{
    if (failed())
        return;
    if (m_tape[node].type != Type::Array)
        return fail(node, say(P::MustBeArray, {what}));
    const std::uint32_t end = m_tape[node].next;
    for (Node child = node + 1; child < end && !failed(); child = m_tape[child].next)
        read(child);
}

QString ProfileReader::text(Node node, const Words &what)
{
    const auto &value = m_tape[node];
    if (value.type != Type::String || value.text.empty()) {
        fail(node, say(P::MustBeText, {what}));
        return {};
    }
    return QString::fromUtf8(value.text.data(), qsizetype(value.text.size()));
}

QStringList ProfileReader::textOrTexts(Node node, const Words &what)
{
    QStringList texts;
    if (m_tape[node].type != Type::Array)
        return {text(node, what)};
    elements(node, what, [&](Node child) { texts += text(child, what); });
    return texts;
}

bool ProfileReader::boolean(Node node, const Words &what)
{
    if (m_tape[node].type != Type::True && m_tape[node].type != Type::False)
        fail(node, say(P::MustBeBoolean, {what}));
    return m_tape[node].type == Type::True;
}

std::int64_t ProfileReader::integer(Node node, const Words &what, std::int64_t least, std::int64_t most)
{
    const std::string_view text = m_tape[node].text;
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (m_tape[node].type != Type::Number || read.ptr != text.data() + text.size() ||
        read.ec != std::errc() || value < least || value > most)
        fail(node, say(P::MustBeWhole, {what, QString::number(least), QString::number(most)}));
    return value;
}

std::chrono::milliseconds ProfileReader::duration(Node node, const Words &what)
{
    const auto ns = parseDuration(m_tape[node].text);
    if (m_tape[node].type != Type::String || !ns || *ns < 1'000'000) {
        fail(node, say(P::MustBeDuration, {what}));
        return {};
    }
    return std::chrono::milliseconds(*ns / 1'000'000);
}

JsonPath ProfileReader::path(Node node)
{
    const auto &value = m_tape[node];
    if (value.type != Type::String) {
        fail(node, say(P::PathMustBeText));
        return {};
    }
    const QString text = QString::fromUtf8(value.text.data(), qsizetype(value.text.size()));
    auto parsed = JsonPath::parse(text);
    if (!parsed) {
        fail(node, pathFault(text, parsed.error()));
        return {};
    }
    return std::move(parsed).value();
}

std::vector<JsonPath> ProfileReader::paths(Node node)
{
    std::vector<JsonPath> all;
    if (m_tape[node].type != Type::Array)
        return {path(node)};
    elements(node, say(P::AListOfPaths), [&](Node child) { all.push_back(path(child)); });
    if (all.empty())
        fail(node, say(P::PathsEmpty));
    return all;
}

QByteArray ProfileReader::json(Node node)
{
    QByteArray out;
    appendTapeJson(out, m_tape, node);
    return out;
}

} // namespace alcedo
