// SPDX-License-Identifier: MIT
#include <alcedo/feed/jsontape.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <simdjson.h>

namespace alcedo {

namespace {

bool isBlank(char c)
{
    return static_cast<unsigned char>(c) <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

/// Writes a text without its escapes; the end, or null where one is none. simdjson 3.1 added a parameter:
/// half a surrogate pair is no character here either.
template <typename Kernel>
const std::uint8_t *unescaped(const Kernel &kernel, const std::uint8_t *text, std::uint8_t *out)
{
    if constexpr (requires { kernel.parse_string(text, out); })
        return kernel.parse_string(text, out);
    else
        return kernel.parse_string(text, out, false);
}

} // namespace

struct JsonTape::Parser
{
    // Chosen when the program runs: the library is built for the oldest processor, and the kernels for new
    // ones are several times as fast.
    std::unique_ptr<simdjson::internal::dom_parser_implementation> kernel;
    std::vector<char> bytes; // the message, and one blank behind it, where the places of tokens end
    std::size_t length = 0;
    std::vector<char> plain; // texts that had escapes; together never longer than the message
    std::size_t plainLength = 0;
    bool hasEscapes = false;
    // Behind the last place stands the length: there lies a blank, which no rule takes for anything.
    const std::uint32_t *place = nullptr, *placesEnd = nullptr;
    const char *base = nullptr; // bytes' first; a member of its own, for a write to a node may move no vector
    Node *nodes = nullptr;
    std::uint32_t room = 0, count = 0;
    std::uint64_t names = 0; // of nameBit()

