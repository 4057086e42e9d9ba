// SPDX-License-Identifier: MIT
// Which names of places feeds use for the fields of records. For shapejudge.cpp.
#pragma once

#include <alcedo/series/record.h>

#include <string_view>
#include <vector>

namespace alcedo::shape {

using Names = std::vector<std::string_view>; // owned: tables of them outlive the braces they are made of

struct Wanted
{
    const char *field;
    Names names; ///< as nameOf() has them, the likeliest first
};

/// The fields of a kind of record that a guess looks for; empty where it looks for none.
[[nodiscard]] const std::vector<Wanted> &fieldsOf(RecordKind kind);

} // namespace alcedo::shape
