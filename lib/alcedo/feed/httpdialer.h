// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/httptransport.h>
#include <alcedo/feed/stageddialer.h>

namespace alcedo {

/// Dials http and https addresses. With a polling interval each answer is one message, asked for again and
/// again; without, one answer without an end is a stream of events (text/event-stream) or of lines. The id of
/// the last event is named to the next link. Thread: its own.
class HttpDialer final : public StagedDialer
{
    Q_OBJECT
public:
    /// memory: shared by the dialers of one source, so that the next link goes on where the last one ended.
    HttpDialer(std::chrono::milliseconds pollEvery, std::shared_ptr<HttpMemory> memory, Clock &clock,
               QObject *parent = nullptr);
    ~HttpDialer() override;
    void dial(const DialOptions &options) override;
    void cancel() override;

private:
    void judge();
    void fail(const DialFailure &failure) override;

    std::chrono::milliseconds m_pollEvery;
    std::shared_ptr<HttpMemory> m_memory;
    std::unique_ptr<HttpRequestor> m_requestor;
};

} // namespace alcedo
