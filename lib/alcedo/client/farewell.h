// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/stage.h>
#include <alcedo/transport/transport.h>
#include <alcedo/wire/message.h>

#include <QUrl>

namespace alcedo {

/// What a server's bye means for the connection: why it ends, when to come back, and where.
struct Farewell
{
    DialFailure failure;
    CloseInfo close;
    QUrl elsewhere; ///< to go to from now on; empty: where the link was
    /// from: where the link goes. A server may send us elsewhere, but never from an encrypted link to an open
    /// one. Each call draws its own wait, at most an hour and the bye's spread.
    [[nodiscard]] static Farewell of(const wire::Bye &bye, const QUrl &from);
};

} // namespace alcedo
