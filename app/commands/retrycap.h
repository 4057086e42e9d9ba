// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/connection/connection.h>
#include <commands/arguments.h>

#include <chrono>
#include <optional>

namespace alcedo {

/// --retry-cap of a command: the longest wait before a lost link is tried again.
class RetryCap
{
public:
    static void addTo(Arguments &arguments);
    /// Whether it is a time, or not given at all.
    [[nodiscard]] bool read(const Arguments &arguments);
    /// Nothing where it was not given.
    void applyTo(Connection &connection) const;

private:
    std::optional<std::chrono::milliseconds> m_cap;
};

} // namespace alcedo
