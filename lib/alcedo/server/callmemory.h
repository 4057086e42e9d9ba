// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/core/result.h>

#include <QByteArray>
#include <QHash>
#include <QString>
#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace alcedo {

/// What application calls with an idempotency key were answered, so that one which is sent again after a lost
/// link is not carried out again. Bounded: past the window, the number or the bytes the oldest goes. Thread:
/// any; answers are called in the thread of ask() or settle(), without a lock held.
class CallMemory
{
public:
    struct Options
    {
        std::chrono::milliseconds window{300'000}; ///< since a key was first seen
        std::size_t maxKeys = 100'000;
        qint64 maxBytes = 16 * 1024 * 1024; ///< of results
    };
    using Answer = std::function<void(const Result<QByteArray> &)>;
    enum class Found {
        New,   ///< the caller carries it out, and settle() answers
        Known, ///< it is or was carried out: answer is called with that outcome, maybe at once
    };
    explicit CallMemory(const Clock &clock)
        : CallMemory(clock, Options())
    {
    }
    CallMemory(const Clock &clock, Options options)
        : m_clock(clock)
        , m_options(options)
    {
    }

    [[nodiscard]] Found ask(const QString &key, Answer answer);
    void settle(const QString &key, const Result<QByteArray> &result);

private:
    struct Entry
    {
        std::optional<Result<QByteArray>> result;
        std::vector<Answer> waiting; ///< bounded by the sessions' maxInflight
    };
    struct Age
    {
        QString key;
        Clock::Nanoseconds at{0};
    };
    void forgetOld();
    void forgetFirst();

    const Clock &m_clock;
    const Options m_options;
    std::mutex m_mutex;
    QHash<QString, Entry> m_entries;
    std::deque<Age> m_order;
    qint64 m_bytes = 0;
};

} // namespace alcedo
