// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/listener.h>
#include <alcedo/transport/websockettransport.h>

#include <QObject>
#include <QTcpSocket>
#include <memory>
#include <optional>

namespace alcedo {

/// One accepted socket until it has become a WebSocket or has gone: reads request heads, answers HTTP,
/// refuses, or hands the socket on. Thread: its own. Ownership: the Listener's.
class IncomingConnection : public QObject
{
    Q_OBJECT
public:
    /// Whether there is room for it; if not, its first request is answered with 503.
    enum class Admission { Normal, Full };
    /// What the Listener lends; must outlive the connection.
    struct Services
    {
        const ListenOptions &options;
        const Listener::HttpHandler &http;
        const Listener::UpgradeFilter &filter;
        Clock &clock;
    };
    IncomingConnection(std::unique_ptr<QTcpSocket> socket, const Services &services, Admission admission,
                       QObject *parent);
    ~IncomingConnection() override;
    /// received: what was read from the socket before it came here.
    void start(const QByteArray &received = {});
    /// After upgraded(): the link. Once.
    [[nodiscard]] UpgradedLink takeLink() { return std::move(m_link); }

Q_SIGNALS:
    void upgraded();
    /// The socket is gone, or refused and on its way out.
    void finished();

private:
    void onReadyRead();
    void process();
    [[nodiscard]] bool processOne();
    [[nodiscard]] bool bodyHasCome();
    void answer();
    void upgrade();
    void refuse(const HttpResponse &response);
    void refuse(int status, const char *text);
    void onTimeout();
    void restartTimer();
    [[nodiscard]] HttpRequest request() const;

    std::unique_ptr<QTcpSocket> m_socket;
    const Services m_services;
    const Admission m_admission;
    Timer m_timer;       // head and body of one request, or the idle time between two
    Timer m_linger;      // after a refusal
    QByteArray m_buffer; // at most a head, a body and one read
    std::optional<HttpHead> m_head;
    qsizetype m_headSize = 0;
    bool m_continueSaid = false;
    bool m_answeredOnce = false;
    bool m_leaving = false;
    UpgradedLink m_link;
};

} // namespace alcedo
