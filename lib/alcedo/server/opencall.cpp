// SPDX-License-Identifier: MIT
#include <alcedo/server/opencall.h>

#include <utility>

namespace alcedo {

namespace {

thread_local OpenCall *innermostCall = nullptr; // more than one in nested event loops

} // namespace

OpenCall::OpenCall(const Mailbox &mailbox, quint64 session, quint64 call, const QByteArray &params)
    : m_mailbox(mailbox)
    , m_session(session)
    , m_call(call)
    , m_params(params)
    , m_outer(std::exchange(innermostCall, this))
{
}

OpenCall::~OpenCall()
{
    innermostCall = m_outer;
}

OpenCall *OpenCall::find(const Mailbox &mailbox, quint64 session, quint64 call)
{
    for (OpenCall *open = innermostCall; open; open = open->m_outer) {
        if (open->m_call == call && open->m_session == session && &open->m_mailbox == &mailbox)
            return open->m_forgotten ? nullptr : open;
    }
    return nullptr;
}

void OpenCall::forget(const Mailbox &mailbox, quint64 session)
{
    for (OpenCall *open = innermostCall; open; open = open->m_outer) {
        if (open->m_session == session && &open->m_mailbox == &mailbox)
            open->m_forgotten = true;
    }
}

} // namespace alcedo
