// SPDX-License-Identifier: MIT
#include <alcedo/core/filephrases.h>
#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/framerecording.h>
#include <alcedo/feed/jsontape.h>
#include <alcedo/feed/profilephrases.h>
#include <alcedo/feed/sourcephrases.h>

#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <optional>

namespace alcedo {

namespace {

Words notJson(const JsonTape &tape)
{
    return say(ProfilePhrase::NotJson, {QString::fromLatin1(tape.error())});
}

Error badLine(const QString &fileName, int number, const Words &why)
{
    return Error(ErrorCode::Parse, say(FilePhrase::AtLine, {fileName, QString::number(number), why}), number);
}

/// The frame of one line, or why it is none.
std::optional<RecordedFrame> frameOf(JsonTape &tape, QByteArrayView line, Words &why)
{
    if (!tape.parse(line)) {
        why = notJson(tape);
        return std::nullopt;
    }
    const auto text = [&tape](std::string_view name) {
        const auto node = tape.member(0, name);
        const bool isText = node != JsonTape::None && (tape[node].type == JsonTape::Type::String ||
                                                       tape[node].type == JsonTape::Type::Number);
        return isText ? tape[node].text : std::string_view();
    };
    RecordedFrame frame;
    const std::string_view direction = text("dir");
    if (direction == "open")
        frame.direction = RecordedFrame::Direction::Open;
    else if (direction == "send")
        frame.direction = RecordedFrame::Direction::Send;
    else if (direction == "recv")
        frame.direction = RecordedFrame::Direction::Receive;
    else if (direction == "http")
        frame.direction = RecordedFrame::Direction::Http;
    else {
        why = say(SourcePhrase::DirectionIs);
        return std::nullopt;
    }
    const std::string_view time = text("ts");
    const auto wall = time.empty() ? std::optional<std::int64_t>(0) : parseTime(time, TimeUnit::Seconds);
    if (!wall) {
        why = say(SourcePhrase::TimeIs);
        return std::nullopt;
    }
    frame.wallNs = *wall;
    const std::string_view raw = text("raw"), url = text("url");
    frame.raw = QByteArray(raw.data(), qsizetype(raw.size()));
    frame.url = QString::fromUtf8(url.data(), qsizetype(url.size()));
    if (frame.direction == RecordedFrame::Direction::Receive && tape.member(0, "raw") == JsonTape::None) {
        why = say(SourcePhrase::ReceivedNeedsRaw);
        return std::nullopt;
    }
    return frame;
}

} // namespace

Result<FrameRecording> FrameRecording::load(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::Io, cannotRead(file));
    if (file.size() > MaxBytes)
        return Error(ErrorCode::LimitExceeded, say(SourcePhrase::RecordingTooLarge, {path}));
    return parse(file.readAll(), QFileInfo(path).fileName());
}

namespace {

/// A document as a whole, or a first line that is JSON but no line of a recording.
bool isBare(JsonTape &tape, const QByteArray &lines)
{
    const QByteArray first = lines.left(lines.indexOf('\n')).trimmed();
    if (tape.parse(first))
        return tape.member(0, "dir") == JsonTape::None;
    return lines.contains('\n') && tape.parse(lines);
}

} // namespace

Result<FrameRecording> FrameRecording::parseBare(const QByteArray &lines, const QString &fileName)
{
    FrameRecording recording;
    JsonTape tape;
    if (tape.parse(lines)) {
        recording.m_frames.emplace_back().raw = lines.trimmed();
        return recording;
    }
    int number = 0;
    for (const QByteArray &line : lines.split('\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        if (!tape.parse(line))
            return badLine(fileName, number, notJson(tape));
        recording.m_frames.emplace_back().raw = line.trimmed();
    }
    return recording;
}

Result<FrameRecording> FrameRecording::parse(const QByteArray &lines, const QString &fileName)
{
    FrameRecording recording;
    JsonTape tape;
    if (isBare(tape, lines))
        return parseBare(lines, fileName);
    int number = 0;
    for (qsizetype begin = 0; begin < lines.size();) {
        qsizetype end = lines.indexOf('\n', begin);
        end = end < 0 ? lines.size() : end;
        const QByteArrayView line = QByteArrayView(lines).sliced(begin, end - begin).trimmed();
        begin = end + 1;
        ++number;
        if (line.isEmpty())
            continue;
        Words why;
        auto frame = frameOf(tape, line, why);
        if (!frame)
            return badLine(fileName, number, why);
        recording.m_frames.push_back(std::move(*frame));
    }
    if (recording.m_frames.empty())
        return Error(ErrorCode::Parse, say(SourcePhrase::NoFrames, {fileName}));
    return recording;
}

QString FrameRecording::url() const
{
    const auto open = std::find_if(m_frames.begin(), m_frames.end(),
                                   [](const RecordedFrame &frame) { return !frame.url.isEmpty(); });
    return open == m_frames.end() ? QString() : open->url;
}

bool FrameRecording::beginsWithSend() const
{
    for (const RecordedFrame &frame : m_frames) {
        if (frame.direction == RecordedFrame::Direction::Send)
            return true;
        if (frame.direction == RecordedFrame::Direction::Receive)
            return false;
    }
    return false;
}

std::vector<RecordedFrame> FrameRecording::received() const
{
    std::vector<RecordedFrame> frames;
    std::copy_if(
        m_frames.begin(), m_frames.end(), std::back_inserter(frames),
        [](const RecordedFrame &frame) { return frame.direction == RecordedFrame::Direction::Receive; });
    return frames;
}

} // namespace alcedo
