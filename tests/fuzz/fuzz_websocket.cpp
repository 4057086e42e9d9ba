// SPDX-License-Identifier: MIT
// A whole link, WebSocketFilter and QWebSocket under WebSocketTransport, in both roles with
// permessage-deflate. The input's first byte says which link it is, the rest is what the peer sends.
#include <alcedo/core/clock.h>
#include <alcedo/transport/deflatenegotiation.h>
#include <alcedo/transport/deflater.h>
#include <alcedo/transport/inflater.h>
#include <alcedo/transport/websockettransport.h>

#include <QCoreApplication>
#include <QPointer>
#include <QTcpSocket>
#include <algorithm>
#include <cstdlib>

using namespace alcedo;

namespace {

constexpr qint64 MaxMessage = 1024;

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// A connected socket whose other end is the test.
class MemorySocket final : public QTcpSocket
{
public:
    MemorySocket()
    {
        setOpenMode(ReadWrite | Unbuffered);
        setSocketState(ConnectedState);
    }
    ~MemorySocket() override { setSocketState(UnconnectedState); }
    void arrive(const QByteArray &bytes)
    {
        m_in += bytes;
        Q_EMIT readyRead();
    }
    void end()
    {
        setSocketState(UnconnectedState);
        Q_EMIT disconnected();
    }
    qint64 bytesAvailable() const override { return m_in.size(); }
    qint64 bytesToWrite() const override { return 0; }
    void disconnectFromHost() override { end(); }
    void close() override { end(); }
    void setReadBufferSize(qint64) override {}
    void setSocketOption(SocketOption, const QVariant &) override {}

protected:
    qint64 readData(char *data, qint64 size) override
    {
        const qint64 taken = std::min<qint64>(size, m_in.size());
        std::copy_n(m_in.constData(), taken, data);
        m_in.remove(0, taken);
        return taken;
    }
    qint64 skipData(qint64 size) override
    {
        const qint64 taken = std::min<qint64>(size, m_in.size());
        m_in.remove(0, taken);
        return taken;
    }
    qint64 writeData(const char *, qint64 size) override { return size; }

private:
    QByteArray m_in;
};

DeflateTerms termsFrom(std::uint8_t choice)
{
    DeflateTerms terms;
    terms.keepsContext = terms.peerKeepsContext = choice & 2;
    terms.peerWindowBits = 8 + ((choice >> 2) & 7);
    terms.windowBits = std::max(terms.peerWindowBits, 9);
    terms.memoryLevel = 1;
    terms.threshold = 0;
    return terms;
}

void fuzzLink(std::uint8_t choice, const QByteArray &bytes)
{
    ManualClock clock;
    auto owned = std::make_unique<MemorySocket>();
    QPointer<MemorySocket> socket = owned.get();
    UpgradedLink link;
    link.socket = std::move(owned);
    link.role = choice & 1 ? WebSocketRole::Client : WebSocketRole::Server;
    link.maxMessageBytes = MaxMessage;
    if (!(choice & 0x20))
        link.deflate = termsFrom(choice);
    WebSocketTransport transport(std::move(link), clock);
    int ends = 0;
    QObject::connect(&transport, &Transport::messageReceived, &transport,
                     [&](const QByteArray &payload, Transport::Kind kind) {
                         check(ends == 0);
                         check(payload.size() <= MaxMessage * (choice & 0x20 ? 1 : 10));
                         if (kind == Transport::Kind::Text)
                             check(QString::fromUtf8(payload).toUtf8() == payload);
                         transport.send(payload, kind); // an echo: out through the deflater
                     });
    QObject::connect(&transport, &Transport::closed, &transport, [&](const CloseInfo &info) {
        ++ends;
        check(info.code == 1005 || info.code == 1006 || isCloseCodeOnWire(info.code));
    });
    QCoreApplication::processEvents(); // begins to read
    const qsizetype step = choice & 0x40 ? 3 : choice & 0x80 ? 64 : std::max<qsizetype>(bytes.size(), 1);
    for (qsizetype at = 0; at < bytes.size() && socket && ends == 0; at += step)
        socket->arrive(bytes.mid(at, step));
    if (socket && ends == 0)
        socket->end();
    clock.advance(Transport::CloseTimeout);
    check(ends == 1);
}

/// What goes in comes out, whatever the terms.
void fuzzRoundTrip(std::uint8_t choice, const QByteArray &bytes)
{
    const DeflateTerms terms = termsFrom(choice);
    Deflater deflater(terms);
    Inflater inflater(terms);
    for (int times = 0; times < 2; ++times) {
        const std::optional<QByteArray> stream = deflater.deflate(bytes);
        if (!stream)
            continue;
        QByteArray out;
        check(inflater.inflate(*stream, bytes.size(), out) == Inflater::Outcome::Done && out == bytes);
    }
}

void fuzzNegotiation(const QByteArray &bytes)
{
    (void)judgeDeflateAnswer(bytes, DeflateOptions());
    const auto answer = judgeDeflateOffers(bytes, DeflateOptions::forServer());
    if (!answer || !*answer)
        return;
    const auto parsed = parseExtensions((*answer)->value);
    check(parsed && parsed->size() == 1);
    check((*answer)->terms.windowBits >= 9 && (*answer)->terms.windowBits <= 15);
    check((*answer)->terms.peerWindowBits >= 8 && (*answer)->terms.peerWindowBits <= 15);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz_websocket";
    static char *argv[] = {name, nullptr};
    static QCoreApplication application(argc, argv);
    if (size < 1)
        return 0;
    const QByteArray bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    fuzzLink(data[0], bytes);
    fuzzRoundTrip(data[0], bytes);
    fuzzNegotiation(bytes);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return 0;
}
