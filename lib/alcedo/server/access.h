// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaType>
#include <QString>
#include <QStringView>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace alcedo {

/// What somebody may do, each more than the one before. Viewer: see that a channel is there, subscribe to it,
/// read its history and who is present. Publisher: also publish, and call methods of the application. Admin:
/// also read the server's metrics.
enum class Role { Viewer, Publisher, Admin };
/// "viewer", "publisher", "admin": on command lines and in files.
[[nodiscard]] QString roleName(Role role);
[[nodiscard]] std::optional<Role> roleOf(QStringView name);

/// A role for all channels (and an application's methods) whose names begin so; empty: for all.
struct Grant
{
    Role role = Role::Viewer;
    QString prefix;
    friend bool operator==(const Grant &, const Grant &) = default;
};

/// Somebody who signed in, or a guest. Immutable; shared by sessions. Thread: any.
struct Identity
{
    QString user;    ///< empty: a guest
    QString tokenId; ///< empty: a guest
    std::vector<Grant> grants;
    std::optional<std::chrono::nanoseconds> expires; ///< wall clock; none: never

    /// Whether a grant of at least this role covers the name of a channel or method.
    [[nodiscard]] bool may(Role role, QStringView name) const;
    [[nodiscard]] bool mayAnywhere(Role role) const;
};
using IdentityPtr = std::shared_ptr<const Identity>;

} // namespace alcedo
