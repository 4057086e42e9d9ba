// SPDX-License-Identifier: MIT
// What the parts of Connection share: its steps (connectionsteps.cpp), its link (connectionlink.cpp), its
// face.
#pragma once

#include <alcedo/connection/connection.h>
#include <alcedo/connection/connectionstate.h>
#include <alcedo/connection/ratemeter.h>
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>

#include <deque>
#include <optional>

namespace alcedo {

class Connection::Private final : public Transport::Receiver
{
public:
    /// An event with what came along.
    struct Occurrence
    {
        LinkEvent event;
        std::optional<DialFailure> failure = {};
        std::optional<CloseInfo> close = {};
        Words why = {}; ///< of the close, where it is ours
    };

    Private(Connection *owner, Options wanted, Clock &time)
        : q(owner)
        , options(std::move(wanted))
        , clock(time)
        , policy(options.reconnect)
        , heartbeat(options.heartbeat)
        , retryTimer(time)
        , greetingTimer(time)
        , silenceTimer(time)
        , stabilityTimer(time)
    {
        model.autoReconnect = options.autoReconnect;
    }

    void dispatch(Occurrence occurrence);
    /// An event by which we end the link ourselves.
    void end(LinkEvent event, int code, const Words &why, CloseInfo::Initiator initiator);
    [[nodiscard]] bool apply(const Occurrence &occurrence);
    void perform(LinkAction action, const Occurrence &occurrence);
    void dial();
    void dropDialer();
    void dialWithFactory(quint64 generation);
    void dialFailed(const DialFailure &failure);
    void adopt(std::unique_ptr<Transport> fresh);
    void letGo();
    void scheduleRetry(const Occurrence &occurrence);
    void enterStage(Stage stage);
    void stageDone(Stage stage);
    void lookAtSilence();
    void receive(const QByteArray &payload, Transport::Kind kind, std::chrono::nanoseconds arrival) override;
    void onClosed(const CloseInfo &info);
    void lifeSign(std::chrono::nanoseconds at);
    void log(LinkLogEntry entry);
    [[nodiscard]] bool isOpen() const { return link && link->state() == Transport::State::Open; }

    Connection *q;
    Options options;
    Clock &clock;
    ReconnectPolicy policy;
    Heartbeat heartbeat;
    RateMeter rates;
    Timer retryTimer, greetingTimer, silenceTimer, stabilityTimer;
    LinkFactory factory;
    DialerFactory dialerFactory;
    std::unique_ptr<Dialer> dialer;
    std::unique_ptr<Transport> link;
    LinkModel model;
    LinkStatus status;
    std::deque<Occurrence> events; // bounded: each is one call or one signal of this turn
    CloseInfo wantedClose;
    CloseInfo loss;
    Words lossWhy;
    std::chrono::nanoseconds stageSince{0};
    quint64 dialGeneration = 0;
    bool dispatching = false;
    bool sayOpened = false, sayLost = false;
    bool dataSeen = false;
};

} // namespace alcedo
