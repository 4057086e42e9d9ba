// SPDX-License-Identifier: MIT
// What a mapping remembers between messages: sequences, checked books, kept documents. And what it does
// before the routes look: texts that are JSON are opened, changes merged.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>

#include <charconv>
#include <utility>

namespace alcedo {

bool Mapping::parseWord(QByteArrayView message)
{
    const QByteArrayView word = message.trimmed();
    if (word.isEmpty() || word.size() > MaxWordBytes || word.front() == '{' || word.front() == '[')
        return false;
    bool isAwaited = false;
    for (const ProfileRoute &route : m_profile.routes) {
        for (const ProfileCondition &condition : route.when)
            isAwaited = isAwaited || condition.at.text().isEmpty();
    }
    if (!isAwaited)
        return false;
    m_composed.clear();
    appendJsonString(m_composed, std::string_view(word.data(), std::size_t(word.size())));
    return m_tape.parse(m_composed);
}

void Mapping::openEmbedded()
{
    std::vector<std::pair<Node, QByteArray>> opened;
    for (JsonPath &path : m_profile.embedded) {
        path.each(m_tape, 0, [&](Node node) {
            if (m_tape[node].type != JsonTape::Type::String)
                return;
            const std::string_view text = m_tape[node].text;
            if (m_inner.parse(QByteArrayView(text.data(), qsizetype(text.size()))))
                opened.emplace_back(node, QByteArray(text.data(), qsizetype(text.size())));
        });
    }
    if (opened.empty())
        return;
    QByteArray composed;
    appendTapeJson(composed, m_tape, 0, opened);
    m_composed = std::move(composed);
    m_isJson = m_tape.parse(m_composed);
}

bool Mapping::mergeStates()
{
    for (ProfileMerge &merge : m_profile.merges) {
        if (holds(merge.when, 0))
            return mergeState(merge);
    }
    return true;
}

bool Mapping::mergeState(ProfileMerge &merge)
{
    m_scratchUsed = 0;
    const Node change = merge.at.find(m_tape, 0);
    const std::string_view key = textOf(merge.key, 0);
    if (change == JsonTape::None || key.empty() || key.size() > MaxKeyBytes) {
        countShape("merge: no key or no change");
        return false;
    }
    auto found = m_states.find(key);
    const bool isWhole = !merge.whole.empty() && holds(merge.whole, 0);
    if (found == m_states.end()) {
        if (m_states.size() >= MaxStates) {
            countShape("merge: too many keys");
            return false;
        }
        found = m_states.emplace(std::string(key), JsonState()).first;
    }
    bool taken = true;
    if (isWhole)
        found->second.set(m_tape, change);
    else
        taken = merge.by == ProfileMerge::By::Patch ? found->second.patch(m_tape, change)
                                                    : found->second.merge(m_tape, change);
    if (!taken) {
        countShape(merge.by == ProfileMerge::By::Patch ? "merge: a patch that does not fit"
                                                       : "merge: too large");
        return false;
    }
    QByteArray document, composed;
    found->second.write(document);
    appendTapeJson(composed, m_tape, 0, {{change, document}});
    m_composed = std::move(composed);
    if (!m_tape.parse(m_composed)) {
        countShape("merge: too large");
        return false;
    }
    return true;
}

std::optional<BookSequence::Verdict> Mapping::judgeNumbers(BookSequence &sequence,
                                                           const ProfileSequence &rule, std::string_view key,
                                                           std::optional<std::int64_t> first,
                                                           std::optional<std::int64_t> previous,
                                                           std::int64_t last, std::int64_t arrivalNs)
{
    if ((rule.first.isSet() && !first) || (rule.previous.isSet() && !previous))
        return std::nullopt;
    if (rule.rising)
        return sequence.admitRising(key, last, arrivalNs);
    return sequence.admit(key, first, previous, last, arrivalNs);
}

void Mapping::judgeLink(std::int64_t arrivalNs)
{
    m_scratchUsed = 0;
    ProfileSequence &rule = *m_profile.sequence;
    const auto last = integerOf(rule.last, 0);
    if (!last)
        return; // messages without a number are none of the sequence
    const auto gapsBefore = m_linkSequence.gaps();
    (void)judgeNumbers(m_linkSequence, rule, {}, rule.first.isSet() ? integerOf(rule.first, 0) : std::nullopt,
                       rule.previous.isSet() ? integerOf(rule.previous, 0) : std::nullopt, *last, arrivalNs);
    m_reconnect |= rule.reconnectOnBreak && m_linkSequence.gaps() != gapsBefore;
}

std::optional<BookSequence::Verdict> Mapping::judge(ProfileRoute &route, Node item, std::string_view key,
                                                    bool isWhole, std::int64_t arrivalNs)
{
    ProfileSequence &rule = *route.sequence;
    const auto last = integerOf(rule.last, item);
    if (!last)
        return std::nullopt;
    if (isWhole) {
        m_sequence.restart(key, *last);
        return BookSequence::Verdict::Pass;
    }
    const auto gapsBefore = m_sequence.gaps();
    const auto verdict =
        judgeNumbers(m_sequence, rule, key, rule.first.isSet() ? integerOf(rule.first, item) : std::nullopt,
                     rule.previous.isSet() ? integerOf(rule.previous, item) : std::nullopt, *last, arrivalNs);
    m_reconnect |= rule.reconnectOnBreak && m_sequence.gaps() != gapsBefore;
    return verdict;
}

void Mapping::check(ProfileRoute &route, Node item, std::string_view key, std::int64_t arrivalNs)
{
    BookChecksum::Book *const checked = std::exchange(m_checking, nullptr);
    if (!checked)
        return;
    checked->cut(route.checksum->depth);
    const auto expected = integerOf(route.checksum->at, item);
    if (!expected)
        return;
    ++m_counters.checksums;
    const std::int64_t got = checked->checksum(route.checksum->kind);
    if (got == *expected)
        return;
    m_sequence.noteChecksum(key, *expected, got, arrivalNs);
    m_reconnect |= route.checksum->reconnectOnBreak;
}

std::vector<SequenceBreak> Mapping::takeBreaks()
{
    auto all = m_sequence.takeBreaks();
    auto ofLink = m_linkSequence.takeBreaks();
    all.insert(all.end(), std::make_move_iterator(ofLink.begin()), std::make_move_iterator(ofLink.end()));
    return all;
}

void Mapping::reset()
{
    m_sequence.reset();
    m_linkSequence.reset();
    m_checksums.reset();
    m_bindings.clear();
    m_states.clear();
    m_reconnect = false;
}

QByteArray Mapping::answer(const QByteArray &send)
{
    QByteArray out;
    qsizetype from = 0;
    for (;;) {
        const qsizetype begin = send.indexOf("${/", from);
        const qsizetype end = begin < 0 ? -1 : send.indexOf('}', begin);
        if (end < 0)
            break;
        auto path = JsonPath::parse(QString::fromUtf8(send.mid(begin + 2, end - begin - 2)));
        const Node node = m_isJson && path && !path->isWild() ? path->find(m_tape, 0) : JsonTape::None;
        // A text that is one place alone is what stands there, with its type.
        const bool isAlone =
            begin > 0 && send.at(begin - 1) == '"' && end + 1 < send.size() && send.at(end + 1) == '"';
        out += send.mid(from, begin - from - isAlone);
        QByteArray found;
        if (node != JsonTape::None)
            appendTapeJson(found, m_tape, node);
        if (isAlone)
            out += found.isEmpty() ? QByteArray("null") : found;
        else
            out += found.startsWith('"') ? found.mid(1, found.size() - 2) : found;
        from = end + 1 + isAlone;
    }
    return out + send.mid(from);
}

} // namespace alcedo
