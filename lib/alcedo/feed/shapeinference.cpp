// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapeinference.h>

#include <alcedo/feed/jsonpath.h>
#include <alcedo/feed/routereader.h>
#include <alcedo/feed/shapejudge.h>
#include <alcedo/feed/shapelists.h>

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
    std::int64_t arrivalNs = 0;
    std::map<std::string, std::string> texts; ///< outside of lists, near the root: what may tell kinds apart
    std::string form;                         ///< the names near the root
};

constexpr char Separators[] = ".:@";

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
        return byPrefix ? found->second.substr(0, found->second.find_first_of(Separators)) : found->second;
    }
};

/// The names of a list's first element stand for all of them.
void collect(const JsonTape &tape, std::uint32_t node, const std::string &path, int depth, bool inList,
             SampleMessage &out)
{
    constexpr int Near = 3;
    constexpr std::size_t MaxWord = 80, MaxForm = 4'000;
    for (std::uint32_t child = node + 1; child < tape[node].next; child = tape[child].next) {
        const JsonTape::Node &value = tape[child];
        if (!shape::isPathName(value.key))
            continue;
        const bool isElement = tape[node].type == Type::Array;
        const std::string at = isElement ? path + "[]" : path + '/' + shape::escaped(value.key);
        if (!isElement && out.form.size() < MaxForm)
            out.form += at + ' ';
        if (value.isContainer() && depth < Near)
            collect(tape, child, at, depth + 1, inList || value.type == Type::Array, out);
        else if (value.type == Type::String && !inList && value.text.size() <= MaxWord)
            out.texts.emplace(at, std::string(value.text));
        if (isElement)
            break;
    }
}

bool isTellingName(const std::string &path)
{
    static const std::set<std::string> Names{"type", "e",    "event",  "ev",    "channel", "topic",      "op",
                                             "T",    "kind", "feed",   "table", "msgtype", "method",     "ch",
                                             "chan", "msg",  "action", "evt",   "cmd",     "messagetype"};
    return Names.count(shape::nameOf(path)) > 0;
}

using Messages = std::vector<const SampleMessage *>;

/// How well the forms of messages are foretold by what stands at a place; below zero where it does not tell.
double scoreOf(const Discriminator &tried, const Messages &messages, bool isFirst)
{
    constexpr std::size_t MostValues = 24;
    std::map<std::string, std::map<std::string, int>> groups;
    int covered = 0;
    bool hasTail = false, onlyDeeds = true;
    for (const SampleMessage *message : messages) {
        const std::string value = tried.of(*message);
        covered += !value.empty();
        hasTail |= value.find_first_of(Separators) != std::string::npos;
        onlyDeeds &= value.empty() || shape::isDeed(value);
        ++groups[value][message->form];
        if (groups.size() > MostValues)
            return -1;
    }
    if (isFirst && covered * 2 < int(messages.size()))
        return -1;
    const bool tells = isFirst && isTellingName(tried.path) && !onlyDeeds;
    if (groups.size() < 2 && !tells)
        return -1;
    int pure = 0;
    for (const auto &[value, counts] : groups) {
        int most = 0;
        for (const auto &[form, count] : counts)
            most = std::max(most, count);
        pure += most;
    }
    constexpr double Foretold = 0.9; // by a place whose name says nothing
    constexpr std::size_t FewMessages = 10, FewSubjects = 6;
    const bool isSubject = hasTail && !isFirst && groups.size() > FewSubjects; // "trade.BTC", "trade.ETH"
    if (!tells && (pure < Foretold * double(messages.size()) || messages.size() < FewMessages || isSubject))
        return -1;
    // "ticker.BTC" names what the message is about too: its beginning is what tells.
    return pure / double(messages.size()) + (tells ? 0.15 : 0) -
           (hasTail ? 0.015 : 0.004) * double(groups.size()) - (tried.byPrefix ? 0.01 : 0);
}

/// The place that foretells it best, other than those that were asked already.
Discriminator discriminatorOf(const Messages &messages, const QList<ShapeKind::Condition> &asked)
{
    constexpr std::size_t MostPaths = 200;
    std::set<std::string> paths;
    std::map<std::string, int> forms;
    for (const SampleMessage *message : messages) {
        ++forms[message->form];
        for (const auto &[path, text] : message->texts) {
            if (paths.size() < MostPaths)
                paths.insert(path);
        }
    }
    int commonest = 0;
    for (const auto &[form, count] : forms)
        commonest = std::max(commonest, count);
    double best = commonest / double(messages.size()) + (asked.isEmpty() ? 0.002 : 0.05);
    Discriminator chosen;
    for (const std::string &path : paths) {
        const bool isAsked = std::any_of(asked.begin(), asked.end(), [&path](const auto &condition) {
            return condition.path.toStdString() == path;
        });
        for (const bool byPrefix : {false, true}) {
            const double score = isAsked ? -1 : scoreOf({path, byPrefix}, messages, asked.isEmpty());
            if (score > best) {
                best = score;
                chosen = {path, byPrefix};
            }
        }
    }
    return chosen;
}

QString qs(const std::string &text)
{
    return QString::fromStdString(text);
}

struct Group
{
    Messages messages;
    QList<ShapeKind::Condition> when;
    std::string name;
};

