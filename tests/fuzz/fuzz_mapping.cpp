// SPDX-License-Identifier: MIT
// A hostile venue: any bytes through the shipped profiles, and what comes out through the records' JSON form
// and back. Forms learned from them must read as the routes do.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>

#include <cstdlib>
#include <deque>

using namespace alcedo;

namespace {

struct Venue
{
    explicit Venue(const QString &name)
        : mapping(FeedProfile::named(name).value())
        , routes(FeedProfile::named(name).value(), Mapping::Forms::Unused)
    {
    }
    Mapping mapping, routes;
};

QByteArray jsonOf(const RecordBatchPtr &batch)
{
    QByteArray json;
    for (std::size_t i = 0; batch && i < batch->size(); ++i)
        appendRecordJson(json, *batch, i);
    return json;
}

/// The first time a message may be learned, the second time it may be read by that.
void compareForms(Venue &venue, QByteArrayView message)
{
    for (Mapping *mapping : {&venue.mapping, &venue.routes})
        mapping->sequence().setResync(message.size() % 2 == 0);
    for (int i = 0; i < 2; ++i) {
        RecordBatchBuilder quick, slow;
        const auto one = venue.mapping.map(message, 1, quick), other = venue.routes.map(message, 1, slow);
        if (one != other || jsonOf(quick.take()) != jsonOf(slow.take()))
            std::abort();
    }
    venue.mapping.reset();
    venue.routes.reset();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    static std::deque<Venue> venues;
    if (venues.empty()) {
        for (const QString &name : FeedProfile::shipped())
            venues.emplace_back(name);
    }
    static RecordJsonReader reader;
    const QByteArrayView message(reinterpret_cast<const char *>(bytes), qsizetype(size));
    for (Venue &venue : venues) {
        compareForms(venue, message);
        Mapping &mapping = venue.mapping;
        RecordBatchBuilder builder;
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
