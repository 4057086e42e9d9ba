// SPDX-License-Identifier: MIT
// What a mapping does seldom: whole books by another way, and words for people about what it could not map.
#include <alcedo/feed/mapping.h>

namespace alcedo {

bool Mapping::applyBook(const std::string &key, QByteArrayView message, std::int64_t arrivalNs,
                        RecordBatchBuilder &out)
{
    for (ProfileRoute &route : m_reader.profile().routes) {
        if (!route.resync)
            continue;
        m_reader.startRecord();
        const auto last =
            m_reader.takeBare(message) ? m_reader.integerOf(route.resync->last, 0) : std::nullopt;
        if (!last)
            return false;
        out.begin(RecordKind::Book, key, arrivalNs, arrivalNs, RecordFlag::Snapshot);
        out.set(book::LastSequence, *last);
        addLevels(route.name, route.resync->levels, 0, out);
        // Mapped again, each is now judged against the snapshot: dropped, passed, or held again after a gap.
        // They were counted when they came.
        const Counters before = m_counters;
        m_isRelease = true;
        for (const BookSequence::Held &held : m_sequence.release(key, *last))
            (void)map(held.message, held.arrivalNs, out);
        m_isRelease = false;
        m_counters = before;
        return true;
    }
    return false;
}

QString Mapping::resyncUrl() const
{
    for (const ProfileRoute &route : profile().routes) {
        if (route.resync)
            return route.resync->url;
    }
    return {};
}

QString Mapping::wordsAt(std::vector<JsonPath> &paths)
{
    const JsonTape &tape = m_reader.tape();
    QStringList words;
    constexpr int MaxWords = 20;
    for (JsonPath &path : paths) {
        if (!m_reader.isJson())
            break;
        path.each(tape, 0, [&](Node node) {
            const JsonTape::Node &found = tape[node];
            const bool isText = found.type != JsonTape::Type::Null && found.type != JsonTape::Type::Object &&
                                found.type != JsonTape::Type::Array && !found.text.empty();
            if (isText && words.size() < MaxWords)
                words += QString::fromUtf8(found.text.data(),
                                           qsizetype(std::min<std::size_t>(found.text.size(), 200)));
        });
    }
    return words.join(QLatin1String(": ")).left(200);
}

void Mapping::countShape(const std::string &shape)
{
    const auto found = m_shapes.find(shape);
    if (found != m_shapes.end())
        ++found->second;
    else if (m_shapes.size() < MaxShapes)
        m_shapes.emplace(shape, 1);
    else
        ++m_shapes["…"];
}

void Mapping::countUnknown(Node item)
{
    const JsonTape &tape = m_reader.tape();
    // The words by which routes choose tell most; then the names of what is there.
    std::string shape = "no route: ";
    for (ProfileRoute &route : m_reader.profile().routes) {
        for (ProfileCondition &condition : route.when) {
            const Node node = condition.at.find(tape, item);
            if (condition.test != ProfileCondition::Test::Equals || node == JsonTape::None ||
                tape[node].text.size() > 40)
                continue;
            const std::string word =
                condition.at.text().toStdString() + "=" + std::string(tape[node].text) + " ";
            if (shape.find(word) == std::string::npos && shape.size() < 200)
                shape += word;
        }
    }
    shape += tape[item].type == JsonTape::Type::Array ? "[" : "(";
    for (Node child = item + 1; child < tape[item].next && shape.size() < 300; child = tape[child].next) {
        shape += child == item + 1 ? "" : ",";
        shape += tape[child].key.substr(0, 40);
    }
    countShape(shape + (tape[item].type == JsonTape::Type::Array ? "]" : ")"));
}

void Mapping::countBad(const QString &route, std::string_view what)
{
    countShape(route.toStdString() + ": " + std::string(what));
}

} // namespace alcedo
