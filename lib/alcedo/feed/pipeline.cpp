// SPDX-License-Identifier: MIT
#include <alcedo/feed/pipeline.h>

#include <alcedo/core/clock.h>
#include <alcedo/core/post.h>
#include <alcedo/feed/feedloop.h>

#include <QThread>
#include <atomic>
#include <future>
#include <map>

namespace alcedo {

class Pipeline::Private
{
public:
    explicit Private(const Store::Options &options)
        : store(options, clock)
        , loop(store, clock)
    {
    }

    SystemClock clock;
    Store store;
    FeedLoop loop;
    QThread thread;
    std::map<SourceId, SourceStatus> statuses; ///< the GUI thread's
    SourceId nextId = 0;
    std::atomic<bool> ended{false}; ///< hands the feed thread's last writes over to the destructor
};

Pipeline::Pipeline(Store::Options options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(options))
{
    d->thread.setObjectName(QStringLiteral("feed"));
    d->loop.moveToThread(&d->thread);
    // Direct: these run in the feed thread, and post() brings the values over.
    connect(
        &d->loop, &FeedLoop::statusTold, this,
        [this](const SourceStatus &status) {
            post(this, [this, status] {
                d->statuses[status.id] = status;
                Q_EMIT statusChanged(status);
            });
        },
        Qt::DirectConnection);
    connect(
        &d->loop, &FeedLoop::removed, this,
        [this](SourceId id) {
            post(this, [this, id] {
                d->statuses.erase(id);
                Q_EMIT sourceRemoved(id);
            });
        },
        Qt::DirectConnection);
    connect(&d->loop, &FeedLoop::statusTold, this, &Pipeline::statusTold, Qt::DirectConnection);
    connect(&d->loop, &FeedLoop::batchReady, this, &Pipeline::batchReady, Qt::DirectConnection);
    connect(&d->loop, &FeedLoop::gapOpened, this, &Pipeline::gapOpened, Qt::DirectConnection);
    connect(&d->loop, &FeedLoop::gapClosed, this, &Pipeline::gapClosed, Qt::DirectConnection);
    d->thread.start();
}

Pipeline::~Pipeline()
{
    post(&d->loop, [this] {
        d->loop.shutDown();
        d->thread.quit();
        d->ended.store(true, std::memory_order_release); // last: nothing of ours is looked at after it
    });
    d->thread.wait();
    // The thread's end is ordering enough; said again in a way that ThreadSanitizer sees.
    [[maybe_unused]] const bool ended = d->ended.load(std::memory_order_acquire);
}

SourceId Pipeline::add(Factory factory)
{
    const SourceId id = d->nextId++;
    post(&d->loop, [this, id, factory = std::move(factory)] { d->loop.add(id, factory); });
    return id;
}

void Pipeline::remove(SourceId id)
{
    post(&d->loop, [this, id] { d->loop.remove(id); });
}

void Pipeline::withSource(SourceId id, std::function<void(Source &)> action)
{
    post(&d->loop, [this, id, action = std::move(action)] { d->loop.withSource(id, action); });
}

void Pipeline::addFrameTap(std::shared_ptr<FrameTap> tap)
{
    post(&d->loop, [this, tap = std::move(tap)] { d->loop.addTap(tap); });
}

void Pipeline::removeFrameTap(const std::shared_ptr<FrameTap> &tap)
{
    post(&d->loop, [this, tap] { d->loop.removeTap(tap.get()); });
}

void Pipeline::inFeedThread(std::function<void()> action)
{
    post(&d->loop, std::move(action));
}

void Pipeline::tellStatuses()
{
    post(&d->loop, [this] { d->loop.tellAll(); });
}

void Pipeline::sync()
{
    std::promise<void> done;
    post(&d->loop, [&done] { done.set_value(); });
    done.get_future().wait();
}

Store &Pipeline::store()
{
    return d->store;
}

QVector<SourceStatus> Pipeline::statuses() const
{
    QVector<SourceStatus> all;
    for (const auto &[id, status] : d->statuses)
        all.append(status);
    return all;
}

} // namespace alcedo
