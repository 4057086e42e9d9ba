// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/feed/framerecording.h>
#include <alcedo/feed/sourcespec.h>
#include <alcedo/transport/listener.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/sourceword.h>

#include <QCoreApplication>
#include <cstdio>

namespace alcedo {

namespace {

struct ReplayOptions
{
    double speed = 1; ///< zero: as fast as the peer reads
    bool loop = false;
};

/// Plays a recording to one peer, from the start, exactly as the frames came. Deletes itself with its link.
class Performance : public QObject
{
public:
    Performance(Transport *transport, const std::vector<RecordedFrame> &frames, ReplayOptions options,
                bool waits, Clock &clock)
        : QObject(transport)
        , m_transport(*transport)
        , m_frames(frames)
        , m_options(options)
        , m_clock(clock)
        , m_timer(clock)
    {
        connect(&m_timer, &Timer::timeout, this, &Performance::play);
        connect(transport, &Transport::drained, this, &Performance::play);
        connect(transport, &Transport::closed, transport, &QObject::deleteLater);
        if (waits)
            connect(transport, &Transport::messageReceived, this, &Performance::begin);
        else
            begin();
    }

private:
    /// Frames sent in one turn of the event loop at most, so that every peer has its turn.
    static constexpr int FramesATurn = 256;

    void begin()
    {
        if (m_begun)
            return;
        m_begun = true;
        m_startedAt = m_clock.steady();
        m_timer.start(Clock::Nanoseconds(0));
    }
    [[nodiscard]] Clock::Nanoseconds dueAt(const RecordedFrame &frame) const
    {
        const double offset =
            m_options.speed > 0 ? double(frame.wallNs - m_frames.front().wallNs) / m_options.speed : 0;
        return m_startedAt + Clock::Nanoseconds(std::int64_t(offset));
    }
    void play()
    {
        const auto now = m_clock.steady();
        for (int i = 0; i < FramesATurn && m_next < m_frames.size() && dueAt(m_frames[m_next]) <= now; ++i) {
            if (m_transport.state() != Transport::State::Open)
                return;
            const SendResult result =
                m_transport.send(m_frames[m_next].raw,
                                 m_frames[m_next].binary ? Transport::Kind::Binary : Transport::Kind::Text);
            if (result == SendResult::Dropped)
                return m_timer.start(std::chrono::milliseconds(1)); // its queue is full: the same frame again
            ++m_next;
            if (result == SendResult::Queued)
                return; // drained() goes on
        }
        if (m_next == m_frames.size() && m_options.loop) {
            m_next = 0;
            m_startedAt = now;
        }
        // At the end of the recording the link stays open, silent, as the venue's would.
        if (m_next < m_frames.size())
            m_timer.start(std::max(Clock::Nanoseconds(0), dueAt(m_frames[m_next]) - now));
    }

    Transport &m_transport;
    const std::vector<RecordedFrame> &m_frames;
    ReplayOptions m_options;
    Clock &m_clock;
    Timer m_timer;
    Clock::Nanoseconds m_startedAt{0};
    std::size_t m_next = 0;
    bool m_begun = false;
};

} // namespace

namespace {

void addReplayWords(Arguments &arguments)
{
    arguments.addValue(QStringLiteral("port"), QStringLiteral("0 (the default): any free one"),
                       QStringLiteral("N"), QStringLiteral("0"));
    arguments.addValue(QStringLiteral("speed"),
                       QStringLiteral("times as fast as recorded (default 1), or max"), QStringLiteral("X"),
                       QStringLiteral("1"));
    arguments.addFlag(QStringLiteral("loop"), QStringLiteral("begin again at the end"));
    arguments.addValue(QStringLiteral("source"), QStringLiteral("of a recording with several: whose frames"),
                       QStringLiteral("NAME"));
    arguments.addValue(QStringLiteral("from"),
                       QStringLiteral("what arrived at or after, as 2026-05-01T12:00:00Z"),
                       QStringLiteral("TIME"));
    arguments.addValue(QStringLiteral("to"), QStringLiteral("what arrived at or before"),
                       QStringLiteral("TIME"));
}

Result<TimeRange> replayRange(const Arguments &arguments)
{
    TimeRange range{0, INT64_MAX};
    for (const auto &[name, place] : {std::pair("from", &range.fromNs), std::pair("to", &range.toNs)}) {
        if (!arguments.isSet(QLatin1String(name)))
            continue;
        const auto moment = parseMoment(arguments.value(QLatin1String(name)));
        if (!moment)
            return Error(
                ErrorCode::InvalidArgument,
                QStringLiteral("replay: --%1 takes a time as 2026-05-01T12:00:00Z").arg(QLatin1String(name)));
        *place = *moment;
    }
    return range;
}

} // namespace

int runReplay(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("replay"), QStringLiteral("RECORDING"), 1);
    addReplayWords(arguments);
    if (const auto code = arguments.parse(args))
        return *code;
    bool isPort = false;
    const quint16 port = arguments.value(QStringLiteral("port")).toUShort(&isPort);
    if (!isPort)
        return complain(QStringLiteral("replay: --port takes a number from 0 to 65535"), Usage);
    const auto speed = parseSpeed(arguments.value(QStringLiteral("speed")));
    if (!speed)
        return complain(QStringLiteral("replay: --speed takes a number or max"), Usage);
    const auto range = replayRange(arguments);
    if (!range)
        return complain(range.error().message(), Usage);
    const auto recording =
        loadFrames(arguments.positional(0), arguments.value(QStringLiteral("source")), *range);
    if (!recording)
        return complain(recording.error().message(), ExitCode(codeOf(recording.error())));
    const auto frames = recording->received();
    if (frames.empty())
        return complain(QStringLiteral("%1 has no received frames").arg(arguments.positional(0)), BadInput);

    SystemClock clock;
    Listener listener(clock);
    const ReplayOptions options{*speed, arguments.isSet(QStringLiteral("loop"))};
    QObject::connect(&listener, &Listener::newTransport, &listener, [&](Transport *transport) {
        transport->setParent(&listener);
        new Performance(transport, frames, options, recording->beginsWithSend(),
                        clock); // its parent is the transport
    });
    ListenOptions listen;
    listen.port = port;
    if (const auto listening = listener.listen(listen); !listening)
        return complain(listening.error().message(), Failure);
    std::printf("ws://127.0.0.1:%u\n", unsigned(listener.port()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace alcedo
