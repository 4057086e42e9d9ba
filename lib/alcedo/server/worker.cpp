// SPDX-License-Identifier: MIT
#include <alcedo/server/worker.h>

#include <alcedo/core/post.h>

#include <utility>

namespace alcedo {

namespace {

/// Given out in one turn: less than slowBytes, so that a burst alone makes no reader slow.
constexpr qint64 SliceBytes = 64 * 1024;
/// Waiting for a worker at most; what is more is read from the history.
constexpr qint64 MailboxBytes = 16 * 1024 * 1024;
/// Passes without a break for so long are no burst.
constexpr std::chrono::milliseconds SaturatedAfter{100};
/// Between two passes, however long one took.
constexpr std::chrono::milliseconds MaxPause{5};

JsonCodec::Options codecOptions(const Server::Options &options)
{
    JsonCodec::Options codec;
    codec.maxBytes =
        options.listen.maxMessageBytes > 0 ? qsizetype(options.listen.maxMessageBytes) : qsizetype(1) << 30;
    codec.maxBatch = options.maxBatch;
    return codec;
}

} // namespace

Worker::Worker(WorkerShared &shared, QObject *parent)
    : QObject(parent)
    , m_shared(shared)
    , m_codec(codecOptions(shared.options))
    , m_mailbox(std::make_shared<Mailbox>(
          this, [this] { turn(); }, MailboxBytes))
    , m_deadlines(
          shared.clock,
          [this](quint64 number) {
              if (const auto it = m_sessions.find(number); it != m_sessions.end())
                  it->second->checkDeadlines();
          },
          this)
    , m_context{shared.options,
                shared.clock,
                shared.broker,
                m_hub,
                m_codec,
                m_mailbox,
                shared.handlers,
                shared.streamHandlers,
                shared.callMemory,
                shared.presence,
                shared.totals,
                shared.node,
                [this](Session &session) { m_dirty.push_back(&session); },
                m_deadlines,
                *shared.door}
    , m_nextPass(this)
{
    m_nextPass.setSingleShot(true);
    m_nextPass.setTimerType(Qt::PreciseTimer);
    connect(&m_nextPass, &QTimer::timeout, this, &Worker::turn);
}

Worker::~Worker()
{
    clear();
}

void Worker::clear()
{
    m_shared.broker.forget(*m_mailbox);
    m_mailbox->close();
    m_listener.reset();
    m_nextPass.stop();
    m_dirty.clear();
    m_ended.clear();
    m_sessions.clear();
}

void Worker::add(std::unique_ptr<Transport> transport, std::chrono::nanoseconds age)
{
    transport->setParent(nullptr); // owned by the session from here on
    const quint64 number = ++m_shared.lastSession;
    auto session = std::make_unique<Session>(number, std::move(transport), age, m_context);
    connect(session.get(), &Session::ended, this, [this, number] {
        // The session is still on the stack of its transport's signal.
        if (auto node = m_sessions.extract(number)) {
            std::erase(m_dirty, node.mapped().get());
            m_ended.push_back(std::move(node.mapped()));
            post(this, [this] { m_ended.clear(); });
        }
    });
    m_sessions.emplace(number, std::move(session));
}

void Worker::forEachSession(const std::function<void(Session &)> &act)
{
    std::vector<quint64> numbers;
    for (const auto &[number, session] : m_sessions)
        numbers.push_back(number);
    for (const quint64 number : numbers) {
        if (const auto it = m_sessions.find(number); it != m_sessions.end())
            act(*it->second);
    }
}

void Worker::sayBye()
{
    forEachSession([](Session &session) {
        session.bye(CloseCode::Shutdown, QStringLiteral("the server is going down"));
    });
}

void Worker::lookAtTokens()
{
    forEachSession([](Session &session) { session.lookAtToken(); });
}

void Worker::turn()
{
    for (const Mailbox::Answer &answer : m_mailbox->takeAnswers()) {
        if (const auto it = m_sessions.find(answer.session); it != m_sessions.end())
            it->second->answer(answer);
    }
    for (const Presence::Change &change : m_mailbox->takeChanges()) {
        for (Subscriber *subscriber : m_hub.followers(change.channel))
            subscriber->session->tell(*subscriber, change);
    }
    if (m_items.empty() && m_overflowed.empty() && !m_mailbox->hasPublications())
        return flushDirty();
    const Clock::Nanoseconds start = m_shared.clock.steady();
    if (start - m_passEnd > m_passTook / 4)
        m_busySince = start; // there was time to spare
    const Clock::Nanoseconds wait = m_passEnd + pauseAfterPass() - start;
    if (wait.count() > 0) {
        flushDirty();
        // Whole milliseconds asleep, the rest by turns of the loop: a timer is no finer.
        return m_nextPass.start(std::chrono::floor<std::chrono::milliseconds>(wait));
    }
    m_context.pass = {m_context.pass.number + 1, start, 0, 0};
    pass();
    flushDirty();
    m_passEnd = m_shared.clock.steady();
    m_passTook = m_passEnd - start;
    if (!m_items.empty() || m_mailbox->hasPublications())
        m_nextPass.start(0);
}

// Once there has always been more to give out for a while, a pause after each pass lets it collect: one
// system call a reader then carries several publications. Before that nothing waits, so that a burst is not
// made longer.
Clock::Nanoseconds Worker::pauseAfterPass() const
{
    // Where other sessions get something each time, waiting would put nothing together.
    const bool wouldCollect = m_context.pass.again * 2 > m_context.pass.sessions;
    if (m_passEnd - m_busySince < SaturatedAfter || !wouldCollect)
        return Clock::Nanoseconds(0);
    return std::min<Clock::Nanoseconds>(m_passTook / 4, MaxPause);
}

void Worker::pass()
{
    if (m_items.empty() && m_overflowed.empty()) {
        Mailbox::Contents contents = m_mailbox->take();
        m_items.assign(std::make_move_iterator(contents.items.begin()),
                       std::make_move_iterator(contents.items.end()));
        m_overflowed = std::move(contents.overflowed);
        m_shared.totals.overflows += m_overflowed.size();
    }
    for (const PublicationRunPtr &run : takeSlice()) {
        for (Subscriber *subscriber : m_hub.followers(run->channel()))
            subscriber->session->deliver(*subscriber, run);
    }
    if (!m_items.empty())
        return;
    for (const QString &channel : std::exchange(m_overflowed, {})) {
        for (Subscriber *subscriber : m_hub.followers(channel))
            subscriber->session->catchUp(*subscriber);
    }
}

// What is given out in one go, put together by channel.
std::vector<PublicationRunPtr> Worker::takeSlice()
{
    std::vector<PublicationRunPtr> runs;
    std::unordered_map<QString, PublicationRunPtr> open;
    qint64 bytes = 0;
    for (; !m_items.empty() && bytes < SliceBytes; m_items.pop_front()) {
        const Mailbox::Item &item = m_items.front();
        bytes += item.publication->cost();
        PublicationRunPtr &run = open[item.channel];
        if (!run || !run->takes(*item.publication)) {
            run = std::make_shared<PublicationRun>(item.channel);
            runs.push_back(run);
        }
        run->add(item.publication);
    }
    return runs;
}

void Worker::flushDirty()
{
    for (Session *session : std::exchange(m_dirty, {}))
        session->flushWanted(); // one that has ended meanwhile lives until the next turn
    if (m_listener)
        m_listener->flush();
    m_shared.totals.bytesOut.fetch_add(std::exchange(m_context.bytesOut, 0), std::memory_order_relaxed);
    m_shared.totals.deliveries.fetch_add(std::exchange(m_context.delivered, 0), std::memory_order_relaxed);
}

} // namespace alcedo
