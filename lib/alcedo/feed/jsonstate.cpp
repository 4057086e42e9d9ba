// SPDX-License-Identifier: MIT
#include <alcedo/feed/jsonstate.h>

#include <alcedo/feed/recordjson.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace alcedo {

namespace {

std::optional<std::size_t> indexOf(std::string_view name)
{
    std::size_t index = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), index);
    return !name.empty() && read.ec == std::errc() && read.ptr == name.data() + name.size()
               ? std::optional(index)
               : std::nullopt;
}

/// The names of a JSON Pointer (RFC 6901 4).
std::optional<std::vector<std::string>> pointer(std::string_view text)
{
    std::vector<std::string> names;
    if (text.empty())
        return names;
    if (text.front() != '/')
        return std::nullopt;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '/')
            names.emplace_back();
        else if (text[at] == '~' && at + 1 < text.size())
            names.back() += text[++at] == '1' ? '/' : '~';
        else
            names.back() += text[at];
    }
    return names;
}

} // namespace

void appendTapeJson(QByteArray &out, const JsonTape &tape, std::uint32_t node,
                    const std::vector<std::pair<std::uint32_t, QByteArray>> &replaced)
{
    for (const auto &[which, json] : replaced) {
        if (which == node) {
            out.append(json);
            return;
        }
    }
    const JsonTape::Node &value = tape[node];
    if (value.type == JsonTape::Type::String)
        return appendJsonString(out, value.text);
    if (value.type != JsonTape::Type::Object && value.type != JsonTape::Type::Array) {
        out.append(value.text.data(), qsizetype(value.text.size()));
        return;
    }
    const bool isObject = value.type == JsonTape::Type::Object;
    out.append(isObject ? '{' : '[');
    for (std::uint32_t child = node + 1; child < value.next; child = tape[child].next) {
        if (child != node + 1)
            out.append(',');
        if (isObject) {
            appendJsonString(out, tape[child].key);
            out.append(':');
        }
        appendTapeJson(out, tape, child, replaced);
    }
    out.append(isObject ? '}' : ']');
}

JsonState::Value JsonState::valueOf(const JsonTape &tape, std::uint32_t node)
{
    Value value;
    value.key = tape[node].key;
    value.type = tape[node].type;
    if (value.type != JsonTape::Type::Object && value.type != JsonTape::Type::Array) {
        value.text = tape[node].text;
        return value;
    }
    value.children.reserve(tape[node].count);
    for (std::uint32_t child = node + 1; child < tape[node].next; child = tape[child].next)
        value.children.push_back(valueOf(tape, child));
    return value;
}

std::size_t JsonState::count(const Value &value)
{
    std::size_t total = 1;
    for (const Value &each : value.children)
        total += count(each);
    return total;
}

bool JsonState::take(Value &&changed)
{
    const std::size_t nodes = count(changed);
    if (nodes > MaxNodes)
        return false;
    m_root = std::move(changed);
    m_nodes = nodes;
    return true;
}

void JsonState::set(const JsonTape &tape, std::uint32_t node)
{
    (void)take(valueOf(tape, node));
}

JsonState::Value *JsonState::child(Value &owner, std::string_view name)
{
    if (owner.type == JsonTape::Type::Array) {
        const auto index = indexOf(name);
        return index && *index < owner.children.size() ? &owner.children[*index] : nullptr;
    }
    const auto found = std::find_if(owner.children.begin(), owner.children.end(),
                                    [name](const Value &each) { return each.key == name; });
    return owner.type == JsonTape::Type::Object && found != owner.children.end() ? &*found : nullptr;
}

void JsonState::mergeInto(Value &target, const JsonTape &tape, std::uint32_t node)
{
    const std::string key = target.key;
    const bool isChange = tape[node].type == JsonTape::Type::Object;
    if (!isChange || (target.type != JsonTape::Type::Object && target.type != JsonTape::Type::Array)) {
        // RFC 7396 2: what is no object is replaced; and nulls within it say nothing.
        target = isChange ? Value{key, {}, JsonTape::Type::Object, {}} : valueOf(tape, node);
        target.key = key;
        if (!isChange)
            return;
    }
    for (std::uint32_t part = node + 1; part < tape[node].next; part = tape[part].next) {
        const std::string_view name = tape[part].key;
        Value *const known = child(target, name);
        if (tape[part].type == JsonTape::Type::Null) {
            if (known)
                target.children.erase(target.children.begin() + (known - target.children.data()));
        } else if (known) {
            mergeInto(*known, tape, part);
        } else if (target.type == JsonTape::Type::Object || indexOf(name) == target.children.size()) {
            Value fresh;
            mergeInto(fresh, tape, part);
            fresh.key = target.type == JsonTape::Type::Object ? std::string(name) : std::string();
            target.children.push_back(std::move(fresh));
        }
    }
}

