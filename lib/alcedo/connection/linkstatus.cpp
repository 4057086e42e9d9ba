// SPDX-License-Identifier: MIT
#include <alcedo/connection/linkstatus.h>

namespace alcedo {

QString linkStateName(LinkState state)
{
    switch (state) {
    case LinkState::Off:
        return QStringLiteral("off");
    case LinkState::Opening:
        return QStringLiteral("opening");
    case LinkState::Greeting:
        return QStringLiteral("greeting");
    case LinkState::Live:
        return QStringLiteral("live");
    case LinkState::Stalled:
        return QStringLiteral("stalled");
    case LinkState::Waiting:
        return QStringLiteral("waiting");
    case LinkState::Closing:
        return QStringLiteral("closing");
    case LinkState::Failed:
        return QStringLiteral("failed");
    }
    Q_UNREACHABLE();
    return {};
}

} // namespace alcedo
