// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapelists.h>

#include <alcedo/core/decimal.h>
#include <alcedo/feed/jsonpath.h>
#include <alcedo/feed/shapestats.h>

#include <algorithm>
#include <optional>
#include <set>

namespace alcedo::shape {

namespace {

using Type = JsonTape::Type;
using WordSet = std::set<std::string, std::less<>>;

bool isNumber(const JsonTape::Node &node)
{
    return !node.isContainer() && Decimal::parse(node.text).has_value();
}

/// "bid" or "ask" where a list's name says so.
QString sideOfList(const std::string &name)
{
    static const WordSet Bids{"bids", "bid", "b", "buys", "buy"},
        Asks{"asks", "ask", "a", "sells", "sell", "offers"};
    return Bids.count(name) ? QStringLiteral("bid") : Asks.count(name) ? QStringLiteral("ask") : QString();
}

bool isLevelsName(const std::string &name)
{
    static const WordSet Known{"changes", "updates", "orderbook", "levels"};
    return Known.count(name) > 0 || !sideOfList(name).isEmpty();
}

/// The first member with one of the names, as a path.
QString memberOf(const JsonTape &tape, std::uint32_t object, const WordSet &names)
{
    for (std::uint32_t child = object + 1; child < tape[object].next; child = tape[child].next) {
        const std::string at = '/' + escaped(tape[child].key);
        if (names.count(nameOf(at)))
            return QString::fromStdString(at);
    }
    return {};
}

/// ["1.5","3"], or with a word before it: the side, or what happened to the level.
std::optional<ShapeKind::Levels> arrayLevel(const JsonTape &tape, std::uint32_t node, const std::string &name)
{
    const std::uint32_t first = node + 1;
    if (tape[node].count < 2 || tape[first].isContainer())
        return std::nullopt;
    const bool hasWord = !isNumber(tape[first]);
    const std::uint32_t price = hasWord ? tape[first].next : first, size = tape[price].next;
    if (size >= tape[node].next || !isNumber(tape[price]) || !isNumber(tape[size]))
        return std::nullopt;
    ShapeKind::Levels levels;
    levels.side = sideOfList(name);
    if (levels.side.isEmpty() && hasWord)
        levels.side = QStringLiteral("/0");
    levels.price = hasWord ? QStringLiteral("/1") : QStringLiteral("/0");
    levels.size = hasWord ? QStringLiteral("/2") : QStringLiteral("/1");
    return levels.side.isEmpty() ? std::nullopt : std::optional(levels);
}

std::optional<ShapeKind::Levels> objectLevel(const JsonTape &tape, std::uint32_t node,
                                             const std::string &name)
{
    static const WordSet Prices{"price", "px", "p", "pricelevel"},
        Gone{"delete", "deleted", "deletes", "removed"};
    static const WordSet Sizes{"size", "qty", "sz", "quantity", "amount", "newquantity", "q", "volume"};
    static const WordSet Sides{"side"};
    constexpr std::uint32_t MostMembers = 8;
    if (tape[node].count > MostMembers)
        return std::nullopt;
    ShapeKind::Levels levels;
    levels.side = sideOfList(name);
    if (levels.side.isEmpty())
        levels.side = memberOf(tape, node, Sides);
    levels.price = memberOf(tape, node, Prices);
    levels.size = memberOf(tape, node, Sizes);
    const bool isWhole = !levels.size.isEmpty() || Gone.count(name) > 0;
    return levels.side.isEmpty() || levels.price.isEmpty() || !isWhole ? std::nullopt : std::optional(levels);
}

/// [price, size] or [price, count, size], or an object of a price and a size; no side beside them.
std::optional<ShapeKind::Levels> signedLevel(const JsonTape &tape, std::uint32_t node)
{
    ShapeKind::Levels levels;
    levels.bySign = true;
    if (tape[node].type == Type::Object) {
        levels.price = memberOf(tape, node, {"price", "px", "p"});
        levels.size = memberOf(tape, node, {"amount", "size", "qty", "quantity", "sz", "q"});
        levels.gone = memberOf(tape, node, {"count", "orders"});
        if (levels.price.isEmpty() || levels.size.isEmpty())
            return std::nullopt;
    } else {
        const bool hasCount = tape[node].count == 3;
        for (std::uint32_t child = node + 1; child < tape[node].next; child = tape[child].next) {
            if (!isNumber(tape[child]))
                return std::nullopt;
        }
        if (tape[node].type != Type::Array || tape[node].count < 2 || tape[node].count > 3)
            return std::nullopt;
        levels.price = QStringLiteral("/0");
        levels.size = hasCount ? QStringLiteral("/2") : QStringLiteral("/1");
        levels.gone = hasCount ? QStringLiteral("/1") : QString();
    }
    levels.side = levels.size;
    return levels;
}

/// Elements that could be records: more than a place of two numbers.
bool isItem(const JsonTape &tape, std::uint32_t node)
{
    if (tape[node].type != Type::Object || tape[node].count < 2)
        return false;
    int numbers = 0;
    for (std::uint32_t child = node + 1; child < tape[node].next; child = tape[child].next)
        numbers += isNumber(tape[child]);
    return tape[node].count > 2 || numbers < 2;
}

} // namespace

bool isBookWord(const std::string &name)
{
    std::string lower;
    for (const char c : name)
        lower += c >= 'A' && c <= 'Z' ? char(c + 32) : c;
    const auto has = [&lower](const char *word) { return lower.find(word) != std::string::npos; };
    return !has("trade") && (has("book") || has("depth") || has("level2") || has("l2"));
}

void Lists::look(const JsonTape &tape, std::uint32_t node, const std::string &path, int depth)
{
    constexpr int MaxDepth = 8;
    if (depth > MaxDepth || !tape[node].isContainer() || tape[node].count == 0)
        return;
    if (tape[node].type == Type::Object) {
        for (std::uint32_t child = node + 1; child < tape[node].next; child = tape[child].next) {
            if (isPathName(tape[child].key))
                look(tape, child, path + '/' + escaped(tape[child].key), depth + 1);
        }
        return;
    }
    const std::uint32_t first = node + 1;
    const std::string name = nameOf(path);
    if ((m_isBook || isLevelsName(name)) && name.find("trade") == std::string::npos) {
        auto levels = tape[first].type == Type::Array    ? arrayLevel(tape, first, name)
                      : tape[first].type == Type::Object ? objectLevel(tape, first, name)
                                                         : std::nullopt;
        if (levels) {
            m_levels.emplace(path, *std::move(levels));
            return;
        }
    }
    const bool mayBeBook = m_isBook || name == "book" || name == "orderbook" || name == "levels";
    if (mayBeBook && name.find("trade") == std::string::npos && lookForSigns(tape, node, path))
        return;
    if (!isItem(tape, first))
        return;
    ++m_items[path];
    for (std::uint32_t child = first; child < tape[node].next; child = tape[child].next)
        look(tape, child, path + "/*", depth + 1);
}

bool Lists::lookForSigns(const JsonTape &tape, std::uint32_t list, const std::string &path)
{
    const auto levels = signedLevel(tape, list + 1);
    if (!levels)
        return false;
    auto price = JsonPath::parse(levels->price), size = JsonPath::parse(levels->size);
    int below = 0, above = 0;
    for (std::uint32_t level = list + 1; level < tape[list].next; level = tape[level].next) {
        const std::uint32_t at = tape[level].isContainer() ? size->find(tape, level) : JsonTape::None;
        const std::uint32_t of = tape[level].isContainer() ? price->find(tape, level) : JsonTape::None;
        const auto number = at == JsonTape::None ? std::nullopt : Decimal::parse(tape[at].text);
        if (!number || of == JsonTape::None || !isNumber(tape[of]))
            return false;
        const bool isBelow = tape[at].text.front() == '-';
        below += isBelow;
        above += !isBelow;
    }
    Signed &found = m_signed[path];
    found.levels = *levels;
    found.below += below;
    found.above += above;
    return found.hasBoth();
}

std::string Lists::itemsOf(int messages) const
{
    std::string best;
    int most = 0;
    for (const auto &[path, count] : m_items) {
        const bool isInner = !best.empty() && path.compare(0, best.size(), best) == 0;
        if (count * 10 >= messages * 8 && (count > most || isInner)) {
            most = std::max(most, count);
            best = path;
        }
    }
    return best;
}

QList<ShapeKind::Levels> Lists::levels(const std::string &each) const
{
    QList<ShapeKind::Levels> all;
    const std::string within = each + "/*";
    const auto take = [&](const std::string &path, const ShapeKind::Levels &found) {
        const bool isInside = !each.empty() && path.compare(0, within.size(), within) == 0;
        if (!each.empty() && !isInside)
            return;
        ShapeKind::Levels part = found;
        part.each = QString::fromStdString(isInside ? path.substr(within.size()) : path);
        all.append(part);
    };
    for (const auto &[path, found] : m_levels)
        take(path, found);
    for (const auto &[path, found] : m_signed) {
        if (found.hasBoth())
            take(path, found.levels);
    }
    return all;
}

} // namespace alcedo::shape
