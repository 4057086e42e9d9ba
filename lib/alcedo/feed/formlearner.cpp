// SPDX-License-Identifier: MIT
// How a form is learned: which bytes of a message stay, which values change, and what becomes of each.
#include <alcedo/feed/linkconditions.h>
#include <alcedo/feed/messageform.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace alcedo {

class FormLearner
{
    using Node = std::uint32_t;
    using Type = JsonTape::Type;

public:
    FormLearner(FeedProfile &profile, ProfileRoute &route, const JsonTape &tape, QByteArrayView message,
                Node item)
        : m_profile(profile)
        , m_route(route)
        , m_tape(tape)
        , m_message(message.data(), std::size_t(message.size()))
        , m_item(item)
        , m_form(std::make_unique<MessageForm>())
    {
    }
    [[nodiscard]] std::unique_ptr<MessageForm> learn();

private:
    using Form = MessageForm;
    struct Target ///< what a value in the message is for
    {
        Form::Use use = Form::Use::None;
        std::uint8_t output = 0;
    };
    /// Where a profile's value comes from: a place in the message, a text that never changes, or nowhere.
    struct Origin
    {
        Node node = JsonTape::None;
        std::string constant;
    };

    [[nodiscard]] bool isLearnable() const;
    [[nodiscard]] bool findList();
    [[nodiscard]] bool fixConditions();
    [[nodiscard]] bool fix(ProfileConditions &conditions, Node item);
    [[nodiscard]] bool fixTranslated(ProfileValue &value);
    [[nodiscard]] bool takeValues();
    [[nodiscard]] bool takeField(ProfileRoute::FieldValue &field);
    [[nodiscard]] bool aim(Node node, Form::Use use, std::size_t output = 0);
    [[nodiscard]] bool canReach(const JsonPath &path, Node node) const;
    [[nodiscard]] std::optional<Origin> originOf(ProfileValue &value) const;
    [[nodiscard]] std::string_view constant(const std::string &text);
    void lay();
    void laySlots(Form::Run &run, Node begin, Node end);
    [[nodiscard]] Form::Literal literal(std::size_t end);
    [[nodiscard]] std::size_t placeOf(Node node) const { return m_tape.placeOf(node); }
    [[nodiscard]] std::size_t endOf(Node node) const;
    [[nodiscard]] bool isValue(Node node) const
    {
        return (m_tape[node].type == Type::String || m_tape[node].type == Type::Number) &&
               !m_fixed.contains(node);
    }

    FeedProfile &m_profile;
    ProfileRoute &m_route;
    const JsonTape &m_tape;
    std::string_view m_message;
    Node m_item;                  ///< what the route looks in
    Node m_list = JsonTape::None; ///< the array of its `each`
    Node m_record = 0;            ///< the item, or the list's first element
    std::set<Node> m_fixed;       ///< their texts are the same in every message of the form
    std::map<Node, Target> m_targets;
    std::size_t m_laid = 0; ///< bytes of the message that are in the form already
    std::unique_ptr<Form> m_form;
};

std::unique_ptr<MessageForm> MessageForm::learn(FeedProfile &profile, ProfileRoute &route,
                                                const JsonTape &tape, QByteArrayView message,
                                                std::uint32_t item)
{
    return FormLearner(profile, route, tape, message, item).learn();
}

std::unique_ptr<MessageForm> FormLearner::learn()
{
    if (!isLearnable() || !findList() || !fixConditions() || !takeValues())
        return nullptr;
    lay();
    m_form->m_bytes.append(valuescan::Block, '\0');
    return std::move(m_form);
}

bool FormLearner::isLearnable() const
{
    const bool isBracketed = !m_message.empty() && (m_message.front() == '{' || m_message.front() == '[');
    const bool isPlain = m_message.size() <= std::size_t(Form::MaxLearnedBytes) && isBracketed &&
                         m_message.find('\\') == std::string_view::npos;
    const bool isProfilePlain = m_profile.embedded.empty() && m_profile.merges.empty() && !m_profile.sequence;
    const bool isRoutePlain = m_route.hasRecord && !m_route.ignored && !m_route.reverse && !m_route.bind &&
                              m_route.levels.empty() && !m_route.sequence && !m_route.checksum;
    return isPlain && isProfilePlain && isRoutePlain && m_route.map.size() <= Form::MaxOutputs;
}

bool FormLearner::findList()
{
    m_record = m_item;
    if (!m_route.each)
        return true;
    if (m_route.each->isWild())
        return false;
    m_list = m_route.each->find(m_tape, m_item);
    if (m_list == JsonTape::None || m_tape[m_list].type != Type::Array || m_tape[m_list].count == 0)
        return false;
    m_record = m_list + 1;
    const Node second = m_tape[m_record].next;
    return m_tape[m_record].isContainer() && (m_tape[m_list].count == 1 || m_tape[second].isContainer());
}

