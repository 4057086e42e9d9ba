// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeview.h"

#include "dashboard.h"
#include "format.h"
#include "wording.h"

#include <QDateTime>
#include <QLocale>
#include <array>
#include <utility>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

constexpr std::array Speeds{0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 0.0};
constexpr std::int64_t SecondsNs = 1'000'000'000;
constexpr std::int64_t LiveEdge = SecondsNs; // what is recorded lies so far behind at most

} // namespace

TimeView::TimeView(Dashboard &dashboard)
    : m_dashboard(dashboard)
{
    connect(&dashboard, &Dashboard::heldChanged, this, &TimeView::onHeld);
    connect(&m_ticks, &QTimer::timeout, this, &TimeView::changed);
    m_ticks.start(1s);
}

TimeView::~TimeView() = default;

void TimeView::record(const RecordingWriter::Options &file)
{
    returnToLive();
    m_playback.reset();
    m_recorder.reset();
    setTrouble({});
    if (!file.path.isEmpty()) {
        m_recorder = std::make_unique<Recorder>(Recorder::Options{file}, m_dashboard.clock());
        connect(m_recorder.get(), &Recorder::statusChanged, this, [this](const RecorderStatus &status) {
            const bool suspended = status.state == RecorderStatus::State::Suspended;
            if (status.state == RecorderStatus::State::Off)
                return;
            setTrouble(!suspended    ? QString()
                       : status.full ? tr("not recording: %1 (disk full?)").arg(worded(status.reason))
                                     : tr("not recording: %1").arg(worded(status.reason)));
        });
        m_recorder->follow(m_dashboard.pipeline());
        m_recorder->start();
        m_playback = std::make_unique<Playback>(file.path);
        connect(m_playback.get(), &Playback::sought, this, &TimeView::onSought);
        connect(m_playback.get(), &Playback::stepped, this, [this] {
            m_heldNs = m_shownNs = m_playback->positionNs();
            m_dashboard.frameClock().tick();
            Q_EMIT changed();
        });
        connect(m_playback.get(), &Playback::caughtUp, this, [this] {
            if (m_mode == Mode::Playing)
                returnToLive();
        });
    }
    Q_EMIT changed();
}

void TimeView::setTrouble(const QString &trouble)
{
    if (m_trouble == trouble)
        return;
    m_trouble = trouble;
    Q_EMIT changed();
}

