// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>
#include <algorithm>

namespace alcedo {

/// A wait of so many milliseconds, in real time, as long as this build needs for the same work: a sanitizer
/// makes all of it several times slower. tests/CMakeLists.txt says how much; by hand it is 1.
inline int patience(int milliseconds)
{
    return milliseconds * std::max(1, qEnvironmentVariableIntValue("ALCEDO_TEST_SLOWNESS"));
}

} // namespace alcedo
