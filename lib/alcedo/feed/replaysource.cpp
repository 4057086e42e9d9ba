// SPDX-License-Identifier: MIT
#include <alcedo/feed/replaysource.h>
#include <alcedo/feed/sourcephrases.h>

namespace alcedo {

ReplaySource::ReplaySource(SourceId id, const QString &name, const FeedProfile &profile,
                           std::shared_ptr<const FrameRecording> recording, double speed, Clock &clock,
                           QObject *parent)
    : Source(id, name, parent)
    , m_clock(clock)
    , m_timer(clock)
    , m_mapping(profile)
    , m_recording(std::move(recording))
    , m_frames(m_recording->received())
    , m_speed(speed)
    , m_builder(id)
{
    m_status.id = id;
    m_status.name = name;
    m_status.dialect = QStringLiteral("replay");
    m_status.url = m_recording->url();
    connect(&m_timer, &Timer::timeout, this, &ReplaySource::playDue);
}

void ReplaySource::start()
{
    m_next = 0;
    m_mapping.reset();
    m_startedAt = m_clock.steady();
    m_status.link.lastCloseWhy = {};
    m_status.link.state = LinkState::Live;
    m_status.link.since = m_clock.wall();
    Q_EMIT statusChanged();
    m_timer.start(Clock::Nanoseconds(0));
}

void ReplaySource::stop()
{
    m_timer.stop();
    if (m_status.link.state == LinkState::Off)
        return;
    m_status.link.state = LinkState::Off;
    m_status.link.since = m_clock.wall();
    Q_EMIT statusChanged();
}

SourceStatus ReplaySource::status() const
{
    SourceStatus status = m_status;
    status.unmapped = m_mapping.counters().unmapped;
    return status;
}

Clock::Nanoseconds ReplaySource::dueAt(const RecordedFrame &frame) const
{
    if (m_speed <= 0)
        return m_startedAt;
    const auto offset = double(frame.wallNs - m_frames.front().wallNs) / m_speed;
    return m_startedAt + Clock::Nanoseconds(std::int64_t(offset));
}

void ReplaySource::playDue()
{
    const auto now = m_clock.steady();
    for (int i = 0; i < FramesATurn && m_next < m_frames.size() && dueAt(m_frames[m_next]) <= now;
         ++i, ++m_next) {
        const RecordedFrame &frame = m_frames[m_next];
        (void)m_mapping.map(frame.raw, frame.wallNs, m_builder);
        if (FrameTap *tap = frameTap())
            tap->frameSeen(
                {id(), 1, TappedFrame::Direction::In, TappedFrame::Opcode::Text, frame.wallNs, frame.raw});
        ++m_status.link.messagesIn;
        m_status.link.bytesIn += quint64(frame.raw.size());
    }
    for (const SequenceBreak &broken : m_mapping.takeBreaks())
        m_status.sequenceGaps += broken.kind == SequenceBreak::Kind::Gap;
    if (const auto batch = m_builder.take()) {
        m_status.records += batch->size();
        m_status.lastRecordNs = batch->arrivalNs(batch->size() - 1);
        Q_EMIT batchReady(batch);
    }
    if (m_next < m_frames.size()) {
        m_timer.start(std::max(Clock::Nanoseconds(0), dueAt(m_frames[m_next]) - now));
        return;
    }
    m_status.link.lastCloseWhy = say(SourcePhrase::RecordingEnded);
    stop();
    Q_EMIT finished();
}

} // namespace alcedo
