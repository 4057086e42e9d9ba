// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/recording/recorder.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/sourceword.h>
#include <commands/termination.h>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>
#include <cstdio>

namespace alcedo {

namespace {

const char *nameOf(RecorderStatus::State state)
{
    switch (state) {
    case RecorderStatus::State::Off:
        return "off";
    case RecorderStatus::State::Recording:
        return "recording";
    case RecorderStatus::State::Suspended:
        break;
    }
    return "suspended";
}

/// What a recorder says, on stdout; why it cannot write, on stderr.
class Progress : public QObject
{
public:
    Progress(Recorder &recorder, bool json)
        : m_json(json)
    {
        connect(&recorder, &Recorder::statusChanged, this, &Progress::tell);
    }

private:
    void tell(const RecorderStatus &status)
    {
        if (status.state == RecorderStatus::State::Suspended && m_state != status.state)
            complain(QStringLiteral("recording is suspended: %1").arg(status.reason.text()), Failure);
        else if (status.state == RecorderStatus::State::Recording &&
                 m_state == RecorderStatus::State::Suspended)
            std::fputs("alcedo: recording goes on\n", stderr);
        m_state = status.state;
        const RecordingWriter::Counters &counters = status.counters;
        if (m_json) {
            const QJsonObject line{{QStringLiteral("state"), QLatin1String(nameOf(status.state))},
                                   {QStringLiteral("reason"), status.reason.text()},
                                   {QStringLiteral("records"), qint64(counters.records)},
                                   {QStringLiteral("frames"), qint64(counters.frames)},
                                   {QStringLiteral("dropped"), qint64(counters.dropped)},
                                   {QStringLiteral("bytes"), qint64(counters.fileBytes)},
                                   {QStringLiteral("queue_bytes"), status.queueBytes},
                                   {QStringLiteral("last_ns"), QString::number(counters.lastNs)}};
            std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
        } else {
            std::printf("%-10s %12llu records %12llu frames %8llu dropped %10.1f MiB\n", nameOf(status.state),
                        static_cast<unsigned long long>(counters.records),
                        static_cast<unsigned long long>(counters.frames),
                        static_cast<unsigned long long>(counters.dropped),
                        double(counters.fileBytes) / (1 << 20));
        }
        std::fflush(stdout);
    }
    bool m_json;
    RecorderStatus::State m_state = RecorderStatus::State::Off;
};

void addWords(Arguments &arguments)
{
    arguments.addValue(QStringLiteral("out"), QStringLiteral("the recording; one that is there goes on"),
                       QStringLiteral("FILE"));
    arguments.addValue(QStringLiteral("for"), QStringLiteral("end after this time: 10s, 5m, 2h"),
                       QStringLiteral("TIME"));
    arguments.addValue(
        QStringLiteral("max-size"),
        QStringLiteral("the oldest goes, so that the file stays below: 500M, 20G (default: none)"),
        QStringLiteral("BYTES"));
    arguments.addValue(QStringLiteral("max-age"),
                       QStringLiteral("the oldest goes after: 36h, 7d (default: none)"),
                       QStringLiteral("TIME"));
    arguments.addFlag(QStringLiteral("no-frames"), QStringLiteral("records only, without the raw frames"));
    arguments.addFlag(QStringLiteral("json"), QStringLiteral("progress as JSON, one object a second"));
}

Result<Recorder::Options> recorderOptions(const Arguments &arguments)
{
    const auto bad = [](const char *why) {
        return Error(ErrorCode::InvalidArgument, QStringLiteral("record: ") + QLatin1String(why));
    };
    Recorder::Options options;
    options.file.path = arguments.value(QStringLiteral("out"));
    options.frames = !arguments.isSet(QStringLiteral("no-frames"));
    if (options.file.path.isEmpty())
        return bad("--out FILE is missing");
    if (arguments.isSet(QStringLiteral("max-size"))) {
        const auto size = parseSize(arguments.value(QStringLiteral("max-size")));
        if (!size || *size < RecordingWriter::LeastBytes)
            return bad("--max-size takes 4M or more, as 500M or 20G");
        options.file.maxBytes = *size;
    }
    if (arguments.isSet(QStringLiteral("max-age"))) {
        const auto age = parseAge(arguments.value(QStringLiteral("max-age")));
        if (!age)
            return bad("--max-age takes a time as 36h or 7d");
        options.file.maxAge = *age;
    }
    return options;
}

} // namespace

int runRecord(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("record"), QStringLiteral("SOURCE…"), Arguments::OneOrMore);
    addWords(arguments);
    if (const auto code = arguments.parse(args))
        return *code;
    const auto options = recorderOptions(arguments);
    if (!options)
        return complain(options.error().message(), Usage);
    std::optional<std::chrono::nanoseconds> duration;
    if (arguments.isSet(QStringLiteral("for"))) {
        duration = parseAge(arguments.value(QStringLiteral("for")));
        if (!duration)
            return complain(QStringLiteral("record: --for takes a time as 10s, 5m or 2h"), Usage);
    }
    SystemClock clock;
    std::vector<std::unique_ptr<Source>> sources;
    for (const QString &text : arguments.positionals()) {
        const auto word = SourceWord::parse(text);
        if (!word)
            return complain(word.error().message(), ExitCode(codeOf(word.error())));
        sources.push_back(word->make(SourceId(sources.size() + 1), clock));
        if (!sources.back())
            return complain(QStringLiteral("cannot read %1").arg(text), Failure);
    }
    Recorder recorder(*options, clock);
    Progress progress(recorder, arguments.isSet(QStringLiteral("json")));
    std::size_t running = sources.size();
    for (const auto &source : sources) {
        recorder.follow(*source);
        QObject::connect(source.get(), &Source::finished, &recorder, [&running] {
            if (--running == 0)
                QCoreApplication::quit();
        });
    }
    recorder.start();
    for (const auto &source : sources)
        source->start();
    Termination termination;
    QObject::connect(&termination, &Termination::requested, [] { QCoreApplication::quit(); });
    if (duration)
        QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(*duration), qApp,
                           &QCoreApplication::quit);
    QCoreApplication::exec();
    for (const auto &source : sources) {
        source->stop();
        source->setFrameTap(nullptr, clock);
    }
    recorder.stop();
    QCoreApplication::processEvents(); // its last word
    const RecorderStatus status = recorder.status();
    if (status.counters.records + status.counters.frames == 0)
        return complain(QStringLiteral("nothing was recorded"), Failure);
    return status.counters.dropped > 0 ? BadInput : Success;
}

} // namespace alcedo
