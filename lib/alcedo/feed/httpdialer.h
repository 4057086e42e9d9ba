// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/feed/httptransport.h>
#include <alcedo/transport/dialer.h>

namespace alcedo {

/// Dials http and https addresses. With a polling interval each answer is one message, asked for again and
/// again; without, one answer without an end is a stream of events (text/event-stream) or of lines. The id of
/// the last event is named to the next link. Thread: its own.
class HttpDialer final : public Dialer
{
    Q_OBJECT
public:
    /// memory: shared by the dialers of one source, so that the next link goes on where the last one ended.
    HttpDialer(std::chrono::milliseconds pollEvery, std::shared_ptr<HttpMemory> memory, Clock &clock,
               QObject *parent = nullptr);
    ~HttpDialer() override;
    void dial(const DialOptions &options) override;
    void cancel() override;
    [[nodiscard]] Stage stage() const override { return m_stage; }
    [[nodiscard]] std::unique_ptr<Transport> take() override;

private:
    void pass(Stage next);
    void judge();
    void fail(DialFailure failure);

    Clock &m_clock;
    std::chrono::milliseconds m_pollEvery;
    std::shared_ptr<HttpMemory> m_memory;
    Timer m_timeout;
    DialOptions m_options;
    std::unique_ptr<HttpRequestor> m_requestor;
    std::unique_ptr<Transport> m_transport;
    Stage m_stage = Stage::Name;
    std::chrono::nanoseconds m_since{0};
};

} // namespace alcedo