    simdjson::error_code build(QByteArrayView json, std::vector<Node> &tape);
    simdjson::error_code findPlaces(QByteArrayView json);
    void makeRoom(std::vector<Node> &tape);
    simdjson::error_code value(std::uint32_t parent, std::string_view key, int depth);
    simdjson::error_code container(Node &node, std::uint32_t index, int depth);
    simdjson::error_code object(std::uint32_t index, int depth);
    simdjson::error_code array(std::uint32_t index, int depth);
    simdjson::error_code word(Node &node, char first);
    simdjson::error_code text(std::string_view &out);
    std::string_view unescape(std::string_view text);
    [[nodiscard]] char next() const { return base[*place]; }
    /// The token at hand, up to the one behind it, without the blanks in between; goes on to that one.
    std::string_view take()
    {
        const char *const begin = base + place[0];
        const char *end = base + place[1];
        ++place;
        while (isBlank(end[-1]))
            --end;
        return {begin, std::size_t(end - begin)};
    }
};

simdjson::error_code JsonTape::Parser::findPlaces(QByteArrayView json)
{
    length = std::size_t(json.size());
    if (bytes.size() < length + simdjson::SIMDJSON_PADDING)
        bytes.resize(length + simdjson::SIMDJSON_PADDING);
    if (length > 0) // an empty view may point nowhere, which memcpy may not be given
        std::memcpy(bytes.data(), json.data(), length);
    std::memset(bytes.data() + length, ' ', simdjson::SIMDJSON_PADDING);
    base = bytes.data();
    if (!kernel) {
        const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
            length, std::size_t(MaxDepth), kernel);
        if (error)
            return error;
    } else if (kernel->capacity() < length) {
        if (const auto error = kernel->set_capacity(length))
            return error;
    }
    const auto *const begin = reinterpret_cast<const std::uint8_t *>(base);
    if (const auto error = kernel->stage1(begin, length, simdjson::stage1_mode::regular))
        return error;
    place = kernel->structural_indexes.get();
    placesEnd = place + kernel->n_structural_indexes;
    hasEscapes = std::memchr(base, '\\', length) != nullptr;
    plainLength = 0;
    if (hasEscapes && plain.size() < bytes.size())
        plain.resize(bytes.size());
    return simdjson::SUCCESS;
}

/// A value takes two places (a comma and itself, or its brackets), but for the first of each container that
/// is still open.
void JsonTape::Parser::makeRoom(std::vector<Node> &tape)
{
    const auto places = std::size_t(placesEnd - place);
    room = std::uint32_t(std::min(MaxNodes, places / 2 + std::size_t(MaxDepth) + 2));
    if (tape.size() < room)
        tape.resize(room);
    nodes = tape.data();
}

std::string_view JsonTape::Parser::unescape(std::string_view text)
{
    char *const begin = plain.data() + plainLength;
    const std::uint8_t *const end = unescaped(*kernel, reinterpret_cast<const std::uint8_t *>(text.data()),
                                              reinterpret_cast<std::uint8_t *>(begin));
    if (!end)
        return text;
    const auto size = std::size_t(reinterpret_cast<const char *>(end) - begin);
    plainLength += size;
    return {begin, size};
}

/// A text without its quotes and escapes. One that cannot be unescaped (half a surrogate pair) spoils itself
/// alone: its raw text stays.
[[gnu::always_inline]] inline simdjson::error_code JsonTape::Parser::text(std::string_view &out)
{
    const std::string_view token = take();
    if (token.size() < 2 || token.back() != '"')
        return simdjson::STRING_ERROR;
    out = token.substr(1, token.size() - 2);
    if (hasEscapes && out.find('\\') != std::string_view::npos)
        out = unescape(out);
    return simdjson::SUCCESS;
}

/// A number, or one of three words.
simdjson::error_code JsonTape::Parser::word(Node &node, char first)
{
    const std::string_view token = node.text = take();
    switch (first) {
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
        return first == '-' || (first >= '0' && first <= '9') ? simdjson::SUCCESS : simdjson::NUMBER_ERROR;
    }
}

simdjson::error_code JsonTape::Parser::container(Node &node, std::uint32_t index, int depth)
{
    const bool isObject = next() == '{';
    node.type = isObject ? Type::Object : Type::Array;
    node.text = std::string_view(base + *place, 1);
    const auto error = isObject ? object(index, depth) : array(index, depth);
    node.next = count;
    return error;
}

/// Inlined into the loops over members and elements, most of which are texts.
[[gnu::always_inline]] inline simdjson::error_code JsonTape::Parser::value(std::uint32_t parent,
                                                                           std::string_view key, int depth)
{
    if (place == placesEnd)
        return simdjson::TAPE_ERROR;
    if (depth > MaxDepth)
        return simdjson::DEPTH_ERROR;
    if (count >= room)
        return simdjson::CAPACITY;
    const std::uint32_t index = count++;
    Node &node = nodes[index];
    node.key = key;
    node.parent = parent;
    node.count = 0;
    node.next = index + 1;
    const char first = next();
    if (first == '"') {
        node.type = Type::String;
        return text(node.text);
    }
    return first == '{' || first == '[' ? container(node, index, depth) : word(node, first);
}

simdjson::error_code JsonTape::Parser::object(std::uint32_t index, int depth)
{
    std::uint32_t children = 0;
    std::uint64_t seen = 0;
    ++place;
    if (next() == '}') {
        ++place;
        return simdjson::SUCCESS;
    }
    for (;;) {
        std::string_view key;
        if (next() != '"')
            return simdjson::TAPE_ERROR;
        if (const auto error = text(key))
            return error;
        seen |= nameBit(key);
        if (next() != ':')
            return simdjson::TAPE_ERROR;
        ++place;
        if (const auto error = value(index, key, depth + 1))
            return error;
        ++children;
        const char separator = next();
        if (separator != ',' && separator != '}')
            return simdjson::TAPE_ERROR;
        ++place;
        if (separator == '}')
            break;
    }
    names |= seen;
    nodes[index].count = children;
    return simdjson::SUCCESS;
}

simdjson::error_code JsonTape::Parser::array(std::uint32_t index, int depth)
{
    std::uint32_t children = 0;
    ++place;
    if (next() == ']') {
        ++place;
        return simdjson::SUCCESS;
    }
    for (;;) {
        if (const auto error = value(index, {}, depth + 1))
            return error;
        ++children;
        const char separator = next();
        if (separator != ',' && separator != ']')
            return simdjson::TAPE_ERROR;
        ++place;
        if (separator == ']')
            break;
    }
    nodes[index].count = children;
    return simdjson::SUCCESS;
}

simdjson::error_code JsonTape::Parser::build(QByteArrayView json, std::vector<Node> &tape)
{
    count = 0;
    names = 0;
    if (json.isEmpty())
        return simdjson::EMPTY;
    if (const auto error = findPlaces(json))
        return error;
    makeRoom(tape);
    if (const auto error = value(0, {}, 0))
        return error;
    return place == placesEnd ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
}

JsonTape::JsonTape()
    : m_parser(std::make_unique<Parser>())
{
}

JsonTape::~JsonTape() = default;

bool JsonTape::parse(QByteArrayView json)
{
    const auto error = m_parser->build(json, m_nodes);
    m_size = error ? 0 : m_parser->count;
    m_names = m_parser->names;
    if (error)
        m_error = simdjson::error_message(error);
    return !error;
}

std::size_t JsonTape::placeOf(std::uint32_t index) const
{
    return std::size_t(m_nodes[index].text.data() - m_parser->bytes.data());
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

std::uint32_t JsonTape::search(std::uint32_t object, std::string_view name, std::uint32_t &hint) const
{
    const Node &owner = m_nodes[object];
    if (owner.type != Type::Object || !(m_names & nameBit(name)))
        return None;
    for (std::uint32_t child = object + 1; child < owner.next; child = m_nodes[child].next) {
        if (isSameText(m_nodes[child].key, name)) {
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
