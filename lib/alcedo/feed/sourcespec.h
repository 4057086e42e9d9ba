// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/profiletemplate.h>
#include <alcedo/feed/source.h>

#include <QString>
#include <QUrl>
#include <memory>

namespace alcedo {

class FrameRecording;

/// A SOURCE as people write it, everywhere the same, looked up and checked:
///
///     ws://localhost:8080/alcedo/ws     the native dialect
///     coinbase                          a shipped profile, or a profile's file (PROFILE)
///     coinbase@ws://127.0.0.1:9000      the profile at another address (PROFILE@URL)
///     coinbase?symbols=BTC-USD,ETH-USD  with parameters, separated by &
///     replay:FILE                       a recording, by the shipped profile whose address it names
///     coinbase@replay:FILE?speed=max    a recording by this profile
///
/// A plain value; copies share the profile and the recording. Thread: any.
struct SourceSpec
{
    enum class Kind { Native, Profile, Replay };

    Kind kind = Kind::Native;
    QString text; ///< as written
    QString name; ///< "coinbase", "localhost:8080"
    QUrl url;     ///< Native, and Profile where another address is given; else empty
    ProfileParams params;
    QByteArray token;     ///< Native: what is kept for this server; never shown, never written down
    QStringList channels; ///< Native: what to subscribe to; empty: all that the server lists
    double speed = 1;     ///< Replay: times as fast as recorded; zero: as fast as it goes
    std::shared_ptr<const FeedProfile> profile;
    std::shared_ptr<const FrameRecording> recording;

    /// Reads what is named, so that nothing can fail later. InvalidArgument, Io or Parse, in one line.
    [[nodiscard]] static Result<SourceSpec> parse(const QString &text);
};

/// "max" is 0; a number, also with an x behind it, is itself. Nothing where it is neither, negative or zero.
[[nodiscard]] std::optional<double> parseSpeed(const QString &text);

/// The source, not yet started. Thread: the one that it shall live in. The clock must outlive it.
[[nodiscard]] std::unique_ptr<Source> makeSource(const SourceSpec &spec, SourceId id, Clock &clock);

} // namespace alcedo
