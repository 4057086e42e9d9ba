// SPDX-License-Identifier: MIT
#include <alcedo/server/mailbox.h>
#include <alcedo/server/opencall.h>
#include <alcedo/server/server.h>
#include <alcedo/wire/jsonsyntax.h>
#include <alcedo/wire/rpcerror.h>

namespace alcedo {

namespace {

void refuseOtherThanJson(Result<QByteArray> &result)
{
    if (result && !isJsonText({result->constData(), std::size_t(result->size())}))
        result =
            Error(ErrorCode::Parse, QStringLiteral("the answer is no JSON"), int(RpcError::InternalError));
}

} // namespace

Responder::Responder(std::shared_ptr<Mailbox> mailbox, quint64 session, quint64 call)
    : m_mailbox(std::move(mailbox))
    , m_session(session)
    , m_call(call)
{
}

Responder::~Responder()
{
    if (m_answer || m_mailbox)
        answer(Error(ErrorCode::Unknown, QStringLiteral("the call was not answered"),
                     int(RpcError::InternalError)));
}

void Responder::answer(Result<QByteArray> result)
{
    if (m_mailbox)
        return answerCall(std::move(result));
    const Answer once = std::exchange(m_answer, nullptr);
    if (!once)
        return;
    refuseOtherThanJson(result);
    once(std::move(result));
}

void Responder::answerCall(Result<QByteArray> result)
{
    const std::shared_ptr<Mailbox> mailbox = std::move(m_mailbox);
    OpenCall *const open = OpenCall::find(*mailbox, m_session, m_call);
    if (!(open && result && open->areParams(*result)))
        refuseOtherThanJson(result);
    if (open)
        open->answer(std::move(result));
    else
        mailbox->answer({m_session, m_call, std::move(result)});
}

} // namespace alcedo
