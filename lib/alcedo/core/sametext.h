// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace alcedo {

/// a == b, without a call for the few bytes that names have.
[[nodiscard, gnu::always_inline]] inline bool isSameText(std::string_view a, std::string_view b)
{
    const std::size_t size = a.size();
    if (size != b.size())
        return false;
    const auto same = [&](auto word) { // the first bytes and the last, which may overlap
        auto other = word;
        std::memcpy(&word, a.data(), sizeof word);
        std::memcpy(&other, b.data(), sizeof other);
        auto difference = word ^ other;
        std::memcpy(&word, a.data() + size - sizeof word, sizeof word);
        std::memcpy(&other, b.data() + size - sizeof other, sizeof other);
        difference |= word ^ other;
        return difference == 0;
    };
    if (size > 2 * sizeof(std::uint64_t))
        return std::memcmp(a.data(), b.data(), size) == 0;
    if (size >= sizeof(std::uint64_t))
        return same(std::uint64_t());
    if (size >= sizeof(std::uint32_t))
        return same(std::uint32_t());
    return size == 0 ||
           (a.front() == b.front() && a[size / 2] == b[size / 2] && a.back() == b.back()); // 1 to 3 bytes
}

} // namespace alcedo
