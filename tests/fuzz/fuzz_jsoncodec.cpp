// SPDX-License-Identifier: MIT
// Any bytes: decoding ends with messages or an Error, and what was taken for a message says the same once
// written and read again. With everything checked, no raw part may break the text that it is put into.
#include <alcedo/wire/jsoncodec.h>
#include <alcedo/wire/jsonsyntax.h>

#include <cstdlib>

using namespace alcedo;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

bool isText(const QByteArray &text)
{
    return isJsonText({text.constData(), std::size_t(text.size())}, 80);
}

template <typename T>
void readBack(JsonCodec &codec, QByteArrayView text)
{
    const auto result = codec.read<T>(text);
    if (!result)
        return;
    const auto again = codec.read<T>(JsonCodec::toJson(*result));
    // Raw parts of what was never checked as a whole may be no JSON; then the text around them is none
    // either.
    require(!isJsonText({text.data(), std::size_t(text.size())}) || (again && *again == *result));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    static JsonCodec codec;
    static JsonCodec trusting([] {
        JsonCodec::Options options;
        options.check = JsonCodec::Check::Envelope;
        return options;
    }());
    const QByteArrayView text(bytes, qsizetype(size));
    (void)trusting.decode(text);
    const auto messages = codec.decode(text);
    if (const auto call = codec.decodeCall(text)) {
        const wire::Message same = wire::Request{
            call->id, wire::ApplicationCall{QString::fromUtf8(call->method), call->params.toByteArray(), {}}};
        require(messages && messages->size() == 1 && messages->front() == same);
    }
    for (const wire::Message &message : messages ? *messages : std::vector<wire::Message>()) {
        const QByteArray written = JsonCodec::encode(message);
        require(isText(written));
        const auto again = codec.decode(written);
        require(again && again->size() == 1);
        // An Invalid is written as the error reply that answers it.
        if (!std::holds_alternative<wire::Invalid>(message))
            require(again->front() == message);
    }
    readBack<wire::HelloResult>(codec, text);
    readBack<wire::SubscribeResult>(codec, text);
    readBack<wire::HistoryResult>(codec, text);
    readBack<wire::ChannelsResult>(codec, text);
    return 0;
}
