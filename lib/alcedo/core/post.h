// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaObject>
#include <QObject>
#include <atomic>
#include <type_traits>
#include <utility>

namespace alcedo {

/// A function on its way to another thread. Moving it seals it, and every touch on the other side looks at
/// the seal first: that makes the hand-over visible to ThreadSanitizer, which cannot see the lock inside Qt's
/// event queue.
template <typename Function>
class Posted
{
public:
    explicit Posted(Function &&function)
        : m_function(std::move(function))
    {
    }
    Posted(Posted &&other) noexcept
        : m_function(std::move(other.m_function))
    {
        m_sealed.store(true, std::memory_order_release);
    }
    Posted &operator=(Posted &&) = delete;
    ~Posted() { (void)m_sealed.load(std::memory_order_acquire); }

    void operator()()
    {
        if (m_sealed.load(std::memory_order_acquire)) {
            m_function();
            m_sealed.store(true, std::memory_order_release); // who destroys it may stand in a third thread
        }
    }

private:
    Function m_function;
    std::atomic<bool> m_sealed{false};
};

/// Runs a function in the context object's thread, in a later turn of its event loop; not at all if the
/// object has gone by then. The one way by which work crosses threads.
template <typename Function>
void post(QObject *context, Function &&function)
{
    using Kept = std::decay_t<Function>;
    QMetaObject::invokeMethod(context, Posted<Kept>(Kept(std::forward<Function>(function))),
                              Qt::QueuedConnection);
}

} // namespace alcedo
