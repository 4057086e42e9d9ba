// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/jsontape.h>

#include <cstdint>
#include <string>
#include <vector>

namespace alcedo {

/// Which of a profile's routes may hold for a message. Most ask for another text at one and the same place
/// ("/type"), so that one look there leaves one of many; what else a route asks for is still to be judged.
/// Thread: one at a time.
class RouteChoice
{
public:
    /// Positions of routes, in the profile's order.
    using Routes = std::vector<std::uint32_t>;

    explicit RouteChoice(const std::vector<ProfileRoute> &routes);
    [[nodiscard]] const Routes &of(const JsonTape &tape, std::uint32_t item);

private:
    struct Case
    {
        std::string text;
        Routes routes;
    };
    JsonPath m_at;
    std::vector<Case> m_cases; ///< as few as a person writes
    std::size_t m_last = 0;    ///< case that the message before was
    Routes m_others;           ///< where another text stands there, or none
};

} // namespace alcedo
