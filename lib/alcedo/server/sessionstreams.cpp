// SPDX-License-Identifier: MIT
// A session's unanswered calls, and those of them that are answered item by item.
#include <alcedo/server/itemstream.h>
#include <alcedo/server/session.h>
#include <alcedo/server/sessionreply.h>
#include <alcedo/wire/jsoncodec.h>

#include <algorithm>

namespace alcedo {

namespace {

/// Taken from the streams in one go.
constexpr qint64 PullBytes = 16 * 1024;
/// What stands around an item: an id of 128 characters that need escapes.
constexpr qint64 ItemEnvelopeBytes = 1024;

} // namespace

Session::Calls::iterator Session::findCall(const wire::Id &id)
{
    return std::find_if(m_calls.begin(), m_calls.end(), [&](const Call &call) { return call.id == id; });
}

Session::Calls::iterator Session::findCall(quint64 number)
{
    return std::find_if(m_calls.begin(), m_calls.end(),
                        [number](const Call &call) { return call.number == number; });
}

wire::Id Session::eraseCall(Calls::iterator at)
{
    wire::Id id = std::move(at->id);
    if (at + 1 != m_calls.end())
        *at = std::move(m_calls.back());
    m_calls.pop_back();
    giveCall();
    return id;
}

bool Session::mayCall(const wire::Id &id)
{
    if (m_calls.size() >= std::size_t(m_options.maxInflight))
        reply(id, refusal(RpcError::LimitReached, QStringLiteral("too many unanswered calls")));
    else if (findCall(id) != m_calls.end())
        reply(id, refusal(RpcError::DuplicateInFlight));
    else if (!takeCall())
        reply(id,
              refusal(RpcError::LimitReached, QStringLiteral("too many unanswered calls from one address")));
    else
        return true;
    return false;
}

void Session::stream(const wire::Id &id, const wire::ApplicationCall &call,
                     const Server::StreamHandler &handler)
{
    if (!m_mayStream)
        return reply(id, refusal(RpcError::InvalidRequest,
                                 QStringLiteral("a streamed call needs the capability credit")));
    if (!call.idempotencyKey.isEmpty())
        return reply(
            id, refusal(RpcError::InvalidParams, QStringLiteral("a streamed call has no idempotency_key")));
    if (!mayCall(id))
        return;
    const quint64 number = ++m_lastCall;
    auto deliver = [mailbox = m_context.mailbox, session = m_number, number](ItemFlow::Part part,
                                                                             const Result<QByteArray> &json) {
        using Answer = Mailbox::Answer;
        mailbox->answer(
            {session, number, json, part == ItemFlow::Part::Item ? Answer::Part::Item : Answer::Part::Whole});
    };
    const qint64 limit = m_options.listen.maxMessageBytes;
    const qint64 maxItemBytes =
        limit > 0 ? std::max<qint64>(limit - ItemEnvelopeBytes, 0) : std::numeric_limits<qint64>::max();
    auto flow = std::make_shared<ItemFlow>(std::move(deliver), maxItemBytes);
    m_calls.push_back({number, id, std::make_unique<Stream>(Stream{flow, {}, 0, {}})});
    handler(call.params, ItemStream(std::move(flow)));
}

void Session::take(const wire::Credit &credit)
{
    const auto call = findCall(credit.id);
    if (call == m_calls.end() || !call->stream)
        return; // it has ended meanwhile
    const std::shared_ptr<ItemFlow> flow = call->stream->flow;
    flow->addCredit(credit.n);
}

void Session::take(const wire::Cancel &cancel)
{
    const auto call = findCall(cancel.id);
    if (call == m_calls.end())
        return;
    const std::shared_ptr<ItemFlow> flow = call->stream ? call->stream->flow : nullptr;
    reply(eraseCall(call), refusal(RpcError::Cancelled)); // a later answer finds nobody
    if (flow)
        flow->stop();
}

void Session::addItem(quint64 number, const QByteArray &json)
{
    if (const auto call = findCall(number); call != m_calls.end() && call->stream)
        call->stream->items.push_back(json);
}

// The streams in turn, one item each; where all of one's items are out, its end.
bool Session::pullItems()
{
    bool added = false;
    std::size_t idle = 0;
    while (idle < m_calls.size() && m_queue.bytes() < PullBytes) {
        const std::size_t at = m_nextItem++ % m_calls.size();
        Stream *stream = m_calls[at].stream.get();
        if (!stream || (stream->items.empty() && !stream->end)) {
            ++idle;
            continue;
        }
        idle = 0;
        added = true;
        if (stream->items.empty()) {
            const Result<QByteArray> end = *stream->end;
            reply(eraseCall(m_calls.begin() + std::ptrdiff_t(at)), end);
            continue;
        }
        const QByteArray json = stream->items.front();
        stream->items.pop_front();
        m_queue.addControl(
            JsonCodec::encode(wire::Notification{wire::Item{m_calls[at].id, ++stream->seq, json}}));
        const std::shared_ptr<ItemFlow> flow = stream->flow;
        flow->sent(json.size());
    }
    return added;
}

} // namespace alcedo
