// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/series/store.h>

#include <benchmark/benchmark.h>

using namespace alcedo;

namespace {

constexpr std::int64_t Begin = 1'700'000'040'000'000'000, Step = 1'000'000;

std::vector<std::string> keyNames(std::size_t count)
{
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < count; ++i)
        keys.push_back("T" + std::to_string(1'000 + i) + "-USD");
    return keys;
}

RecordBatchPtr quotes(RecordBatchBuilder &builder, const std::vector<std::string> &keys, std::size_t first,
                      std::size_t count, std::int64_t time)
{
    for (std::size_t i = 0; i < count; ++i) {
        builder.begin(RecordKind::Quote, keys[(first + i) % keys.size()], time, time);
        builder.set(quote::Last, Decimal(1'000'000 + std::int64_t(i), 2));
        builder.set(quote::Bid, Decimal(999'999, 2));
        builder.set(quote::Ask, Decimal(1'000'001, 2));
    }
    return builder.take();
}

void buildBatch(benchmark::State &state)
{
    const auto keys = keyNames(2'000);
    RecordBatchBuilder builder;
    std::size_t first = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(quotes(builder, keys, first += 100, 100, Begin));
    state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK(buildBatch);

void appendToLine(benchmark::State &state)
{
    LineSeries series;
    std::int64_t time = 0;
    for (auto _ : state) {
        series.append({time += Step, double(time % 1'000)});
        if (series.size() > 1'000'000)
            series.dropOldestChunk();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(appendToLine);

/// The same where old points are thinned to their extremes, as in the dashboard.
void appendToThinnedLine(benchmark::State &state)
{
    LineSeries series(1'024);
    std::int64_t time = 0;
    for (auto _ : state)
        series.append({time += Step, double(time / Step * 7'919 % 10'007)});
    state.SetItemsProcessed(state.iterations());
    state.counters["bytes"] = double(series.bytes());
    state.counters["points"] = double(series.size());
}
BENCHMARK(appendToThinnedLine);

/// Columns of a chart 1,000 pixels wide over a series of range(0) points, of which 1/range(1) are in sight.
void decimate(benchmark::State &state)
{
    LineSeries series;
    for (std::int64_t i = 0; i < state.range(0); ++i)
        series.append({i * Step, double(i * 7'919 % 10'007)});
    const LineSeriesView view = series.view();
    std::vector<PlotColumn> columns(1'000);
    const std::int64_t end = state.range(0) * Step, span = end / state.range(1);
    for (auto _ : state) {
        view.decimate(end - span, end, columns);
        benchmark::DoNotOptimize(columns.data());
    }
}
BENCHMARK(decimate)
    ->Args({10'000, 1})
    ->Args({1'000'000, 1})
    ->Args({10'000'000, 1})
    ->Args({10'000'000, 100})
    ->Args({10'000'000, 100'000})
    ->Unit(benchmark::kMicrosecond);

void appendToStore(benchmark::State &state)
{
    SystemClock clock;
    Store store({}, clock);
    const auto keys = keyNames(2'000);
    RecordBatchBuilder builder;
    std::vector<RecordBatchPtr> batches;
    for (std::size_t first = 0; first < keys.size(); first += 100)
        batches.push_back(quotes(builder, keys, first, 100, Begin));
    std::size_t next = 0;
    for (auto _ : state)
        store.append(*batches[next++ % batches.size()]);
    state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK(appendToStore);

/// One frame's work with 2,000 keys of which range(0) changed: the publish, the reader's look and its copy.
void publishAndLook(benchmark::State &state)
{
    SystemClock clock;
    Store store({}, clock);
    const auto keys = keyNames(2'000);
    RecordBatchBuilder builder;
    store.append(*quotes(builder, keys, 0, keys.size(), Begin));
    const RecordBatchPtr batch = quotes(builder, keys, 0, std::size_t(state.range(0)), Begin);
    for (auto _ : state) {
        state.PauseTiming();
        store.append(*batch);
        state.ResumeTiming();
        store.publish();
        benchmark::DoNotOptimize(&store.latest());
    }
}
BENCHMARK(publishAndLook)->Arg(1)->Arg(200)->Arg(2'000)->Unit(benchmark::kMicrosecond);

void copySnapshot(benchmark::State &state)
{
    SystemClock clock;
    Store store({}, clock);
    RecordBatchBuilder builder;
    store.append(*quotes(builder, keyNames(2'000), 0, 2'000, Begin));
    store.publish();
    Snapshot copy;
    for (auto _ : state) {
        copy = store.latest();
        benchmark::DoNotOptimize(&copy);
    }
}
BENCHMARK(copySnapshot)->Unit(benchmark::kMicrosecond);

} // namespace
