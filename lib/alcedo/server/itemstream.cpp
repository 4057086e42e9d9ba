// SPDX-License-Identifier: MIT
#include <alcedo/server/itemstream.h>

#include <alcedo/server/itemflow.h>
#include <alcedo/wire/jsonsyntax.h>
#include <alcedo/wire/rpcerror.h>

#include <algorithm>
#include <utility>

namespace alcedo {

ItemStream &ItemStream::operator=(ItemStream &&other) noexcept
{
    std::swap(m_flow, other.m_flow);
    return *this;
}

ItemStream::~ItemStream()
{
    if (m_flow)
        fail(Error(ErrorCode::Unknown, QStringLiteral("the stream was not finished"),
                   int(RpcError::InternalError)));
}

ItemStream::Yielded ItemStream::yield(const QByteArray &json)
{
    if (m_flow->isOver())
        return Yielded::Over;
    if (!isJsonText({json.constData(), std::size_t(json.size())})) {
        fail(Error(ErrorCode::Parse, QStringLiteral("an item is no JSON"), int(RpcError::InternalError)));
        return Yielded::Over;
    }
    if (json.size() > m_flow->maxItemBytes()) {
        fail(
            Error(ErrorCode::LimitExceeded, QStringLiteral("an item is too large"), int(RpcError::TooLarge)));
        return Yielded::Over;
    }
    if (m_flow->put(json))
        return Yielded::Taken;
    return m_flow->isOver() ? Yielded::Over : Yielded::Held;
}

void ItemStream::onRoom(std::function<void()> room)
{
    m_flow->setRoom(std::move(room));
}

void ItemStream::finish()
{
    m_flow->finish();
}

void ItemStream::fail(const Error &error)
{
    m_flow->end(error);
}

bool ItemFlow::isOver() const
{
    const std::lock_guard lock(m_mutex);
    return !m_deliver;
}

bool ItemFlow::put(const QByteArray &json)
{
    const std::lock_guard lock(m_mutex);
    if (!m_deliver)
        return false;
    if (m_credit == 0 || m_pendingBytes >= MaxPendingBytes) {
        m_wanted = true;
        return false;
    }
    --m_credit;
    ++m_count;
    m_pendingBytes += json.size();
    m_deliver(Part::Item, json); // under the lock, so that items of several threads keep their order
    return true;
}

void ItemFlow::setRoom(std::function<void()> room)
{
    {
        const std::lock_guard lock(m_mutex);
        m_room = std::move(room);
    }
    callRoom();
}

void ItemFlow::callRoom()
{
    std::unique_lock lock(m_mutex);
    const bool over = !m_deliver;
    if (!m_room || (!over && (!m_wanted || m_credit == 0 || m_pendingBytes >= MaxPendingBytes)))
        return;
    m_wanted = false;
    // It may hold the stream, and the stream this: at the end it must go.
    const std::function<void()> room = over ? std::exchange(m_room, nullptr) : m_room;
    lock.unlock();
    room();
}

void ItemFlow::end(const Result<QByteArray> &result)
{
    std::function<void()> room; // destroyed without the lock
    const std::lock_guard lock(m_mutex);
    if (const Deliver deliver = std::exchange(m_deliver, nullptr)) {
        room = std::exchange(m_room, nullptr);
        deliver(Part::End, result);
    }
}

void ItemFlow::finish()
{
    std::unique_lock lock(m_mutex);
    const QByteArray result = "{\"n\":" + QByteArray::number(m_count) + '}';
    lock.unlock();
    end(result);
}

void ItemFlow::addCredit(qint64 n)
{
    {
        const std::lock_guard lock(m_mutex);
        m_credit = std::min(m_credit + std::clamp<qint64>(n, 0, MaxCredit), MaxCredit);
    }
    callRoom();
}

void ItemFlow::sent(qint64 bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        m_pendingBytes -= bytes;
    }
    callRoom();
}

void ItemFlow::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_deliver = nullptr;
    }
    callRoom();
}

} // namespace alcedo