/// Whether a path means the same in every message of the form. A list has more elements in one than in
/// another, so a place in it by number is none, but for its first where all elements are asked the same.
bool FormLearner::canReach(const JsonPath &path, Node node) const
{
    if (path.isWild() || path.isOwnName())
        return false;
    if (m_list == JsonTape::None)
        return true;
    const bool isInList = node != JsonTape::None && node > m_list && node < m_tape[m_list].next;
    if (path.isFromItem())
        return !isInList || node < m_tape[m_record].next;
    return !path.isIndexed() && !isInList;
}

/// Every text that any condition of the profile asks for stays as it is: another text is another form. A
/// condition of the link itself must not hold: such a message is looked at again, and that needs the tape.
bool FormLearner::fixConditions()
{
    for (ProfileRoute &route : m_profile.routes) {
        if (!fix(route.when, m_item))
            return false;
    }
    for (auto &[flag, conditions] : m_route.flagsWhen) {
        if (!fix(conditions, m_record))
            return false;
    }
    if (anyLinkConditions(m_profile, [this](ProfileConditions &conditions) { return !fix(conditions, 0); }))
        return false;
    if (!fix(m_route.where, m_record))
        return false;
    const bool areTranslated = fixTranslated(m_route.key) && fixTranslated(m_route.time);
    return areTranslated && std::all_of(m_route.map.begin(), m_route.map.end(),
                                        [this](auto &field) { return fixTranslated(field.value); });
}

bool FormLearner::fix(ProfileConditions &conditions, Node item)
{
    using Test = ProfileCondition::Test;
    for (ProfileCondition &condition : conditions) {
        if (!condition.bound.empty() || condition.at.isWild() || condition.at.isOwnName())
            return false;
        const Node node = condition.at.find(m_tape, item);
        const bool isOfRecord = item == m_record && condition.at.isFromItem();
        if (m_list != JsonTape::None && !isOfRecord && condition.at.isIndexed() && !condition.at.isFirst())
            return false;
        const bool asksText =
            condition.test != Test::Exists && condition.test != Test::Absent && condition.test != Test::Type;
        if (asksText && node != JsonTape::None)
            m_fixed.insert(node);
    }
    return true;
}

/// A value that is translated has few texts, each of which gets a form of its own.
bool FormLearner::fixTranslated(ProfileValue &value)
{
    if (value.values.empty())
        return true;
    for (JsonPath &path : value.at) {
        const Node node = path.isWild() ? JsonTape::None : path.find(m_tape, m_record);
        if (node != JsonTape::None)
            m_fixed.insert(node);
    }
    return true;
}

std::optional<FormLearner::Origin> FormLearner::originOf(ProfileValue &value) const
{
    if (value.isMade || value.as != ProfileValue::As::Plain || value.exponent != 0 ||
        !value.exponentAt.empty())
        return std::nullopt;
    if (value.at.empty())
        return Origin{JsonTape::None, value.constant};
    for (JsonPath &path : value.at) {
        const Node node = path.isWild() ? JsonTape::None : path.find(m_tape, m_record);
        if (!canReach(path, node))
            return std::nullopt;
        if (node == JsonTape::None || m_tape[node].type == Type::Null)
            continue;
        if (m_tape[node].isContainer() || m_tape[node].text.empty())
            return std::nullopt;
        if (isValue(node))
            return Origin{node, {}};
        std::string text(m_tape[node].text);
        for (const auto &[from, to] : value.values) {
            if (from == text) {
                text = to;
                break;
            }
        }
        return Origin{JsonTape::None, text};
    }
    return Origin{};
}

std::string_view FormLearner::constant(const std::string &text)
{
    return m_form->m_constants.emplace_back(text);
}

bool FormLearner::aim(Node node, Form::Use use, std::size_t output)
{
    return m_targets.emplace(node, Target{use, std::uint8_t(output)})
        .second; // a value for two fields takes the long way
}

bool FormLearner::takeValues()
{
    Form &form = *m_form;
    form.m_kind = m_route.record;
    form.m_flags = m_route.flags;
    const auto key = originOf(m_route.key);
    if (!key)
        return false;
    if (key->node == JsonTape::None) {
        form.m_key = constant(key->constant);
        if (form.m_key.empty() && form.m_kind != RecordKind::Control)
            return false;
    } else if (!aim(key->node, Form::Use::Key)) {
        return false;
    }
    if (m_route.time.isSet()) {
        const auto time = originOf(m_route.time);
        if (!time || !time->constant.empty())
            return false;
        form.m_hasTime = time->node != JsonTape::None;
        form.m_unit = m_route.time.unit;
        form.m_zone = m_route.time.zone;
        if (form.m_hasTime && !aim(time->node, Form::Use::Time))
            return false;
    }
    return std::all_of(m_route.map.begin(), m_route.map.end(),
                       [this](auto &field) { return takeField(field); });
}

