// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/certificatecheck.h>
#include <alcedo/transport/dialer.h>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <memory>

namespace alcedo {

/// The requests of one long-poll link, with what the dial asked for: headers, proxy, TLS and known servers.
/// Thread: its own.
class PollRequests : public QObject
{
    Q_OBJECT
public:
    explicit PollRequests(const DialOptions &options, QObject *parent = nullptr);
    /// query: behind the question mark. The reply deletes itself once finished() was handled.
    [[nodiscard]] QNetworkReply *post(const QByteArray &query, const QByteArray &body);
    [[nodiscard]] QNetworkReply *get(const QByteArray &query);
    [[nodiscard]] const DialOptions &options() const { return m_options; }
    /// What the certificate's check found; empty: nothing.
    [[nodiscard]] Words certificateFault() const { return m_check.fault(); }

private:
    [[nodiscard]] QNetworkRequest request(const char *path, const QByteArray &query) const;
    QNetworkReply *watched(QNetworkReply *reply);

    DialOptions m_options;
    CertificateCheck m_check;
    QNetworkAccessManager m_network;
};

/// Opens a link by long poll (docs/protocol.md, section 8), where a proxy breaks WebSocket: one Dialer, one
/// try, as its base. Thread: its own.
class PollDialer final : public Dialer
{
    Q_OBJECT
public:
    explicit PollDialer(Clock &clock, QObject *parent = nullptr);
    ~PollDialer() override;
    void dial(const DialOptions &options) override;
    void cancel() override;
    [[nodiscard]] Stage stage() const override { return m_stage; }
    [[nodiscard]] std::unique_ptr<Transport> take() override;

private:
    void onAnswer();
    void pass(Stage next);
    void fail(const Words &message, int status);

    Clock &m_clock;
    Timer m_timeout;
    std::unique_ptr<PollRequests> m_requests;
    QPointer<QNetworkReply> m_reply;
    std::unique_ptr<Transport> m_transport;
    Stage m_stage = Stage::Name;
    std::chrono::nanoseconds m_since{0};
};

} // namespace alcedo
