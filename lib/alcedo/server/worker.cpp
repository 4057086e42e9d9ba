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
    , m_context{shared.options,
                shared.clock,
                shared.broker,
                m_hub,
                m_codec,
                m_mailbox,
                shared.handlers,
                shared.callMemory,
                shared.totals,
                shared.node,
                [this](Session &session) { m_dirty.push_back(session.number()); }}
    , m_nextSlice(this)
{
    m_nextSlice.setSingleShot(true);
    connect(&m_nextSlice, &QTimer::timeout, this, &Worker::turn);
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
    m_nextSlice.stop();
    m_ended.clear();
    m_sessions.clear();
}

void Worker::add(std::unique_ptr<Transport> transport)
{
    transport->setParent(nullptr); // owned by the session from here on
    const quint64 number = ++m_shared.lastSession;
    auto session = std::make_unique<Session>(number, std::move(transport), m_context);
    connect(session.get(), &Session::ended, this, [this, number] {
        // The session is still on the stack of its transport's signal.
        if (auto node = m_sessions.extract(number)) {
            m_ended.push_back(std::move(node.mapped()));
            post(this, [this] { m_ended.clear(); });
        }
    });
    m_sessions.emplace(number, std::move(session));
}

void Worker::sayBye()
{
    std::vector<quint64> numbers;
    for (const auto &[number, session] : m_sessions)
        numbers.push_back(number);
    for (const quint64 number : numbers) {
        if (const auto it = m_sessions.find(number); it != m_sessions.end())
            it->second->bye(CloseCode::Shutdown, QStringLiteral("the server is going down"));
    }
}

void Worker::turn()
{
    if (m_items.empty() && m_overflowed.empty()) {
        Mailbox::Contents contents = m_mailbox->take();
        for (const Mailbox::Answer &answer : contents.answers) {
            if (const auto it = m_sessions.find(answer.session); it != m_sessions.end())
                it->second->answer(answer.call, answer.result);
        }
        m_items.assign(std::make_move_iterator(contents.items.begin()),
                       std::make_move_iterator(contents.items.end()));
        m_overflowed = std::move(contents.overflowed);
        m_shared.totals.overflows += m_overflowed.size();
    }
    applySlice();
    flushDirty();
}

void Worker::applySlice()
{
    qint64 bytes = 0;
    while (!m_items.empty() && bytes < SliceBytes) {
        const Mailbox::Item item = std::move(m_items.front());
        m_items.pop_front();
        bytes += item.publication->cost();
        for (Subscriber *subscriber : m_hub.followers(item.channel))
            subscriber->session->deliver(*subscriber, item.publication);
    }
    if (!m_items.empty()) {
        m_nextSlice.start(0);
        return;
    }
    for (const QString &channel : std::exchange(m_overflowed, {})) {
        for (Subscriber *subscriber : m_hub.followers(channel))
            subscriber->session->catchUp(*subscriber);
    }
    // Whatever was put down meanwhile woke us in vain.
    if (m_mailbox->hasContents())
        m_nextSlice.start(0);
}

void Worker::flushDirty()
{
    for (const quint64 number : std::exchange(m_dirty, {})) {
        if (const auto it = m_sessions.find(number); it != m_sessions.end())
            it->second->flush();
    }
}

} // namespace alcedo
