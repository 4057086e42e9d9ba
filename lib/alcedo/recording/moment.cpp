// SPDX-License-Identifier: MIT
#include <alcedo/recording/moment.h>

#include <alcedo/recording/blockcursor.h>

#include <set>
#include <string>
#include <tuple>

namespace alcedo {

namespace {

class Restoring
{
public:
    Restoring(Store &store, Recording &recording, std::int64_t atNs, const SourceMap &sources)
        : m_store(store)
        , m_recording(recording)
        , m_sources(sources)
    {
        m_result.atNs = atNs;
    }
    Result<RestoredMoment> run(std::int64_t windowNs);

private:
    /// What a part has rows of.
    using Rows = std::set<std::tuple<SourceId, RecordKind, std::string>>;
    Result<void> appendPart(const std::string &part, Rows &rows);
    Result<void> appendHistory(const std::vector<KeyframeEntry> &keyframes, Rows &rows);
    void removeGone(const Rows &before, const Rows &now);
    Result<void> appendBlocks(std::int64_t fromNs, std::uint64_t afterSequence, std::int64_t toNs);
    void append(const RecordBatch &batch)
    {
        m_store.append(batch);
        m_result.records += batch.size();
    }
    void appendEvents(std::int64_t fromNs);

    Store &m_store;
    Recording &m_recording;
    const SourceMap &m_sources;
    RestoredMoment m_result;
};

Result<RestoredMoment> Restoring::run(std::int64_t windowNs)
{
    const std::int64_t atNs = m_result.atNs, fromNs = atNs - windowNs;
    const auto keyframes = m_recording.keyframes(fromNs, atNs);
    std::int64_t sinceNs = fromNs;
    if (!keyframes.empty()) {
        const KeyframeEntry &last = keyframes.back();
        Rows past, present;
        if (const auto done = appendHistory(keyframes, past); !done)
            return done.error();
        const auto state = m_recording.keyframeState(last.id);
        if (!state)
            return state.error();
        if (const auto done = appendPart(*state, present); !done)
            return done.error();
        removeGone(past, present);
        sinceNs = last.atNs;
        m_result.sequence = last.sequence;
    }
    appendEvents(fromNs);
    if (const auto done = appendBlocks(sinceNs, m_result.sequence, atNs); !done)
        return done.error();
    m_store.publish();
    return m_result;
}

Result<void> Restoring::appendPart(const std::string &part, Rows &rows)
{
    return readKeyframePart(part, m_sources, [&](const RecordBatch &batch) {
        append(batch);
        // A key's records stand together: one look at each run.
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const RecordKind kind =
                batch.kind(i) == RecordKind::Sensor ? RecordKind::Sensor : RecordKind::Quote;
            if (batch.kind(i) == RecordKind::Score || batch.kind(i) == RecordKind::News)
                continue; // the past has none of them
            if (i == 0 || batch.key(i) != batch.key(i - 1) || batch.kind(i) != batch.kind(i - 1))
                rows.emplace(batch.source(), kind, std::string(batch.key(i)));
        }
    });
}

/// What was removed before the moment lives on in the histories of the minutes before.
void Restoring::removeGone(const Rows &before, const Rows &now)
{
    for (const auto &row : before) {
        if (now.contains(row))
            continue;
        const auto &[source, kind, key] = row;
        RecordBatchBuilder builder(source);
        builder.begin(kind, key, m_result.atNs, m_result.atNs, RecordFlag::Removed | RecordFlag::Built);
        m_store.append(*builder.take());
    }
}

/// A session that was killed has no keyframe at its end: what came after its last one is read as it is.
Result<void> Restoring::appendHistory(const std::vector<KeyframeEntry> &keyframes, Rows &rows)
{
    const KeyframeEntry *before = nullptr;
    for (const KeyframeEntry &keyframe : keyframes) {
        if (before && before->session != keyframe.session) {
            if (const auto done = appendBlocks(before->atNs, before->sequence, keyframe.atNs - 1); !done)
                return done;
        }
        const auto history = m_recording.keyframeHistory(keyframe.id);
        if (!history)
            return history.error();
        if (const auto done = appendPart(*history, rows); !done)
            return done;
        before = &keyframe;
    }
    return {};
}

Result<void> Restoring::appendBlocks(std::int64_t fromNs, std::uint64_t afterSequence, std::int64_t toNs)
{
    auto blocks = m_recording.blocks(Recording::Kind::Records, {fromNs, toNs});
    if (!blocks)
        return blocks.error();
    std::erase_if(*blocks, [&](const BlockEntry &block) {
        return block.lastSequence <= afterSequence || !m_sources(block.source);
    });
    BlockCursor<RecordedBatch> cursor(std::move(blocks).value(), [this](const BlockEntry &block) {
        return m_recording.records(block, m_sources(block.source).value_or(0));
    });
    for (;;) {
        const auto next = cursor.peek();
        if (!next)
            return next.error();
        if (!*next || (*next)->atNs > toNs)
            return {};
        if ((*next)->sequence > afterSequence) {
            append(*(*next)->batch);
            m_result.sequence = std::max(m_result.sequence, (*next)->sequence);
        }
        cursor.pop();
    }
}

void Restoring::appendEvents(std::int64_t fromNs)
{
    for (const RecordingEvent &event : m_recording.events({fromNs, m_result.atNs})) {
        const auto source = m_sources(event.source);
        if (!source || event.kind != QLatin1String("gap"))
            continue;
        m_store.openGap(*source, {event.atNs, 0, event.text, 0, 0});
        if (event.toNs != 0 && event.toNs <= m_result.atNs)
            m_store.closeGap(*source, event.toNs, event.recovered, event.missed);
    }
}

} // namespace

Result<RestoredMoment> restoreMoment(Store &store, Recording &recording, std::int64_t atNs,
                                     const SourceMap &sources, std::chrono::nanoseconds window)
{
    return Restoring(store, recording, atNs, sources).run(window.count());
}

} // namespace alcedo
