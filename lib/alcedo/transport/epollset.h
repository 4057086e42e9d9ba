// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <array>
#include <memory>
#include <vector>

namespace alcedo {

/// Many descriptors behind one QSocketNotifier (Linux): any Qt dispatcher sees a single descriptor, so its
/// cost does not grow with the number of connections. What is to be written is collected, and leaves with one
/// system call a descriptor at the end of the turn.
///
/// Handlers may add, remove and delete watches, their own among them, and run nested event loops. Thread: its
/// own. Shared by the watches, which may outlive whoever made it.
class EpollSet final : public QObject, public std::enable_shared_from_this<EpollSet>
{
    Q_OBJECT
public:
    /// One descriptor's owner. It removes itself before the descriptor is closed.
    class Watch
    {
    public:
        Watch() = default;
        virtual ~Watch() = default;
        Watch(const Watch &) = delete;
        Watch &operator=(const Watch &) = delete;
        /// events: EPOLLIN and so on.
        virtual void ready(quint32 events) = 0;
        /// The end of a turn in which markDirty() was called.
        virtual void flush() {}

    private:
        friend class EpollSet;
        quint32 m_slot = 0;
        quint32 m_generation = 0;
        int m_descriptor = -1;
        quint32 m_events = 0;
        bool m_dirty = false;
    };
    /// Names a watch for as long as it is in the set; of a removed one it says so.
    using Token = quint64;

    static constexpr std::size_t ScratchBytes = 64 * 1024;
    static constexpr std::size_t MaxRooms = 4;
    static constexpr qsizetype MaxRoomBytes = 64 * 1024;

    /// Null where the system gives no more descriptors.
    [[nodiscard]] static std::shared_ptr<EpollSet> make();
    ~EpollSet() override;

    /// False where the kernel refuses; the watch is not in the set then.
    [[nodiscard]] bool add(Watch &watch, int descriptor, quint32 events);
    void setEvents(Watch &watch, quint32 events);
    void remove(Watch &watch);
    [[nodiscard]] static Token tokenOf(const Watch &watch);
    [[nodiscard]] bool contains(Token token) const;
    [[nodiscard]] int size() const { return m_size; }
    /// flush() of this watch follows at the end of the turn.
    void markDirty(Watch &watch);
    /// Flushes now those that are dirty.
    void flush();
    /// For one recv(): what stands there is gone with the next one in this thread.
    [[nodiscard]] char *scratch() { return m_scratch->data(); }
    /// Empty, with the room of one that was given back, so that not every turn has to find its own.
    [[nodiscard]] QByteArray takeRoom();
    void giveRoom(QByteArray &&room);

protected:
    bool event(QEvent *event) override;

private:
    explicit EpollSet(int descriptor);
    void drain();
    void wakeForFlush();

    struct Slot
    {
        Watch *watch = nullptr;
        quint32 generation = 1; // of the watch that is there, or comes next
    };
    const int m_epoll;
    QSocketNotifier m_notifier;
    std::vector<Slot> m_slots;
    std::vector<quint32> m_free;
    std::vector<Token> m_dirty;
    std::unique_ptr<std::array<char, ScratchBytes>> m_scratch;
    std::vector<QByteArray> m_rooms; ///< at most MaxRooms
    int m_size = 0;
    int m_depth = 0; // of drain(), in nested event loops
    bool m_wakePosted = false;
};

} // namespace alcedo
