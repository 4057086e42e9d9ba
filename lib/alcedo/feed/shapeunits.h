// SPDX-License-Identifier: MIT
// Units that names of places end in. For shapejudge.cpp.
#pragma once

#include <QString>
#include <string_view>

namespace alcedo::shape {

/// The unit that a place's last name ends in ("load_kW", "tempC": °C), or that things of its name are always
/// in
/// ("latitude"); empty where it says none, or what may as well be another ("ms").
[[nodiscard]] QString unitOfName(std::string_view path);

} // namespace alcedo::shape
