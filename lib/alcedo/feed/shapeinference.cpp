// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapeinference.h>

#include <alcedo/core/decimal.h>
#include <alcedo/feed/jsonpath.h>
#include <alcedo/feed/shapejudge.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

namespace alcedo {

namespace {

using shape::KindStats;
using Type = JsonTape::Type;

struct SampleMessage
{
    std::unique_ptr<JsonTape> tape;
    std::map<std::string, std::string> texts; ///< outside of lists, near the root: what may tell kinds apart
    std::string form;                         ///< the names near the root
};

/// What tells kinds of messages apart, and the kind of one message by it.
struct Discriminator
{
    std::string path;
    bool byPrefix = false;
    [[nodiscard]] std::string of(const SampleMessage &message) const
    {
        const auto found = message.texts.find(path);
        if (path.empty() || found == message.texts.end())
            return "";
        return byPrefix ? found->second.substr(0, found->second.find_first_of(".:@")) : found->second;
    }
};

void collect(const JsonTape &tape, std::uint32_t node, const std::string &path, int depth, SampleMessage &out)
{
    constexpr int Near = 3;
    constexpr std::size_t MaxWord = 80;
    for (std::uint32_t child = node + 1; child < tape[node].next; child = tape[child].next) {
        const JsonTape::Node &value = tape[child];
        if (!shape::isPathName(value.key))
            continue;
        const std::string at = path + '/' + shape::escaped(value.key);
        if (depth < 2)
            out.form += at + (value.type == Type::Array ? "[] " : " ");
        if (value.type == Type::Object && depth < Near)
            collect(tape, child, at, depth + 1, out);
        else if (value.type == Type::String && value.text.size() <= MaxWord)
            out.texts.emplace(at, std::string(value.text));
    }
}

bool isTellingName(const std::string &path)
{
    static const std::set<std::string> Names{"type", "e",    "event",  "ev",    "channel", "topic", "op", "T",
                                             "kind", "feed", "action", "table", "msgtype", "method"};
    return Names.count(shape::nameOf(path)) > 0;
}

/// The place whose value best foretells which names a message has.
Discriminator discriminatorOf(const std::vector<SampleMessage> &messages)
{
    constexpr std::size_t MostValues = 24;
    std::set<std::string> paths;
    std::map<std::string, int> forms;
    for (const SampleMessage &message : messages) {
        ++forms[message.form];
        for (const auto &[path, text] : message.texts) {
            if (paths.size() < 200)
                paths.insert(path);
        }
    }
    const auto total = double(messages.size());
    int commonest = 0;
    for (const auto &[form, count] : forms)
        commonest = std::max(commonest, count);
    double best = commonest / total + 0.02;
    Discriminator chosen;
    for (const std::string &path : paths) {
        for (const bool byPrefix : {false, true}) {
            const Discriminator tried{path, byPrefix};
            std::map<std::string, std::map<std::string, int>> groups;
            int covered = 0;
            for (const SampleMessage &message : messages) {
                const std::string value = tried.of(message);
                covered += !value.empty();
                ++groups[value][message.form];
                if (groups.size() > MostValues)
                    break;
            }
            if (groups.size() > MostValues || covered * 2 < int(messages.size()))
                continue;
            double pure = 0;
            for (const auto &[value, counts] : groups) {
                int most = 0;
                for (const auto &[form, count] : counts)
                    most = std::max(most, count);
                pure += most / total;
            }
            // A prefix must be one: several values behind it.
            const double score = pure + (isTellingName(path) ? 0.15 : 0) - 0.004 * double(groups.size()) -
                                 (byPrefix ? 0.01 : 0);
            if (score > best && (groups.size() > 1 || isTellingName(path))) {
                best = score;
                chosen = tried;
            }
        }
    }
    return chosen;
}

bool isPair(const JsonTape &tape, std::uint32_t node)
{
    const JsonTape::Node &value = tape[node];
    if (value.type == Type::Array) {
        int numbers = 0;
        for (std::uint32_t child = node + 1; child < value.next; child = tape[child].next)
            numbers += Decimal::parse(tape[child].text).has_value() && !tape[child].isContainer();
        return numbers >= 2;
    }
    const auto has = [&](std::initializer_list<const char *> names) {
        return std::any_of(names.begin(), names.end(),
                           [&](const char *name) { return tape.member(node, name) != JsonTape::None; });
    };
    return value.type == Type::Object && value.count <= 6 && has({"price", "px", "p", "price_level"}) &&
           (has({"size", "qty", "sz", "quantity", "amount", "new_quantity"}) || value.count <= 4);
}

bool isBookName(const std::string &name)
{
    static const std::set<std::string> Names{"bids",    "asks",      "b",    "a",    "changes",
                                             "updates", "orderbook", "buys", "sells"};
    return Names.count(name) > 0;
}

/// Where lists stand: of levels, or of things that are records themselves.
struct Lists
{
    std::map<std::string, int> levels, items;
    std::map<std::string, bool> levelsAreObjects;
    std::map<std::string, bool> levelsHaveSide;
    std::map<std::string, bool> seen;

