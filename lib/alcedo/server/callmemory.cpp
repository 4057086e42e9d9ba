// SPDX-License-Identifier: MIT
#include <alcedo/server/callmemory.h>

#include <utility>

namespace alcedo {

namespace {

qint64 bytesOf(const std::optional<Result<QByteArray>> &result)
{
    return result && *result ? (*result)->size() : 0;
}

} // namespace

CallMemory::Found CallMemory::ask(const QString &key, Answer answer)
{
    std::unique_lock lock(m_mutex);
    forgetOld();
    const auto known = m_entries.find(key);
    if (known == m_entries.end()) {
        m_entries[key].waiting.push_back(std::move(answer));
        m_order.push_back({key, m_clock.steady()});
        return Found::New;
    }
    if (!known->result) {
        known->waiting.push_back(std::move(answer));
        return Found::Known;
    }
    const Result<QByteArray> result = *known->result;
    lock.unlock();
    answer(result);
    return Found::Known;
}

void CallMemory::settle(const QString &key, const Result<QByteArray> &result)
{
    std::unique_lock lock(m_mutex);
    const auto known = m_entries.find(key);
    if (known == m_entries.end())
        return;
    known->result = result;
    m_bytes += bytesOf(known->result);
    const std::vector<Answer> waiting = std::exchange(known->waiting, {});
    lock.unlock();
    for (const Answer &answer : waiting)
        answer(result);
}

void CallMemory::forgetOld()
{
    const Clock::Nanoseconds oldest = m_clock.steady() - m_options.window;
    // What is not answered yet stays, whatever its age: those who wait must hear.
    while (
        !m_order.empty() && m_entries[m_order.front().key].result &&
        (m_order.front().at < oldest || m_order.size() > m_options.maxKeys || m_bytes > m_options.maxBytes))
        forgetFirst();
}

void CallMemory::forgetFirst()
{
    const auto first = m_entries.constFind(m_order.front().key);
    m_bytes -= bytesOf(first->result);
    m_entries.erase(first);
    m_order.pop_front();
}

} // namespace alcedo
