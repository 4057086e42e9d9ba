// SPDX-License-Identifier: MIT
#include "talker.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <cstdio>

namespace alcedo {

Talker::Talker(DialOptions options, Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_dialer(clock)
{
    using Kind = Transport::Kind;
    QByteArray noise(70'000, Qt::Uninitialized);
    QRandomGenerator(5).generate(noise.begin(), noise.end());
    QByteArray octets;
    for (int i = 0; i < 256; ++i)
        octets.append(char(i));
    m_messages = {{"x", Kind::Text},
                  {{}, Kind::Text},
                  {{}, Kind::Binary},
                  {octets, Kind::Binary},
                  {QStringLiteral("\u20ac \U0001F600 \u7fe1\u7fe0").repeated(100).toUtf8(), Kind::Text},
                  {QByteArray(126, 'a'), Kind::Text},
                  {QByteArray(65'536, 'b'), Kind::Text},
                  {noise, Kind::Binary},
                  {QByteArray(900'000, 'c'), Kind::Text}};
    for (int i = 0; i < 20; ++i) // alike, so that a kept context shows
        m_messages.push_back(
            {QByteArray("{\"p\":").append(QByteArray::number(i)).append(noise.toHex().first(400)),
             Kind::Text});
    connect(&m_dialer, &Dialer::opened, this, &Talker::opened);
    connect(&m_dialer, &Dialer::failed, this, [this](const DialFailure &failure) {
        fail(stageName(failure.stage) + QLatin1String(": ") + failure.message.text());
    });
    connect(&m_patience, &QTimer::timeout, this, [this] { fail(QStringLiteral("nothing for 20 s")); });
    m_patience.setSingleShot(true);
}

void Talker::start()
{
    dial();
}

void Talker::dial()
{
    m_at = 0;
    m_ponged = false;
    m_patience.start(20'000);
    m_dialer.dial(m_options);
}

void Talker::opened()
{
    m_link = m_dialer.take();
    std::printf("deflate %s\n", m_link->isDeflating() ? "yes" : "no");
    connect(m_link.get(), &Transport::messageReceived, this, &Talker::received);
    connect(m_link.get(), &Transport::pongReceived, this, [this] { m_ponged = true; });
    connect(m_link.get(), &Transport::closed, this, &Talker::closed);
    m_link->ping("are you there");
    sendNext();
}

void Talker::sendNext()
{
    m_patience.start(20'000);
    if (m_at < m_messages.size()) {
        m_link->send(m_messages[m_at].payload, m_messages[m_at].kind);
        return;
    }
    if (!m_ponged)
        return fail(QStringLiteral("the ping was not answered"));
    if (m_round == 0)
        m_link->close(4001, QStringLiteral("enough"));
    else
        m_link->send("close 4002 as you like", Transport::Kind::Text);
}

void Talker::received(const QByteArray &payload, Transport::Kind kind)
{
    if (m_at >= m_messages.size() || payload != m_messages[m_at].payload || kind != m_messages[m_at].kind)
        return fail(QStringLiteral("message %1 came back as another").arg(m_at));
    ++m_at;
    sendNext();
}

void Talker::closed(const CloseInfo &info)
{
    const CloseInfo ours{4001, QStringLiteral("enough"), CloseInfo::Initiator::Local};
    const CloseInfo theirs{4002, QStringLiteral("as you like"), CloseInfo::Initiator::Peer};
    if (m_at < m_messages.size() || info != (m_round == 0 ? ours : theirs))
        return fail(QStringLiteral("closed with %1 \"%2\" after %3 messages")
                        .arg(info.code)
                        .arg(info.reason)
                        .arg(m_at));
    m_link.release()->deleteLater();
    if (++m_round == 1)
        return dial();
    std::printf("all well\n");
    QCoreApplication::exit(0);
}

void Talker::fail(const QString &why)
{
    m_patience.stop();
    std::fprintf(stderr, "alcedo_conformance: %s\n", qUtf8Printable(why));
    QCoreApplication::exit(1);
}

} // namespace alcedo
