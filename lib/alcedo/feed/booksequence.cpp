// SPDX-License-Identifier: MIT
#include <alcedo/feed/booksequence.h>

#include <utility>

namespace alcedo {

BookSequence::Verdict BookSequence::admit(std::string_view key, std::optional<std::int64_t> first,
                                          std::optional<std::int64_t> previous, std::int64_t last,
                                          std::int64_t arrivalNs)
{
    auto found = m_states.find(key);
    if (found == m_states.end()) {
        if (m_states.size() >= MaxKeys)
            return Verdict::Pass;
        found = m_states.emplace(std::string(key), State()).first;
        if (m_resync) {
            found->second.holding = true;
            m_wanted.emplace_back(key);
        }
    }
    State &state = found->second;
    if (state.holding)
        return Verdict::Hold;
    if (!state.last) {
        state.last = last;
        return Verdict::Pass;
    }
    const bool begins = previous ? *previous == *state.last : first.value_or(last) == *state.last + 1;
    if (!begins && last <= *state.last) {
        // After a snapshot, what it already holds comes again by rule.
        if (!state.justSynced)
            note(SequenceBreak::Kind::Repeated, key, *state.last + 1, first.value_or(last), arrivalNs);
        return Verdict::Drop;
    }
    const bool spans =
        state.justSynced && (previous ? *previous <= *state.last : first.value_or(last) <= *state.last + 1);
    if (!begins && !spans) {
        note(SequenceBreak::Kind::Gap, key, previous ? *state.last : *state.last + 1,
             previous ? *previous : first.value_or(last), arrivalNs);
        state.last = last;
        if (m_resync) {
            state = State();
            state.holding = true;
            m_wanted.emplace_back(key);
            return Verdict::Hold;
        }
        return Verdict::Pass;
    }
    state.last = last;
    state.justSynced = false;
    return Verdict::Pass;
}

void BookSequence::restart(std::string_view key, std::int64_t last)
{
    auto found = m_states.find(key);
    if (found == m_states.end()) {
        if (m_states.size() >= MaxKeys)
            return;
        found = m_states.emplace(std::string(key), State()).first;
    }
    found->second = State();
    found->second.last = last;
}

BookSequence::Verdict BookSequence::admitRising(std::string_view key, std::int64_t last,
                                                std::int64_t arrivalNs)
{
    auto found = m_states.find(key);
    if (found == m_states.end() && m_states.size() >= MaxKeys)
        return Verdict::Pass;
    if (found == m_states.end())
        found = m_states.emplace(std::string(key), State()).first;
    State &state = found->second;
    if (state.last && last <= *state.last) {
        note(SequenceBreak::Kind::Repeated, key, *state.last + 1, last, arrivalNs);
        return Verdict::Drop;
    }
    state.last = last;
    return Verdict::Pass;
}

void BookSequence::noteChecksum(std::string_view key, std::int64_t expected, std::int64_t got,
                                std::int64_t arrivalNs)
{
    note(SequenceBreak::Kind::Checksum, key, expected, got, arrivalNs);
}

void BookSequence::hold(std::string_view key, QByteArrayView message, std::int64_t arrivalNs)
{
    const auto found = m_states.find(key);
    if (found == m_states.end())
        return;
    auto &held = found->second.held;
    if (held.size() >= MaxHeld)
        held.pop_front();
    held.push_back({message.toByteArray(), arrivalNs});
}

std::deque<BookSequence::Held> BookSequence::release(std::string_view key, std::int64_t last)
{
    const auto found = m_states.find(key);
    if (found == m_states.end())
        return {};
    State &state = found->second;
    state.holding = false;
    state.justSynced = true;
    state.last = last;
    return std::exchange(state.held, {});
}

std::vector<std::string> BookSequence::takeWanted()
{
    return std::exchange(m_wanted, {});
}

std::vector<SequenceBreak> BookSequence::takeBreaks()
{
    return std::exchange(m_breaks, {});
}

void BookSequence::reset()
{
    m_states.clear();
    m_wanted.clear();
}

void BookSequence::note(SequenceBreak::Kind kind, std::string_view key, std::int64_t expected,
                        std::int64_t got, std::int64_t arrivalNs)
{
    ++(kind == SequenceBreak::Kind::Gap        ? m_gaps
       : kind == SequenceBreak::Kind::Repeated ? m_repeated
                                               : m_wrongChecksums);
    if (m_breaks.size() < MaxBreaks)
        m_breaks.push_back({std::string(key), kind, expected, got, arrivalNs});
}

} // namespace alcedo
