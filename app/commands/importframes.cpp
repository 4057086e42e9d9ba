// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/sourcespec.h>
#include <commands/importframes.h>

#include <QFileInfo>
#include <algorithm>
#include <optional>

namespace alcedo {

namespace {

/// The frames of a file, and what reads them.
struct FramesToImport
{
    std::shared_ptr<const FrameRecording> frames;
    std::shared_ptr<const FeedProfile> profile; ///< null: they stay what they are
    QString note;
};

Result<FramesToImport> framesOf(const QString &path, const QString &profile)
{
    const QString word = profile.isEmpty() ? QString(QStringLiteral("replay:") + path)
                                           : QString(profile + QStringLiteral("@replay:") + path);
    auto spec = SourceSpec::parse(word);
    if (spec)
        return FramesToImport{spec->recording, spec->profile, {}};
    if (!profile.isEmpty() || spec.error().code() != ErrorCode::InvalidArgument)
        return spec.error();
    auto loaded = FrameRecording::load(path);
    if (!loaded)
        return loaded.error();
    return FramesToImport{std::make_shared<const FrameRecording>(std::move(loaded).value()),
                          {},
                          QString(QStringLiteral("frames alone, as ") + spec.error().message())};
}

} // namespace

Result<ImportResult> importFrames(const QString &path, const QString &profile, ImportTarget &target)
{
    const auto found = framesOf(path, profile);
    if (!found)
        return found.error();
    std::optional<Mapping> mapping;
    if (found->profile)
        mapping.emplace(*found->profile);
    const QString name = mapping ? found->profile->name : QFileInfo(path).completeBaseName();
    RecordingWriter &writer = target.writer();
    const int source =
        writer.sourceId({0,
                         name,
                         mapping ? QString(QStringLiteral("profile ") + name) : QStringLiteral("import"),
                         found->frames->url(),
                         false,
                         {}});
    RecordBatchBuilder builder;
    std::uint32_t link = 0;
    double done = 0;
    for (const RecordedFrame &frame : found->frames->frames()) {
        done += 1 / double(found->frames->frames().size());
        const bool isIn = frame.direction == RecordedFrame::Direction::Receive;
        link += frame.direction == RecordedFrame::Direction::Open;
        if (!isIn && frame.direction != RecordedFrame::Direction::Send)
            continue;
        if (mapping && isIn)
            (void)mapping->map(frame.raw, frame.wallNs, builder);
        const RecordBatchPtr batch = builder.take();
        if (target.isNew()) {
            writer.add(TappedFrame{0, std::max(link, 1u),
                                   isIn ? TappedFrame::Direction::In : TappedFrame::Direction::Out,
                                   TappedFrame::Opcode::Text, frame.wallNs, frame.raw},
                       source);
            if (batch)
                writer.add(*batch, source, frame.wallNs);
        }
        if (const auto going = target.advanced(done); !going)
            return going.error();
    }
    return ImportResult{
        mapping ? mapping->counters().unmapped + mapping->counters().badValues : 0, found->note, {}};
}

} // namespace alcedo
