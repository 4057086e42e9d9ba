// SPDX-License-Identifier: MIT
// A feed thread's whole way in one thread: bytes, records, series, snapshot. 2,000 keys at a million ticks a
// second, 100 a message, as `alcedo bench pipeline` sends them; without the threads around it, so that two
// builds can be told apart by a few per cent.
#include "tickersprofile.h"

#include <alcedo/core/clock.h>
#include <alcedo/feed/mapping.h>
#include <alcedo/series/store.h>

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

using namespace alcedo;

namespace {

constexpr std::size_t Keys = 2'000, TicksPerMessage = 100;
constexpr std::int64_t Begin = 1'700'000'040'000'000'000,
                       MessageStep = 100'000;                 // ns: a million ticks a second
constexpr int MessagesPerPublish = 80, MessagesPerLook = 167; // 8 ms, 16.7 ms

/// One message, whose prices and times are written anew each time.
class Message
{
public:
    explicit Message(std::size_t firstKey)
    {
        for (std::size_t i = 0; i < TicksPerMessage; ++i) {
            m_bytes += i == 0 ? '[' : ',';
            m_bytes += R"({"type":"ticker","product_id":"T)" + std::to_string(1'000 + firstKey + i) + "-USD";
            for (const char *name : {"price", "best_bid", "best_ask"}) {
                m_bytes += std::string(R"(",")") + name + R"(":")";
                m_prices.push_back(m_bytes.size());
                m_bytes += "10000.00";
            }
            m_bytes += R"(","time":")";
            m_times.push_back(m_bytes.size());
            m_bytes += R"(2023-11-14T22:14:00.000000Z"})";
        }
        m_bytes += ']';
    }
    QByteArrayView write(std::uint32_t random, std::int64_t timeNs)
    {
        const std::int64_t microseconds = (timeNs - Begin) / 1'000 % 60'000'000;
        const std::string digitsOfTime = std::to_string(100'000'000 + microseconds); // "1ssffffff"
        for (std::size_t i = 0; i < m_prices.size(); ++i) {
            random = random * 1'664'525u + 1'013'904'223u;
            char *const digits = m_bytes.data() + m_prices[i];
            digits[4] = char('0' + (random >> 28) % 10);
            digits[6] = char('0' + (random >> 24) % 10);
            digits[7] = char('0' + (random >> 20) % 10);
        }
        for (const std::size_t at : m_times) {
            std::copy_n(digitsOfTime.data() + 1, 2, m_bytes.data() + at + 17);
            std::copy_n(digitsOfTime.data() + 3, 6, m_bytes.data() + at + 20);
        }
        return {m_bytes.data(), qsizetype(m_bytes.size())};
    }

private:
    std::string m_bytes;
    std::vector<std::size_t> m_prices, m_times;
};

void feed(benchmark::State &state)
{
    SystemClock clock;
    Store store({.byteBudget = std::size_t(state.range(0)) << 20, .fullPoints = 1'024}, clock);
    Mapping mapping(*FeedProfile::parse(TickersProfile, QStringLiteral("bench")));
    RecordBatchBuilder builder;
    std::vector<Message> messages;
    for (std::size_t first = 0; first < Keys; first += TicksPerMessage)
        messages.emplace_back(first);
    std::uint32_t random = 1;
    std::int64_t time = Begin;
    std::uint64_t count = 0;
    const auto step = [&] {
        random = random * 1'664'525u + 1'013'904'223u;
        Message &message = messages[(random >> 8) % messages.size()];
        time += MessageStep;
        (void)mapping.map(message.write(random, time), time, builder);
        store.append(*builder.take());
        ++count;
        if (count % MessagesPerPublish == 0)
            store.publish();
        if (count % MessagesPerLook == 0)
            benchmark::DoNotOptimize(&store.latest());
    };
    for (int i = 0; i < 50'000; ++i) // until the budget is used up
        step();
    for (auto _ : state)
        step();
    state.SetItemsProcessed(state.iterations() * std::int64_t(TicksPerMessage));
}
BENCHMARK(feed)->Arg(48)->Arg(512)->Unit(benchmark::kMicrosecond);

} // namespace
