// SPDX-License-Identifier: MIT
#include <alcedo/client/streamcursor.h>

#include <algorithm>

namespace alcedo {

StreamCursor::Step StreamCursor::subscribed(wire::SubscribeResult result)
{
    Step step;
    const bool resumed = !m_position.epoch.isEmpty();
    const bool reset = resumed && result.position.epoch != m_position.epoch;
    const bool everyOffset = m_mode == DeliveryMode::All;
    QString why = wire::whyName(wire::Lost::Why::Retention);
    if (!resumed || reset) {
        // Never a new epoch with an old offset.
        m_position = {result.position.epoch, 0};
        why = wire::whyName(wire::Lost::Why::Reset);
    }
    std::uint64_t first = result.position.offset + 1;
    for (const Publication &publication : result.pubs)
        first = std::min(first, publication.offset);
    if (!resumed && first > 1)
        m_position.offset = first - 1; // what was before the wanted history is not missing
    if (reset && everyOffset)
        lose(step, first > 0 ? first - 1 : 0, why, first > 0 ? first - 1 : 0);
    if (result.snapshot) {
        StreamPosition after = m_position;
        // It replaces all that was known, so it may also take us back: the rest of a large one follows as
        // data.
        if (!everyOffset)
            after.offset = result.position.offset;
        step.events.push_back({StreamEvent::Snapshot{std::move(*result.snapshot)}, after});
        m_position = after;
    }
    take(step, std::move(result.pubs), why, OnGap::Report);
    if (m_position.offset < result.position.offset) {
        if (everyOffset && resumed)
            lose(step, result.position.offset, why, result.position.offset - m_position.offset);
        m_position.offset = result.position.offset;
    }
    return step;
}

StreamCursor::Step StreamCursor::data(wire::Data data, OnGap onGap)
{
    Step step;
    if (data.prev > m_position.offset) {
        if (onGap == OnGap::Heal) {
            step.gap = true;
            return step;
        }
        lose(step, data.prev, wire::whyName(wire::Lost::Why::Reset), data.prev - m_position.offset);
    }
    take(step, std::move(data.pubs), wire::whyName(wire::Lost::Why::Reset), onGap);
    return step;
}

StreamCursor::Step StreamCursor::lost(const wire::Lost &lost, OnGap onGap)
{
    Step step;
    if (lost.to <= m_position.offset || lost.to < lost.from)
        return step;
    if (lost.from > m_position.offset + 1 && m_mode == DeliveryMode::All) {
        if (onGap == OnGap::Heal) {
            step.gap = true;
            return step;
        }
        lose(step, lost.from - 1, wire::whyName(wire::Lost::Why::Reset), lost.from - 1 - m_position.offset);
    }
    lose(step, lost.to, wire::whyName(lost.why), std::min(lost.n, lost.to - m_position.offset));
    return step;
}

// Publications in order: what came before is left out, what is missing between them ends the run.
void StreamCursor::take(Step &step, std::vector<Publication> publications, const QString &why, OnGap onGap)
{
    std::vector<Publication> run;
    std::uint64_t last = m_position.offset;
    for (Publication &publication : publications) {
        if (publication.offset <= last) {
            ++step.duplicates;
            continue;
        }
        if (m_mode == DeliveryMode::All && publication.offset > last + 1) {
            deliver(step, run);
            if (onGap == OnGap::Heal) {
                step.gap = true;
                return;
            }
            lose(step, publication.offset - 1, why, publication.offset - 1 - last);
        }
        last = publication.offset;
        run.push_back(std::move(publication));
    }
    deliver(step, run);
}

void StreamCursor::lose(Step &step, std::uint64_t last, const QString &why, std::uint64_t count)
{
    const Loss loss{m_position.epoch, m_position.offset + 1, last, count, why};
    m_position.offset = last;
    // Two losses that touch are one.
    if (Loss *before = step.events.empty() ? nullptr : std::get_if<Loss>(&step.events.back().what);
        before && before->last + 1 == loss.first && before->why == why) {
        before->last = last;
        before->count += count;
        step.events.back().after = m_position;
        return;
    }
    step.events.push_back({loss, m_position});
}

void StreamCursor::deliver(Step &step, std::vector<Publication> &run)
{
    if (run.empty())
        return;
    m_position.offset = run.back().offset;
    step.events.push_back({StreamEvent::Publications{std::exchange(run, {})}, m_position});
}

} // namespace alcedo
