// SPDX-License-Identifier: MIT
// Messages a second through the mapping, for the Coinbase ticker's shape, beside a mapping by QJsonDocument
// that does the same.
#include <alcedo/feed/mapping.h>

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <benchmark/benchmark.h>
#include <cstdlib>

using namespace alcedo;

namespace {

constexpr int BatchMessages = 256; // what one turn of the event loop brings under load

const QByteArray &ticker()
{
    static const QByteArray Message =
        R"({"type":"ticker","sequence":333938798,"product_id":"BAND-GBP","price":"14.7775","open_24h":"14.6647","volume_24h":"94381.28000000","low_24h":"14.3691","high_24h":"16.55","volume_30d":"2295579.57000000","best_bid":"14.7550","best_ask":"14.8060","side":"buy","time":"2021-04-17T16:43:30.244075Z","trade_id":881613,"last_size":"0.04"})";
    return Message;
}

Mapping coinbase()
{
    auto profile = FeedProfile::named(QStringLiteral("coinbase"));
    if (!profile)
        std::abort();
    return Mapping(std::move(profile).value());
}

void mapTicker(benchmark::State &state)
{
    Mapping mapping = coinbase();
    RecordBatchBuilder builder;
    for (auto _ : state) {
        for (int i = 0; i < BatchMessages; ++i)
            (void)mapping.map(ticker(), 1, builder);
        benchmark::DoNotOptimize(builder.take());
    }
    state.SetItemsProcessed(state.iterations() * BatchMessages);
    state.SetBytesProcessed(state.iterations() * BatchMessages * ticker().size());
}
BENCHMARK(mapTicker);

void setDecimal(RecordBatchBuilder &builder, int field, const QJsonObject &object, const char *name)
{
    if (const auto decimal = Decimal::parse(object.value(QLatin1String(name)).toString().toStdString()))
        builder.set(field, *decimal);
}

void mapTickerByQJsonDocument(benchmark::State &state)
{
    RecordBatchBuilder builder;
    for (auto _ : state) {
        for (int i = 0; i < BatchMessages; ++i) {
            const QJsonObject object = QJsonDocument::fromJson(ticker()).object();
            if (object.value(QLatin1String("type")).toString() != QLatin1String("ticker"))
                continue;
            const qint64 ms =
                QDateTime::fromString(object.value(QLatin1String("time")).toString(), Qt::ISODateWithMs)
                    .toMSecsSinceEpoch();
            builder.begin(RecordKind::Quote,
                          object.value(QLatin1String("product_id")).toString().toStdString(), ms * 1'000'000,
                          1);
            setDecimal(builder, quote::Last, object, "price");
            setDecimal(builder, quote::Bid, object, "best_bid");
            setDecimal(builder, quote::Ask, object, "best_ask");
            setDecimal(builder, quote::Volume, object, "volume_24h");
            setDecimal(builder, quote::Open, object, "open_24h");
            setDecimal(builder, quote::High, object, "high_24h");
            setDecimal(builder, quote::Low, object, "low_24h");
        }
        benchmark::DoNotOptimize(builder.take());
    }
    state.SetItemsProcessed(state.iterations() * BatchMessages);
}
BENCHMARK(mapTickerByQJsonDocument);

// The parts: what of each is reading JSON, before anything is asked of it.
void tapeOfTicker(benchmark::State &state)
{
    JsonTape tape;
    for (auto _ : state)
        benchmark::DoNotOptimize(tape.parse(ticker()));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(tapeOfTicker);

void qJsonDocumentOfTicker(benchmark::State &state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(QJsonDocument::fromJson(ticker()));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(qJsonDocumentOfTicker);

} // namespace
