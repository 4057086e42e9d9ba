// SPDX-License-Identifier: MIT
#include <alcedo/feed/relay.h>

#include <alcedo/core/post.h>
#include <alcedo/feed/recordjson.h>
#include <alcedo/wire/channelname.h>

#include <utility>

namespace alcedo {

namespace {

/// Records in one turn, a few ms of work, so that a long past does not hold up the server.
constexpr std::size_t SliceRecords = 1'000;

} // namespace

Relay::Relay(Server &server, const QString &source, Options options, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_source(source)
    , m_options(std::move(options))
    , m_nextSlice(this)
{
    m_nextSlice.setSingleShot(true);
    connect(&m_nextSlice, &QTimer::timeout, this, &Relay::publishSlice);
}

QString Relay::channelName(const QString &source, RecordKind kind)
{
    QString name = source.left(ChannelName::MaxLength / 2);
    for (QChar &c : name) {
        if (!ChannelName::isValid(QStringView(&c, 1)))
            c = u'-';
    }
    const std::string_view word = RecordSchema::of(kind).name;
    name += u'.';
    name += QLatin1String(word.data(), qsizetype(word.size()));
    if (kind != RecordKind::News && kind != RecordKind::Control)
        name += u's';
    return name;
}

void Relay::declare(RecordKind kind)
{
    QString &channel = m_channels[std::size_t(kind)];
    if (!channel.isEmpty())
        return;
    channel = channelName(m_source, kind);
    m_server.declareChannel(channel, m_options.channel);
}

void Relay::follow(Source &source)
{
    connect(&source, &Source::batchReady, this, &Relay::push, Qt::DirectConnection);
}

void Relay::push(const RecordBatchPtr &batch)
{
    if (!batch)
        return;
    const std::lock_guard lock(m_mutex);
    const auto bytes = qint64(batch->bytes());
    if (m_queueBytes + bytes > m_options.maxQueueBytes) {
        m_counters.dropped += batch->size();
        return;
    }
    m_queueBytes += bytes;
    m_queue.push_back(batch);
    if (!std::exchange(m_woken, true))
        post(this, [this] { publishSlice(); });
}

void Relay::publishSlice()
{
    if (!m_current) {
        const std::lock_guard lock(m_mutex);
        m_woken = !m_queue.empty();
        if (m_queue.empty())
            return;
        m_current = std::move(m_queue.front());
        m_queue.pop_front();
        m_queueBytes -= qint64(m_current->bytes());
        m_row = 0;
    }
    quint64 published = 0, refused = 0;
    PublishOptions options;
    for (std::size_t n = 0; n < SliceRecords && m_row < m_current->size(); ++n, ++m_row) {
        const RecordKind kind = m_current->kind(m_row);
        declare(kind);
        QByteArray data;
        appendRecordJson(data, *m_current, m_row);
        const std::string_view key = m_current->key(m_row);
        options.key = QString::fromUtf8(key.data(), qsizetype(key.size()));
        const bool removed = (m_current->flags(m_row) & RecordFlag::Removed) && !options.key.isEmpty();
        options.op = removed ? Publication::Op::Remove : Publication::Op::Set;
        ++(m_server.publish(m_channels[std::size_t(kind)], data, options) ? published : refused);
    }
    if (m_row == m_current->size())
        m_current.reset();
    {
        const std::lock_guard lock(m_mutex);
        m_counters.published += published;
        m_counters.refused += refused;
    }
    m_nextSlice.start(0);
}

void Relay::flush()
{
    const auto isEmpty = [this] {
        const std::lock_guard lock(m_mutex);
        return !m_current && m_queue.empty();
    };
    while (!isEmpty())
        publishSlice();
}

Relay::Counters Relay::counters() const
{
    const std::lock_guard lock(m_mutex);
    return m_counters;
}

} // namespace alcedo
