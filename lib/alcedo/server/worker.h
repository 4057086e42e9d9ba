// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/callmemory.h>
#include <alcedo/server/deadlines.h>
#include <alcedo/server/doorkeeper.h>
#include <alcedo/server/hub.h>
#include <alcedo/server/mailbox.h>
#include <alcedo/server/polllinks.h>
#include <alcedo/server/session.h>
#include <alcedo/transport/listener.h>
#include <alcedo/wire/jsoncodec.h>

#include <QObject>
#include <QTimer>
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>

namespace alcedo {

/// Of what a server's options say.
[[nodiscard]] std::shared_ptr<Doorkeeper> makeDoorkeeper(const Server::Options &options, Clock &clock);

/// What the workers of one server share. Outlives them; all of it may be used from any thread.
struct WorkerShared
{
    Server::Options options;
    Clock &clock;
    Broker &broker;
    CallHandlers handlers;
    ServerTotals totals;
    QString node;
    std::atomic<quint64> lastSession{0};
    Listener::HttpHandler http;
    std::shared_ptr<CallMemory> callMemory = std::make_shared<CallMemory>(clock);
    StreamHandlers streamHandlers = {};
    Presence presence = {};
    std::shared_ptr<Doorkeeper> door = makeDoorkeeper(options, clock);
    std::shared_ptr<PollLinks> polls = std::make_shared<PollLinks>(*door, clock);
};

/// One event loop's share of a server: its sessions, who of them follows what, and the way in from other
/// threads. Thread: made anywhere, then moved to its own; all calls there.
class Worker final : public QObject
{
    Q_OBJECT
public:
    explicit Worker(WorkerShared &shared, QObject *parent = nullptr);
    ~Worker() override;

    /// Makes the listener through which accepted descriptors become transports.
    void start();
    /// Listens itself, where the server has no other threads.
    [[nodiscard]] Result<void> listen();
    [[nodiscard]] quint16 port() const;
    void adopt(qintptr descriptor);
    /// Takes an open transport, from wherever it came, that has been open for some time.
    void add(std::unique_ptr<Transport> transport, std::chrono::nanoseconds age = {});
    /// Accepts no more and says bye to all.
    void close();
    void sayBye();
    /// The tokens have changed: sessions of those that are gone end, others get their new rights.
    void lookAtTokens();
    /// Drops all at once; for the end of the thread.
    void clear();

private:
    void turn();
    void forEachSession(const std::function<void(Session &)> &act);
    void pass();
    [[nodiscard]] std::vector<PublicationRunPtr> takeSlice();
    void flushDirty();
    [[nodiscard]] Clock::Nanoseconds pauseAfterPass() const;

    WorkerShared &m_shared;
    Hub m_hub;
    JsonCodec m_codec;
    std::shared_ptr<Mailbox> m_mailbox;
    Deadlines m_deadlines;
    SessionContext m_context;
    std::unique_ptr<Listener> m_listener;
    std::unordered_map<quint64, std::unique_ptr<Session>> m_sessions;
    std::vector<std::unique_ptr<Session>> m_ended; ///< until the next turn
    std::vector<Session *> m_dirty;                ///< with something to write, at most once each
    std::deque<Mailbox::Item> m_items; ///< taken from the mailbox, not yet given out; bounded by its bound
    std::vector<QString> m_overflowed; ///< to be looked at after m_items
    QTimer m_nextPass;                 ///< between two passes the sockets have their say
    Clock::Nanoseconds m_passEnd{0}, m_passTook{0}; ///< of the last one
    Clock::Nanoseconds m_busySince{0};              ///< passes have followed one another since
};

} // namespace alcedo
