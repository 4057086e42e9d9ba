// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/jsontape.h>
#include <alcedo/series/recordbatch.h>

#include <QByteArray>

namespace alcedo {

/// One record as one JSON object, by the names of RecordSchema:
///
///     {"kind":"trade","key":"BTC-USD","time_ns":"1618677817044075000","recv_ns":"…","replayed":true,"price":"61234.50",…}
///
/// Decimals are strings with their exact text. Times are strings of ns since the Unix epoch; other integers
/// are numbers up to 2^53 and strings beyond, so that no reader loses a digit. Levels are
/// [["bid","price","size"],…]. What is absent is left out; the flags replayed, snapshot, correction and
/// removed are there only where true.
///
/// Appends the object, without a line end. source: written first, as "source", where not empty.
void appendRecordJson(QByteArray &out, const RecordBatch &batch, std::size_t i, std::string_view source = {});
/// Appends text as a JSON string with its quotes.
void appendJsonString(QByteArray &out, std::string_view text);

/// Reads what appendRecordJson() wrote. Members that the kind does not have are ignored.
/// Thread: one at a time.
class RecordJsonReader
{
public:
    /// What a publication says beside its data, for records that do not say it themselves.
    struct Defaults
    {
        std::string_view key;
        std::int64_t timeNs = 0;
    };
    /// Appends one record, or nothing and an Error (Parse): not JSON, no known kind, a field of the wrong
    /// type. arrivalNs stands for recv_ns, which is another machine's; a missing time is the default's, else
    /// the arrival's.
    Result<void> append(RecordBatchBuilder &to, QByteArrayView json, std::int64_t arrivalNs,
                        const Defaults &defaults);
    Result<void> append(RecordBatchBuilder &to, QByteArrayView json, std::int64_t arrivalNs)
    {
        return append(to, json, arrivalNs, Defaults());
    }

private:
    JsonTape m_tape;
};

} // namespace alcedo
