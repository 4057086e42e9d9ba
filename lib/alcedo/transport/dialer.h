// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/deflateoptions.h>
#include <alcedo/transport/stage.h>
#include <alcedo/transport/transport.h>

#include <QList>
#include <QNetworkProxy>
#include <QObject>
#include <QPair>
#include <QSslConfiguration>
#include <QStringList>
#include <QUrl>
#include <chrono>
#include <memory>

namespace alcedo {

class Clock;
class KnownServers;

/// What a client asks for. Defaults are what RFC 6455 needs and no more.
struct DialOptions
{
    QUrl url;                                     ///< ws, wss (http and https are taken as ws and wss)
    QStringList subprotocols;                     ///< offered in this order; empty: none
    QList<QPair<QByteArray, QByteArray>> headers; ///< extra request headers; CR or LF in one fails the dial
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    std::chrono::milliseconds timeout{10'000}; ///< for the whole dial; zero: none
    qint64 maxMessageBytes = 1 << 20;          ///< larger incoming messages end with 1009
    /// DefaultProxy: the system's settings, and none to this machine; NoProxy: none; else HttpProxy (CONNECT)
    /// or Socks5Proxy, with user and password where it wants them. Names are then looked up by the proxy.
    QNetworkProxy proxy{QNetworkProxy::DefaultProxy};
    /// HTTP 301, 302, 303, 307 and 308: five in a row at most, never from wss to ws. To another origin the
    /// extra headers are not sent on: they may hold what is meant for this one.
    enum class Redirects { Never, SameOrigin, Anywhere } redirects = Redirects::Anywhere;
    /// What to think of a server that vouches for itself: remembered at the first meeting, refused for good
    /// when it comes with another certificate. Null: refused, as are all that no authority vouches for.
    std::shared_ptr<const KnownServers> knownServers;
    DeflateOptions deflate; ///< permessage-deflate; by default not with peers on this machine
};

/// Opens one client link: name and TCP or a proxy, TLS, upgrade, each reported with the time it took. One
/// Dialer, one try. Thread: its own. Ownership: the caller's; deleting it gives the try up.
class Dialer : public QObject
{
    Q_OBJECT
public:
    explicit Dialer(Clock &clock, QObject *parent = nullptr);
    ~Dialer() override;
    virtual void dial(const DialOptions &options);
    virtual void cancel();
    /// The stage that is under way, or failed.
    [[nodiscard]] virtual Stage stage() const;

Q_SIGNALS:
    /// A stage was passed, after so long in it; stage() is the next. A redirect begins anew.
    void stagePassed(alcedo::Stage stage, std::chrono::nanoseconds took);
    /// Done: the link is open; the receiver takes it (take() on the first call, null afterwards).
    void opened();
    void failed(const alcedo::DialFailure &failure);

public:
    /// After opened(): the link, parentless. Once.
    [[nodiscard]] virtual std::unique_ptr<Transport> take();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
