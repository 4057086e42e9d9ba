// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/framerecording.h>
#include <alcedo/feed/source.h>
#include <alcedo/feed/sourcespec.h>
#include <alcedo/recording/recording.h>

#include <QString>
#include <functional>
#include <map>
#include <memory>

namespace alcedo {

/// A SOURCE as people write it, recordings of Alcedo included, looked up and checked.
///
///     replay:FILE                                     where FILE is a recording: all that is in it
///     replay:FILE?source=markets&speed=max&from=T&to=T    a part of it; T is RFC 3339, or seconds since 1970
struct SourceWord
{
    QString name;
    SourceSpec spec; ///< of what is no recording
    bool isRecording = false;
    std::map<int, QString> sources; ///< of a recording, by their number there
    std::function<std::unique_ptr<Source>(SourceId, Clock &)> make;

    /// InvalidArgument, Io, Parse or NotSupported, in one line.
    /// keepsNumbers: a recording's records go by the numbers in `sources`, not by the source's own.
    enum class Numbers { Own, OfRecording };
    [[nodiscard]] static Result<SourceWord> parse(const QString &text, Numbers numbers = Numbers::Own);
};

/// Nanoseconds since 1970: RFC 3339, or seconds with a fraction.
[[nodiscard]] std::optional<std::int64_t> parseMoment(const QString &text);
/// "500M", "2G", "1048576": bytes, K, M and G being powers of 1,024.
[[nodiscard]] std::optional<qint64> parseSize(const QString &text);
/// "30s", "90m", "36h", "7d"; at most 10 years.
[[nodiscard]] std::optional<std::chrono::nanoseconds> parseAge(const QString &text);
/// The exit code that stands for an error of reading something.
[[nodiscard]] int codeOf(const Error &error);

/// The raw frames of a file of JSON lines, or of one source of a recording (of its only one, where source is
/// empty), those that arrived within the range; at most FrameRecording::MaxBytes.
[[nodiscard]] Result<FrameRecording> loadFrames(const QString &path, const QString &source = {},
                                                TimeRange range = {0, INT64_MAX});

} // namespace alcedo
