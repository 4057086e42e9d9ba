// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/server/access.h>
#include <alcedo/server/itemflow.h>
#include <alcedo/server/mailbox.h>
#include <alcedo/server/methodtable.h>
#include <alcedo/server/sendqueue.h>
#include <alcedo/server/server.h>
#include <alcedo/transport/transport.h>
#include <alcedo/wire/closecode.h>
#include <alcedo/wire/message.h>

#include <QObject>
#include <atomic>
#include <map>
#include <memory>

namespace alcedo {

class CallMemory;
class Deadlines;
class Account;
class Doorkeeper;
class Hub;
class JsonCodec;

/// What a server counts, added to from all of its threads.
struct ServerTotals
{
    std::atomic<quint64> sessions{0}, sessionsTotal{0}, subscriptions{0}, deliveries{0}, conflated{0},
        lost{0}, slowClosed{0}, bytesOut{0}, bytesIn{0}, requests{0}, errors{0}, overflows{0}, behind{0};
};

using CallHandlers = MethodTable<Server::CallHandler>;
using StreamHandlers = MethodTable<Server::StreamHandler>;

/// What the sessions of one worker share. Everything in it outlives them.
struct SessionContext
{
    const Server::Options &options;
    Clock &clock;
    Broker &broker;
    Hub &hub;
    JsonCodec &codec;
    std::shared_ptr<Mailbox> mailbox;
    const CallHandlers &handlers;
    const StreamHandlers &streamHandlers;
    const std::shared_ptr<CallMemory> &callMemory;
    Presence &presence;
    ServerTotals &totals;
    QString node;
    std::function<void(Session &)> wantsFlush; ///< before the worker's turn ends
    Deadlines &deadlines;                      ///< checkDeadlines() is called then
    Doorkeeper &door;
    quint64 bytesOut = 0, delivered = 0; ///< not yet in the totals
    QByteArray replyHead = {};           ///< room that is used again and again, as the next
    QByteArray params = {};
    /// The pass that is under way, or the last one.
    struct Pass
    {
        quint64 number = 0;
        Clock::Nanoseconds start{0}; ///< steady
        quint64 sessions = 0;        ///< that got something
        quint64 again = 0;           ///< of them, those that did in the pass before, too
    };
    Pass pass{};
};

/// One client: hello first, then requests, subscriptions and what is sent for them, until bye.
/// Thread: its worker's.
class Session final : public QObject, private Transport::Receiver
{
    Q_OBJECT
public:
    /// age: how long the transport has been open, which counts for the hello.
    Session(quint64 number, std::unique_ptr<Transport> transport, std::chrono::nanoseconds age,
            SessionContext &context);
    ~Session() override;

    [[nodiscard]] quint64 number() const { return m_number; }
    /// The next live publications of a subscription's channel.
    void deliver(Subscriber &subscriber, const PublicationRunPtr &run);
    /// Publications were let go on the way: go on from the history.
    void catchUp(Subscriber &subscriber);
    void answer(const Mailbox::Answer &answer);
    /// Somebody else came to a subscription's channel, or went.
    void tell(Subscriber &subscriber, const Presence::Change &change);
    /// Writes what the transport takes.
    void flush();
    /// The flush() that was asked for by SessionContext::wantsFlush.
    void flushWanted();
    /// A time that was told to Deadlines has come.
    void checkDeadlines();
    /// Says bye, then closes; a peer that does not answer is aborted by the transport.
    void bye(CloseCode code, const QString &reason);
    /// Tokens have changed: it may have other rights now, or none.
    void lookAtToken();

Q_SIGNALS:
    void ended();

private:
    enum class State { Greeting, Open, Ending };
    using Nanoseconds = Clock::Nanoseconds;

    void receive(const QByteArray &payload, Transport::Kind kind, Nanoseconds arrival) override;
    void read(const QByteArray &json);
    void refuse(const Error &why);
    [[nodiscard]] bool readCall(const QByteArray &json);
    void handle(const wire::Message &message);
    void handle(const wire::Request &request);
    [[nodiscard]] Result<QByteArray> run(const wire::Hello &hello);
    [[nodiscard]] Result<QByteArray> run(const wire::Subscribe &subscribe);
    [[nodiscard]] Result<void> admit(const wire::Subscribe &subscribe);
    [[nodiscard]] Result<QByteArray> run(const wire::Unsubscribe &unsubscribe);
    [[nodiscard]] Result<QByteArray> run(const wire::Publish &publish);
    [[nodiscard]] Result<QByteArray> run(const wire::History &history);
    [[nodiscard]] Result<QByteArray> run(const wire::Channels &channels);
    [[nodiscard]] Result<QByteArray> run(const wire::Ping &ping);
    [[nodiscard]] Result<QByteArray> run(const wire::PresenceQuery &query);
    [[nodiscard]] QString name() const { return QString::number(m_number, 36); }
    void call(const wire::Id &id, const wire::ApplicationCall &call);
    bool carryOut(const wire::Id &id, const QByteArray &params, const Server::CallHandler &handler);
    void stream(const wire::Id &id, const wire::ApplicationCall &call, const Server::StreamHandler &handler);
    void take(const wire::Credit &credit);
    void take(const wire::Cancel &cancel);
    void addItem(quint64 call, const QByteArray &json);
    [[nodiscard]] bool pullItems();

