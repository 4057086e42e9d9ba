// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/feed/feedtime.h>
#include <alcedo/recording/blockcursor.h>
#include <alcedo/recording/replayer.h>
#include <commands/command.h>
#include <commands/sourceword.h>

#include <QFileInfo>
#include <QRegularExpression>
#include <QUrlQuery>
#include <limits>

namespace alcedo {

namespace {

const QLatin1String Prefix("replay:");

Error badWord(const QString &why)
{
    return Error(ErrorCode::InvalidArgument, why);
}

Result<Replayer::Options> replayOptions(const QUrlQuery &query, std::map<int, QString> &sources)
{
    Replayer::Options options;
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded)) {
        if (name == QLatin1String("speed")) {
            const auto speed = parseSpeed(value);
            if (!speed)
                return badWord(QStringLiteral("speed is a number or max"));
            options.speed = *speed;
        } else if (name == QLatin1String("from") || name == QLatin1String("to")) {
            const auto moment = parseMoment(value);
            if (!moment)
                return badWord(QStringLiteral("%1 is a time as 2026-05-01T12:00:00Z").arg(name));
            (name == QLatin1String("from") ? options.fromNs : options.toNs) = *moment;
        } else if (name == QLatin1String("source")) {
            std::erase_if(sources, [&value = value](const auto &entry) { return entry.second != value; });
            if (sources.empty())
                return badWord(QStringLiteral("the recording has no source %1").arg(value.left(80)));
        } else {
            return badWord(QStringLiteral("a replay has no parameter %1").arg(name.left(40)));
        }
    }
    return options;
}

} // namespace

std::optional<std::int64_t> parseMoment(const QString &text)
{
    const std::string utf8 = text.toStdString();
    if (const auto seconds = parseTime(utf8, TimeUnit::Seconds))
        return seconds;
    return parseTime(utf8, TimeUnit::Rfc3339);
}

std::optional<qint64> parseSize(const QString &text)
{
    static const QRegularExpression Pattern(QStringLiteral("^(\\d{1,12}(?:\\.\\d{1,3})?)([KMGT]?)i?B?$"),
                                            QRegularExpression::CaseInsensitiveOption);
    const auto match = Pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto power = QStringLiteral("KMGT").indexOf(match.captured(2).toUpper()) + 1;
    const double bytes =
        match.captured(1).toDouble() * double(qint64(1) << (match.captured(2).isEmpty() ? 0 : 10 * power));
    return bytes < 1e18 ? std::optional(qint64(bytes)) : std::nullopt;
}

std::optional<std::chrono::nanoseconds> parseAge(const QString &text)
{
    static const QRegularExpression Pattern(QStringLiteral("^(\\d{1,9}(?:\\.\\d{1,3})?)(s|m|h|d)$"));
    const auto match = Pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2);
    const double seconds = match.captured(1).toDouble() * (unit == QLatin1String("d")   ? 86'400
                                                           : unit == QLatin1String("h") ? 3'600
                                                           : unit == QLatin1String("m") ? 60
                                                                                        : 1);
    if (seconds <= 0 || seconds > 10.0 * 366 * 86'400)
        return std::nullopt;
    return std::chrono::nanoseconds(std::int64_t(seconds * 1e9));
}

int codeOf(const Error &error)
{
    return error.code() == ErrorCode::Parse             ? BadInput
           : error.code() == ErrorCode::InvalidArgument ? Usage
                                                        : Failure;
}

