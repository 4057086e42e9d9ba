// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaObject>
#include <QObject>
#include <atomic>
#include <memory>
#include <utility>

namespace alcedo {

/// Runs a function in the context object's thread, in a later turn of its event loop; not at all if the object has gone by then.
/// The one way by which work crosses threads. The flag makes the hand-over visible to ThreadSanitizer, which
/// cannot see the lock inside Qt's event queue.
template <typename Function>
void post(QObject *context, Function &&function)
{
    struct Handover
    {
        std::atomic<bool> sealed{false};
        std::decay_t<Function> function;
    };
    auto handover = std::shared_ptr<Handover>(new Handover{{false}, std::forward<Function>(function)});
    handover->sealed.store(true, std::memory_order_release);
    QMetaObject::invokeMethod(
        context,
        [handover = std::move(handover)] {
            if (handover->sealed.load(std::memory_order_acquire))
                handover->function();
        },
        Qt::QueuedConnection);
}

} // namespace alcedo
