// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapeunits.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace alcedo::shape {

namespace {

std::string lower(std::string_view text)
{
    std::string all(text);
    std::transform(all.begin(), all.end(), all.begin(),
                   [](unsigned char c) { return char(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return all;
}

/// Of a name whose other words come before. Single letters, and "ms" or "mw", may be several units.
QString unitCalled(const std::string &word)
{
    static const std::map<std::string, const char *, std::less<>> Known{
        {"celsius", "\u00B0C"}, {"degc", "\u00B0C"}, {"fahrenheit", "\u00B0F"},
        {"degf", "\u00B0F"},    {"kelvin", "K"},     {"percent", "%"},
        {"pct", "%"},           {"hpa", "hPa"},      {"kpa", "kPa"},
        {"mbar", "mbar"},       {"psi", "psi"},      {"kmh", "km/h"},
        {"kph", "km/h"},        {"mph", "mph"},      {"mps", "m/s"},
        {"knots", "kn"},        {"kw", "kW"},        {"kwh", "kWh"},
        {"mwh", "MWh"},         {"watts", "W"},      {"volts", "V"},
        {"amps", "A"},          {"hz", "Hz"},        {"khz", "kHz"},
        {"ghz", "GHz"},         {"ppm", "ppm"},      {"ppb", "ppb"},
        {"rpm", "rpm"},         {"lux", "lx"},       {"meters", "m"},
        {"metres", "m"},        {"km", "km"},        {"mm", "mm"},
        {"cm", "cm"},           {"kg", "kg"},        {"degrees", "\u00B0"},
        {"deg", "\u00B0"},      {"seconds", "s"}};
    const auto found = Known.find(word);
    return found == Known.end() ? QString() : QString::fromUtf8(found->second);
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// Where the last words of a name may begin: behind a separator, and where capitals do; the earliest first.
std::vector<std::size_t> beginnings(std::string_view name)
{
    std::vector<std::size_t> all;
    const auto separator = name.find_last_of("_-. ");
    const std::size_t from = separator == std::string_view::npos ? 0 : separator + 1;
    if (from > 1 && from < name.size())
        all.push_back(from);
    for (std::size_t i = std::max<std::size_t>(from, 1); i < name.size(); ++i) {
        if (isUpper(name[i]) && (isLower(name[i - 1]) || (name[i - 1] >= '0' && name[i - 1] <= '9')))
            all.push_back(i);
    }
    return all;
}

} // namespace

QString unitOfName(std::string_view path)
{
    static const std::vector<std::string_view> Angles{"latitude", "longitude", "lat", "lon", "lng"};
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const std::string whole = lower(name);
    if (std::find(Angles.begin(), Angles.end(), whole) != Angles.end())
        return QStringLiteral("\u00B0");
    for (const std::size_t begin : beginnings(name)) {
        const std::string word = whole.substr(begin);
        if (QString unit = unitCalled(word); !unit.isEmpty())
            return unit;
        if (whole.compare(0, 4, "temp") == 0 && (word == "c" || word == "f"))
            return word == "c" ? QStringLiteral("\u00B0C") : QStringLiteral("\u00B0F");
    }
    return {};
}

} // namespace alcedo::shape
