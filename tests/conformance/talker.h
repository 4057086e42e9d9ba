// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/dialer.h>

#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

namespace alcedo {

/// Talks to an echoing peer and checks what comes back: texts and binaries of all sizes, a ping, and both
/// closes. Ends the program, with 0 where all was well.
class Talker : public QObject
{
    Q_OBJECT
public:
    Talker(DialOptions options, Clock &clock);
    void start();

private:
    struct Message
    {
        QByteArray payload;
        Transport::Kind kind;
    };
    void dial();
    void opened();
    void received(const QByteArray &payload, Transport::Kind kind);
    void sendNext();
    void closed(const CloseInfo &info);
    void fail(const QString &why);

    DialOptions m_options;
    Clock &m_clock;
    Dialer m_dialer;
    QTimer m_patience;
    std::unique_ptr<Transport> m_link;
    std::vector<Message> m_messages;
    std::size_t m_at = 0;
    int m_round = 0; // the first is closed by us, the second by the peer
    bool m_ponged = false;
};

} // namespace alcedo