bool FormLearner::takeField(ProfileRoute::FieldValue &field)
{
    const auto origin = originOf(field.value);
    if (!origin)
        return false;
    if (origin->node == JsonTape::None && origin->constant.empty())
        return true;
    const std::string_view text =
        origin->node == JsonTape::None ? constant(origin->constant) : std::string_view();
    switch (field.type) {
    case FieldType::Decimal:
        m_form->m_decimals.push_back({field.field, Decimal::orNull(text)});
        return origin->node == JsonTape::None
                   ? !m_form->m_decimals.back().value.isNull()
                   : aim(origin->node, Form::Use::Decimal, m_form->m_decimals.size() - 1);
    case FieldType::Integer: {
        m_form->m_integers.push_back({field.field, 0});
        const auto read =
            std::from_chars(text.data(), text.data() + text.size(), m_form->m_integers.back().value);
        return origin->node == JsonTape::None
                   ? read.ec == std::errc() && read.ptr == text.data() + text.size()
                   : aim(origin->node, Form::Use::Integer, m_form->m_integers.size() - 1);
    }
    case FieldType::Text:
        m_form->m_texts.push_back({field.field, text});
        return origin->node == JsonTape::None ||
               aim(origin->node, Form::Use::Text, m_form->m_texts.size() - 1);
    case FieldType::Levels:
        break;
    }
    return false;
}

/// Behind a node in the message: its closing bracket or quote counts.
std::size_t FormLearner::endOf(Node node) const
{
    const JsonTape::Node &found = m_tape[node];
    if (!found.isContainer())
        return placeOf(node) + found.text.size() + std::size_t(found.type == Type::String);
    // Between the end of its last child and its own bracket there are blanks alone.
    const char bracket = found.type == Type::Object ? '}' : ']';
    std::size_t at = placeOf(node) + 1;
    for (Node child = node + 1; child < found.next; child = m_tape[child].next)
        at = endOf(child);
    return m_message.find(bracket, at) + 1;
}

/// The bytes of the message from where the form ends so far up to here.
MessageForm::Literal FormLearner::literal(std::size_t end)
{
    const Form::Literal made{std::uint32_t(m_form->m_bytes.size()), std::uint32_t(end - m_laid)};
    m_form->m_bytes += m_message.substr(m_laid, end - m_laid);
    m_laid = end;
    return made;
}

void FormLearner::laySlots(Form::Run &run, Node begin, Node end)
{
    run.begin = std::uint32_t(m_form->m_slots.size());
    for (Node node = begin; node < end; ++node) {
        if (!isValue(node))
            continue;
        Form::Slot slot;
        slot.before = literal(placeOf(node));
        slot.isText = m_tape[node].type == Type::String;
        m_laid += m_tape[node].text.size();
        slot.terminator = m_laid < m_message.size() ? m_message[m_laid] : '\0';
        if (const auto target = m_targets.find(node); target != m_targets.end()) {
            slot.use = target->second.use;
            slot.output = target->second.output;
        }
        m_form->m_slots.push_back(slot);
    }
    run.end = std::uint32_t(m_form->m_slots.size());
}

void FormLearner::lay()
{
    Form &form = *m_form;
    if (m_list == JsonTape::None) {
        laySlots(form.m_head, 0, m_tape.size());
        form.m_head.behind = literal(m_message.size());
        return;
    }
    const JsonTape::Node &list = m_tape[m_list];
    form.m_isList = true;
    laySlots(form.m_head, 0, m_record);
    form.m_head.behind = literal(placeOf(m_record));
    laySlots(form.m_element, m_record, m_tape[m_record].next);
    form.m_element.behind = literal(endOf(m_record));
    if (list.count > 1) {
        form.m_separator = literal(placeOf(m_tape[m_record].next));
    } else {
        form.m_separator = {std::uint32_t(form.m_bytes.size()), 1};
        form.m_bytes += ',';
    }
    // The other elements are read as the first is.
    if (list.count > 1) {
        Node last = m_record;
        for (Node child = m_record; child < list.next; child = m_tape[child].next)
            last = child;
        m_laid = endOf(last);
    }
    laySlots(form.m_rest, list.next, m_tape.size());
    form.m_rest.behind = literal(m_message.size());
}

} // namespace alcedo
