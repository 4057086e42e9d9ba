// SPDX-License-Identifier: MIT
#include <alcedo/server/broker.h>

#include <alcedo/wire/jsonsyntax.h>
#include <alcedo/wire/rpcerror.h>

namespace alcedo {

namespace {

constexpr qsizetype MaxDraftKey = 255;

Error draftFault(RpcError code, const QString &message)
{
    return Error(code == RpcError::TooLarge ? ErrorCode::LimitExceeded : ErrorCode::InvalidArgument, message,
                 int(code));
}

} // namespace

Result<void> checkDraft(const PublicationDraft &draft, qint64 maxBytes)
{
    if (draft.data.size() > maxBytes)
        return draftFault(RpcError::TooLarge, QStringLiteral("data of at most %1 bytes").arg(maxBytes));
    if (!isJsonText({draft.data.constData(), std::size_t(draft.data.size())}))
        return draftFault(RpcError::InvalidParams, QStringLiteral("the data is no JSON value"));
    if (draft.key.size() > MaxDraftKey || draft.idempotencyKey.size() > MaxDraftKey)
        return draftFault(RpcError::InvalidParams, QStringLiteral("a key has at most 255 characters"));
    return {};
}

} // namespace alcedo
