// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/listener.h>
#include <alcedo/transport/polltransport.h>

#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace alcedo {

class Doorkeeper;

/// The requests of long-poll links, brought to the link that each belongs to: a client's next request may
/// come to any worker. Thread: any; what it refers to outlives it.
class PollLinks
{
public:
    using Opened = std::function<void(std::unique_ptr<Transport> transport)>;
    static constexpr int MaxLinks = 10'000; ///< more: 503

    PollLinks(Doorkeeper &door, Clock &clock);
    [[nodiscard]] static bool isPoll(const HttpRequest &request);
    /// opened takes a new link; it lives in the thread of the call.
    [[nodiscard]] HttpResponse answer(const HttpRequest &request, const Opened &opened);

private:
    [[nodiscard]] HttpResponse open(const HttpRequest &request, const Opened &opened);
    using Act = std::function<void(PollTransport &link, const HttpAnswer &answer)>;
    /// act runs in the link's thread.
    [[nodiscard]] HttpResponse bring(const QByteArray &name, Act act) const;

    Doorkeeper &m_door;
    Clock &m_clock;
    /// Outlives the transports, which take themselves out.
    struct Register
    {
        std::mutex mutex;
        std::unordered_map<QByteArray, PollTransport *> links;
    };
    const std::shared_ptr<Register> m_register = std::make_shared<Register>();
};

} // namespace alcedo
