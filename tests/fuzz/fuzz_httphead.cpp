// SPDX-License-Identifier: MIT
#include <alcedo/transport/framereader.h>
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/upgrade.h>

#include <cstdlib>

using namespace alcedo;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// A head is the same however often it is read, never larger than what came, and what it tells is safe to
/// use.
void fuzzHead(const QByteArray &bytes)
{
    constexpr qint64 MaxHead = 4096;
    for (const HttpHeadResult &result :
         {parseRequestHead(bytes, MaxHead), parseResponseHead(bytes, MaxHead)}) {
        if (result.state != HttpHeadResult::State::Complete)
            continue;
        check(result.size > 0 && result.size <= bytes.size() && result.size <= MaxHead);
        check(bytes.first(result.size).endsWith("\r\n\r\n"));
        check(result.head.contentLength >= 0);
        for (const auto &[name, value] : result.head.headers)
            check(isHeaderSafe(name, value));
        (void)parseRetryAfter(result.head.header("retry-after"), {});
        (void)faultOfAnswer(result.head, "key", {QStringLiteral("a")});
        ListenOptions options;
        options.subprotocols = {QStringLiteral("a"), QStringLiteral("b")};
        (void)judgeUpgrade(result.head, QHostAddress::LocalHost, options);
    }
}

/// What follows an upgrade: the same events in whatever pieces the bytes come, and never a message over the
/// limit.
void fuzzFrames(const QByteArray &bytes, WebSocketRole role)
{
    constexpr qint64 MaxMessage = 1024;
    FrameReader whole(role, MaxMessage);
    FrameReader pieces(role, MaxMessage);
    whole.add(bytes);
    qsizetype at = 0;
    for (;;) {
        const FrameReader::Event expected = whole.next();
        FrameReader::Event event = pieces.next();
        while (event == FrameReader::Event::NeedMore && at < bytes.size()) {
            pieces.add(bytes.mid(at, 3));
            at += 3;
            event = pieces.next();
        }
        check(event == expected);
        if (event == FrameReader::Event::NeedMore || event == FrameReader::Event::Fault)
            break;
        check(whole.payload() == pieces.payload() && whole.payload().size() <= MaxMessage);
        if (event == FrameReader::Event::Text)
            check(QString::fromUtf8(whole.payload()).toUtf8() == whole.payload());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    fuzzHead(bytes);
    fuzzFrames(bytes, WebSocketRole::Server);
    fuzzFrames(bytes, WebSocketRole::Client);
    return 0;
}
