// SPDX-License-Identifier: MIT
#include <alcedo/connection/connectionstate.h>

namespace alcedo {

namespace linktable {
namespace {

using Actions = std::vector<LinkAction>;
using enum LinkAction;

LinkStep stay(const LinkModel &model)
{
    return {model, {}};
}

LinkStep to(LinkModel model, LinkState state, Actions actions)
{
    model.state = state;
    return {model, std::move(actions)};
}

LinkStep dial(LinkModel model, Actions before)
{
    ++model.attempt;
    model.terminal = false;
    before.push_back(Dial);
    return to(model, LinkState::Opening, std::move(before));
}

/// A try or a link came to nothing: the next one is scheduled, unless a person switched that off.
LinkStep retryLater(const LinkModel &model, Actions actions)
{
    if (!model.autoReconnect)
        return to(model, LinkState::Failed, std::move(actions));
    actions.push_back(ScheduleRetry);
    return to(model, LinkState::Waiting, std::move(actions));
}

LinkStep giveUp(LinkModel model, Actions actions)
{
    model.terminal = true;
    return to(model, LinkState::Failed, std::move(actions));
}

LinkStep fromRest(const LinkModel &model, LinkEvent event)
{
    LinkModel fresh = model;
    fresh.attempt = 0;
    switch (event) {
    case LinkEvent::OpenWanted:
        return dial(fresh, {});
    case LinkEvent::RetryWanted:
        return dial(model, {});
    case LinkEvent::AutoReconnectOn:
        if (model.state == LinkState::Failed && !model.terminal)
            return dial(model, {});
        return stay(model);
    case LinkEvent::CloseWanted:
        return model.state == LinkState::Failed ? to(fresh, LinkState::Off, {}) : stay(model);
    default:
        return stay(model);
    }
}

LinkStep fromOpening(const LinkModel &model, LinkEvent event)
{
    switch (event) {
    case LinkEvent::DialSucceeded:
        return to(model, LinkState::Greeting, {WatchGreeting, WatchSilence, SayOpened});
    case LinkEvent::DialFailed:
        return retryLater(model, {});
    case LinkEvent::DialRefused:
        return giveUp(model, {});
    case LinkEvent::RetryWanted: // a dial that hangs
        return dial(model, {CancelDial});
    case LinkEvent::CloseWanted:
        return to(model, LinkState::Off, {CancelDial});
    default:
        return stay(model);
    }
}

LinkStep fromWaiting(const LinkModel &model, LinkEvent event)
{
    switch (event) {
    case LinkEvent::WaitOver:
    case LinkEvent::OpenWanted:
    case LinkEvent::RetryWanted:
    case LinkEvent::NetworkUp:
        return dial(model, {CancelRetry});
    case LinkEvent::CloseWanted:
        return to(model, LinkState::Off, {CancelRetry});
    case LinkEvent::AutoReconnectOff:
        return to(model, LinkState::Failed, {CancelRetry});
    default:
        return stay(model);
    }
}

LinkStep fromClosing(const LinkModel &model, LinkEvent event)
{
    switch (event) {
    case LinkEvent::LinkLost:
    case LinkEvent::LinkEnded:
        return to(model, LinkState::Off, {SayLost});
    case LinkEvent::OpenWanted:
    case LinkEvent::RetryWanted:
        return dial(model, {AbortLink, SayLost});
    default:
        return stay(model);
    }
}

/// What holds for every open link: Greeting, Live and Stalled.
LinkStep fromOpen(const LinkModel &model, LinkEvent event)
{
    switch (event) {
    case LinkEvent::LinkLost:
        return retryLater(model, {StopWatching, SayLost});
    case LinkEvent::LinkEnded:
        return giveUp(model, {StopWatching, SayLost});
    case LinkEvent::PeerDead:
        return retryLater(model, {StopWatching, AbortLink, SayLost});
    case LinkEvent::ReconnectWanted:
    case LinkEvent::GreetingFailed:
        return retryLater(model, {StopWatching, DropLink, SayLost});
    case LinkEvent::GreetingRefused:
        return giveUp(model, {StopWatching, DropLink, SayLost});
    case LinkEvent::CloseWanted:
        return to(model, LinkState::Closing, {StopWatching, CloseLink});
    default:
        return stay(model);
    }
}

LinkStep fromGreeting(const LinkModel &model, LinkEvent event)
{
    if (event == LinkEvent::GreetingDone)
        return to(model, LinkState::Live, {WatchStability});
    if (event == LinkEvent::RetryWanted)
        return dial(model, {StopWatching, DropLink, SayLost});
    return fromOpen(model, event);
}

LinkStep fromLive(const LinkModel &model, LinkEvent event)
{
    if (event == LinkEvent::FellSilent)
        return to(model, LinkState::Stalled, {});
    if (event == LinkEvent::StayedUp) {
        LinkModel stable = model;
        stable.attempt = 0;
        return stay(stable);
    }
    return fromOpen(model, event);
}

LinkStep fromStalled(const LinkModel &model, LinkEvent event)
{
    if (event == LinkEvent::Heard)
        return to(model, LinkState::Live, {WatchStability});
    if (event == LinkEvent::RetryWanted)
        return dial(model, {StopWatching, AbortLink, SayLost});
    return fromOpen(model, event);
}

} // namespace
} // namespace linktable

LinkStep transition(const LinkModel &before, LinkEvent event)
{
    LinkModel model = before;
    if (event == LinkEvent::AutoReconnectOn || event == LinkEvent::AutoReconnectOff)
        model.autoReconnect = event == LinkEvent::AutoReconnectOn;
    switch (model.state) {
    case LinkState::Off:
    case LinkState::Failed:
        return linktable::fromRest(model, event);
    case LinkState::Opening:
        return linktable::fromOpening(model, event);
    case LinkState::Greeting:
        return linktable::fromGreeting(model, event);
    case LinkState::Live:
        return linktable::fromLive(model, event);
    case LinkState::Stalled:
        return linktable::fromStalled(model, event);
    case LinkState::Waiting:
        return linktable::fromWaiting(model, event);
    case LinkState::Closing:
        return linktable::fromClosing(model, event);
    }
    Q_UNREACHABLE();
    return {};
}

} // namespace alcedo
