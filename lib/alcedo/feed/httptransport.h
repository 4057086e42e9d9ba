// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/feed/eventstream.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/transport.h>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QUrl>
#include <memory>

namespace alcedo {

/// What is kept between the links of one source over HTTP.
struct HttpMemory
{
    QByteArray lastEventId; ///< HTML 9.2.4
    QByteArray entityTag;   ///< RFC 9110 8.8.3: what is unchanged is not sent again
};

/// One address asked for over HTTP, again and again or once. Thread: its own.
class HttpRequestor : public QObject
{
    Q_OBJECT
public:
    HttpRequestor(const DialOptions &options, std::shared_ptr<HttpMemory> memory, bool isStream);
    ~HttpRequestor() override;
    void ask();
    [[nodiscard]] QNetworkReply *reply() const { return m_reply; }
    [[nodiscard]] const DialOptions &options() const { return m_options; }
    [[nodiscard]] HttpMemory &memory() { return *m_memory; }
    /// HTTP status of the answer; 0 where none came.
    [[nodiscard]] int status() const;
    void drop();

private:
    DialOptions m_options;
    std::shared_ptr<HttpMemory> m_memory;
    bool m_isStream;
    QNetworkAccessManager m_network;
    QPointer<QNetworkReply> m_reply;
};

/// Messages over HTTP: one way, from the server. Nothing can be sent. Thread: its own.
class HttpTransport : public Transport
{
    Q_OBJECT
public:
    HttpTransport(std::unique_ptr<HttpRequestor> requestor, Clock &clock);
    ~HttpTransport() override;
    [[nodiscard]] State state() const override { return m_state; }
    SendResult send(const QByteArray &, Kind) override { return SendResult::Dropped; }
    void ping(const QByteArray &) override {}
    void close(int code, const QString &reason) override;
    void abort() override;
    [[nodiscard]] qint64 pendingBytes() const override { return 0; }
    void setReading(bool reading) override;
    [[nodiscard]] QString subprotocol() const override { return {}; }
    [[nodiscard]] QHostAddress peerAddress() const override { return {}; }
    [[nodiscard]] quint16 peerPort() const override { return 0; }

protected:
    /// Bytes of a stream that wait to be read; TCP pushes back past that.
    static constexpr qint64 ReadBufferBytes = 1 << 20;
    void end(const CloseInfo &info);
    /// False where the transport went away by it.
    [[nodiscard]] bool deliver(const QByteArray &message);
    virtual void read() = 0;

    std::unique_ptr<HttpRequestor> m_requestor;
    Clock &m_clock;
    State m_state = State::Open;
    bool m_reading = true;
};

/// One answer without an end.
class HttpStreamTransport final : public HttpTransport
{
    Q_OBJECT
public:
    HttpStreamTransport(std::unique_ptr<HttpRequestor> requestor, Clock &clock);

private:
    void read() override;
    EventStream m_stream;
};

/// Whole answers, one each interval. One that is not there, or not in time, ends the link.
class HttpPollTransport final : public HttpTransport
{
    Q_OBJECT
public:
    HttpPollTransport(std::unique_ptr<HttpRequestor> requestor, std::chrono::milliseconds every,
                      Clock &clock);

private:
    void read() override;
    void ask();
    std::chrono::milliseconds m_every;
    Timer m_timer;
};

} // namespace alcedo