bool JsonState::merge(const JsonTape &tape, std::uint32_t node)
{
    if (m_nodes + tape.size() < MaxNodes) {
        mergeInto(m_root, tape, node);
        m_nodes += tape[node].next - node; // an upper bound: what it replaced is not taken off
        if (m_nodes > MaxNodes / 2)
            m_nodes = count(m_root);
        return true;
    }
    m_nodes = count(m_root);
    if (m_nodes + tape.size() >= MaxNodes)
        return false;
    mergeInto(m_root, tape, node);
    m_nodes = count(m_root);
    return true;
}

bool JsonState::apply(Value &root, const JsonTape &tape, std::uint32_t operation)
{
    if (tape[operation].type != JsonTape::Type::Object)
        return false;
    const std::uint32_t op = tape.member(operation, "op"), path = tape.member(operation, "path");
    const std::uint32_t value = tape.member(operation, "value");
    const auto names = path == JsonTape::None ? std::nullopt : pointer(tape[path].text);
    if (op == JsonTape::None || !names || names->size() > std::size_t(JsonTape::MaxDepth))
        return false;
    const std::string_view what = tape[op].text;
    if ((what != "add" && what != "replace" && what != "remove") ||
        (what != "remove" && value == JsonTape::None))
        return false;
    if (names->empty()) {
        root = what == "remove" ? Value() : valueOf(tape, value);
        return true;
    }
    Value *owner = &root;
    for (std::size_t i = 0; i + 1 < names->size() && owner; ++i)
        owner = child(*owner, (*names)[i]);
    if (!owner || (owner->type != JsonTape::Type::Object && owner->type != JsonTape::Type::Array))
        return false;
    const std::string &name = names->back();
    Value *const known = child(*owner, name);
    auto &children = owner->children;
    if (what == "remove") {
        if (known)
            children.erase(children.begin() + (known - children.data()));
        return known != nullptr;
    }
    Value fresh = valueOf(tape, value);
    fresh.key = owner->type == JsonTape::Type::Object ? name : std::string();
    if (owner->type == JsonTape::Type::Array && what == "add") {
        const auto index = name == "-" ? std::optional(children.size()) : indexOf(name);
        if (!index || *index > children.size())
            return false;
        children.insert(children.begin() + std::ptrdiff_t(*index), std::move(fresh));
    } else if (known) {
        *known = std::move(fresh);
    } else if (what == "add") {
        children.push_back(std::move(fresh));
    } else {
        return false;
    }
    return true;
}

bool JsonState::patch(const JsonTape &tape, std::uint32_t node)
{
    if (tape[node].type != JsonTape::Type::Array)
        return false;
    Value changed = m_root; // RFC 6902 5: all of it or nothing
    for (std::uint32_t part = node + 1; part < tape[node].next; part = tape[part].next) {
        if (!apply(changed, tape, part))
            return false;
    }
    return take(std::move(changed));
}

void JsonState::write(QByteArray &out, const Value &value)
{
    if (value.type == JsonTape::Type::String)
        return appendJsonString(out, value.text);
    if (value.type == JsonTape::Type::Null) {
        out.append("null");
        return;
    }
    if (value.type != JsonTape::Type::Object && value.type != JsonTape::Type::Array) {
        out.append(value.text.data(), qsizetype(value.text.size()));
        return;
    }
    const bool isObject = value.type == JsonTape::Type::Object;
    out.append(isObject ? '{' : '[');
    for (const Value &each : value.children) {
        if (&each != value.children.data())
            out.append(',');
        if (isObject) {
            appendJsonString(out, each.key);
            out.append(':');
        }
        write(out, each);
    }
    out.append(isObject ? '}' : ']');
}

} // namespace alcedo
