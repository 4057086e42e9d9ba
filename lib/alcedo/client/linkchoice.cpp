// SPDX-License-Identifier: MIT
#include <alcedo/client/linkchoice.h>

#include <alcedo/connection/linkphrases.h>
#include <alcedo/transport/polldialer.h>
#include <alcedo/wire/message.h>

#include <QNetworkInterface>
#include <QPointer>
#include <algorithm>

namespace alcedo {

namespace {

constexpr qsizetype MaxKnownNetworks = 64;

/// The network that we are on, as far as this machine can tell: the addresses that it has there.
QString networkName()
{
    QStringList addresses;
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (!address.isLoopback() && !address.isLinkLocal())
            addresses += address.toString();
    }
    addresses.sort();
    return addresses.join(u' ');
}

/// An answer to an upgrade that polling would get as well: the server's own.
bool isServersOwn(int status)
{
    return status == 401 || status == 403 || status == 429 || status == 503;
}

} // namespace

/// One try that goes over to polling where the upgrade is refused by something on the way.
class LinkChoice::EitherDialer final : public Dialer
{
public:
    EitherDialer(LinkChoice &choice, Clock &clock)
        : Dialer(clock)
        , m_choice(&choice)
        , m_clock(clock)
    {
    }
    void dial(const DialOptions &options) override
    {
        m_options = options;
        m_first.reset();
        start();
    }
    void cancel() override
    {
        if (m_inner)
            m_inner->cancel();
    }
    [[nodiscard]] Stage stage() const override { return m_inner ? m_inner->stage() : Stage::Name; }
    [[nodiscard]] std::unique_ptr<Transport> take() override { return m_inner ? m_inner->take() : nullptr; }

private:
    void start()
    {
        if (m_inner)
            m_inner.release()->deleteLater(); // we are in one of its signals
        DialOptions options = m_options;
        if (m_choice->m_way == Way::Poll) {
            // Polled messages are JSON, whatever the client would rather speak.
            options.subprotocols = {QString::fromLatin1(wire::JsonSubprotocol)};
            m_inner = std::make_unique<PollDialer>(m_clock);
        } else {
            m_inner = std::make_unique<Dialer>(m_clock);
        }
        connect(m_inner.get(), &Dialer::stagePassed, this, &Dialer::stagePassed);
        connect(m_inner.get(), &Dialer::opened, this, &Dialer::opened);
        connect(m_inner.get(), &Dialer::failed, this, &EitherDialer::onFailed);
        m_inner->dial(options);
    }
    void onFailed(const DialFailure &failure)
    {
        if (!m_choice || m_first || !m_choice->goesOver(failure)) {
            // What is wrong with the address says the first way better.
            Q_EMIT failed(m_first && failure.terminal ? *m_first : failure);
            return;
        }
        m_first = failure;
        m_choice->m_way = m_choice->m_next = Way::Poll;
        m_inner->disconnect(this);
        start();
    }

    const QPointer<LinkChoice> m_choice;
    Clock &m_clock;
    DialOptions m_options;
    std::unique_ptr<Dialer> m_inner;
    std::optional<DialFailure> m_first;
};

LinkChoice::LinkChoice(Connection &connection, Clock &clock)
    : m_connection(connection)
    , m_clock(clock)
    , m_patience(clock)
    , m_probeTimer(clock)
    , m_probePatience(clock)
{
    connection.setDialerFactory([this] { return makeDialer(); });
    connect(&connection, &Connection::stateChanged, this, &LinkChoice::onState);
    connect(&m_patience, &Timer::timeout, this, &LinkChoice::losePatience);
    connect(&m_probeTimer, &Timer::timeout, this, &LinkChoice::probe);
    connect(&m_probePatience, &Timer::timeout, this, &LinkChoice::endProbe);
}

LinkChoice::~LinkChoice()
{
    m_connection.setDialerFactory(nullptr);
}

bool LinkChoice::works() const
{
    return m_works.contains(networkName());
}

std::unique_ptr<Dialer> LinkChoice::makeDialer()
{
    m_isOurs = true;
    m_way = m_next;
    m_patience.stop();
    if (m_way == Way::WebSocket && !works())
        m_patience.start(Patience);
    return std::make_unique<EitherDialer>(*this, m_clock);
}

bool LinkChoice::goesOver(const DialFailure &failure) const
{
    return m_way == Way::WebSocket && failure.stage == Stage::Upgrade && !isServersOwn(failure.status) &&
           !works();
}

void LinkChoice::ready()
{
    if (!m_isOurs)
        return;
    m_patience.stop();
    if (m_way == Way::WebSocket) {
        if (m_works.size() >= MaxKnownNetworks)
            m_works.clear();
        m_works.insert(networkName());
        m_probeAfter = FirstProbe;
        return;
    }
    m_probeTimer.start(m_probeAfter);
}

void LinkChoice::onState(LinkState state)
{
    if (state == LinkState::Live || state == LinkState::Stalled)
        return;
    m_probeTimer.stop();
    endProbe();
    if (!m_isOurs || state == LinkState::Opening || state == LinkState::Greeting)
        return;
    m_isOurs = false;
    m_patience.stop();
    m_next = Way::WebSocket; // each try begins with what is better
}

// The upgrade hangs, or went well and nothing comes through. Where not even TCP stands, polling helps nobody.
void LinkChoice::losePatience()
{
    const LinkState state = m_connection.state();
    const bool reached = m_connection.status().stage >= Stage::Upgrade;
    if (m_way != Way::WebSocket || works() || !reached ||
        (state != LinkState::Opening && state != LinkState::Greeting))
        return;
    m_next = Way::Poll;
    m_connection.retryNow();
}

void LinkChoice::probe()
{
    m_probeAfter = std::min(m_probeAfter * 2, LastProbe);
    DialOptions options = m_connection.options().dial;
    m_probe = std::make_unique<Dialer>(m_clock);
    connect(m_probe.get(), &Dialer::opened, this, &LinkChoice::onProbeOpened);
    connect(m_probe.get(), &Dialer::failed, this, [this] { endProbe(); });
    m_probePatience.start(Patience);
    m_probe->dial(options);
}

// A 101 alone proves little: some proxies pass it and swallow the rest.
void LinkChoice::onProbeOpened()
{
    m_probeLink = m_probe->take();
    connect(m_probeLink.get(), &Transport::pongReceived, this, [this] {
        endProbe();
        m_next = Way::WebSocket;
        m_connection.reconnect(1000, say(LinkPhrase::WebSocketWorksAgain));
        m_connection.retryNow();
    });
    connect(m_probeLink.get(), &Transport::closed, this, [this] { endProbe(); });
    m_probeLink->ping();
}

void LinkChoice::endProbe()
{
    m_probePatience.stop();
    const bool ran = m_probe != nullptr;
    // Either may be in one of its own signals.
    if (m_probe) {
        m_probe->disconnect(this);
        m_probe.release()->deleteLater();
    }
    if (m_probeLink) {
        m_probeLink->disconnect(this);
        m_probeLink->close();
        m_probeLink.release()->deleteLater();
    }
    if (ran && m_connection.state() == LinkState::Live)
        m_probeTimer.start(m_probeAfter);
}

} // namespace alcedo
