// SPDX-License-Identifier: MIT
// What a value of a profile is in a message.
#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/routereader.h>
#include <alcedo/feed/widedecimal.h>

#include <algorithm>
#include <charconv>

namespace alcedo {

namespace {

/// null and "" stand for nothing, as venues use them.
bool saysSomething(const JsonTape::Node &node)
{
    return node.type != JsonTape::Type::Null && !node.text.empty();
}

/// The part of a text between separators; empty where there is none.
std::string_view partOf(std::string_view text, const std::string &separator, int part)
{
    const auto next = [&](std::size_t from) { return text.find(separator, from); };
    int count = 1;
    for (std::size_t at = next(0); at != std::string_view::npos; at = next(at + separator.size()))
        ++count;
    part = part < 0 ? count + part : part;
    if (part < 0 || part >= count)
        return {};
    std::size_t begin = 0;
    for (int i = 0; i < part; ++i)
        begin = next(begin) + separator.size();
    return text.substr(begin, next(begin) - begin);
}

std::string_view signOf(std::string_view number)
{
    const auto digits = number.substr(0, number.find_first_of("eE"));
    if (digits.find_first_of("123456789") == std::string_view::npos)
        return number.empty() ? number : "0";
    return number.front() == '-' ? "-" : "+";
}

char asciiCase(char c, bool upper)
{
    if (upper)
        return c >= 'a' && c <= 'z' ? char(c - 32) : c;
    return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

} // namespace

std::string RouteReader::joinedText(JsonPath &path, Node item) const
{
    std::string all;
    path.each(m_tape, item, [&](Node node) {
        if (!saysSomething(m_tape[node]) || m_tape[node].isContainer())
            return;
        if (!all.empty())
            all += ',';
        all += m_tape[node].text;
    });
    return all;
}

std::string_view RouteReader::foundText(std::vector<JsonPath> &at, Node item) const
{
    for (JsonPath &path : at) {
        const Node node = path.find(m_tape, item);
        if (node == JsonTape::None)
            continue;
        if (path.isOwnName())
            return m_tape[node].key;
        if (saysSomething(m_tape[node])) {
            m_isThere = true;
            return m_tape[node].isContainer() ? std::string_view() : m_tape[node].text;
        }
    }
    return {};
}

std::string_view RouteReader::plainText(ProfileValue &value, Node item) const
{
    if (value.at.empty())
        return value.constant;
    const std::string_view text = foundText(value.at, item);
    for (const auto &[from, to] : value.values) {
        if (isSameText(text, from))
            return to;
    }
    return text;
}

std::string &RouteReader::scratch() const
{
    if (m_scratchUsed == m_scratch.size())
        m_scratch.emplace_back();
    std::string &text = m_scratch[m_scratchUsed++];
    text.clear();
    return text;
}

std::string_view RouteReader::madeText(ProfileValue &value, Node item) const
{
    std::string_view text = value.at.empty() ? value.constant : foundText(value.at, item);
    if (!value.pieces.empty()) {
        std::string &made = scratch();
        bool any = false;
        for (ProfileValue::Piece &piece : value.pieces) {
            if (!piece.isPath) {
                made += piece.text;
                continue;
            }
            const Node node = piece.path.find(m_tape, item);
            if (node == JsonTape::None || m_tape[node].isContainer() || !saysSomething(m_tape[node]))
                continue;
            any = true;
            made += piece.path.isOwnName() ? m_tape[node].key : m_tape[node].text;
        }
        text = any ? std::string_view(made) : std::string_view();
    }
    if (!value.split.empty())
        text = partOf(text, value.split, value.part);
    if (!value.bound.empty())
        text = boundTo(text, value.bound);
    using As = ProfileValue::As;
    if (value.as == As::Sign)
        text = signOf(text);
    else if (value.as == As::Absolute)
        text.remove_prefix(std::size_t(!text.empty() && text.front() == '-'));
    else if (value.as == As::Whole)
        text = text.find_first_of("eE") == std::string_view::npos ? text.substr(0, text.find('.')) : text;
    for (const auto &[from, to] : value.values) {
        if (isSameText(text, from))
            return to;
    }
    if (value.as == As::Number)
        return WideDecimal::parse(text, 0).value.isNull() ? std::string_view() : text;
    if (value.as == As::Upper || value.as == As::Lower) {
        std::string &made = scratch();
        for (const char c : text)
            made += asciiCase(c, value.as == As::Upper);
        text = made;
    }
    return text;
}

std::string_view RouteReader::boundTo(std::string_view id, std::string_view name) const
{
    const auto found = m_bindings.find(id);
    if (found == m_bindings.end())
        return {};
    for (const auto &[known, text] : found->second) {
        if (known == name)
            return text;
    }
    return {};
}

void RouteReader::bind(ProfileBinding &binding, Node item)
{
    const std::string_view id = textOf(binding.id, item);
    if (id.empty() || (m_bindings.size() >= MaxBindings && m_bindings.find(id) == m_bindings.end()))
        return;
    auto &names = m_bindings[std::string(id)];
    names.clear();
    for (auto &[name, value] : binding.names)
        names.emplace_back(name, std::string(textOf(value, item)));
}

std::optional<std::int64_t> RouteReader::integerOf(ProfileValue &value, Node item) const
{
    const std::string_view text = textOf(value, item);
    if (value.as == ProfileValue::As::Duration)
        return parseDuration(text);
    if (text == "true" || text == "false")
        return text == "true";
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return number;
}

} // namespace alcedo
