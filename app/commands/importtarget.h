// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/recording/recordingwriter.h>
#include <commands/progressbar.h>

#include <QString>

namespace alcedo {

/// What an import made.
struct ImportResult
{
    quint64 bad = 0; ///< rows or messages that could not be read
    QString note;    ///< what was made of them, for the person to see
    QString damage;  ///< why it ended before the file did; empty: it did not
};

/// Where an import goes, step by step (a frame, a row, a message): committed often enough that memory stays
/// flat, each time with how far it came, so that the same import goes on there when it was cut short.
class ImportTarget
{
public:
    /// work: names the file and how it is read.
    ImportTarget(RecordingWriter &writer, const QString &work);
    [[nodiscard]] RecordingWriter &writer() { return m_writer; }
    /// Whether this step is not in the recording yet; what came before it is read for what hangs on it.
    [[nodiscard]] bool isNew() const { return m_step >= m_known; }
    /// The step is done. part: of the whole, 0 to 1.
    [[nodiscard]] Result<void> advanced(double part);
    /// All is done: the next import of the same file is a new one.
    [[nodiscard]] Result<void> finish();

private:
    RecordingWriter &m_writer;
    QString m_work;
    quint64 m_known = 0; ///< steps that an earlier run has committed
    quint64 m_step = 0;
    ProgressBar m_bar;
};

} // namespace alcedo
