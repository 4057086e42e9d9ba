// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QTcpSocket>
#include <QTest>

namespace alcedo {

/// All that a server writes on one connection of its own, once it has been given these bytes and has closed.
inline QByteArray answerTo(quint16 port, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write(request);
    QByteArray answer;
    const auto ended = [&] {
        answer += socket.readAll();
        return socket.state() == QAbstractSocket::UnconnectedState;
    };
    (void)QTest::qWaitFor(ended, 10'000);
    return answer + socket.readAll();
}

struct HttpAnswerText
{
    int status = 0;
    QByteArray head, body;
};

/// line: method and target. more: further header lines, each with its end; a Host among them takes ours'
/// place.
inline HttpAnswerText askHttp(quint16 port, const QByteArray &line, const QByteArray &body = {},
                              const QByteArray &more = {})
{
    const QByteArray host = more.contains("Host:") ? QByteArray() : QByteArray("Host: 127.0.0.1\r\n");
    const QByteArray all = answerTo(
        port, line + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
                  "\r\n" + host + more + "\r\n" + body);
    const qsizetype end = all.indexOf("\r\n\r\n");
    return {all.mid(9, 3).toInt(), all.left(end), all.mid(end + 4)};
}

} // namespace alcedo
