// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/directlinks.h>
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
    /// What the Listener lends; must outlive the connection.
    struct Services
    {
        const ListenOptions &options;
        const Listener::HttpHandler &http;
        const Listener::UpgradeFilter &filter;
        Clock &clock;
    };
    IncomingConnection(std::unique_ptr<QTcpSocket> socket, const Services &services, DirectLinks::Begun begun,
                       QObject *parent);
    ~IncomingConnection() override;
    void start();
    /// After upgraded(): the link. Once.
    [[nodiscard]] UpgradedLink takeLink() { return std::move(m_link); }
    [[nodiscard]] std::shared_ptr<LinkPass> takePass() { return std::move(m_begun.pass); }

Q_SIGNALS:
    void upgraded();
    /// The socket is gone, or refused and on its way out.
    void finished();

private:
    void onReadyRead();
    void process();
    [[nodiscard]] bool processOne();
    [[nodiscard]] bool isWelcome();
    [[nodiscard]] bool bodyHasCome();
    void answer();
    void hold(const HttpResponse &response, bool keepAlive, bool withBody);
    void finish(const HttpResponse &response, bool keepAlive, bool withBody);
    void upgrade();
    void refuse(const HttpResponse &response);
    void refuse(int status, const char *text);
    void onTimeout();
    void restartTimer();
    [[nodiscard]] HttpRequest request() const;

    std::unique_ptr<QTcpSocket> m_socket;
    const Services m_services;
    DirectLinks::Begun m_begun; // what was received is in m_buffer
    Timer m_timer;              // head and body of one request, or the idle time between two
    Timer m_linger;             // after a refusal
    QByteArray m_buffer;        // at most a head, a body and one read
    std::optional<HttpHead> m_head;
    qsizetype m_headSize = 0;
    bool m_continueSaid = false;
    bool m_answeredOnce = false;
    bool m_leaving = false;
    std::shared_ptr<HttpAnswer::Owner> m_held; // an answer is to come
    UpgradedLink m_link;
};

} // namespace alcedo
