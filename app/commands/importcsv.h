// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/series/recordbatch.h>

#include <QByteArray>
#include <QString>
#include <functional>

namespace alcedo {

/// What was made of a table's columns, for the person to see.
struct CsvGuess
{
    QString text; ///< "time: timestamp; sensor: value"
    qint64 rows = 0, badRows = 0;
};

/// Reads a table (RFC 4180; comma, semicolon or tab) with a header and guesses what its columns are: a time,
/// a key, and prices, candles or measured values; a table of `alcedo export --csv` gives its records back but
/// for levels. take: one batch a row, with its time. Parse where no column is a time.
[[nodiscard]] Result<CsvGuess>
importCsv(const QByteArray &table, const QString &fileName,
          const std::function<void(std::int64_t, const RecordBatchPtr &)> &take);

} // namespace alcedo
