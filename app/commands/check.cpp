// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/feed/framerecording.h>
#include <alcedo/feed/mapping.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/sourceword.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <cstdio>

namespace alcedo {

namespace {

/// What a profile makes of a recording.
struct CheckReport
{
    qint64 frames = 0, records = 0;
    QMap<QString, QMap<QString, qint64>> kinds; ///< kind, key, records
    std::vector<SequenceBreak> breaks;          ///< the first of them
};

QString breakName(SequenceBreak::Kind kind)
{
    return kind == SequenceBreak::Kind::Gap        ? QStringLiteral("gap")
           : kind == SequenceBreak::Kind::Repeated ? QStringLiteral("repeated")
                                                   : QStringLiteral("checksum");
}

void count(CheckReport &report, RecordBatchBuilder &builder)
{
    const auto batch = builder.take();
    for (std::size_t i = 0; batch && i < batch->size(); ++i) {
        const std::string_view kind = RecordSchema::of(batch->kind(i)).name, key = batch->key(i);
        ++report.kinds[QString::fromUtf8(kind.data(), qsizetype(kind.size()))]
                      [QString::fromUtf8(key.data(), qsizetype(key.size()))];
        ++report.records;
    }
}

CheckReport checkRecording(const FrameRecording &recording, Mapping &mapping)
{
    constexpr std::size_t RecordsAtOnce = 4096;
    CheckReport report;
    RecordBatchBuilder builder;
    for (const RecordedFrame &frame : recording.frames()) {
        if (frame.direction != RecordedFrame::Direction::Receive)
            continue;
        ++report.frames;
        (void)mapping.map(frame.raw, frame.wallNs, builder);
        if (builder.size() >= RecordsAtOnce)
            count(report, builder);
    }
    count(report, builder);
    report.breaks = mapping.takeBreaks();
    return report;
}

QJsonObject toJson(const CheckReport &report, Mapping &mapping, const QString &recording)
{
    QJsonObject kinds;
    for (auto kind = report.kinds.begin(); kind != report.kinds.end(); ++kind) {
        QJsonObject keys;
        for (auto key = kind->begin(); key != kind->end(); ++key)
            keys.insert(key.key(), key.value());
        kinds.insert(kind.key(), keys);
    }
    QJsonObject shapes;
    for (const auto &[shape, times] : mapping.shapes())
        shapes.insert(QString::fromStdString(shape), qint64(times));
    QJsonArray breaks;
    for (const SequenceBreak &broken : report.breaks) {
        breaks.append(QJsonObject{{QStringLiteral("key"), QString::fromStdString(broken.key)},
                                  {QStringLiteral("what"), breakName(broken.kind)},
                                  {QStringLiteral("expected"), QString::number(broken.expected)},
                                  {QStringLiteral("got"), QString::number(broken.got)},
                                  {QStringLiteral("recv_ns"), QString::number(broken.arrivalNs)}});
    }
    const auto &counters = mapping.counters();
    return {{QStringLiteral("profile"), mapping.profile().name},
            {QStringLiteral("recording"), recording},
            {QStringLiteral("frames"), report.frames},
            {QStringLiteral("records"), report.records},
            {QStringLiteral("ignored"), qint64(counters.ignored)},
            {QStringLiteral("kinds"), kinds},
            {QStringLiteral("unmapped"), qint64(counters.unmapped)},
            {QStringLiteral("bad_values"), qint64(counters.badValues)},
            {QStringLiteral("rounded"), qint64(counters.rounded)},
            {QStringLiteral("checksums"),
             QJsonObject{{QStringLiteral("checked"), qint64(counters.checksums)},
                         {QStringLiteral("wrong"), qint64(mapping.sequence().wrongChecksums())}}},
            {QStringLiteral("shapes"), shapes},
            {QStringLiteral("sequence"), QJsonObject{{QStringLiteral("gaps"), qint64(mapping.gaps())},
                                                     {QStringLiteral("repeated"), qint64(mapping.repeated())},
                                                     {QStringLiteral("breaks"), breaks}}}};
}

void print(const CheckReport &report, Mapping &mapping)
{
    std::printf("%lld frames, %lld records\n", static_cast<long long>(report.frames),
                static_cast<long long>(report.records));
    for (auto kind = report.kinds.begin(); kind != report.kinds.end(); ++kind) {
        for (auto key = kind->begin(); key != kind->end(); ++key)
            std::printf("  %-8s %-24s %10lld\n", qUtf8Printable(kind.key()), qUtf8Printable(key.key()),
                        static_cast<long long>(key.value()));
    }
    const auto &counters = mapping.counters();
    std::printf("%llu unmapped, %llu bad values, %llu ignored\n",
                static_cast<unsigned long long>(counters.unmapped),
                static_cast<unsigned long long>(counters.badValues),
                static_cast<unsigned long long>(counters.ignored));
    for (const auto &[shape, times] : mapping.shapes())
        std::printf("  %8llu  %s\n", static_cast<unsigned long long>(times), shape.c_str());
    std::printf("%llu gaps in sequence, %llu repeated\n", static_cast<unsigned long long>(mapping.gaps()),
                static_cast<unsigned long long>(mapping.repeated()));
    if (counters.checksums > 0)
        std::printf("%llu books checked, %llu wrong\n", static_cast<unsigned long long>(counters.checksums),
                    static_cast<unsigned long long>(mapping.sequence().wrongChecksums()));
    if (counters.rounded > 0)
        std::printf("%llu numbers rounded to 18 digits\n", static_cast<unsigned long long>(counters.rounded));
}

} // namespace

int runCheck(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("check"), QStringLiteral("PROFILE RECORDING"), 2);
    arguments.addFlag(QStringLiteral("json"), QStringLiteral("one JSON object"));
    if (const auto code = arguments.parse(args))
        return *code;
    auto profile = FeedProfile::named(arguments.positional(0));
    if (!profile)
        return complain(profile.error().message(),
                        profile.error().code() == ErrorCode::Parse ? BadInput : Failure);
    const auto recording = loadFrames(arguments.positional(1));
    if (!recording)
        return complain(recording.error().message(),
                        recording.error().code() == ErrorCode::Parse ? BadInput : Failure);

    Mapping mapping(std::move(profile).value());
    const CheckReport report = checkRecording(*recording, mapping);
    if (arguments.isSet(QStringLiteral("json")))
        std::printf("%s\n", QJsonDocument(toJson(report, mapping, arguments.positional(1)))
                                .toJson(QJsonDocument::Compact)
                                .constData());
    else
        print(report, mapping);
    const bool clean = mapping.counters().unmapped == 0 && mapping.counters().badValues == 0 &&
                       mapping.gaps() == 0 && mapping.repeated() == 0 &&
                       mapping.sequence().wrongChecksums() == 0;
    return clean ? Success : BadInput;
}

} // namespace alcedo
