// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/transport/deflateoptions.h>
#include <alcedo/transport/transport.h>

#include <QHostAddress>
#include <QObject>
#include <QSslConfiguration>
#include <QStringList>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace alcedo {

class Clock;

/// A parsed request head: the part of HTTP that one port for both needs. Header names are lower case.
struct HttpRequest
{
    QByteArray method;
    QByteArray target; ///< path and query as sent
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QHostAddress peer;
    std::shared_ptr<LinkPass> pass; ///< what Listener::Gate gave its connection
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] QByteArray path() const;
};

class HttpAnswer;

struct HttpResponse
{
    int status = 200;
    QByteArray body;
    QByteArray contentType = "text/plain; charset=utf-8";
    QList<QPair<QByteArray, QByteArray>> headers;
    /// Set: the answer comes later, and nothing else here counts. Called at once with the way to give it.
    std::function<void(const HttpAnswer &answer)> later = nullptr;
};

/// The way to give a held answer: once, from any thread; later ones are dropped, as all are once the peer has
/// gone. Where all copies go without one, the answer is 503.
class HttpAnswer
{
public:
    using Give = std::function<void(const HttpResponse &)>;
    /// give is called in owner's thread; not at all once Owner::leave() was called.
    class Owner
    {
    public:
        Owner(QObject *owner, Give give)
            : m_owner(owner)
            , m_give(std::move(give))
        {
        }
        void leave();
        void pass(const HttpResponse &response);

    private:
        std::mutex m_mutex;
        QObject *m_owner;
        const Give m_give;
    };
    explicit HttpAnswer(std::shared_ptr<Owner> owner);
    void operator()(const HttpResponse &response) const;

private:
    struct Last;
    std::shared_ptr<Last> m_last;
};

/// What one port may do. Zero means no limit unless said otherwise.
struct ListenOptions
{
    QHostAddress address = QHostAddress::LocalHost; ///< loopback until told otherwise
    quint16 port = 0;                               ///< 0: any free one
    QStringList subprotocols;                       ///< that the server speaks, preferred first
    std::optional<QSslConfiguration> tls;           ///< set: TLS only
    QStringList allowedOrigins; ///< browsers' Origin beside the server's own; "*" allows all
    /// Names by which the server may be asked for, beside IP addresses and localhost; others get 403, so that
    /// a page from elsewhere whose name was made to lead here (DNS rebinding) finds nobody. "*" allows all;
    /// empty: the same.
    QStringList allowedHosts;
    std::chrono::milliseconds handshakeTimeout{10'000}; ///< request head complete within this, else 408
    qint64 maxHeadBytes = 16 * 1024;                    ///< more: 431
    qint64 maxBodyBytes = 1 << 20;                      ///< more: 413
    qint64 maxMessageBytes = 1 << 20;                   ///< larger WebSocket messages end with 1009
    int maxConnections = 10'000;                        ///< more: 503
    /// permessage-deflate. By default not with peers on this machine; a TLS terminator on this machine hides
    /// who they are: then say Always.
    DeflateOptions deflate = DeflateOptions::forServer();
    /// Where the system allows it (Linux, plain ws), a link that says nothing is held back for so long at
    /// most: it costs some hundred bytes, answers pings and close, and newTransport() comes with its first
    /// message. Zero: newTransport() comes at once. A Server puts its hello timeout here.
    std::chrono::milliseconds holdQuiet{0};
};

/// One port: HTTP requests are answered, WebSocket upgrades become Transports. It peeks at the request head,
/// refuses before 101 (400, 401, 403, 408, 413, 426, 429, 431, 503) and makes Transports of the rest:
/// EpollTransport where the system allows it (Linux, plain ws), else WebSocketTransport. Thread: its own.
/// Accepted Transports belong to the receiver of newTransport().
class Listener : public QObject
{
    Q_OBJECT
public:
    /// Answers plain HTTP. Called in the listener's thread.
    using HttpHandler = std::function<HttpResponse(const HttpRequest &)>;
    /// Looks at an upgrade before it is accepted; a response refuses it (for tokens, limits).
    using UpgradeFilter = std::function<std::optional<HttpResponse>(const HttpRequest &)>;

    /// Looks at a connection before anything was read of it; what it gives goes along with it to its end. An
    /// Error: its first request is answered with 429.
    using Gate = std::function<Result<std::shared_ptr<LinkPass>>(const QHostAddress &peer)>;

    explicit Listener(Clock &clock, QObject *parent = nullptr);
    ~Listener() override;
    [[nodiscard]] Result<void> listen(const ListenOptions &options);
    /// For workers: the options without listening, before the first adopt().
    void configure(const ListenOptions &options);
    /// Stops accepting; open Transports live on. Those that were held back come out with newTransport().
    void close();
    [[nodiscard]] quint16 port() const;
    void setHttpHandler(HttpHandler handler);
    void setUpgradeFilter(UpgradeFilter filter);
    void setGate(Gate gate);
    /// For workers: adopts a connected descriptor that another thread's Listener accepted (see
    /// descriptorAccepted).
    void adopt(qintptr descriptor);
    /// Set: accepted descriptors go to this function (any worker's adopt() via post()) instead of this
    /// thread.
    void setDescriptorSink(std::function<void(qintptr)> sink);
    /// Writes now what this listener's Transports have taken, instead of at the end of the turn.
    void flush();

Q_SIGNALS:
    /// An open link, and how long it has been open (see ListenOptions::holdQuiet). Connect to its signals in
    /// the slot: messages begin in a later turn of the event loop, or, of a link that was held back, right
    /// after the slot.
    void newTransport(alcedo::Transport *transport, std::chrono::nanoseconds age);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
