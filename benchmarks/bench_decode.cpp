// SPDX-License-Identifier: MIT
#include "tickersprofile.h"

#include <alcedo/feed/mapping.h>

#include <benchmark/benchmark.h>

using namespace alcedo;

namespace {

constexpr char Short[] =
    R"({"type":"ticker","product_id":"T0001-USD","price":"12345.67","best_bid":"12345.66","best_ask":"12345.68","time":"2024-01-02T03:04:05.123456Z"})";
constexpr char Whole[] =
    R"({"type":"ticker","sequence":333938798,"product_id":"BAND-GBP","price":"14.7775","open_24h":"14.6647","volume_24h":"94381.28000000",)"
    R"("low_24h":"14.3691","high_24h":"16.55","volume_30d":"2295579.57000000","best_bid":"14.7550","best_ask":"14.8060","side":"buy",)"
    R"("time":"2021-04-17T16:43:30.244075Z","trade_id":881613,"last_size":"0.04"})";

QByteArray arrayOf(const char *ticker, int count)
{
    QByteArray frame = "[";
    for (int i = 0; i < count; ++i)
        frame += (i ? "," : "") + QByteArray(ticker);
    return frame + "]";
}

/// One message through a mapping; items are tickers.
void decode(benchmark::State &state, const Result<FeedProfile> &profile, const QByteArray &message,
            int tickers)
{
    if (!profile) {
        state.SkipWithError(qPrintable(profile.error().message()));
        return;
    }
    Mapping mapping(*profile);
    RecordBatchBuilder builder;
    for (auto _ : state) {
        mapping.map(message, 1, builder);
        if (builder.size() >= 100)
            benchmark::DoNotOptimize(builder.take());
    }
    if (mapping.counters().mapped != mapping.counters().messages)
        state.SkipWithError("not mapped");
    state.SetItemsProcessed(state.iterations() * tickers);
    state.SetBytesProcessed(state.iterations() * message.size());
}

void coinbaseTickerAlone(benchmark::State &state)
{
    decode(state, FeedProfile::named(QStringLiteral("coinbase")), Whole, 1);
}
BENCHMARK(coinbaseTickerAlone);

void shortTickersByTheHundred(benchmark::State &state)
{
    decode(state, FeedProfile::parse(TickersProfile, QStringLiteral("bench")), arrayOf(Short, 100), 100);
}
BENCHMARK(shortTickersByTheHundred);

void wholeTickersByTheHundred(benchmark::State &state)
{
    decode(state, FeedProfile::parse(TickersProfile, QStringLiteral("bench")), arrayOf(Whole, 100), 100);
}
BENCHMARK(wholeTickersByTheHundred);

void tapeOfShortTickers(benchmark::State &state)
{
    const QByteArray message = arrayOf(Short, 100);
    JsonTape tape;
    for (auto _ : state)
        benchmark::DoNotOptimize(tape.parse(message));
    state.SetItemsProcessed(state.iterations() * 100);
    state.SetBytesProcessed(state.iterations() * message.size());
}
BENCHMARK(tapeOfShortTickers);

} // namespace