    [[nodiscard]] Result<void> signIn(const QByteArray &token);
    [[nodiscard]] Result<QByteArray> refresh(const QByteArray &params);
    void setIdentity(IdentityPtr identity);
    void dropForbidden();
    [[nodiscard]] std::optional<int> expiresIn() const;
    void checkExpiry(Nanoseconds now);
    /// Whether its rights cover the channel or method.
    [[nodiscard]] bool may(Role role, QStringView name) const;
    [[nodiscard]] bool mayPublish(const QString &channel) const;
    /// False where it came too often: answered, if it is a request.
    [[nodiscard]] bool isInTime(const wire::Id *request);
    [[nodiscard]] bool takesBytes(qsizetype count);
    [[nodiscard]] Account *account() const { return m_account; }
    [[nodiscard]] bool takeSubscription();
    void giveSubscription();
    [[nodiscard]] bool takeCall();
    void giveCall();

    void settle(quint64 call, const Result<QByteArray> &result);
    void wantFlush();
    void reply(const wire::Id &id, const Result<QByteArray> &result);
    [[nodiscard]] bool writeResult(const wire::Id &id, const QByteArray &result);
    void flushResult();
    void sendControl(QByteArray message);
    void closeBatch();
    bool write(const SendQueue::Outgoing &message);
    bool noteSent(SendResult result, qint64 bytes);
    /// A message of this session alone, in its format.
    SendResult sendOwn(const QByteArray &json, qint64 *bytes = nullptr);
    [[nodiscard]] qint64 sizeOf(const QByteArray &json) const;
    [[nodiscard]] std::int64_t wallMs() const
    {
        return m_context.clock.wall() / std::chrono::milliseconds(1);
    }
    /// 0 where nanoseconds were not asked for.
    [[nodiscard]] std::int64_t wallNs() const
    {
        return m_encoding.times == Encoding::Times::Nanoseconds ? m_context.clock.wall().count() : 0;
    }
    [[nodiscard]] bool mayPass(const Subscriber &subscriber, qint64 downstream) const;
    void pass(Subscriber &subscriber, PublicationRun &run);
    void countIn(SessionContext::Pass &pass);
    [[nodiscard]] bool pull();
    [[nodiscard]] bool pullOne(Subscriber &subscriber);
    void endSubscription(Subscriber &subscriber);
    void dropSubscription(Subscriber &subscriber, const QString &reason);
    void countUp();
    void noteBehind(bool behind);

    void checkProgress(Nanoseconds now);
    void schedule();
    void lookAt(Nanoseconds at);
    [[nodiscard]] bool checkBacklog();

    const quint64 m_number;
    std::unique_ptr<Transport> m_transport;
    Account *const m_account; ///< of its address, with the transport's pass; null: not counted
    SessionContext &m_context;
    const Server::Options &m_options;
    SendQueue m_queue;
    State m_state = State::Greeting;
    bool m_flushWanted = false;
    bool m_behind = false; ///< counted in totals.behind

    std::map<std::int64_t, std::unique_ptr<Subscriber>> m_subscribers;
    std::vector<Subscriber *> m_catchingUp;
    std::int64_t m_lastSubscription = 0;
    /// What a streamed call has yielded and the link has not taken yet.
    struct Stream
    {
        std::shared_ptr<ItemFlow> flow;
        Fifo<QByteArray> items; ///< bounded by ItemFlow::MaxPendingBytes
        std::uint64_t seq = 0;  ///< of the last one sent
        std::optional<Result<QByteArray>> end;
    };
    struct Call
    {
        quint64 number = 0;
        wire::Id id;
        std::unique_ptr<Stream> stream = {}; ///< null: answered in one
    };
    using Calls = std::vector<Call>;
    [[nodiscard]] Calls::iterator findCall(const wire::Id &id);
    [[nodiscard]] Calls::iterator findCall(quint64 number);
    wire::Id eraseCall(Calls::iterator at);
    [[nodiscard]] bool mayCall(const wire::Id &id);
    Calls m_calls;            ///< unanswered, in no order; bounded by maxInflight
    bool m_mayStream = false; ///< granted in hello, as the next two
    bool m_mayDelta = false;
    Encoding m_encoding;
    QString m_client;           ///< what it calls itself
    std::size_t m_nextItem = 0; ///< whose turn it is among m_calls
    quint64 m_lastCall = 0;
    quint64 m_lastPass = 0; ///< in which it got something
    QByteArray m_batch;     ///< replies to a batch, gathered; starts with '['
    bool m_batching = false;

    Nanoseconds m_pingDue{0}, m_progressAt{0};
    bool m_heard = true; ///< anything at all, since the last ping
    std::optional<Nanoseconds> m_helloDue, m_pongDue, m_progressDue, m_frameDue;
    std::shared_ptr<const Identity> m_identity; ///< from hello on
    std::optional<Nanoseconds> m_expiryDue;     ///< when to look at what is left of it
    Nanoseconds m_expiryNotice{0};              ///< told so long before
    enum class Notice { Due, Given } m_notice = Notice::Due;
    Nanoseconds m_nextLook = Nanoseconds::max(); ///< as told to Deadlines
    qint64 m_written = 0, m_drained = 0;
};

} // namespace alcedo
