// SPDX-License-Identifier: MIT
// A hostile venue: any bytes through the shipped profiles, and what comes out through the records' JSON form
// and back.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>

#include <cstdlib>
#include <deque>

using namespace alcedo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    static std::deque<Mapping> mappings;
    if (mappings.empty()) {
        for (const QString &name : FeedProfile::shipped())
            mappings.emplace_back(FeedProfile::named(name).value());
    }
    static RecordJsonReader reader;
    const QByteArrayView message(reinterpret_cast<const char *>(bytes), qsizetype(size));
    for (Mapping &mapping : mappings) {
        RecordBatchBuilder builder;
        mapping.sequence().setResync(size % 2 == 0);
        (void)mapping.map(message, 1, builder);
        (void)mapping.applyBook("X", message, 1, builder);
        mapping.reset();
        (void)mapping.takeBreaks();
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
    return 0;
}