Result<SourceWord> SourceWord::parse(const QString &text, Numbers numbers)
{
    SourceWord word;
    const auto mark = text.indexOf(u'?');
    const QString path = text.mid(Prefix.size(), mark < 0 ? -1 : mark - Prefix.size());
    if (!text.startsWith(Prefix) || !Recording::isRecording(path)) {
        auto spec = SourceSpec::parse(text);
        if (!spec)
            return spec.error();
        word.spec = std::move(spec).value();
        word.name = word.spec.name;
        word.make = [made = word.spec](SourceId id, Clock &clock) { return makeSource(made, id, clock); };
        return word;
    }
    auto recording = Recording::open(path);
    if (!recording)
        return recording.error();
    word.isRecording = true;
    for (const RecordedSource &source : (*recording)->sources())
        word.sources[source.id] = source.name;
    auto options = replayOptions(QUrlQuery(mark < 0 ? QString() : text.mid(mark + 1)), word.sources);
    if (!options)
        return options.error();
    word.name = word.sources.size() == 1 ? word.sources.begin()->second : QFileInfo(path).completeBaseName();
    word.make = [path, options = *options, word, numbers](SourceId id,
                                                          Clock &clock) -> std::unique_ptr<Source> {
        Replayer::Options own = options;
        own.sources = [sources = word.sources, id, numbers](int file) -> std::optional<SourceId> {
            if (!sources.contains(file))
                return std::nullopt;
            return numbers == Numbers::OfRecording ? SourceId(file) : id;
        };
        auto replayer = Replayer::open(id, word.name, path, std::move(own), clock);
        return replayer ? std::unique_ptr<Source>(std::move(replayer).value()) : nullptr;
    };
    return word;
}

namespace {

Result<FrameRecording> loadLines(const QString &path, TimeRange range)
{
    auto all = FrameRecording::load(path);
    if (!all || range == TimeRange{0, INT64_MAX})
        return all;
    std::vector<RecordedFrame> frames = all->frames();
    std::erase_if(frames, [range](const RecordedFrame &frame) {
        return frame.direction != RecordedFrame::Direction::Open &&
               (frame.wallNs < range.fromNs || frame.wallNs > range.toNs);
    });
    return FrameRecording::of(std::move(frames));
}

/// The blocks of the only source that is meant.
Result<std::vector<BlockEntry>> frameBlocks(Recording &recording,
                                            const std::map<int, RecordedSource> &sources, TimeRange range)
{
    auto blocks = recording.blocks(Recording::Kind::Frames, range);
    if (!blocks)
        return blocks;
    std::erase_if(*blocks, [&](const BlockEntry &block) { return !sources.contains(block.source); });
    std::uint64_t bytes = 0;
    for (const BlockEntry &block : *blocks) {
        bytes += block.rawBytes;
        if (block.source != blocks->front().source)
            return badWord(
                QStringLiteral("the recording has the frames of several sources: choose one (--source)"));
    }
    if (bytes > std::uint64_t(FrameRecording::MaxBytes))
        return Error(ErrorCode::LimitExceeded,
                     QStringLiteral("%1 has more than 1 GiB of frames: choose a part (--from, --to)")
                         .arg(recording.path()));
    return blocks;
}

RecordedFrame frameOf(const TappedFrame &frame)
{
    return {frame.direction == TappedFrame::Direction::Out ? RecordedFrame::Direction::Send
                                                           : RecordedFrame::Direction::Receive,
            frame.arrivalNs,
            frame.bytes,
            {},
            frame.opcode == TappedFrame::Opcode::Binary};
}

} // namespace

Result<FrameRecording> loadFrames(const QString &path, const QString &source, TimeRange range)
{
    if (!Recording::isRecording(path))
        return loadLines(path, range);
    auto recording = Recording::open(path);
    if (!recording)
        return recording.error();
    std::map<int, RecordedSource> sources;
    for (const RecordedSource &known : (*recording)->sources()) {
        if (source.isEmpty() || known.name == source)
            sources[known.id] = known;
    }
    const auto blocks = frameBlocks(**recording, sources, range);
    if (!blocks)
        return blocks.error();
    std::vector<RecordedFrame> frames;
    if (!blocks->empty())
        frames.push_back({RecordedFrame::Direction::Open,
                          blocks->front().firstNs,
                          {},
                          sources[blocks->front().source].url,
                          false});
    for (const BlockEntry &block : *blocks) {
        const auto messages = (*recording)->frames(block, 0);
        if (!messages)
            return messages.error();
        for (const RecordedMessage &message : *messages) {
            if (message.frame.arrivalNs >= range.fromNs && message.frame.arrivalNs <= range.toNs)
                frames.push_back(frameOf(message.frame));
        }
    }
    return FrameRecording::of(std::move(frames));
}

} // namespace alcedo
