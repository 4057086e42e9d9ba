// SPDX-License-Identifier: MIT
// A hostile venue: any bytes through the shipped profiles, and what comes out through the records' JSON form
// and back.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>

#include <cstdlib>
#include <vector>

using namespace alcedo;

namespace {

Mapping shippedMapping(const QString &name)
{
    auto profile = FeedProfile::named(name);
    if (!profile)
        std::abort();
    return Mapping(std::move(profile).value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    static Mapping mappings[] = {shippedMapping(QStringLiteral("coinbase")),
                                 shippedMapping(QStringLiteral("binance"))};
    static RecordJsonReader reader;
    const QByteArrayView message(reinterpret_cast<const char *>(bytes), qsizetype(size));
    for (Mapping &mapping : mappings) {
        RecordBatchBuilder builder;
        mapping.sequence().setResync(size % 2 == 0);
        (void)mapping.map(message, 1, builder);
        (void)mapping.applyBook("X", message, 1, builder);
        mapping.sequence().reset();
        (void)mapping.sequence().takeBreaks();
        const auto batch = builder.take();
        for (std::size_t i = 0; batch && i < batch->size(); ++i) {
            QByteArray json, again;
            appendRecordJson(json, *batch, i);
            RecordBatchBuilder copy;
            if (!reader.append(copy, json, batch->arrivalNs(i)))
                std::abort();
            appendRecordJson(again, *copy.take(), 0);
            if (json != again)
                std::abort();
        }
    }
    // And a hostile profile.
    (void)FeedProfile::parse(message.toByteArray(), QStringLiteral("fuzz.json"));
    return 0;
}
