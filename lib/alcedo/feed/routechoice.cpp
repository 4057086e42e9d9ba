// SPDX-License-Identifier: MIT
#include <alcedo/feed/routechoice.h>

#include <algorithm>
#include <map>

namespace alcedo {

namespace {

bool isPlainText(const ProfileCondition &condition)
{
    return condition.test == ProfileCondition::Test::Equals && condition.bound.empty() &&
           !condition.at.isOwnName() && !condition.at.isWild();
}

const ProfileCondition *conditionAt(const ProfileRoute &route, const QString &path)
{
    const auto found =
        std::find_if(route.when.begin(), route.when.end(), [&path](const ProfileCondition &one) {
            return isPlainText(one) && one.at.text() == path;
        });
    return found == route.when.end() ? nullptr : &*found;
}

/// The condition whose place most routes ask; null where no two ask the same.
const ProfileCondition *commonest(const std::vector<ProfileRoute> &routes)
{
    std::map<QString, int> counts;
    const ProfileCondition *best = nullptr;
    int most = 1;
    for (const ProfileRoute &route : routes) {
        for (const ProfileCondition &condition : route.when) {
            if (!isPlainText(condition) || conditionAt(route, condition.at.text()) != &condition)
                continue; // a second condition of that place counts no more
            if (const int count = ++counts[condition.at.text()]; count > most) {
                most = count;
                best = &condition;
            }
        }
    }
    return best;
}

} // namespace

RouteChoice::RouteChoice(const std::vector<ProfileRoute> &routes)
{
    const ProfileCondition *const common = commonest(routes);
    if (common)
        m_at = common->at;
    const auto asked = [&](const ProfileRoute &route) {
        return common ? conditionAt(route, m_at.text()) : nullptr;
    };
    for (const ProfileRoute &route : routes) {
        const ProfileCondition *const condition = asked(route);
        for (const std::string &text : condition ? condition->texts : std::vector<std::string>()) {
            const bool isKnown = std::any_of(m_cases.begin(), m_cases.end(),
                                             [&text](const Case &one) { return one.text == text; });
            if (!isKnown)
                m_cases.push_back({text, {}});
        }
    }
    for (std::uint32_t i = 0; i < routes.size(); ++i) {
        const ProfileCondition *const condition = asked(routes[i]);
        if (!condition)
            m_others.push_back(i);
        for (Case &one : m_cases) {
            if (!condition || std::find(condition->texts.begin(), condition->texts.end(), one.text) !=
                                  condition->texts.end())
                one.routes.push_back(i);
        }
    }
}

const RouteChoice::Routes &RouteChoice::of(const JsonTape &tape, std::uint32_t item)
{
    if (m_cases.empty())
        return m_others;
    const std::uint32_t node = m_at.find(tape, item);
    if (node == JsonTape::None || tape[node].isContainer() || tape[node].type == JsonTape::Type::Null)
        return m_others;
    const std::string_view text = tape[node].text;
    if (isSameText(m_cases[m_last].text, text))
        return m_cases[m_last].routes;
    for (std::size_t i = 0; i < m_cases.size(); ++i) {
        if (isSameText(m_cases[i].text, text)) {
            m_last = i;
            return m_cases[i].routes;
        }
    }
    return m_others;
}

} // namespace alcedo
