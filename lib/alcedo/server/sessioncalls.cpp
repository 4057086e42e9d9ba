// SPDX-License-Identifier: MIT
// A session's way of an application's call: in, to its handler, and out again.
#include <alcedo/core/soleowner.h>
#include <alcedo/server/callmemory.h>
#include <alcedo/server/mailbox.h>
#include <alcedo/server/opencall.h>
#include <alcedo/server/session.h>
#include <alcedo/server/sessionreply.h>
#include <alcedo/wire/jsoncodec.h>

#include <algorithm>
#include <array>

namespace alcedo {

namespace {

/// What stands around a result: an id of 128 characters that need escapes, and a batch's brackets.
constexpr qint64 ReplyEnvelopeBytes = 1024;
/// Results up to this size are copied to where they leave from; larger ones are put together first and
/// shared.
constexpr qint64 DirectBytes = 16 * 1024;
/// Room for params that is kept for the next call.
constexpr qsizetype KeptParamsBytes = 16 * 1024;

} // namespace

void Session::call(const wire::Id &id, const wire::ApplicationCall &call)
{
    if (call.method == QLatin1String("refresh"))
        return reply(id, refresh(call.params));
    if (wire::isReservedMethod(call.method))
        return reply(id, refusal(RpcError::NotSupported));
    if (call.method == u"credit" || call.method == u"cancel")
        return reply(id, refusal(RpcError::InvalidRequest, QStringLiteral("a notification has no id")));
    if (!may(Role::Publisher, call.method))
        return reply(id, refusal(RpcError::Forbidden));
    const QByteArray name = call.method.toUtf8();
    if (const auto *streamed = m_context.streamHandlers.find(name))
        return stream(id, call, streamed->handler);
    const auto *method = m_context.handlers.find(name);
    if (!method)
        return reply(id, refusal(RpcError::MethodNotFound));
    if (!mayCall(id))
        return;
    if (call.idempotencyKey.isEmpty())
        return void(carryOut(id, call.params, method->handler));
    const quint64 number = ++m_lastCall;
    m_calls.push_back({number, id});
    auto answer = [mailbox = m_context.mailbox, session = m_number,
                   number](const Result<QByteArray> &result) {
        mailbox->answer({session, number, result});
    };
    const QString key = call.method + QChar(0) + call.idempotencyKey;
    if (m_context.callMemory->ask(key, std::move(answer)) == CallMemory::Found::Known)
        return;
    method->handler(call.params,
                    Responder([memory = m_context.callMemory, key](const Result<QByteArray> &result) {
                        memory->settle(key, result);
                    }));
}

// Most handlers answer before they return. False where the session is gone then, in a loop of the handler's.
bool Session::carryOut(const wire::Id &id, const QByteArray &params, const Server::CallHandler &handler)
{
    const quint64 number = ++m_lastCall;
    m_calls.push_back({number, id});
    OpenCall open(*m_context.mailbox, m_number, number, params);
    handler(params, Responder(m_context.mailbox, m_number, number));
    if (open.isForgotten())
        return false;
    if (const Result<QByteArray> *result = open.result())
        settle(number, *result); // who called this flushes
    return true;
}

// What most messages are where an application is called: read, checked and answered without making values of
// what stands in it. False where it is anything else, of which nothing has been taken then.
bool Session::readCall(const QByteArray &json)
{
    const auto call = m_context.codec.decodeCall(json);
    const auto *method = call ? m_context.handlers.find(call->method) : nullptr;
    if (!method || m_context.streamHandlers.find(call->method))
        return false;
    if (!checkBacklog() || !isInTime(&call->id)) {
        flush();
        return true;
    }
    ++m_context.totals.requests;
    if (!may(Role::Publisher, method->name)) {
        reply(call->id, refusal(RpcError::Forbidden));
    } else if (mayCall(call->id)) {
        // The handler's own, which it may keep; where it does not, the next call has the room.
        QByteArray params = std::exchange(m_context.params, {});
        params.resize(call->params.size());
        std::copy(call->params.begin(), call->params.end(), params.data());
        if (!carryOut(call->id, params, method->handler))
            return true;
        if (params.capacity() <= KeptParamsBytes && isSoleOwner(params))
            m_context.params = std::move(params);
    }
    flushResult();
    return true;
}

void Session::settle(quint64 call, const Result<QByteArray> &result)
{
    const auto it = findCall(call);
    if (it == m_calls.end())
        return;
    if (it->stream)
        it->stream->end = result; // behind its items
    else
        reply(eraseCall(it), result);
}

void Session::reply(const wire::Id &id, const Result<QByteArray> &result)
{
    // More than the limit that hello told would cost the client its link.
    const qint64 limit = m_options.listen.maxMessageBytes;
    if (result && limit > 0 && sizeOf(*result) + ReplyEnvelopeBytes > limit)
        return reply(id, Error(ErrorCode::LimitExceeded,
                               QStringLiteral("the result is larger than %1 bytes").arg(limit),
                               int(RpcError::TooLarge)));
    if (result && writeResult(id, *result))
        return;
    if (result)
        return sendControl(JsonCodec::encode(wire::Reply{id, *result}));
    ++m_context.totals.errors;
    // Numbers outside JSON-RPC's own range came from an application's error that gave none.
    const int code = result.error().detail() < 0 ? result.error().detail() : int(RpcError::InternalError);
    sendControl(
        JsonCodec::encode(wire::ErrorReply{id, wire::Failure::of(RpcError(code), result.error().message())}));
}

// Where nothing waits, a result need not be put into a message first, nor into a queue.
bool Session::writeResult(const wire::Id &id, const QByteArray &result)
{
    const qint64 most = std::min(DirectBytes, m_options.slowBytes) - ReplyEnvelopeBytes;
    if (m_batching || m_encoding.format != Encoding::Format::Json || result.size() > most ||
        !m_queue.isEmpty() || m_transport->state() != Transport::State::Open ||
        m_transport->pendingBytes() > Transport::HighWaterBytes)
        return false;
    QByteArray &head = m_context.replyHead;
    head.resize(0);
    JsonCodec::appendReplyHead(head, id);
    const std::array<QByteArrayView, 3> parts{head, result, "}"};
    noteSent(m_transport->sendParts(parts, Transport::Kind::Text), head.size() + result.size() + 1);
    return true;
}

// What is left of flush() where an answer went straight out and nothing else waits.
void Session::flushResult()
{
    if (!m_queue.isEmpty() || !m_calls.empty() || !m_catchingUp.empty() || m_behind || !m_progressDue ||
        m_state == State::Ending || m_transport->pendingBytes() > Transport::HighWaterBytes)
        return flush();
    // Its progress is looked at when m_progressDue comes.
    m_context.totals.bytesOut.fetch_add(std::exchange(m_context.bytesOut, 0), std::memory_order_relaxed);
}

} // namespace alcedo
