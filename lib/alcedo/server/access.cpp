// SPDX-License-Identifier: MIT
#include <alcedo/server/access.h>

#include <algorithm>

namespace alcedo {

QString roleName(Role role)
{
    switch (role) {
    case Role::Viewer:
        return QStringLiteral("viewer");
    case Role::Publisher:
        return QStringLiteral("publisher");
    case Role::Admin:
        return QStringLiteral("admin");
    }
    return {};
}

std::optional<Role> roleOf(QStringView name)
{
    for (const Role role : {Role::Viewer, Role::Publisher, Role::Admin}) {
        if (name == roleName(role))
            return role;
    }
    return std::nullopt;
}

bool Identity::may(Role role, QStringView name) const
{
    return std::any_of(grants.begin(), grants.end(), [&](const Grant &grant) {
        return grant.role >= role && (grant.prefix.isEmpty() || name.startsWith(grant.prefix));
    });
}

bool Identity::mayAnywhere(Role role) const
{
    return std::any_of(grants.begin(), grants.end(),
                       [role](const Grant &grant) { return grant.role >= role; });
}

} // namespace alcedo
