// SPDX-License-Identifier: MIT
#include <alcedo/transport/stage.h>

namespace alcedo {

QString stageName(Stage stage)
{
    switch (stage) {
    case Stage::Name:
        return QStringLiteral("name");
    case Stage::Tcp:
        return QStringLiteral("tcp");
    case Stage::Proxy:
        return QStringLiteral("proxy");
    case Stage::Tls:
        return QStringLiteral("tls");
    case Stage::Upgrade:
        return QStringLiteral("upgrade");
    case Stage::SignIn:
        return QStringLiteral("sign-in");
    case Stage::Subscribe:
        return QStringLiteral("subscribe");
    case Stage::Data:
        return QStringLiteral("data");
    }
    Q_UNREACHABLE();
    return {};
}

} // namespace alcedo
