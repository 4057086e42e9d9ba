// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/source.h>
#include <alcedo/series/store.h>

#include <QObject>
#include <QVector>
#include <functional>
#include <memory>

namespace alcedo {

/// The feed thread: sources, the store, and the way between. The GUI holds one Pipeline, takes snapshots from
/// store() and hears of sources by value. Thread: construct, call and receive signals in the GUI thread; the
/// sources live in the pipeline's own thread.
class Pipeline : public QObject
{
    Q_OBJECT
public:
    /// Makes a source; called in the feed thread.
    using Factory = std::function<std::unique_ptr<Source>(SourceId id, Clock &clock)>;
    explicit Pipeline(Store::Options options = {}, QObject *parent = nullptr);
    ~Pipeline() override;

    /// Starts at once. The id is stable for the pipeline's life.
    SourceId add(Factory factory);
    void remove(SourceId id);
    /// Runs in the feed thread with the source, if it is still there: for Connect, Disconnect, Retry now,
    /// settings.
    void withSource(SourceId id, std::function<void(Source &)> action);

    /// Shows every message of every source, present and to come, to the tap, in the feed thread, until
    /// removeFrameTap() or the pipeline's end lets go of it there. What is on its way still comes.
    void addFrameTap(std::shared_ptr<FrameTap> tap);
    void removeFrameTap(const std::shared_ptr<FrameTap> &tap);
    /// Runs it in the feed thread after all that was asked of it before: the place to connect to the signals
    /// that are emitted there, and to take such a connection back.
    void inFeedThread(std::function<void()> action);
    /// Tells every source's status anew, in the feed thread: for whoever has just connected there.
    void tellStatuses();
    /// Returns when the feed thread has done all that was asked of it before, and is in no signal of ours.
    void sync();

    /// For latest(), in the GUI thread. The feed thread publishes at most every publishInterval (default 8
    /// ms).
    [[nodiscard]] Store &store();
    /// As last told, in order of id.
    [[nodiscard]] QVector<SourceStatus> statuses() const;

Q_SIGNALS:
    /// A source's status changed: at most 10 times a second each, and at once on a change of state.
    void statusChanged(const alcedo::SourceStatus &status);
    void sourceRemoved(alcedo::SourceId id);
    /// As statusChanged(), but in the feed thread, and before any record of a new source.
    void statusTold(const alcedo::SourceStatus &status);
    /// Every batch, in the feed thread (connect with Qt::DirectConnection): for recorder and relay.
    void batchReady(const alcedo::RecordBatchPtr &batch);
    /// A source's gaps, in the feed thread, as its own signals say them.
    void gapOpened(alcedo::SourceId id, qint64 fromNs, const QString &cause);
    void gapClosed(alcedo::SourceId id, qint64 toNs, quint64 recovered, quint64 missed);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
