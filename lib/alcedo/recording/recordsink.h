// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/series/recordbatch.h>

#include <QIODevice>
#include <memory>
#include <string>
#include <vector>

namespace alcedo {

/// Where an export goes: a format that takes records one by one. The device is the caller's, open, and at the
/// place where the last run stopped where resumed. Thread: one at a time.
class RecordSink
{
public:
    virtual ~RecordSink() = default;
    /// Once, before the first record; not where resumed.
    virtual void begin() = 0;
    virtual void add(const RecordBatch &batch, std::size_t record, const std::string &source) = 0;
    /// Once, after the last record.
    virtual void end() = 0;
    /// Writes what is gathered. Io where the device does not take it all.
    [[nodiscard]] virtual Result<void> flush() = 0;
    /// Whether an export that was cut short can go on where it stopped.
    [[nodiscard]] virtual bool isResumable() const { return true; }
};

/// One line a record, as `alcedo watch` prints it.
[[nodiscard]] std::unique_ptr<RecordSink> makeJsonLinesSink(QIODevice &device);
/// RFC 4180 with a header: source, kind, key, time_ns, recv_ns, flags, then the fields of the kinds, each
/// name once. Levels are JSON. No kinds: all.
[[nodiscard]] std::unique_ptr<RecordSink> makeCsvSink(QIODevice &device,
                                                      const std::vector<RecordKind> &kinds);
/// MCAP (https://mcap.dev/spec): a channel for each source and kind, "markets/quote", its messages JSON, in
/// chunks compressed by zstd, with an index.
[[nodiscard]] std::unique_ptr<RecordSink> makeMcapSink(QIODevice &device);

} // namespace alcedo
