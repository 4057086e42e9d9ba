// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/connection.h>
#include <alcedo/feed/frametap.h>
#include <alcedo/series/recordbatch.h>

#include <QObject>
#include <QString>
#include <array>
#include <chrono>
#include <optional>

namespace alcedo {

/// What a source is and how it does, as one immutable value that may travel to any thread.
struct SourceStatus
{
    SourceId id = 0;
    QString name;      ///< "markets", "coinbase"
    QString dialect;   ///< "native", "profile coinbase", "replay", "simulated"
    QString url;       ///< as shown: secrets taken out
    bool demo = false; ///< simulated data: never to be shown as real
    LinkStatus link;
    std::chrono::nanoseconds arrivalToStoreP50{0}, arrivalToStoreP99{0};
    std::optional<std::chrono::milliseconds> clockOffset; ///< source minus ours
    double recordsPerSecond = 0;
    quint64 records = 0, recovered = 0, lost = 0, conflated = 0, unmapped = 0, sequenceGaps = 0;
    std::int64_t lastRecordNs = 0; ///< wall time of the newest record's arrival; 0: never
    /// The same by the steady clock, which nobody sets: for ages. Filled in by a Pipeline.
    std::chrono::nanoseconds lastRecordAt{0};
    Words lastError;
};

/// Something that speaks one dialect and emits record batches. Everything behind it is the same for all.
/// Thread: the feed thread (or the one of a command). Batches come at most once an event-loop turn.
class Source : public QObject
{
    Q_OBJECT
public:
    Source(SourceId id, QString name, QObject *parent = nullptr)
        : QObject(parent)
        , m_id(id)
        , m_name(std::move(name))
    {
    }
    [[nodiscard]] SourceId id() const { return m_id; }
    [[nodiscard]] const QString &name() const { return m_name; }
    virtual void start() = 0;
    virtual void stop() = 0;
    [[nodiscard]] virtual SourceStatus status() const = 0;
    /// The link under it, for its controls; null where there is none (simulated).
    [[nodiscard]] virtual Connection *connection() { return nullptr; }

    /// Shows every message from now on to the tap, which must outlive the source or be taken off again by
    /// null. clock: for the wall time of what the link stamped; it must outlive the source too.
    void setFrameTap(FrameTap *tap, const Clock &clock);

Q_SIGNALS:
    void batchReady(const alcedo::RecordBatchPtr &batch);
    /// Records known to be missing (or that came after all), with their bounds in wall time.
    void gapOpened(qint64 fromNs, const QString &cause);
    void gapClosed(qint64 toNs, quint64 recovered, quint64 missed);
    void statusChanged();
    void finished(); ///< a finite source (a replay) has said all

protected:
    /// For sources without a link that still know their frames, as a replay; null where nobody taps.
    [[nodiscard]] FrameTap *frameTap() const { return m_tap; }

private:
    void tapMessage(const QByteArray &payload, Transport::Kind kind, std::chrono::nanoseconds at,
                    TappedFrame::Direction direction, const Clock &clock);

    SourceId m_id;
    QString m_name;
    FrameTap *m_tap = nullptr;
    std::array<QMetaObject::Connection, 3> m_tapped; ///< what the tap listens to
    std::uint32_t m_link = 0;                        ///< of the tapped links, the last one's number
    bool m_linkEnded = true;                         ///< the next message is another link's
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::SourceStatus)
