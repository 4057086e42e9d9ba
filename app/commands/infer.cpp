// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/core/clock.h>
#include <alcedo/feed/framerecording.h>
#include <alcedo/feed/profilesource.h>
#include <alcedo/feed/shapeinference.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/duration.h>

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>
#include <QTimer>
#include <QUrl>
#include <cstdio>

namespace alcedo {

namespace {

/// Gives what comes to the guess.
class GuessTap final : public FrameTap
{
public:
    explicit GuessTap(ShapeInference &guess)
        : m_guess(guess)
    {
    }
    void frameSeen(const TappedFrame &frame) override
    {
        if (frame.direction == TappedFrame::Direction::In)
            m_guess.add(frame.bytes, frame.arrivalNs);
    }

private:
    ShapeInference &m_guess;
};

/// The beginning of a recording, which has the acknowledgements and whole books, and its end.
Result<void> addRecording(ShapeInference &guess, const QString &file, QString &url)
{
    const auto recording = FrameRecording::load(file);
    if (!recording)
        return recording.error();
    url = recording->url();
    const auto frames = recording->received();
    constexpr std::size_t Half = ShapeInference::MaxSamples / 2;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (i < Half || i + Half >= frames.size())
            guess.add(frames[i].raw, frames[i].wallNs);
    }
    return {};
}

/// Whatever a link says by itself, for a time.
Result<void> addLink(ShapeInference &guess, const QString &url, std::chrono::milliseconds time)
{
    auto profile = FeedProfile::named(QStringLiteral("raw"));
    if (!profile)
        return profile.error();
    SystemClock clock;
    GuessTap tap(guess);
    ProfileSource source(SourceId(1), QStringLiteral("raw"),
                         {std::move(profile).value(), {{QStringLiteral("address"), {url}}}, {}}, clock);
    source.setFrameTap(&tap, clock);
    QTimer::singleShot(time, qApp, &QCoreApplication::quit);
    source.start();
    QCoreApplication::exec();
    const SourceStatus status = source.status();
    source.setFrameTap(nullptr, clock);
    source.stop();
    if (guess.samples() == 0 && !status.lastError.isEmpty())
        return Error(ErrorCode::Network, status.lastError.text());
    return {};
}

void print(const QList<ShapeKind> &kinds)
{
    for (const ShapeKind &kind : kinds) {
        std::fprintf(stderr, "%s: %d messages, %s\n", qUtf8Printable(kind.name), kind.messages,
                     qUtf8Printable(shapeReasonsText(kind.reasons)));
        for (const ShapeField &field : kind.fields) {
            if (!field.role.isEmpty())
                std::fprintf(stderr, "  %-12s %-32s %-20s %s\n", qUtf8Printable(field.role),
                             qUtf8Printable(field.path), qUtf8Printable(field.typeText()),
                             qUtf8Printable(field.reason ? field.reason->text() : QString()));
        }
    }
}

} // namespace

int runInfer(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("infer"), QStringLiteral("RECORDING|URL"), 1);
    arguments.addValue(QStringLiteral("out"), QStringLiteral("where the profile goes; else standard output"),
                       QStringLiteral("FILE"));
    arguments.addValue(QStringLiteral("for"), QStringLiteral("how long to listen to a URL"),
                       QStringLiteral("TIME"), QStringLiteral("10s"));
    if (const auto code = arguments.parse(args))
        return *code;
    const QString place = arguments.positional(0);
    const auto time = parseDuration(arguments.value(QStringLiteral("for")));
    if (!time)
        return complain(QStringLiteral("--for takes a time, as 10s"), Usage);
    ShapeInference guess;
    const bool isUrl = place.contains(QLatin1String("://"));
    QString url = place;
    const auto added = isUrl ? addLink(guess, place, *time) : addRecording(guess, place, url);
    if (!added)
        return complain(added.error().message(),
                        added.error().code() == ErrorCode::Parse ? BadInput : Failure);
    const QList<ShapeKind> kinds = guess.propose();
    if (kinds.isEmpty())
        return complain(QStringLiteral("no JSON message came"), BadInput);
    print(kinds);
    const QString name = isUrl ? QUrl(place).host().section(u'.', -2, -2) : QFileInfo(place).baseName();
    const QByteArray json =
        ShapeInference::profile(name.isEmpty() ? QStringLiteral("feed") : name, url, kinds);
    if (!arguments.isSet(QStringLiteral("out"))) {
        std::fwrite(json.constData(), 1, std::size_t(json.size()), stdout);
        return Success;
    }
    QSaveFile file(arguments.value(QStringLiteral("out")));
    if (!file.open(QFile::WriteOnly) || file.write(json) != json.size() || !file.commit())
        return complain(QStringLiteral("cannot write %1: %2").arg(file.fileName(), file.errorString()),
                        Failure);
    return Success;
}

} // namespace alcedo
