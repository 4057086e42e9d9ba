// SPDX-License-Identifier: MIT
#include <alcedo/feed/jsontape.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <simdjson.h>

namespace alcedo {

namespace ondemand = simdjson::ondemand;

namespace {

std::string_view trimmedRight(std::string_view token)
{
    while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t'))
        token.remove_suffix(1);
    return token;
}

} // namespace

struct JsonTape::Parser
{
    ondemand::parser parser;
    std::vector<char> bytes; // the message and simdjson's padding
    std::size_t length = 0;
    std::vector<Node> *nodes = nullptr;

    simdjson::error_code build(QByteArrayView json);
    simdjson::error_code scalar(std::string_view token, Node &node);
    template <typename Value>
    simdjson::error_code fill(Value &value, std::uint32_t index, int depth);
    template <typename Value>
    simdjson::error_code object(Value &value, std::uint32_t index, int depth);
    template <typename Value>
    simdjson::error_code array(Value &value, std::uint32_t index, int depth);
    simdjson::error_code keyOf(ondemand::field &field, std::string_view &key);
};

simdjson::error_code JsonTape::Parser::scalar(std::string_view token, Node &node)
{
    token = trimmedRight(token);
    if (token.empty())
        return simdjson::TAPE_ERROR;
    node.text = token;
    switch (token.front()) {
    case '"':
        if (token.size() < 2 || token.back() != '"')
            return simdjson::STRING_ERROR;
        node.text = token.substr(1, token.size() - 2);
        node.type = Type::String;
        return simdjson::SUCCESS;
    case 't':
        node.type = Type::True;
        return token == "true" ? simdjson::SUCCESS : simdjson::T_ATOM_ERROR;
    case 'f':
        node.type = Type::False;
        return token == "false" ? simdjson::SUCCESS : simdjson::F_ATOM_ERROR;
    case 'n':
        node.type = Type::Null;
        return token == "null" ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
    default:
        node.type = Type::Number;
        return token.front() == '-' || (token.front() >= '0' && token.front() <= '9') ? simdjson::SUCCESS : simdjson::NUMBER_ERROR;
    }
}

simdjson::error_code JsonTape::Parser::keyOf(ondemand::field &field, std::string_view &key)
{
    const char *const begin = field.key().raw();
    const char *end = begin;
    while (*end != '"' && *end != '\\')
        ++end;
    if (*end == '"') {
        key = std::string_view(begin, std::size_t(end - begin));
        return simdjson::SUCCESS;
    }
    return field.unescaped_key().get(key);
}

template <typename Value>
simdjson::error_code JsonTape::Parser::object(Value &value, std::uint32_t index, int depth)
{
    ondemand::object object;
    if (const auto error = value.get_object().get(object))
        return error;
    std::uint32_t count = 0;
    for (auto item : object) {
        ondemand::field field;
        if (const auto error = std::move(item).get(field))
            return error;
        if (nodes->size() >= MaxNodes)
            return simdjson::CAPACITY;
        const auto child = std::uint32_t(nodes->size());
        nodes->emplace_back().parent = index;
        if (const auto error = keyOf(field, nodes->back().key))
            return error;
        if (const auto error = fill(field.value(), child, depth + 1))
            return error;
        ++count;
    }
    (*nodes)[index].count = count;
    return simdjson::SUCCESS;
}

template <typename Value>
simdjson::error_code JsonTape::Parser::array(Value &value, std::uint32_t index, int depth)
{
    ondemand::array array;
    if (const auto error = value.get_array().get(array))
        return error;
    std::uint32_t count = 0;
    for (auto item : array) {
        ondemand::value element;
        if (const auto error = std::move(item).get(element))
            return error;
        if (nodes->size() >= MaxNodes)
            return simdjson::CAPACITY;
        const auto child = std::uint32_t(nodes->size());
        nodes->emplace_back().parent = index;
        if (const auto error = fill(element, child, depth + 1))
            return error;
        ++count;
    }
    (*nodes)[index].count = count;
    return simdjson::SUCCESS;
}

template <typename Value>
simdjson::error_code JsonTape::Parser::fill(Value &value, std::uint32_t index, int depth)
{
    if (depth > MaxDepth)
        return simdjson::DEPTH_ERROR;
    std::string_view token;
    if (const auto error = simdjson::simdjson_result<std::string_view>(value.raw_json_token()).get(token))
        return error;
    if (token.empty())
        return simdjson::EMPTY;
    if (token.front() == '{' || token.front() == '[') {
        const bool isObject = token.front() == '{';
        (*nodes)[index].type = isObject ? Type::Object : Type::Array;
        (*nodes)[index].text = token.substr(0, 1);
        if (const auto error = isObject ? object(value, index, depth) : array(value, index, depth))
            return error;
    } else {
        Node &node = (*nodes)[index];
        if (const auto error = scalar(token, node))
            return error;
        if (node.type == Type::String && std::memchr(node.text.data(), '\\', node.text.size())) {
            // A string that cannot be unescaped (half a surrogate pair) spoils itself alone: its raw text stays.
            std::string_view plain;
            if (!value.get_string().get(plain))
                node.text = plain;
        }
    }
    (*nodes)[index].next = std::uint32_t(nodes->size());
    return simdjson::SUCCESS;
}

simdjson::error_code JsonTape::Parser::build(QByteArrayView json)
{
    length = std::size_t(json.size());
    if (bytes.size() < length + simdjson::SIMDJSON_PADDING)
        bytes.resize(length + simdjson::SIMDJSON_PADDING);
    std::memcpy(bytes.data(), json.data(), length);
    std::memset(bytes.data() + length, ' ', simdjson::SIMDJSON_PADDING);

    ondemand::document document;
    if (const auto error = parser.iterate(bytes.data(), length, bytes.size()).get(document))
        return error;
    nodes->emplace_back();
    bool isScalar = false;
    if (const auto error = document.is_scalar().get(isScalar))
        return error;
    if (isScalar) {
        std::string_view token;
        if (const auto error = document.raw_json_token().get(token))
            return error;
        if (trimmedRight(std::string_view(token.data(), std::size_t(bytes.data() + length - token.data()))) != trimmedRight(token))
            return simdjson::TRAILING_CONTENT;
        if (const auto error = scalar(token, nodes->front()))
            return error;
        nodes->front().next = 1;
        return simdjson::SUCCESS;
    }
    if (const auto error = fill(document, 0, 0))
        return error;
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
}

JsonTape::JsonTape() : m_parser(std::make_unique<Parser>())
{
    m_parser->nodes = &m_nodes;
}

JsonTape::~JsonTape() = default;

bool JsonTape::parse(QByteArrayView json)
{
    m_nodes.clear();
    const auto error = m_parser->build(json);
    if (!error)
        return true;
    m_error = simdjson::error_message(error);
    m_nodes.clear();
    return false;
}

int JsonTape::lineOf(std::uint32_t index) const
{
    const char *const begin = m_parser->bytes.data();
    const char *const end = begin + m_parser->length;
    for (;; index = m_nodes[index].parent) {
        const Node &node = m_nodes[index];
        // An unescaped text lies elsewhere; then the key or the owner tells the line.
        for (const char *at : {node.text.data(), node.key.data()}) {
            if (!std::less<>()(at, begin) && std::less<>()(at, end))
                return 1 + int(std::count(begin, at, '\n'));
        }
        if (index == 0)
            return 1;
    }
}

std::uint32_t JsonTape::member(std::uint32_t object, std::string_view name, std::uint32_t &hint) const
{
    const Node &owner = m_nodes[object];
    if (owner.type != Type::Object)
        return None;
    if (hint != 0 && object + hint < owner.next) {
        const Node &guess = m_nodes[object + hint];
        if (guess.parent == object && guess.key == name)
            return object + hint;
    }
    for (std::uint32_t child = object + 1; child < owner.next; child = m_nodes[child].next) {
        if (m_nodes[child].key == name) {
            hint = child - object;
            return child;
        }
    }
    return None;
}

std::uint32_t JsonTape::element(std::uint32_t array, std::int32_t position) const
{
    const Node &owner = m_nodes[array];
    if (owner.type != Type::Array)
        return None;
    const std::int64_t wanted = position < 0 ? std::int64_t(owner.count) + position : position;
    if (wanted < 0 || wanted >= owner.count)
        return None;
    std::uint32_t child = array + 1;
    for (std::int64_t i = 0; i < wanted; ++i)
        child = m_nodes[child].next;
    return child;
}

} // namespace alcedo
