// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/mapping.h>
#include <alcedo/feed/source.h>

#include <QByteArray>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace alcedo {

/// Decodes ticker frames as they come off a link, by the product's own mapping, in the feed thread.
class BenchSource final : public Source
{
    Q_OBJECT
public:
    BenchSource(SourceId id, Clock &clock);
    void start() override {}
    void stop() override {}
    [[nodiscard]] SourceStatus status() const override;
    void receive(const QByteArray &frame);
    /// Keys of the watchlist, "T0000-USD" on.
    [[nodiscard]] static QStringList keys(int count);

private:
    Clock &m_clock;
    Mapping m_mapping;
    RecordBatchBuilder m_builder;
    SourceStatus m_status;
};

/// Writes ticker frames at a rate, in a thread of its own, and posts their bytes to a source. Each frame is
/// an array of 100 tickers, or of fewer, as venues that batch send them. Where the feed thread falls behind
/// by 1,000 frames it waits: nothing is dropped, and the rate that was reached tells.
class TickGenerator
{
public:
    static constexpr int TicksPerFrame = 100;
    TickGenerator(BenchSource &source, int keys, double ticksPerSecond, int ticksPerFrame = TicksPerFrame);
    ~TickGenerator();
    /// Sends no more, and waits until all that was sent has been received.
    void stop();
    [[nodiscard]] quint64 sent() const { return m_sent.load(std::memory_order_relaxed); }

private:
    struct Frame
    {
        QByteArray bytes;
        std::vector<qsizetype> prices, times; ///< where they stand
    };
    void makeFrames(int keys, int ticksPerFrame);
    void run();
    void send(Frame &frame);

    BenchSource &m_source;
    double m_ticksPerSecond;
    std::vector<Frame> m_frames;
    std::uint32_t m_random = 1;
    std::atomic<quint64> m_sent{0};
    std::shared_ptr<std::atomic<int>> m_inFlight = std::make_shared<std::atomic<int>>(0);
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
};

/// Processor time that the calling thread has used.
[[nodiscard]] std::chrono::nanoseconds threadProcessorTime();

} // namespace alcedo
