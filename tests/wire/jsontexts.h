// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/wire/jsoncodec.h>

#include <QByteArray>

namespace alcedo::wire {

/// The one message in a text that has to hold one and no more.
inline Message only(const QByteArray &text)
{
    auto messages = JsonCodec().decode(text);
    if (!messages || messages->size() != 1)
        qFatal("not one message: %s", text.constData());
    return messages->front();
}

/// A request of id 7.
inline QByteArray call(const char *method, const char *params)
{
    return QByteArray(R"({"jsonrpc":"2.0","id":7,"method":")") + method + R"(","params":)" + params + '}';
}

} // namespace alcedo::wire
