// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapestats.h>

#include <alcedo/core/decimal.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace alcedo::shape {

namespace {

constexpr std::int64_t Year2000 = 946'684'800, Year2100 = 4'102'444'800; // s

bool isPlausible(std::int64_t ns)
{
    return ns / 1'000'000'000 >= Year2000 && ns / 1'000'000'000 < Year2100;
}

} // namespace

std::string escaped(std::string_view name)
{
    std::string out;
    for (const char c : name)
        out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    return out;
}

bool isDeed(const std::string &word)
{
    static const std::set<std::string> Words{"create", "update", "insert",  "snapshot", "delete",
                                             "new",    "change", "partial", "delta",    "add"};
    return Words.count(word) > 0;
}

std::string nameOf(std::string_view path)
{
    const auto slash = path.rfind('/');
    std::string out;
    for (const char c : path.substr(slash == std::string_view::npos ? 0 : slash + 1)) {
        if (c != '_' && c != '-' && c != '$' && c != '@')
            out += c >= 'A' && c <= 'Z' && path.size() - slash > 2 ? char(c + 32) : c;
    }
    return out;
}

void Stats::add(const JsonTape &tape, std::uint32_t node, int item, std::int64_t arrivalNs)
{
    using NodeType = JsonTape::Type;
    const JsonTape::Node &value = tape[node];
    if (value.type == NodeType::Null)
        return; // says nothing, also not what stands here else
    ++seen;
    lists += value.type == NodeType::Array;
    booleans += value.type == NodeType::True || value.type == NodeType::False;
    if (value.isContainer())
        return;
    const std::string text(value.text.substr(0, 200));
    const auto decimal = Decimal::parse(text);
    if (value.type == NodeType::Number || (value.type == NodeType::String && decimal)) {
        ++(value.type == NodeType::Number ? numbers : numberTexts);
        const double number = decimal ? decimal->toDouble() : std::strtod(text.c_str(), nullptr);
        decimals = std::max(decimals, decimal ? decimal->scale() : 0);
        negative += number < 0;
        zeros += number == 0;
        rises += seen > 1 && number >= lastNumber;
        lastNumber = number;
        for (int unit = 0; unit < int(TimeUnit::Rfc3339); ++unit) {
            const auto ns = parseTime(text, TimeUnit(unit));
            timeHits[std::size_t(unit)] += ns && isPlausible(*ns);
        }
    } else if (value.type == NodeType::String) {
        ++texts;
        longTexts += text.size() > 24 && text.find(' ') != std::string::npos;
        const auto ns = parseTime(text, TimeUnit::Rfc3339);
        timeHits[std::size_t(TimeUnit::Rfc3339)] += ns && isPlausible(*ns);
    }
    changes += seen == 1 || text != last;
    last = text;
    lastArrivalNs = arrivalNs;
    recent.push_back({item, std::hash<std::string>()(text), lastNumber});
    if (recent.size() > MaxRecent)
        recent.pop_front();
    if (distinct.size() < MaxDistinct || distinct.count(text))
        ++distinct[text];
    else
        tooMany = true;
}

std::optional<TimeUnit> Stats::time() const
{
    // A number in range of ns is none in range of s: the ranges of the units do not meet.
    for (int unit = int(TimeUnit::Rfc3339); unit >= 0; --unit) {
        const int hits = timeHits[std::size_t(unit)];
        if (seen > 0 && hits * 10 >= seen * 9)
            return TimeUnit(unit);
    }
    return std::nullopt;
}

} // namespace alcedo::shape
