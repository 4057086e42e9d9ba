// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/benchfeed.h>

#include <alcedo/core/clock.h>
#include <alcedo/core/post.h>

#include <QDateTime>
#include <ctime>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

constexpr int MaxFramesUnderWay = 1'000;
constexpr qsizetype PriceChars = 8, TimeChars = 27;

// The shape of Coinbase's ticker, as a profile would have it, one array of tickers a frame.
constexpr char Profile[] = R"({
  "profile": 1, "name": "bench", "title": "Benchmark", "endpoints": ["ws://127.0.0.1"],
  "routes": [{
    "name": "ticker", "when": {"/0/type": "ticker"}, "each": "", "record": "quote", "key": "/product_id",
    "time": {"at": "/time", "unit": "rfc3339"},
    "map": {"last": "/price", "bid": "/best_bid", "ask": "/best_ask"}
  }]
})";

FeedProfile benchProfile()
{
    auto profile = FeedProfile::parse(Profile, QStringLiteral("bench"));
    if (!profile)
        qFatal("%s", qUtf8Printable(profile.error().message()));
    return *std::move(profile);
}

/// "12345.67" at fixed width.
void writePrice(char *out, std::uint32_t cents)
{
    for (int i = PriceChars - 1; i >= 0; --i) {
        if (i == PriceChars - 3) {
            out[i] = '.';
            continue;
        }
        out[i] = char('0' + cents % 10);
        cents /= 10;
    }
}

} // namespace

std::chrono::nanoseconds threadProcessorTime()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

BenchSource::BenchSource(SourceId id, Clock &clock)
    : Source(id, QStringLiteral("bench"))
    , m_clock(clock)
    , m_mapping(benchProfile())
    , m_builder(id)
{
    m_status.id = id;
    m_status.name = name();
    m_status.dialect = QStringLiteral("profile bench");
    m_status.demo = true;
    m_status.link.state = LinkState::Live;
}

SourceStatus BenchSource::status() const
{
    return m_status;
}

void BenchSource::receive(const QByteArray &frame)
{
    const std::int64_t now = m_clock.wall().count();
    if (FrameTap *tap = frameTap())
        tap->frameSeen({id(), 1, TappedFrame::Direction::In, TappedFrame::Opcode::Text, now, frame});
    m_mapping.map(frame, now, m_builder);
    if (const RecordBatchPtr batch = m_builder.take()) {
        m_status.records += batch->size();
        m_status.lastRecordNs = now;
        Q_EMIT batchReady(batch);
    }
    m_status.unmapped = m_mapping.counters().unmapped;
}

QStringList BenchSource::keys(int count)
{
    QStringList keys;
    for (int i = 0; i < count; ++i)
        keys << QStringLiteral("T%1-USD").arg(i, 4, 10, QLatin1Char('0'));
    return keys;
}

TickGenerator::TickGenerator(BenchSource &source, int keys, double ticksPerSecond, int ticksPerFrame)
    : m_source(source)
    , m_ticksPerSecond(ticksPerSecond)
{
    makeFrames(keys, ticksPerFrame);
    m_thread = std::thread([this] { run(); });
}

TickGenerator::~TickGenerator()
{
    stop();
}

void TickGenerator::makeFrames(int keys, int ticksPerFrame)
{
    const QStringList names = BenchSource::keys(keys);
    for (int first = 0; first < keys; first += ticksPerFrame) {
        Frame frame;
        for (int i = first; i < std::min(keys, first + ticksPerFrame); ++i) {
            frame.bytes += i == first ? "[" : ",";
            frame.bytes += R"({"type":"ticker","product_id":")" + names[i].toLatin1() + R"(","price":")";
            const auto price = [&frame] {
                frame.prices.push_back(frame.bytes.size());
                frame.bytes += QByteArray(PriceChars, '0');
            };
            price();
            frame.bytes += R"(","best_bid":")";
            price();
            frame.bytes += R"(","best_ask":")";
            price();
            frame.bytes += R"(","time":")";
            frame.times.push_back(frame.bytes.size());
            frame.bytes += QByteArray(TimeChars, '0') + "\"}";
        }
        frame.bytes += "]";
        m_frames.push_back(std::move(frame));
    }
}

void TickGenerator::send(Frame &frame)
{
    using namespace std::chrono;
    const auto now = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
    QByteArray time = QDateTime::fromSecsSinceEpoch(now / 1'000'000, Qt::UTC)
                          .toString(QStringLiteral("yyyy-MM-ddThh:mm:ss"))
                          .toLatin1();
    time += '.' + QByteArray::number(now % 1'000'000).rightJustified(6, '0') + 'Z';
    char *bytes = frame.bytes.data();
    for (std::size_t i = 0; i < frame.prices.size(); i += 3) {
        m_random = m_random * 1'664'525u + 1'013'904'223u;
        const std::uint32_t cents = 1'000'000 + std::uint32_t(i) * 1'000 + (m_random >> 24);
        writePrice(bytes + frame.prices[i], cents);
        writePrice(bytes + frame.prices[i + 1], cents - 1);
        writePrice(bytes + frame.prices[i + 2], cents + 1);
        std::copy_n(time.constData(), TimeChars, bytes + frame.times[i / 3]);
    }
    m_inFlight->fetch_add(1, std::memory_order_relaxed);
    // A copy of the bytes, as each message off a socket has its own.
    post(&m_source, [source = &m_source, inFlight = m_inFlight,
                     copy = QByteArray(frame.bytes.constData(), frame.bytes.size())] {
        source->receive(copy);
        inFlight->fetch_sub(1, std::memory_order_release);
    });
    m_sent.fetch_add(frame.times.size(), std::memory_order_relaxed);
}

void TickGenerator::run()
{
    const auto begin = std::chrono::steady_clock::now();
    while (!m_stopping.load(std::memory_order_relaxed)) {
        const double elapsed =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        const auto due = quint64(elapsed * m_ticksPerSecond);
        while (sent() < due && m_inFlight->load(std::memory_order_relaxed) < MaxFramesUnderWay &&
               !m_stopping.load(std::memory_order_relaxed))
            send(m_frames[(m_random >> 8) % m_frames.size()]); // frames come in no order
        std::this_thread::sleep_for(500us);
    }
}

void TickGenerator::stop()
{
    if (!m_thread.joinable())
        return;
    m_stopping = true;
    m_thread.join();
    while (m_inFlight->load(std::memory_order_acquire) > 0)
        std::this_thread::sleep_for(1ms);
}

} // namespace alcedo