    void look(const JsonTape &tape, std::uint32_t node, const std::string &path, int depth)
    {
        constexpr int MaxDepth = 8;
        if (depth > MaxDepth)
            return;
        if (tape[node].type == Type::Array && tape[node].count > 0) {
            const std::uint32_t first = node + 1;
            if (isBookName(shape::nameOf(path)) && isPair(tape, first)) {
                ++levels[path];
                levelsAreObjects[path] = tape[first].type == Type::Object;
                levelsHaveSide[path] = tape[first].type == Type::Array
                                           ? !Decimal::parse(tape[first + 1].text)
                                           : tape.member(first, "side") != JsonTape::None;
                return;
            }
            if (tape[first].type != Type::Object || tape[first].count < 2)
                return;
            ++items[path];
            for (std::uint32_t child = first; child < tape[node].next; child = tape[child].next)
                lookInside(tape, child, path + "/*", depth + 1);
        } else if (tape[node].type == Type::Array) {
            seen[path] = true;
        } else {
            lookInside(tape, node, path, depth);
        }
    }
    void lookInside(const JsonTape &tape, std::uint32_t node, const std::string &path, int depth)
    {
        if (tape[node].type != Type::Object)
            return;
        for (std::uint32_t child = node + 1; child < tape[node].next; child = tape[child].next) {
            if (!shape::isPathName(tape[child].key))
                continue;
            look(tape, child, path + '/' + shape::escaped(tape[child].key), depth + 1);
        }
    }
};

/// The list whose elements are the records: the one that most messages have; the inner of two.
std::string itemsOf(const Lists &lists, int messages)
{
    std::string best;
    int most = 0;
    for (const auto &[path, count] : lists.items) {
        const bool isInner = !best.empty() && path.compare(0, best.size(), best) == 0;
        if (count * 10 >= messages * 8 && (count > most || isInner)) {
            most = std::max(most, count);
            best = path;
        }
    }
    return best;
}

QString qs(const std::string &text)
{
    return QString::fromStdString(text);
}

void addLevels(ShapeKind &kind, const Lists &lists, const std::string &each)
{
    for (const auto &[path, count] : lists.levels) {
        const std::string within = each + "/*";
        const bool isInside = !each.empty() && path.compare(0, within.size(), within) == 0;
        if (!each.empty() && !isInside)
            continue;
        ShapeKind::Levels part;
        part.each = qs(isInside ? path.substr(within.size()) : path);
        const std::string name = shape::nameOf(path);
        const bool hasSide = lists.levelsHaveSide.at(path), isObject = lists.levelsAreObjects.at(path);
        const QString first = hasSide ? QStringLiteral("/1") : QStringLiteral("/0");
        part.side = hasSide ? (isObject ? QStringLiteral("/side") : QStringLiteral("/0"))
                    : (name[0] == 'a' || name == "sells") ? QStringLiteral("ask")
                                                          : QStringLiteral("bid");
        part.price = isObject ? QStringLiteral("/price") : first;
        part.size = isObject ? QStringLiteral("/qty") : hasSide ? QStringLiteral("/2") : QStringLiteral("/1");
        kind.levels.append(part);
    }
}

void addSnapshot(ShapeKind &kind, const std::vector<const SampleMessage *> &messages)
{
    for (const char *word : {"snapshot", "partial"}) {
        for (const SampleMessage *message : messages) {
            for (const auto &[path, text] : message->texts) {
                if (text == word && !kind.levels.isEmpty()) {
                    kind.snapshotPath = qs(path);
                    kind.snapshotIs = QString::fromLatin1(word);
                    return;
                }
            }
        }
    }
}

KindStats statsOf(const std::vector<const SampleMessage *> &messages, const std::string &each)
{
    KindStats stats;
    auto path = JsonPath::parse(qs(each));
    const auto count = [&stats](const JsonTape &tape, std::uint32_t from, const std::string &prefix,
                                const std::string &without) {
        auto visit = [&](const std::string &at, std::uint32_t node) {
            if (stats.places.size() < std::size_t(ShapeInference::MaxFields) ||
                stats.places.count(prefix + at))
                stats.places[prefix + at].add(tape, node);
        };
        if (without.empty())
            return shape::scalars(tape, from, std::string(), 0, visit);
        auto outer = [&](const std::string &at, std::uint32_t node) {
            if (at.compare(0, without.size(), without) != 0)
                visit(at, node);
        };
        shape::scalars(tape, from, std::string(), 0, outer);
    };
    const std::string root = each.substr(0, each.find("/*"));
    for (const SampleMessage *message : messages) {
        const JsonTape &tape = *message->tape;
        if (each.empty() || !path) {
            count(tape, 0, "", "");
            ++stats.items;
            continue;
        }
        path->each(tape, 0, [&](std::uint32_t list) {
            for (std::uint32_t item = list + 1; item < tape[list].next; item = tape[item].next) {
                count(tape, item, "", "");
                count(tape, 0, "#", root);
                // What stands around the item in a list of lists, as its time.
                if (each.find("/*") != std::string::npos)
                    count(tape, tape[list].parent, "../..", each.substr(each.rfind('/')));
                ++stats.items;
            }
        });
    }
    return stats;
}

} // namespace

void ShapeInference::add(QByteArrayView message, std::int64_t arrivalNs)
{
    if (message.isEmpty() || message.size() > MaxSampleBytes / 4)
        return;
    m_samples.push_back({message.toByteArray(), arrivalNs});
    m_bytes += message.size();
    while (m_samples.size() > MaxSamples || m_bytes > MaxSampleBytes) {
        m_bytes -= m_samples.front().message.size();
        m_samples.pop_front();
    }
}

void ShapeInference::clear()
{
    m_samples.clear();
    m_bytes = 0;
}

QList<ShapeKind> ShapeInference::propose() const
{
    std::vector<SampleMessage> messages;
    for (const Sample &sample : m_samples) {
        SampleMessage message;
        message.tape = std::make_unique<JsonTape>();
        if (!message.tape->parse(sample.message) || !(*message.tape)[0].isContainer())
            continue;
        collect(*message.tape, 0, std::string(), 0, message);
        messages.push_back(std::move(message));
    }
    if (messages.empty())
        return {};
    const double seconds = double(m_samples.back().arrivalNs - m_samples.front().arrivalNs) / 1e9;
    const Discriminator by = discriminatorOf(messages);
    std::map<std::string, std::vector<const SampleMessage *>> groups;
    for (const SampleMessage &message : messages) {
        const std::string value = by.of(message);
        if (groups.size() < std::size_t(MaxKinds) || groups.count(value))
            groups[value].push_back(&message);
    }
    QList<ShapeKind> kinds;
    for (const auto &[value, group] : groups) {
        ShapeKind kind;
        kind.messages = int(group.size());
        kind.rate = seconds > 0 ? kind.messages / seconds : 0;
        kind.whenPath = qs(by.path);
        kind.whenIs = qs(value);
        kind.name = value.empty() ? (by.path.empty() ? QStringLiteral("message") : QStringLiteral("other"))
                                  : qs(value);
        kind.whenStarts = by.byPrefix && !value.empty();
        if (!by.path.empty())
            kind.reasons += QStringLiteral("%1 tells kinds apart").arg(kind.whenPath);
        Lists lists;
        for (const SampleMessage *message : group)
            lists.look(*message->tape, 0, std::string(), 0);
        const std::string each = itemsOf(lists, kind.messages);
        kind.each = qs(each);
        addLevels(kind, lists, each);
        addSnapshot(kind, group);
        shape::judge(kind, statsOf(group, each), seconds);
        kinds.append(kind);
    }
    std::stable_sort(kinds.begin(), kinds.end(),
                     [](const ShapeKind &a, const ShapeKind &b) { return a.messages > b.messages; });
    return kinds;
}

} // namespace alcedo
