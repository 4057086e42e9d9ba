// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>
#include <models/dashboard.h>

#include <memory>

namespace alcedo {

/// The built-in demo: simulated worlds, served on loopback and taken by the dashboard as any other server's.
/// Thread: GUI; its server has its own.
class Demo
{
public:
    Demo();
    ~Demo();
    /// Starts the server and adds one source for each world.
    [[nodiscard]] Result<void> start(Pipeline &pipeline);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// How the dashboard makes sources from words; and the names of the shipped profiles.
[[nodiscard]] Dashboard::SourceMaker sourceMaker();
[[nodiscard]] QStringList profileNames();

} // namespace alcedo
