// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/recording/playback.h>
#include <alcedo/recording/recorder.h>

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <memory>

namespace alcedo {

class Dashboard;

/// The time that the dashboard shows: live, paused at a moment, or a moment of the recording, standing or
/// playing. Owns the recorder, which goes on whatever is shown, and the playback of what it wrote.
/// Thread: GUI. The dashboard must outlive it.
class TimeView : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Dashboard.time")
    Q_PROPERTY(Mode mode READ mode NOTIFY changed)
    /// The moment that is shown, in local time: "13:47:22", with ms in a recording.
    Q_PROPERTY(QString clockText READ clockText NOTIFY changed)
    /// "44 min 45 s behind live"; empty while live.
    Q_PROPERTY(QString behindText READ behindText NOTIFY changed)
    /// Local time now, "14:32:07".
    Q_PROPERTY(QString nowText READ nowText NOTIFY changed)
    /// Something is recorded that can be looked at.
    Q_PROPERTY(bool recorded READ isRecorded NOTIFY changed)
    /// "Recorded since 5/1/26, 9:12 AM, 1.2 GiB"; empty where nothing is.
    Q_PROPERTY(QString recordedText READ recordedText NOTIFY changed)
    Q_PROPERTY(QString speedText READ speedText NOTIFY changed)
    /// Why nothing is recorded, though it should be; or why a moment cannot be shown. Empty: all is well.
    Q_PROPERTY(QString trouble READ trouble NOTIFY changed)
public:
    enum class Mode {
        Live,
        Paused,   ///< a moment of what was live, held
        Scrubbed, ///< a moment of the recording
        Playing,
    };
    Q_ENUM(Mode)

    explicit TimeView(Dashboard &dashboard);
    ~TimeView() override;
    /// Records everything from now on, to a ring on disk. An empty path: no more.
    void record(const RecordingWriter::Options &file);
    [[nodiscard]] bool isRecording() const { return m_recorder != nullptr; }
    /// Null where nothing is recorded.
    [[nodiscard]] Recorder *recorder() { return m_recorder.get(); }
    [[nodiscard]] Playback *playback() { return m_playback.get(); }

    [[nodiscard]] Mode mode() const { return m_mode; }
    /// Wall ns of the moment that is shown; 0: now.
    [[nodiscard]] std::int64_t positionNs() const;
    [[nodiscard]] QString clockText() const;
    /// The moment that panels show, to the second, for their headers: while another one is being sought,
    /// still the one before.
    [[nodiscard]] QString momentText() const;
    [[nodiscard]] QString behindText() const;
    [[nodiscard]] QString nowText() const;
    [[nodiscard]] bool isRecorded() const { return m_playback != nullptr; }
    [[nodiscard]] QString recordedText() const;
    [[nodiscard]] QString speedText() const;
    [[nodiscard]] QString trouble() const { return m_trouble; }
    [[nodiscard]] std::chrono::nanoseconds lastSeek() const { return m_lastSeek; }

    /// Shows the moment; after now is live.
    void seekTo(std::int64_t wallNs);
    /// The same for QML, whose numbers hold a time to 256 ns.
    Q_INVOKABLE void seek(double wallNs) { seekTo(std::int64_t(wallNs)); }
    Q_INVOKABLE void seekBy(double seconds);
    /// Plays from the moment that is shown; live is left where it stands.
    Q_INVOKABLE void play();
    Q_INVOKABLE void pause();
    Q_INVOKABLE void togglePlay();
    /// The next batch of the recording, and stands there.
    Q_INVOKABLE void step();
    Q_INVOKABLE void faster();
    Q_INVOKABLE void slower();
    Q_INVOKABLE void returnToLive();

Q_SIGNALS:
    void changed();
    /// Another moment is in the frame clock.
    void shown();

private:
    void onHeld(bool held);
    void onSought(const Playback::Sought &sought);
    void setMode(Mode mode);
    void setSpeed(std::size_t place);
    void setTrouble(const QString &trouble);
    [[nodiscard]] Playback::Sources sources() const;

    Dashboard &m_dashboard;
    std::unique_ptr<Recorder> m_recorder;
    std::unique_ptr<Playback> m_playback;
    QTimer m_ticks; ///< for the texts
    Mode m_mode = Mode::Live;
    std::int64_t m_heldNs = 0;  ///< where the view stands or goes; of playing, where it began
    std::int64_t m_shownNs = 0; ///< of what is in the frame clock
    std::size_t m_speed = 2;    ///< place in the list of speeds
    bool m_playAfterSeek = false;
    QString m_trouble;
    std::chrono::nanoseconds m_lastSeek{0};
};

} // namespace alcedo
