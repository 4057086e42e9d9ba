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
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] QByteArray path() const;
};

struct HttpResponse
{
    int status = 200;
    QByteArray body;
    QByteArray contentType = "text/plain; charset=utf-8";
    QList<QPair<QByteArray, QByteArray>> headers;
};

/// What one port may do. Zero means no limit unless said otherwise.
struct ListenOptions
{
    QHostAddress address = QHostAddress::LocalHost; ///< loopback until told otherwise
    quint16 port = 0;                               ///< 0: any free one
    QStringList subprotocols;                       ///< that the server speaks, preferred first
    std::optional<QSslConfiguration> tls;           ///< set: TLS only
    QStringList allowedOrigins; ///< browsers' Origin beside the server's own; "*" allows all
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
/// refuses before 101 (400, 401, 403, 408, 413, 426, 431, 503) and makes Transports of the rest:
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
