// SPDX-License-Identifier: MIT
// What a mapping remembers between messages: sequences and checked books.
#include <alcedo/feed/mapping.h>

#include <utility>

namespace alcedo {

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
    m_reader.startRecord();
    ProfileSequence &rule = *m_reader.profile().sequence;
    const auto last = m_reader.integerOf(rule.last, 0);
    if (!last)
        return; // messages without a number are none of the sequence
    const auto gapsBefore = m_linkSequence.gaps();
    (void)judgeNumbers(
        m_linkSequence, rule, {}, rule.first.isSet() ? m_reader.integerOf(rule.first, 0) : std::nullopt,
        rule.previous.isSet() ? m_reader.integerOf(rule.previous, 0) : std::nullopt, *last, arrivalNs);
    m_reconnect |= rule.reconnectOnBreak && m_linkSequence.gaps() != gapsBefore;
}

std::optional<BookSequence::Verdict> Mapping::judge(ProfileRoute &route, Node item, std::string_view key,
                                                    bool isWhole, std::int64_t arrivalNs)
{
    ProfileSequence &rule = *route.sequence;
    const auto last = m_reader.integerOf(rule.last, item);
    if (!last)
        return std::nullopt;
    if (isWhole) {
        m_sequence.restart(key, *last);
        return BookSequence::Verdict::Pass;
    }
    const auto gapsBefore = m_sequence.gaps();
    const auto verdict = judgeNumbers(
        m_sequence, rule, key, rule.first.isSet() ? m_reader.integerOf(rule.first, item) : std::nullopt,
        rule.previous.isSet() ? m_reader.integerOf(rule.previous, item) : std::nullopt, *last, arrivalNs);
    m_reconnect |= rule.reconnectOnBreak && m_sequence.gaps() != gapsBefore;
    return verdict;
}

void Mapping::check(ProfileRoute &route, Node item, std::string_view key, std::int64_t arrivalNs)
{
    BookChecksum::Book *const checked = std::exchange(m_checking, nullptr);
    if (!checked)
        return;
    checked->cut(route.checksum->depth);
    const auto expected = m_reader.integerOf(route.checksum->at, item);
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
    m_reader.reset();
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
        const Node node =
            m_reader.isJson() && path && !path->isWild() ? path->find(m_reader.tape(), 0) : JsonTape::None;
        // A text that is one place alone is what stands there, with its type.
        const bool isAlone =
            begin > 0 && send.at(begin - 1) == '"' && end + 1 < send.size() && send.at(end + 1) == '"';
        out += send.mid(from, begin - from - isAlone);
        QByteArray found;
        if (node != JsonTape::None)
            appendTapeJson(found, m_reader.tape(), node);
        if (isAlone)
            out += found.isEmpty() ? QByteArray("null") : found;
        else
            out += found.startsWith('"') ? found.mid(1, found.size() - 2) : found;
        from = end + 1 + isAlone;
    }
    return out + send.mid(from);
}

} // namespace alcedo
