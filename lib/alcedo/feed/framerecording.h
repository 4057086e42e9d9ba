// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <vector>

namespace alcedo {

/// One line of a recording: something that happened on the wire.
struct RecordedFrame
{
    enum class Direction { Open, Send, Receive, Http };
    Direction direction = Direction::Receive;
    std::int64_t wallNs = 0; ///< when, ns since the Unix epoch
    QByteArray raw;          ///< the frame's text exactly as it came
    QString url;             ///< of Open and Http
    bool binary = false;     ///< JSON lines have only text
};

/// A feed's frames as they went over the wire, from a file of JSON lines:
///
///     {"ts":"1618677817.0618958","dir":"recv","conn":"…","url":"wss://…","raw":"{\"type\":…}"}
///
/// dir is open, send, recv or http (an answer over HTTP); ts is seconds since the Unix epoch, as a text or a
/// number (without it: 0). A file whose first line has no "dir" holds bare messages: one a line, or one JSON
/// value that is the whole file; their time is 0.
class FrameRecording
{
public:
    /// A larger file is refused: recordings are held in memory.
    static constexpr qint64 MaxBytes = qint64(1) << 30;

    /// Reads a file. Errors name the line, which is in Error::detail() too.
    [[nodiscard]] static Result<FrameRecording> load(const QString &path);
    [[nodiscard]] static Result<FrameRecording> parse(const QByteArray &lines, const QString &fileName);

    /// Of frames that are known already.
    [[nodiscard]] static FrameRecording of(std::vector<RecordedFrame> frames)
    {
        FrameRecording recording;
        recording.m_frames = std::move(frames);
        return recording;
    }

    [[nodiscard]] const std::vector<RecordedFrame> &frames() const { return m_frames; }
    /// The address that it was recorded from; empty where it does not say.
    [[nodiscard]] QString url() const;
    /// Whether the client spoke before anything came: a server that plays it waits for that.
    [[nodiscard]] bool beginsWithSend() const;
    /// The frames that a server would send, in order.
    [[nodiscard]] std::vector<RecordedFrame> received() const;

private:
    [[nodiscard]] static Result<FrameRecording> parseBare(const QByteArray &lines, const QString &fileName);
    std::vector<RecordedFrame> m_frames;
};

} // namespace alcedo
