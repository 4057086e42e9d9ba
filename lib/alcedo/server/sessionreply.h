// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/error.h>
#include <alcedo/server/storedpublication.h>
#include <alcedo/wire/jsonwriter.h>
#include <alcedo/wire/rpcerror.h>

#include <vector>

/// Inside Session: what its replies are made of.
namespace alcedo {

inline Error refusal(RpcError code, const QString &message = {})
{
    return Error(alcedo::ErrorCode::Refused, message.isEmpty() ? rpcErrorText(code) : message, int(code));
}

inline void writeElements(JsonWriter &writer, QByteArrayView name,
                          const std::vector<StoredPublicationPtr> &publications, Encoding::Times times)
{
    writer.key(name).beginArray();
    for (const StoredPublicationPtr &publication : publications)
        writer.raw(publication->elementFor(times));
    writer.endArray();
}

} // namespace alcedo
