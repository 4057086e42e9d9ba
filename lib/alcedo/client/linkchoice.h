// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/connection.h>
#include <alcedo/core/timer.h>

#include <QObject>
#include <QSet>
#include <memory>

namespace alcedo {

/// How a client's next link goes: by WebSocket, or by long poll where a proxy breaks WebSocket. It falls back
/// when no hello was answered within Patience over a WebSocket, or its upgrade was refused by something that
/// is no Alcedo; but never where WebSocket has worked on this network before. While it polls it tries
/// WebSocket beside it, and goes back as soon as something comes through. Session and client know nothing of
/// it: to them it is a lost link and a new one. Thread: the connection's.
class LinkChoice final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds Patience{2'500};
    static constexpr std::chrono::seconds FirstProbe{30}, LastProbe{300}; ///< twice as long each time

    /// Sets the connection's dialer factory.
    LinkChoice(Connection &connection, Clock &clock);
    ~LinkChoice() override;
    enum class Way { WebSocket, Poll };
    [[nodiscard]] Way way() const { return m_way; }
    /// The hello on this link was answered.
    void ready();

private:
    class EitherDialer;
    std::unique_ptr<Dialer> makeDialer();
    void onState(LinkState state);
    [[nodiscard]] bool goesOver(const DialFailure &failure) const;
    void losePatience();
    void probe();
    void onProbeOpened();
    void endProbe();
    [[nodiscard]] bool works() const;

    Connection &m_connection;
    Clock &m_clock;
    Way m_way = Way::WebSocket, m_next = Way::WebSocket;
    Timer m_patience, m_probeTimer, m_probePatience;
    std::chrono::seconds m_probeAfter = FirstProbe;
    std::unique_ptr<Dialer> m_probe;
    std::unique_ptr<Transport> m_probeLink;
    QSet<QString> m_works; ///< networks on which WebSocket has worked; at most MaxKnownNetworks
    bool m_isOurs = false; ///< the dial under way is by our dialer
};

} // namespace alcedo
