// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>
#include <alcedo/recording/mcapreader.h>
#include <commands/importmcap.h>

#include <QFileInfo>
#include <map>
#include <optional>

namespace alcedo {

namespace {

/// Numbers of a message that become sensors; a cloud of points is none of them.
constexpr int MaxNumbers = 64;
constexpr std::size_t MaxTopics = 1'000; // each is a source of the recording

class McapImport
{
public:
    McapImport(ImportTarget &target, const FeedProfile *profile)
        : m_target(target)
        , m_profile(profile)
    {
    }
    Result<void> take(const McapMessage &message);
    [[nodiscard]] ImportResult result() const;

private:
    /// A topic of the file as a source of the recording.
    struct Topic
    {
        int source = 0;
        bool isOurs = false;
        std::optional<Mapping> mapping;
    };
    /// Null for one more than there may be.
    Topic *topicOf(const McapMessage &message);
    void takeOurs(const McapMessage &message);
    void takeNumbers(const McapMessage &message);
    [[nodiscard]] std::string pathOf(std::uint32_t node) const;

    ImportTarget &m_target;
    const FeedProfile *m_profile;
    std::map<std::string, Topic, std::less<>> m_topics;
    RecordBatchBuilder m_builder;
    RecordJsonReader m_reader;
    JsonTape m_tape;
    quint64 m_bad = 0, m_opaque = 0, m_numbers = 0;
};

McapImport::Topic *McapImport::topicOf(const McapMessage &message)
{
    const auto known = m_topics.find(message.topic);
    if (known != m_topics.end())
        return &known->second;
    if (m_topics.size() >= MaxTopics)
        return nullptr;
    Topic &topic = m_topics[std::string(message.topic)];
    topic.isOurs = message.schema.substr(0, 7) == "alcedo." && message.encoding == "json";
    // "markets/quote" is a kind of the source "markets".
    const std::string_view name =
        topic.isOurs ? message.topic.substr(0, message.topic.rfind('/')) : message.topic;
    topic.source =
        m_target.writer().sourceId({0,
                                    QString::fromUtf8(name.data(), qsizetype(name.size())).left(200),
                                    QStringLiteral("import"),
                                    {},
                                    false,
                                    {}});
    if (m_profile && !topic.isOurs)
        topic.mapping.emplace(*m_profile);
    return &topic;
}

/// A record as it was: recv_ns is the time of its logging.
void McapImport::takeOurs(const McapMessage &message)
{
    const QByteArrayView json(message.data.data(), qsizetype(message.data.size()));
    m_bad += !m_reader.append(m_builder, json, message.logNs);
}

std::string McapImport::pathOf(std::uint32_t node) const
{
    std::string path;
    for (std::uint32_t at = node; at != 0; at = m_tape[at].parent) {
        std::string name(m_tape[at].key);
        if (name.empty()) { // in an array
            const std::uint32_t parent = m_tape[at].parent;
            int place = 0;
            for (std::uint32_t child = parent + 1; child < at; child = m_tape[child].next)
                ++place;
            name = std::to_string(place);
        }
        if (!path.empty())
            name.append(1, '.').append(path);
        path = std::move(name);
    }
    return path;
}

void McapImport::takeNumbers(const McapMessage &message)
{
    if (!m_tape.parse(QByteArrayView(message.data.data(), qsizetype(message.data.size())))) {
        ++m_bad;
        return;
    }
    int taken = 0;
    for (std::uint32_t node = 0; node < m_tape.size() && taken < MaxNumbers; ++node) {
        const auto number =
            m_tape[node].type == JsonTape::Type::Number ? Decimal::parse(m_tape[node].text) : std::nullopt;
        if (!number)
            continue;
        const std::string key = std::string(message.topic) + (node == 0 ? "" : "/" + pathOf(node));
        m_builder.begin(RecordKind::Sensor, key, message.publishNs != 0 ? message.publishNs : message.logNs,
                        message.logNs);
        m_builder.set(sensor::Value, *number);
        ++taken;
    }
    m_numbers += quint64(taken);
}

Result<void> McapImport::take(const McapMessage &message)
{
    Topic *const found = topicOf(message);
    if (!found) {
        ++m_bad;
        return {};
    }
    Topic &topic = *found;
    RecordingWriter &writer = m_target.writer();
    const bool isJson = message.encoding == "json";
    if (topic.isOurs)
        takeOurs(message);
    else if (isJson && topic.mapping)
        (void)topic.mapping->map(QByteArrayView(message.data.data(), qsizetype(message.data.size())),
                                 message.logNs, m_builder);
    else if (isJson)
        takeNumbers(message);
    m_opaque += !isJson;
    const RecordBatchPtr batch = m_builder.take();
    if (!m_target.isNew())
        return {};
    if (!topic.isOurs)
        writer.add(TappedFrame{0, 1, TappedFrame::Direction::In,
                               isJson ? TappedFrame::Opcode::Text : TappedFrame::Opcode::Binary,
                               message.logNs,
                               QByteArray(message.data.data(), qsizetype(message.data.size()))},
                   topic.source);
    if (batch)
        writer.add(*batch, topic.source, message.logNs);
    return {};
}

ImportResult McapImport::result() const
{
    ImportResult result;
    result.bad = m_bad;
    for (const auto &[name, topic] : m_topics)
        result.bad +=
            topic.mapping ? topic.mapping->counters().unmapped + topic.mapping->counters().badValues : 0;
    QStringList notes{QStringLiteral("%1 topics").arg(m_topics.size())};
    if (m_numbers > 0)
        notes << QStringLiteral("%1 numbers as sensors").arg(m_numbers);
    if (m_opaque > 0)
        notes << QStringLiteral("%1 messages that are no JSON, as raw frames").arg(m_opaque);
    result.note = notes.join(QStringLiteral(", "));
    return result;
}

} // namespace

Result<ImportResult> importMcap(const QString &path, const QString &profile, ImportTarget &target)
{
    auto reader = McapReader::open(path);
    if (!reader)
        return reader.error();
    std::optional<FeedProfile> found;
    if (!profile.isEmpty()) {
        auto loaded = FeedProfile::named(profile);
        if (!loaded)
            return loaded.error();
        found = std::move(loaded).value();
    }
    McapImport work(target, found ? &*found : nullptr);
    for (;;) {
        McapMessage message;
        const auto more = (*reader)->next(message);
        if (!more || !*more) {
            ImportResult result = work.result();
            if (!more) // what came before is good, and stays
                result.damage = more.error().message();
            return result;
        }
        if (const auto taken = work.take(message); !taken)
            return taken.error();
        if (const auto going = target.advanced((*reader)->part()); !going)
            return going.error();
    }
}

} // namespace alcedo
