// SPDX-License-Identifier: MIT
#include <alcedo/transport/epollset.h>

#include <QCoreApplication>
#include <QEvent>
#include <sys/epoll.h>
#include <unistd.h>
#include <utility>

namespace alcedo {

std::shared_ptr<EpollSet> EpollSet::make()
{
    const int descriptor = epoll_create1(EPOLL_CLOEXEC);
    return descriptor < 0 ? nullptr : std::shared_ptr<EpollSet>(new EpollSet(descriptor));
}

EpollSet::EpollSet(int descriptor)
    : m_epoll(descriptor)
    , m_notifier(descriptor, QSocketNotifier::Read)
    , m_scratch(std::make_unique<std::array<char, ScratchBytes>>())
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &EpollSet::drain);
}

EpollSet::~EpollSet()
{
    m_notifier.setEnabled(false);
    ::close(m_epoll);
}

bool EpollSet::add(Watch &watch, int descriptor, quint32 events)
{
    if (m_free.empty()) {
        m_free.push_back(quint32(m_slots.size()));
        m_slots.emplace_back();
    }
    const quint32 slot = m_free.back();
    watch.m_slot = slot;
    watch.m_generation = m_slots[slot].generation;
    watch.m_descriptor = descriptor;
    watch.m_events = events;
    watch.m_dirty = false;
    epoll_event event{};
    event.events = events;
    event.data.u64 = tokenOf(watch);
    if (epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) != 0)
        return false;
    m_free.pop_back();
    m_slots[slot].watch = &watch;
    ++m_size;
    return true;
}

void EpollSet::setEvents(Watch &watch, quint32 events)
{
    if (watch.m_events == events)
        return;
    watch.m_events = events;
    epoll_event event{};
    event.events = events;
    event.data.u64 = tokenOf(watch);
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, watch.m_descriptor, &event);
}

void EpollSet::remove(Watch &watch)
{
    if (!contains(tokenOf(watch)))
        return;
    epoll_event event{};
    epoll_ctl(m_epoll, EPOLL_CTL_DEL, watch.m_descriptor, &event);
    Slot &slot = m_slots[watch.m_slot];
    slot.watch = nullptr;
    ++slot.generation; // events and flushes that are still to come find nobody
    m_free.push_back(watch.m_slot);
    watch.m_descriptor = -1;
    --m_size;
}

EpollSet::Token EpollSet::tokenOf(const Watch &watch)
{
    return Token(watch.m_generation) << 32 | watch.m_slot;
}

bool EpollSet::contains(Token token) const
{
    const auto slot = std::size_t(quint32(token));
    return slot < m_slots.size() && m_slots[slot].watch && m_slots[slot].generation == quint32(token >> 32);
}

QByteArray EpollSet::takeRoom()
{
    if (m_rooms.empty())
        return {};
    QByteArray room = std::move(m_rooms.back());
    m_rooms.pop_back();
    return room;
}

void EpollSet::giveRoom(QByteArray &&room)
{
    if (m_rooms.size() >= MaxRooms || room.capacity() > MaxRoomBytes || !room.isDetached())
        return;
    room.resize(0);
    m_rooms.push_back(std::move(room));
}

void EpollSet::markDirty(Watch &watch)
{
    if (std::exchange(watch.m_dirty, true))
        return;
    m_dirty.push_back(tokenOf(watch));
    if (m_depth == 0)
        wakeForFlush();
}

void EpollSet::wakeForFlush()
{
    if (!std::exchange(m_wakePosted, true))
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

bool EpollSet::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    m_wakePosted = false;
    flush();
    return true;
}

void EpollSet::drain()
{
    const auto self = shared_from_this(); // a handler may let go of the last other one
    std::array<epoll_event, 256> events{};
    const int count = epoll_wait(m_epoll, events.data(), int(events.size()), 0);
    ++m_depth;
    for (int i = 0; i < count; ++i) {
        const Token token = events[std::size_t(i)].data.u64;
        if (contains(token)) // an earlier handler of this turn may have removed it
            m_slots[quint32(token)].watch->ready(events[std::size_t(i)].events);
    }
    --m_depth;
    flush();
}

void EpollSet::flush()
{
    const auto self = shared_from_this();
    // Once through: a reader that takes all that a slot of drained() sends would keep us here for ever.
    const std::vector<Token> dirty = std::exchange(m_dirty, {});
    for (const Token token : dirty) {
        if (!contains(token))
            continue;
        Watch &watch = *m_slots[quint32(token)].watch;
        watch.m_dirty = false;
        watch.flush();
    }
    if (!m_dirty.empty() && m_depth == 0)
        wakeForFlush();
}

} // namespace alcedo