void TimeView::setMode(Mode mode)
{
    m_mode = mode;
    m_ticks.start(mode == Mode::Playing ? 50ms : 1'000ms);
    Q_EMIT changed();
    Q_EMIT shown();
}

void TimeView::onHeld(bool held)
{
    if (held) {
        m_heldNs = m_shownNs = m_dashboard.clock().wall().count();
        setMode(Mode::Paused);
        return;
    }
    m_playAfterSeek = false;
    m_dashboard.frameClock().show(nullptr);
    if (m_playback)
        m_playback->leave();
    setMode(Mode::Live);
}

std::int64_t TimeView::positionNs() const
{
    switch (m_mode) {
    case Mode::Live:
        return 0;
    case Mode::Playing:
        return m_playback ? m_playback->positionNs() : m_heldNs;
    case Mode::Paused:
    case Mode::Scrubbed:
        break;
    }
    return m_heldNs;
}

QString TimeView::clockText() const
{
    const std::int64_t at = positionNs();
    if (m_mode == Mode::Live || m_mode == Mode::Paused)
        return format::clockTime(at ? std::chrono::nanoseconds(at) : m_dashboard.clock().wall());
    const auto ms = int(at / 1'000'000 % 1'000);
    return QStringLiteral("%1.%2")
        .arg(format::clockTime(std::chrono::nanoseconds(at)))
        .arg(ms, 3, 10, QLatin1Char('0'));
}

QString TimeView::momentText() const
{
    return format::clockTime(std::chrono::nanoseconds(m_mode == Mode::Playing ? positionNs() : m_shownNs));
}

QString TimeView::nowText() const
{
    return format::clockTime(m_dashboard.clock().wall());
}

QString TimeView::behindText() const
{
    if (m_mode == Mode::Live)
        return {};
    const std::int64_t behind =
        std::max<std::int64_t>(0, m_dashboard.clock().wall().count() - positionNs()) / SecondsNs;
    const auto hours = int(behind / 3'600), minutes = int(behind / 60 % 60), seconds = int(behind % 60);
    if (hours > 0)
        return tr("%1 h %2 min behind live").arg(hours).arg(minutes);
    return minutes > 0 ? tr("%1 min %2 s behind live").arg(minutes).arg(seconds)
                       : tr("%1 s behind live").arg(seconds);
}

QString TimeView::recordedText() const
{
    if (!m_recorder)
        return {};
    const RecordingWriter::Counters counters = m_recorder->status().counters;
    if (counters.firstNs == 0)
        return {};
    return tr("Recorded since %1, %2")
        .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(counters.firstNs / 1'000'000),
                                QLocale::ShortFormat),
             QLocale().formattedDataSize(counters.fileBytes, 1));
}

QString TimeView::speedText() const
{
    const double speed = Speeds[m_speed];
    return speed <= 0 ? tr("max") : tr("%1×").arg(QLocale::c().toString(speed, 'g', 3));
}

Playback::Sources TimeView::sources() const
{
    Playback::Sources ids;
    const auto statuses = m_dashboard.pipeline().statuses();
    for (const SourceStatus &status : statuses)
        ids[{status.name, status.dialect}] = status.id;
    return ids;
}

void TimeView::seekTo(std::int64_t wallNs)
{
    if (!m_playback)
        return;
    const std::int64_t now = m_dashboard.clock().wall().count();
    const std::int64_t atNs = std::clamp<std::int64_t>(wallNs, 0, now);
    if (atNs >= now - LiveEdge / 2) {
        returnToLive();
        return;
    }
    m_dashboard.setHeld(true);
    m_playAfterSeek = m_mode == Mode::Playing;
    m_heldNs = atNs;
    m_playback->seek(atNs, sources(), m_dashboard.pipeline().store().latest());
    setMode(Mode::Scrubbed);
}

void TimeView::seekBy(double seconds)
{
    const std::int64_t from = m_mode == Mode::Live ? m_dashboard.clock().wall().count() : positionNs();
    if (m_mode != Mode::Live || seconds < 0)
        seekTo(from + std::int64_t(seconds * double(SecondsNs)));
}

void TimeView::onSought(const Playback::Sought &sought)
{
    if (m_mode == Mode::Live)
        return; // the person went back meanwhile
    m_lastSeek = sought.took;
    if (!sought.view) {
        setTrouble(tr("this moment cannot be shown: %1").arg(worded(sought.error)));
        m_dashboard.setHeld(false);
        return;
    }
    m_heldNs = m_shownNs = sought.atNs;
    m_dashboard.frameClock().show(sought.view);
    Q_EMIT shown();
    if (std::exchange(m_playAfterSeek, false)) {
        m_playback->play(Speeds[m_speed]);
        setMode(Mode::Playing);
    }
    Q_EMIT changed();
}

void TimeView::play()
{
    if (!m_playback || m_mode == Mode::Live || m_mode == Mode::Playing)
        return;
    if (m_mode == Mode::Paused || m_playback->isSeeking()) {
        seekTo(m_heldNs); // what was live has no recording under it yet
        m_playAfterSeek = m_mode != Mode::Live;
        return;
    }
    m_playback->play(Speeds[m_speed]);
    setMode(Mode::Playing);
}

void TimeView::pause()
{
    if (m_mode == Mode::Live)
        m_dashboard.setHeld(true);
    if (m_mode != Mode::Playing)
        return;
    m_playback->pause();
    m_heldNs = m_shownNs = m_playback->positionNs();
    setMode(Mode::Scrubbed);
}

void TimeView::togglePlay()
{
    m_mode == Mode::Paused || m_mode == Mode::Scrubbed ? play() : pause();
}

void TimeView::step()
{
    pause();
    if (!m_playback)
        return;
    if (m_mode == Mode::Paused)
        seekTo(m_heldNs);
    if (m_mode == Mode::Scrubbed)
        m_playback->step();
}

void TimeView::setSpeed(std::size_t place)
{
    if (place >= Speeds.size() || place == m_speed)
        return;
    m_speed = place;
    if (m_mode == Mode::Playing)
        m_playback->play(Speeds[m_speed]);
    Q_EMIT changed();
}

void TimeView::faster()
{
    setSpeed(m_speed + 1);
}

void TimeView::slower()
{
    if (m_speed > 0)
        setSpeed(m_speed - 1);
}

void TimeView::returnToLive()
{
    m_dashboard.setHeld(false);
}

} // namespace alcedo
