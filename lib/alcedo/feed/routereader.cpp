// SPDX-License-Identifier: MIT
#include <alcedo/feed/recordjson.h>
#include <alcedo/feed/routereader.h>

#include <algorithm>

namespace alcedo {

namespace {

using Type = JsonTape::Type;

std::string_view typeName(Type type)
{
    switch (type) {
    case Type::Null:
        return "null";
    case Type::False:
    case Type::True:
        return "boolean";
    case Type::Number:
        return "number";
    case Type::String:
        return "string";
    case Type::Object:
        return "object";
    case Type::Array:
        break;
    }
    return "array";
}

} // namespace

RouteReader::RouteReader(FeedProfile profile)
    : m_profile(std::move(profile))
    , m_choice(m_profile.routes)
{
    for (std::size_t i = 0; i < m_profile.routes.size(); ++i) {
        if (m_profile.routes[i].name.isEmpty())
            m_profile.routes[i].name = QStringLiteral("route %1").arg(i + 1);
    }
}

bool RouteReader::open(QByteArrayView message)
{
    m_isJson = m_tape.parse(message) || openWord(message);
    if (m_isJson && !m_profile.embedded.empty())
        openEmbedded();
    return m_isJson;
}

bool RouteReader::openWord(QByteArrayView message)
{
    const QByteArrayView word = message.trimmed();
    if (word.isEmpty() || word.size() > MaxWordBytes || word.front() == '{' || word.front() == '[')
        return false;
    bool isAwaited = false;
    for (const ProfileRoute &route : m_profile.routes) {
        for (const ProfileCondition &condition : route.when)
            isAwaited = isAwaited || condition.at.text().isEmpty();
    }
    if (!isAwaited)
        return false;
    m_composed.clear();
    appendJsonString(m_composed, std::string_view(word.data(), std::size_t(word.size())));
    return m_tape.parse(m_composed);
}

void RouteReader::openEmbedded()
{
    std::vector<std::pair<Node, QByteArray>> opened;
    for (JsonPath &path : m_profile.embedded) {
        path.each(m_tape, 0, [&](Node node) {
            if (m_tape[node].type != JsonTape::Type::String)
                return;
            const std::string_view text = m_tape[node].text;
            if (m_inner.parse(QByteArrayView(text.data(), qsizetype(text.size()))))
                opened.emplace_back(node, QByteArray(text.data(), qsizetype(text.size())));
        });
    }
    if (opened.empty())
        return;
    QByteArray composed;
    appendTapeJson(composed, m_tape, 0, opened);
    m_composed = std::move(composed);
    m_isJson = m_tape.parse(m_composed);
}

std::string_view RouteReader::read(QByteArrayView message)
{
    if (!open(message))
        return NotJson;
    ProfileMerge *const rule = mergeOf();
    return rule ? merge(*rule) : std::string_view();
}

ProfileMerge *RouteReader::mergeOf()
{
    for (ProfileMerge &rule : m_profile.merges) {
        if (m_isJson && holds(rule.when, 0))
            return &rule;
    }
    return nullptr;
}

std::string_view RouteReader::merge(ProfileMerge &rule)
{
    startRecord();
    const Node change = rule.at.find(m_tape, 0);
    const std::string_view key = textOf(rule.key, 0);
    if (change == JsonTape::None || key.empty() || key.size() > MaxKeyBytes)
        return "merge: no key or no change";
    auto found = m_states.find(key);
    if (found == m_states.end()) {
        if (m_states.size() >= MaxStates)
            return "merge: too many keys";
        found = m_states.emplace(std::string(key), JsonState()).first;
    }
    bool taken = true;
    if (!rule.whole.empty() && holds(rule.whole, 0))
        found->second.set(m_tape, change);
    else
        taken = rule.by == ProfileMerge::By::Patch ? found->second.patch(m_tape, change)
                                                   : found->second.merge(m_tape, change);
    if (!taken)
        return rule.by == ProfileMerge::By::Patch ? "merge: a patch that does not fit" : "merge: too large";
    QByteArray document, composed;
    found->second.write(document);
    appendTapeJson(composed, m_tape, 0, {{change, document}});
    m_composed = std::move(composed);
    m_isJson = m_tape.parse(m_composed);
    return m_isJson ? std::string_view() : "merge: too large";
}

QByteArray RouteReader::text() const
{
    QByteArray json;
    if (m_isJson)
        appendTapeJson(json, m_tape, 0);
    return json;
}

RouteReader::Node RouteReader::item()
{
    const Node inner = m_profile.hasUnwrap ? m_profile.unwrap.find(m_tape, 0) : JsonTape::None;
    return inner == JsonTape::None ? 0 : inner;
}

bool RouteReader::holds(ProfileConditions &conditions, Node item) const
{
    for (ProfileCondition &condition : conditions) {
        if (!holds(condition, item))
            return false;
    }
    return true;
}

bool RouteReader::holds(ProfileCondition &condition, Node item) const
{
    using Test = ProfileCondition::Test;
    const Node node = condition.at.find(m_tape, item);
    const bool isThere = node != JsonTape::None;
    const bool exists = isThere && m_tape[node].type != Type::Null;
    if (condition.test == Test::Exists || condition.test == Test::Absent)
        return exists == (condition.test == Test::Exists);
    std::string_view text;
    bool comparable = exists && !m_tape[node].isContainer();
    if (condition.test == Test::Type) {
        comparable = isThere;
        text = comparable ? typeName(m_tape[node].type) : text;
    } else if (comparable) {
        text = condition.at.isOwnName() ? m_tape[node].key : m_tape[node].text;
        if (!condition.bound.empty()) {
            text = boundTo(text, condition.bound);
            comparable = !text.empty();
        }
    } else if (exists && condition.at.isOwnName()) {
        comparable = true;
        text = m_tape[node].key;
    }
    const bool starts = condition.test == Test::Starts;
    const bool any =
        comparable && std::any_of(condition.texts.begin(), condition.texts.end(),
                                  [starts, text](const std::string &wanted) {
                                      return starts ? text.starts_with(wanted) : isSameText(text, wanted);
                                  });
    return any != (condition.test == Test::Differs);
}

void RouteReader::reset()
{
    m_bindings.clear();
    m_states.clear();
}

} // namespace alcedo
