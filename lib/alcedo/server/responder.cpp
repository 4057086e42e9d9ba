// SPDX-License-Identifier: MIT
#include <alcedo/server/server.h>
#include <alcedo/wire/jsonsyntax.h>
#include <alcedo/wire/rpcerror.h>

namespace alcedo {

Responder::~Responder()
{
    answer(
        Error(ErrorCode::Unknown, QStringLiteral("the call was not answered"), int(RpcError::InternalError)));
}

void Responder::answer(Result<QByteArray> result)
{
    const Answer once = std::exchange(m_answer, nullptr);
    if (!once)
        return;
    if (result && !isJsonText({result->constData(), std::size_t(result->size())}))
        return once(
            Error(ErrorCode::Parse, QStringLiteral("the answer is no JSON"), int(RpcError::InternalError)));
    once(std::move(result));
}

} // namespace alcedo
