// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <optional>

namespace alcedo {

class Mailbox;

/// A call whose handler runs: it stands on the stack around the handler. An answer that is given before the
/// handler returns, as most are, is put here and needs no mailbox, lock or turn of the loop. Thread: the
/// session's, and only there it is found.
class OpenCall
{
public:
    /// params outlive it; they are JSON.
    OpenCall(const Mailbox &mailbox, quint64 session, quint64 call, const QByteArray &params);
    ~OpenCall();
    OpenCall(const OpenCall &) = delete;
    OpenCall &operator=(const OpenCall &) = delete;

    /// Null where that call's handler does not run in this thread.
    [[nodiscard]] static OpenCall *find(const Mailbox &mailbox, quint64 session, quint64 call);
    /// The session goes, while handlers of it run.
    static void forget(const Mailbox &mailbox, quint64 session);

    /// Whether these are the call's own params, unchanged, which are JSON as was checked when they came.
    [[nodiscard]] bool areParams(const QByteArray &json) const
    {
        return !json.isEmpty() && json.constData() == m_params.constData() && json.size() == m_params.size();
    }
    void answer(Result<QByteArray> result) { m_result = std::move(result); }
    /// Null where there is none yet.
    [[nodiscard]] const Result<QByteArray> *result() const { return m_result ? &*m_result : nullptr; }
    /// The session is gone.
    [[nodiscard]] bool isForgotten() const { return m_forgotten; }

private:
    const Mailbox &m_mailbox;
    const quint64 m_session, m_call;
    const QByteArray &m_params;
    OpenCall *const m_outer;
    std::optional<Result<QByteArray>> m_result;
    bool m_forgotten = false;
};

} // namespace alcedo
