// SPDX-License-Identifier: MIT
// The way of an application's call into a server, without making values of all that stands in it.
#include <alcedo/wire/jsoncodec.h>
#include <alcedo/wire/jsonreader.h>
#include <alcedo/wire/jsonscanner.h>
#include <alcedo/wire/jsonwriter.h>

#include <array>
#include <charconv>
#include <cstring>

namespace alcedo {

namespace {

/// So many digits are a number of 64 bits, whatever they are.
constexpr std::size_t SafeDigits = 18;

std::string_view since(const char *begin, const JsonScanner &scanner)
{
    return {begin, std::size_t(scanner.at() - begin)};
}

/// A text in its quotes that stands for itself.
bool readPlainText(JsonScanner &scanner, qsizetype maxLength, std::string_view &out)
{
    scanner.skipSpace();
    const char *const begin = scanner.at();
    if (scanner.isAtEnd() || *begin != '"' || !scanner.string())
        return false;
    out = since(begin, scanner);
    out = out.substr(1, out.size() - 2);
    return !out.empty() && qsizetype(out.size()) <= maxLength &&
           std::memchr(out.data(), '\\', out.size()) == nullptr;
}

bool readId(JsonScanner &scanner, wire::Id &id)
{
    scanner.skipSpace();
    const char *const begin = scanner.at();
    if (!scanner.isAtEnd() && *begin == '"') {
        std::string_view text;
        if (!readPlainText(scanner, wire::json::MaxId, text))
            return false;
        id = QString::fromUtf8(text.data(), qsizetype(text.size()));
        return true;
    }
    if (!scanner.value(0))
        return false;
    const std::string_view digits = since(begin, scanner);
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    id = number;
    return digits.size() <= SafeDigits && read.ptr == digits.data() + digits.size() && digits.front() != '-';
}

bool readParams(JsonScanner &scanner, int maxDepth, QByteArrayView &params)
{
    scanner.skipSpace();
    const char *const begin = scanner.at();
    if (scanner.isAtEnd() || (*begin != '{' && *begin != '[') || !scanner.value(maxDepth))
        return false;
    params = {begin, scanner.at()};
    return true;
}

enum CallMember : unsigned {
    OtherMember = 0,
    VersionMember = 1,
    CallIdMember = 2,
    MethodMember = 4,
    ParamsMember = 8
};

/// The member's name, and the colon behind it.
CallMember readName(JsonScanner &scanner)
{
    scanner.skipSpace();
    const char *const begin = scanner.at();
    if (!scanner.memberName())
        return OtherMember;
    const std::string_view name = since(begin, scanner);
    if (name.starts_with("\"jsonrpc\""))
        return VersionMember;
    if (name.starts_with("\"id\""))
        return CallIdMember;
    if (name.starts_with("\"method\""))
        return MethodMember;
    return name.starts_with("\"params\"") ? ParamsMember : OtherMember;
}

// False for all that decode() must look at: what is wrong, and what is rare.
bool readCall(std::string_view text, int maxDepth, wire::CallText &call)
{
    JsonScanner scanner(text);
    scanner.skipSpace();
    if (maxDepth < 1 || !scanner.take('{'))
        return false;
    unsigned seen = 0;
    std::string_view part;
    do {
        const CallMember member = readName(scanner);
        if (seen & member) // two readers would see two different messages
            return false;
        seen |= member;
        bool good = false;
        if (member == VersionMember)
            good = readPlainText(scanner, 3, part) && part == "2.0";
        else if (member == CallIdMember)
            good = readId(scanner, call.id);
        else if (member == ParamsMember)
            good = readParams(scanner, maxDepth - 1, call.params);
        else if (member == MethodMember && readPlainText(scanner, wire::json::MaxMethod, part)) {
            call.method = {part.data(), qsizetype(part.size())};
            good = std::memchr(part.data(), '.', part.size()) != nullptr; // else it is the protocol's
        }
        if (!good)
            return false;
        scanner.skipSpace();
    } while (scanner.take(','));
    if (!scanner.take('}') || (seen & (CallIdMember | MethodMember)) != (CallIdMember | MethodMember))
        return false;
    scanner.skipSpace();
    return scanner.isAtEnd() && (scanner.isPlain() || simdjson::validate_utf8(text));
}

} // namespace

std::optional<wire::CallText> JsonCodec::decodeCall(QByteArrayView text) const
{
    const Options &bounds = options();
    std::optional<wire::CallText> call(std::in_place);
    if (text.size() > bounds.maxBytes ||
        !readCall({text.data(), std::size_t(text.size())}, bounds.maxDepth, *call))
        call.reset();
    return call;
}

void JsonCodec::appendReplyHead(QByteArray &out, const wire::Id &id)
{
    constexpr std::string_view before = R"({"jsonrpc":"2.0","id":)";
    constexpr std::string_view after = R"(,"result":)";
    const auto *number = std::get_if<std::int64_t>(&id);
    if (!number) {
        out.append(before.data(), qsizetype(before.size()));
        JsonWriter(out).text(std::get<QString>(id));
        out.append(after.data(), qsizetype(after.size()));
        return;
    }
    std::array<char, before.size() + 20 + after.size()> head;
    std::memcpy(head.data(), before.data(), before.size());
    char *const digits = head.data() + before.size();
    char *const end = std::to_chars(digits, digits + 20, *number).ptr;
    std::memcpy(end, after.data(), after.size());
    out.append(head.data(), end + after.size() - head.data());
}

} // namespace alcedo
