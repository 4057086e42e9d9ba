// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/feed/mapping.h>
#include <alcedo/recording/recordingwriter.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/importcsv.h>
#include <commands/sourceword.h>

#include <QFile>
#include <QFileInfo>
#include <cstdio>
#include <unistd.h>

namespace alcedo {

namespace {

struct ImportResult
{
    quint64 records = 0, frames = 0, bad = 0;
    QString note;
};

/// Commits often enough that memory stays flat, and shows how far it is.
class ImportWriter
{
public:
    explicit ImportWriter(RecordingWriter &writer)
        : m_writer(writer)
    {
    }
    Result<void> advanced(double part)
    {
        constexpr std::uint64_t CommitEvery = 20'000;
        if (++m_steps % CommitEvery != 0)
            return {};
        if (isatty(STDERR_FILENO))
            std::fprintf(stderr, "\r%3d %% ", int(part * 100));
        return m_writer.commit();
    }

private:
    RecordingWriter &m_writer;
    std::uint64_t m_steps = 0;
};

/// Frames keep their times; records come of them where a profile knows the feed.
Result<ImportResult> importFrames(const QString &path, const QString &profile, RecordingWriter &writer)
{
    const QString word = profile.isEmpty() ? QString(QStringLiteral("replay:") + path)
                                           : QString(profile + QStringLiteral("@replay:") + path);
    ImportResult result;
    auto spec = SourceSpec::parse(word);
    std::shared_ptr<const FrameRecording> frames = spec ? spec->recording : nullptr;
    if (!spec) {
        if (!profile.isEmpty() || spec.error().code() != ErrorCode::InvalidArgument)
            return spec.error();
        auto loaded = FrameRecording::load(path);
        if (!loaded)
            return loaded.error();
        frames = std::make_shared<const FrameRecording>(std::move(loaded).value());
        result.note = QStringLiteral("frames alone, as ") + spec.error().message();
    }
    std::optional<Mapping> mapping;
    if (spec)
        mapping.emplace(*spec->profile);
    const QString name = spec ? spec->profile->name : QFileInfo(path).completeBaseName();
    const int source =
        writer.sourceId({0,
                         name,
                         spec ? QString(QStringLiteral("profile ") + name) : QStringLiteral("import"),
                         frames->url(),
                         false,
                         {}});
    RecordBatchBuilder builder;
    ImportWriter progress(writer);
    std::uint32_t link = 0;
    double done = 0;
    for (const RecordedFrame &frame : frames->frames()) {
        done += 1 / double(frames->frames().size());
        const bool isIn = frame.direction == RecordedFrame::Direction::Receive;
        link += frame.direction == RecordedFrame::Direction::Open;
        if (!isIn && frame.direction != RecordedFrame::Direction::Send)
            continue;
        writer.add(TappedFrame{0, std::max(link, 1u),
                               isIn ? TappedFrame::Direction::In : TappedFrame::Direction::Out,
                               TappedFrame::Opcode::Text, frame.wallNs, frame.raw},
                   source);
        if (mapping && isIn)
            (void)mapping->map(frame.raw, frame.wallNs, builder);
        if (const RecordBatchPtr batch = builder.take())
            writer.add(*batch, source, frame.wallNs);
        if (const auto going = progress.advanced(done); !going)
            return going.error();
    }
    result.bad = mapping ? mapping->counters().unmapped + mapping->counters().badValues : 0;
    return result;
}

Result<ImportResult> importTable(const QString &path, const QString &name, RecordingWriter &writer)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::Io, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    if (file.size() > FrameRecording::MaxBytes)
        return Error(ErrorCode::LimitExceeded, QStringLiteral("%1 is larger than 1 GiB").arg(path));
    const int source =
        writer.sourceId({0, name, QStringLiteral("import"), QFileInfo(path).fileName(), false, {}});
    ImportWriter progress(writer);
    Result<void> going;
    const auto guess = importCsv(file.readAll(), QFileInfo(path).fileName(),
                                 [&](std::int64_t timeNs, const RecordBatchPtr &batch) {
                                     writer.add(*batch, source, timeNs);
                                     if (going)
                                         going = progress.advanced(0);
                                 });
    if (!guess)
        return guess.error();
    if (!going)
        return going.error();
    return ImportResult{0, 0, quint64(guess->badRows), guess->text};
}

} // namespace

int runImport(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("import"), QStringLiteral("FILE"), 1);
    arguments.addValue(QStringLiteral("out"), QStringLiteral("the recording; one that is there is added to"),
                       QStringLiteral("RECORDING"));
    arguments.addValue(QStringLiteral("profile"),
                       QStringLiteral("what reads the frames (default: the one whose address they name)"),
                       QStringLiteral("PROFILE"));
    arguments.addValue(QStringLiteral("name"),
                       QStringLiteral("of the source of a table (default: the file's)"),
                       QStringLiteral("NAME"));
    if (const auto code = arguments.parse(args))
        return *code;
    const QString path = arguments.positional(0), out = arguments.value(QStringLiteral("out"));
    if (out.isEmpty())
        return complain(QStringLiteral("import: --out RECORDING is missing"), Usage);
    if (!QFileInfo(path).isReadable())
        return complain(QStringLiteral("cannot read %1").arg(path), Failure);
    auto writer = RecordingWriter::open({.path = out});
    if (!writer)
        return complain(writer.error().message(), ExitCode(codeOf(writer.error())));
    const QString name = arguments.isSet(QStringLiteral("name")) ? arguments.value(QStringLiteral("name"))
                                                                 : QFileInfo(path).completeBaseName();
    const auto result = path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)
                            ? importTable(path, name, **writer)
                            : importFrames(path, arguments.value(QStringLiteral("profile")), **writer);
    if (!result)
        return complain(result.error().message(), ExitCode(codeOf(result.error())));
    if (const auto closed = (*writer)->close(); !closed)
        return complain(closed.error().message(), Failure);
    const RecordingWriter::Counters &counters = (*writer)->counters();
    std::printf("%llu records, %llu frames%s%s\n", static_cast<unsigned long long>(counters.records),
                static_cast<unsigned long long>(counters.frames), result->note.isEmpty() ? "" : "; ",
                qUtf8Printable(result->note));
    if (result->bad > 0)
        return complain(QStringLiteral("%1 rows or messages could not be read").arg(result->bad), BadInput);
    return Success;
}

} // namespace alcedo
