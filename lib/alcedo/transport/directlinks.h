// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/listener.h>
#include <alcedo/transport/websockettransport.h>

#include <QByteArray>
#include <functional>
#include <memory>
#include <optional>

namespace alcedo {

class Clock;

/// The listening side's fast way for plain connections, where the system has one (Linux: EpollLinks). A
/// connection that begins with a whole, acceptable upgrade becomes a Transport without ever being a
/// QTcpSocket; everything else is given back and takes the portable way. Thread: the listener's.
class DirectLinks
{
public:
    /// A connection that is something else, or is refused, and what there is of it so far.
    struct Begun
    {
        QByteArray received;
        std::shared_ptr<LinkPass> pass;
        std::optional<HttpResponse> refusal; ///< the answer to its first request
        bool gateAsked = false;
    };
    /// What the Listener lends; outlives the links' host.
    struct Services
    {
        const ListenOptions &options;
        const Listener::UpgradeFilter &filter;
        /// Asks the gate; null where there is none.
        std::function<Begun(const QHostAddress &peer)> begin;
        Clock &clock;
        std::function<void(qintptr descriptor, Begun begun)> giveBack;
        /// An open link, and how long it has been.
        std::function<void(Transport *transport, std::chrono::nanoseconds age)> opened;
    };
    /// Null where the system has no fast way.
    [[nodiscard]] static std::unique_ptr<DirectLinks> make(const Services &services);
    virtual ~DirectLinks() = default;

    /// Takes a connected descriptor from which nothing has been read.
    virtual void adopt(qintptr descriptor) = 0;
    /// Makes a Transport of a socket that was upgraded the portable way. Null where that is not possible; the
    /// link then still has its socket, or is lost with it.
    [[nodiscard]] virtual std::unique_ptr<Transport> takeOver(UpgradedLink &link) = 0;
    /// Descriptors held, here and by the transports that came from here.
    [[nodiscard]] virtual int count() const = 0;
    /// Writes now what the transports have collected, instead of at the end of the turn.
    virtual void flush() = 0;
    /// Drops what has not been upgraded.
    virtual void dropFresh() = 0;
    /// Gives out all links that were held back.
    virtual void handOut() = 0;
};

} // namespace alcedo
