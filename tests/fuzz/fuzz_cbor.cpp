// SPDX-License-Identifier: MIT
// Any bytes: reading CBOR ends with JSON text or an Error. What is JSON is read again once it was written as
// CBOR, and then says the same for good.
#include <alcedo/wire/cbor.h>
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

bool isText(const QByteArray &text, int depth)
{
    return isJsonText({text.constData(), std::size_t(text.size())}, depth);
}

void thereAndBack(const QByteArray &json)
{
    const QByteArray cbor = cborFromJson(json);
    const auto back = jsonFromCbor(cbor, {64 << 20, 80});
    if (!back) // of a JSON object with the same name twice
        return;
    require(isText(*back, 80));
    // 1.0 is 1 from here on; after that nothing changes any more.
    const auto again = jsonFromCbor(cborFromJson(*back), {64 << 20, 80});
    require(again && *again == *back);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    static JsonCodec codec;
    const QByteArray input(reinterpret_cast<const char *>(bytes), qsizetype(size));
    if (const auto json = jsonFromCbor(input)) {
        require(isText(*json, 80));
        (void)codec.decode(*json);
        thereAndBack(*json);
    }
    if (isText(input, 64))
        thereAndBack(input);
    else
        (void)cborFromJson(input); // the caller's fault, but never a fault of memory
    return 0;
}