/// Kinds by what tells them apart, and those once more where their messages still differ.
void split(Group group, std::vector<Group> &out)
{
    constexpr int MostConditions = 2;
    const Discriminator by =
        group.when.size() < MostConditions ? discriminatorOf(group.messages, group.when) : Discriminator();
    if (by.path.empty()) {
        out.push_back(std::move(group));
        return;
    }
    std::map<std::string, Messages> parts;
    for (const SampleMessage *message : group.messages)
        parts[by.of(*message)].push_back(message);
    for (auto &[value, messages] : parts) {
        Group part{std::move(messages), group.when, group.name};
        part.when.append({qs(by.path), qs(value), by.byPrefix && !value.empty()});
        if (!value.empty())
            part.name += (part.name.empty() ? "" : " ") + value;
        split(std::move(part), out);
    }
}

/// Where a book says that it is whole: by a word of its kind, or in a member.
void addSnapshot(ShapeKind &kind, const Messages &messages)
{
    if (kind.levels.isEmpty())
        return;
    for (const ShapeKind::Condition &condition : std::as_const(kind.when)) {
        if (condition.is.contains(QLatin1String("snapshot"), Qt::CaseInsensitive) && !condition.starts) {
            kind.snapshotPath = condition.path;
            kind.snapshotIs = condition.is;
            return;
        }
    }
    for (const char *word : {"snapshot", "partial"}) {
        for (const SampleMessage *message : messages) {
            for (const auto &[path, text] : message->texts) {
                if (text == word) {
                    kind.snapshotPath = qs(path);
                    kind.snapshotIs = QString::fromLatin1(word);
                    return;
                }
            }
        }
    }
}

KindStats statsOf(const Messages &messages, const std::string &each)
{
    KindStats stats;
    auto path = JsonPath::parse(qs(each));
    std::int64_t arrivalNs = 0;
    const auto count = [&stats, &arrivalNs](const JsonTape &tape, std::uint32_t from,
                                            const std::string &prefix, const std::string &without) {
        auto visit = [&](const std::string &at, std::uint32_t node) {
            if (stats.places.size() < std::size_t(ShapeInference::MaxFields) ||
                stats.places.count(prefix + at))
                stats.places[prefix + at].add(tape, node, stats.items, arrivalNs);
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
        arrivalNs = message->arrivalNs;
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

/// The kind that a group of messages is; and the trades that a book brings along.
void addKinds(QList<ShapeKind> &kinds, const Group &group, int messagesOfAll, double seconds)
{
    const auto judge = [&](ShapeKind &kind, const std::string &each) {
        KindStats stats = statsOf(group.messages, each);
        stats.messagesOfAll = messagesOfAll;
        shape::judge(kind, stats, seconds);
    };
    ShapeKind kind;
    kind.messages = int(group.messages.size());
    kind.rate = seconds > 0 ? kind.messages / seconds : 0;
    kind.when = group.when;
    kind.name = !group.name.empty()    ? qs(group.name)
                : group.when.isEmpty() ? QStringLiteral("message")
                                       : QStringLiteral("other");
    for (const ShapeKind::Condition &condition : std::as_const(kind.when))
        kind.reasons.append({ShapeReason::Code::TellsApart, {condition.path}, {}});
    shape::Lists lists(shape::isBookWord(group.name));
    for (const SampleMessage *message : group.messages)
        lists.look(*message->tape);
    const std::string each = lists.itemsOf(kind.messages);
    ShapeKind plain = kind;
    kind.each = qs(each);
    kind.levels = lists.levels(each);
    addSnapshot(kind, group.messages);
    judge(kind, each);
    kinds.append(kind);
    if (kind.levels.isEmpty() || !each.empty())
        return;
    for (const auto &[path, count] : lists.items()) {
        ShapeKind more = plain;
        more.name += u' ' + qs(shape::nameOf(path));
        more.each = qs(path);
        more.messages = count;
        judge(more, path);
        if (more.record == RecordKind::Trade && !more.ignored)
            kinds.append(more);
    }
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

void ShapeInference::addSeen(const ShapeInference &samples, RouteReader &reader, QByteArray *message)
{
    std::optional<QByteArray> found;
    qint64 made = 0;
    for (const Sample &sample : samples.m_samples) {
        if (made > MaxSeenBytes)
            break;
        if (!reader.read(sample.message).empty())
            continue;
        const QByteArray text = reader.text();
        made += text.size();
        add(text, sample.arrivalNs);
        if (message && !found && sample.message == *message)
            found = text;
    }
    if (message && !found && reader.read(*message).empty())
        found = reader.text();
    if (message && found)
        *message = *found;
}

QList<ShapeKind> ShapeInference::propose() const
{
    std::vector<SampleMessage> messages;
    for (const Sample &sample : m_samples) {
        SampleMessage message;
        message.tape = std::make_unique<JsonTape>();
        message.arrivalNs = sample.arrivalNs;
        if (!message.tape->parse(sample.message) || !(*message.tape)[0].isContainer())
            continue;
        collect(*message.tape, 0, std::string(), 0, false, message);
        messages.push_back(std::move(message));
    }
    if (messages.empty())
        return {};
    Group all;
    for (const SampleMessage &message : messages)
        all.messages.push_back(&message);
    std::vector<Group> groups;
    split(std::move(all), groups);
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group &a, const Group &b) { return a.messages.size() > b.messages.size(); });
    groups.resize(std::min(groups.size(), std::size_t(MaxKinds)));
    const double seconds = double(m_samples.back().arrivalNs - m_samples.front().arrivalNs) / 1e9;
    QList<ShapeKind> kinds;
    for (const Group &group : groups)
        addKinds(kinds, group, int(messages.size()), seconds);
    return kinds;
}

} // namespace alcedo
