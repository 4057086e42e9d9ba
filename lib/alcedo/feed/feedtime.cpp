// SPDX-License-Identifier: MIT
#include <alcedo/core/decimal.h>
#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/valuescan.h>

#include <QDateTime>
#include <QTimeZone>
#include <array>
#include <charconv>
#include <cstring>
#include <map>

namespace alcedo {

namespace {

constexpr std::int64_t NsPerSecond = 1'000'000'000;
constexpr std::size_t MaxFraction = 9; // digits of a second
/// ns of the last digit of a fraction, by its count of digits.
constexpr std::int64_t FractionUnits[MaxFraction + 1] = {
    1'000'000'000, 100'000'000, 10'000'000, 1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};

/// value × factor, nothing where it does not fit; digits beyond a nanosecond are cut off.
std::optional<std::int64_t> scaled(std::string_view number, std::int64_t factor)
{
    std::int64_t whole = 0, result = 0;
    const char *const end = number.data() + number.size();
    if (const auto read = std::from_chars(number.data(), end, whole);
        read.ec == std::errc() && read.ptr == end)
        return __builtin_mul_overflow(whole, factor, &result) ? std::nullopt : std::optional(result);
    const auto decimal = Decimal::parse(number);
    if (!decimal)
        return std::nullopt;
    std::int64_t mantissa = decimal->mantissa();
    int scale = decimal->scale();
    for (; scale > 0 && factor % 10 == 0; --scale)
        factor /= 10;
    for (; scale > 0; --scale)
        mantissa /= 10;
    return __builtin_mul_overflow(mantissa, factor, &result) ? std::nullopt : std::optional(result);
}

/// Exactly so many digits at a position, or -1.
int digits(std::string_view text, std::size_t at, int count)
{
    if (at + std::size_t(count) > text.size())
        return -1;
    int value = 0;
    for (int i = 0; i < count; ++i) {
        const char c = text[at + std::size_t(i)];
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
constexpr std::int64_t daysFromCivil(int year, int month, int day)
{
    year -= month <= 2;
    const int era = (year >= 0 ? year : year - 399) / 400;
    const int yearOfEra = year - era * 400;
    const int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return std::int64_t(era) * 146'097 + dayOfEra - 719'468;
}

constexpr int daysInMonth(int year, int month)
{
    if (month == 2)
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// How far a zone's clocks are ahead of UTC when they show this, in seconds. Of a time that they show twice
/// the first is meant. Cold, like all here that few times need: inlined, it costs the others a stack frame.
[[gnu::cold]] int offsetOf(const std::string &zone, std::int64_t localSeconds)
{
    thread_local std::map<std::string, QTimeZone> known; // bounded by the profiles' zones
    auto found = known.find(zone);
    if (found == known.end())
        found = known.emplace(zone, QTimeZone(QByteArray::fromStdString(zone))).first;
    if (!found->second.isValid())
        return 0;
    const auto at = [&](std::int64_t seconds) {
        return found->second.offsetFromUtc(QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC));
    };
    const int before = at(localSeconds - 86'400); // the offset in force before any change of that day
    return at(localSeconds - before) == before ? before : at(localSeconds - at(localSeconds - before));
}

/// "z", "+09:00", "-0330", "+00", in seconds.
[[gnu::cold]] std::optional<int> offset(std::string_view text)
{
    if (text == "z")
        return 0;
    if (text.empty())
        return std::nullopt;
    if (text.front() != '+' && text.front() != '-')
        return std::nullopt;
    const int hours = digits(text, 1, 2);
    int minutes = 0;
    if (text.size() == 6 && text[3] == ':')
        minutes = digits(text, 4, 2);
    else if (text.size() == 5)
        minutes = digits(text, 3, 2);
    else if (text.size() != 3)
        return std::nullopt;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return std::nullopt;
    return (text.front() == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/// Reads digits at fixed places; what is none is remembered, so that a whole form is judged once.
class Digits
{
public:
    explicit Digits(const char *text)
        : m_text(text)
    {
    }
    int two(std::size_t at)
    {
        const auto tens = unsigned(static_cast<unsigned char>(m_text[at])) - '0';
        const auto ones = unsigned(static_cast<unsigned char>(m_text[at + 1])) - '0';
        m_isBad |= tens > 9 || ones > 9;
        return int(tens * 10 + ones);
    }
    [[nodiscard]] bool isBad() const { return m_isBad; }

private:
    const char *m_text;
    bool m_isBad = false;
};

/// Seconds from 1970 to the beginning of "2021-04-17T16:43".
struct Minute
{
    static constexpr std::size_t Size = 16, DateSize = 10;
    std::array<char, Size> text{'1', '9', '7', '0', '-', '0', '1', '-',
                                '0', '1', 'T', '0', '0', ':', '0', '0'};
    std::int64_t seconds = 0;
};

/// False, and the minute stays, where the text is none.
[[gnu::cold]] bool readMinute(const char *text, Minute &minute)
{
    Digits read(text);
    const int year = read.two(0) * 100 + read.two(2), month = read.two(5), day = read.two(8);
    const int hour = read.two(11), minuteOfHour = read.two(14);
    const bool isLaidOut = text[4] == '-' && text[7] == '-' && text[13] == ':' &&
                           (text[10] == 'T' || text[10] == 't' || text[10] == ' ');
    if (read.isBad() || !isLaidOut || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) ||
        hour > 23 || minuteOfHour > 59)
        return false;
    std::memcpy(minute.text.data(), text, Minute::Size);
    minute.seconds = daysFromCivil(year, month, day) * 86'400 + hour * 3600 + minuteOfHour * 60;
    return true;
}

/// The seconds to "2021-04-17T16:43:30". Most of a feed's times are of the minute before, hence the memory.
/// A leap second (60) counts as the second after it, as POSIX time does.
std::optional<std::int64_t> secondsTo(const char *text)
{
    thread_local Minute known;
    const char *at = text;
    if (!valuescan::skip(at, text + Minute::Size, known.text.data(), Minute::Size) &&
        !readMinute(text, known))
        return std::nullopt;
    Digits read(text);
    const int second = read.two(Minute::Size + 1);
    if (text[Minute::Size] != ':' || read.isBad() || second > 60)
        return std::nullopt;
    return known.seconds + second;
}

/// Up to nine digits behind the point, in ns; at goes behind them.
std::optional<std::int64_t> fractionAt(std::string_view text, std::size_t &at)
{
    const std::size_t left = text.size() - at;
    if (left >= 2 && left <= valuescan::Word + 1 &&
        text.back() == 'Z') { // as nearly all: eight digits at once
        const std::size_t count = left - 1, others = 8 * (valuescan::Word - count);
        const std::uint64_t digits =
            valuescan::lessZero(text.data() + at + count - valuescan::Word) >> others << others;
        if (valuescan::notDigits(digits) != 0)
            return std::nullopt;
        at += count;
        return std::int64_t(valuescan::valueOf(digits)) * FractionUnits[count];
    }
    std::int64_t fraction = 0;
    const std::size_t begin = at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin <= MaxFraction; ++at)
        fraction = fraction * 10 + (text[at] - '0');
    const std::size_t count = at - begin;
    if (count == 0 || count > MaxFraction)
        return std::nullopt;
    return fraction * FractionUnits[count];
}

std::optional<std::int64_t> rfc3339(std::string_view text, const std::string &zone)
{
    constexpr std::size_t SecondsSize = 19;
    if (text.size() < SecondsSize)
        return std::nullopt;
    const auto local = secondsTo(text.data());
    if (!local)
        return std::nullopt;
    std::size_t at = SecondsSize;
    std::int64_t fraction = 0;
    if (at < text.size() && text[at] == '.') {
        const auto read = fractionAt(text, ++at);
        if (!read)
            return std::nullopt;
        fraction = *read;
    }
    const std::string_view behind = text.substr(at);
    std::optional<int> ahead = 0;
    if (behind.empty() && !zone.empty())
        ahead = offsetOf(zone, *local);
    else if (!behind.empty() && behind != "Z")
        ahead = offset(behind);
    if (!ahead)
        return std::nullopt;
    std::int64_t result = 0;
    if (__builtin_mul_overflow(*local - *ahead, NsPerSecond, &result) ||
        __builtin_add_overflow(result, fraction, &result))
        return std::nullopt;
    return result;
}

[[gnu::cold]] std::optional<std::int64_t> dateAlone(std::string_view text, const std::string &zone)
{
    return rfc3339(std::string(text) + "T00:00:00", zone);
}

} // namespace

bool isTimeZone(const std::string &zone)
{
    return QTimeZone::isTimeZoneIdAvailable(QByteArray::fromStdString(zone));
}

std::optional<std::int64_t> parseTime(std::string_view text, TimeUnit unit, const std::string &zone)
{
    switch (unit) {
    case TimeUnit::Seconds:
        return scaled(text, NsPerSecond);
    case TimeUnit::Milliseconds:
        return scaled(text, 1'000'000);
    case TimeUnit::Microseconds:
        return scaled(text, 1'000);
    case TimeUnit::Nanoseconds:
        return scaled(text, 1);
    case TimeUnit::Rfc3339:
        return text.size() == Minute::DateSize ? dateAlone(text, zone) : rfc3339(text, zone);
    }
    return std::nullopt;
}

std::optional<std::int64_t> parseDuration(std::string_view text)
{
    std::size_t numberEnd = 0;
    while (numberEnd < text.size() &&
           ((text[numberEnd] >= '0' && text[numberEnd] <= '9') || text[numberEnd] == '.'))
        ++numberEnd;
    const std::string_view number = text.substr(0, numberEnd), unit = text.substr(numberEnd);
    struct Unit
    {
        std::string_view name;
        std::int64_t ns;
    };
    static constexpr Unit Units[] = {{"ns", 1},
                                     {"us", 1'000},
                                     {"ms", 1'000'000},
                                     {"s", NsPerSecond},
                                     {"m", 60 * NsPerSecond},
                                     {"h", 3600 * NsPerSecond},
                                     {"d", 86'400 * NsPerSecond},
                                     {"w", 7 * 86'400 * NsPerSecond}};
    for (const Unit &known : Units) {
        if (unit == known.name)
            return scaled(number, known.ns);
    }
    return std::nullopt;
}

} // namespace alcedo
