// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/core/result.h>
#include <alcedo/series/store.h>

#include <QByteArray>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alcedo {

/// What a keyframe holds, uncompressed: blocks of records that make a Store what it was, when appended. Two
/// parts: the state (newest values, order books, matches, news), and the history since the keyframe before it
/// (lines thinned to four points in 15 s, candles).
struct KeyframeParts
{
    std::string state, history;
};

/// Follows a recording's records with a store of its own, so that a keyframe is exactly what a dashboard
/// showed. Thread: one at a time.
class KeyframeMaker
{
public:
    KeyframeMaker();
    ~KeyframeMaker();
    /// source: of the file; the batch's own number is not looked at.
    void add(const RecordBatch &batch, int source);
    void removeSource(int source);
    [[nodiscard]] std::size_t recordsSince() const { return m_records; }
    /// The state now, and the history since the last call.
    [[nodiscard]] KeyframeParts make(std::int64_t atNs);

private:
    SystemClock m_clock;
    std::unique_ptr<Store> m_store;
    std::map<SourceId, int> m_files; ///< the file's number of a source
    std::size_t m_records = 0;
};

/// The number by which a recording's source goes elsewhere; nothing where it shall be left out.
using SourceMap = std::function<std::optional<SourceId>(int fileSource)>;

/// Gives every batch of a part to the taker, in order. Parse where it is damaged.
[[nodiscard]] Result<void> readKeyframePart(std::string_view part, const SourceMap &sources,
                                            const std::function<void(const RecordBatch &)> &take);

} // namespace alcedo
