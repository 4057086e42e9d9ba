// SPDX-License-Identifier: MIT
#include <alcedo/feed/framerecording.h>
#include <alcedo/feed/nativesource.h>
#include <alcedo/feed/profilesource.h>
#include <alcedo/feed/replaysource.h>
#include <alcedo/feed/secretstore.h>
#include <alcedo/feed/sourcephrases.h>
#include <alcedo/feed/sourcespec.h>
#include <alcedo/transport/knownservers.h>

#include <QRegularExpression>
#include <QUrlQuery>

namespace alcedo {

namespace {

const QLatin1String ReplayPrefix("replay:");

Error badSource(SourcePhrase why, std::vector<Words> arguments = {})
{
    return Error(ErrorCode::InvalidArgument, say(why, std::move(arguments)));
}

bool isUrl(const QString &text)
{
    static const QRegularExpression Scheme(QStringLiteral("^(wss?|https?)://"),
                                           QRegularExpression::CaseInsensitiveOption);
    return Scheme.match(text).hasMatch();
}

Result<QUrl> checkedUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return badSource(SourcePhrase::NoAddress, {text.left(200)});
    return url;
}

QString hostAndPort(const QUrl &url)
{
    return url.port() < 0 ? url.host() : QString(url.host() + u':' + QString::number(url.port()));
}

/// The parameters behind a name's question mark, which goes.
ProfileParams takeParams(QString &text)
{
    ProfileParams params;
    const auto mark = text.indexOf(u'?');
    if (mark < 0)
        return params;
    const QUrlQuery query(text.mid(mark + 1));
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded))
        params[name] += value.split(u',', Qt::SkipEmptyParts);
    text.truncate(mark);
    return params;
}

/// Secrets that are not given come from where they are kept.
void addSecrets(const FeedProfile &profile, ProfileParams &given)
{
    const SecretStore store;
    for (auto param = profile.params.begin(); param != profile.params.end(); ++param) {
        if (!param->secret || given.contains(param.key()))
            continue;
        if (const QString kept = store.read(profile.name, param.key()); !kept.isEmpty())
            given.insert(param.key(), {kept});
    }
}

/// The shipped profile for which a recording was made.
Result<FeedProfile> profileOf(const FrameRecording &recording)
{
    const QString host = QUrl(recording.url()).host();
    for (const QString &name : FeedProfile::shipped()) {
        auto profile = FeedProfile::named(name);
        if (!profile)
            return profile.error();
        QStringList hosts = profile->hosts;
        for (const QString &endpoint : std::as_const(profile->endpoints))
            hosts += QUrl(endpoint).host();
        if (!host.isEmpty() && hosts.contains(host))
            return profile;
    }
    return badSource(SourcePhrase::NoProfileForRecording, {host});
}

Result<void> readReplay(SourceSpec &spec, QString file)
{
    ProfileParams params = takeParams(file);
    if (params.contains(QStringLiteral("speed"))) {
        const auto speed = parseSpeed(params.take(QStringLiteral("speed")).join(u','));
        if (!speed)
            return badSource(SourcePhrase::SpeedIs);
        spec.speed = *speed;
    }
    if (!params.isEmpty())
        return badSource(SourcePhrase::ReplayHasNoParameter, {params.firstKey().left(40)});
    spec.kind = SourceSpec::Kind::Replay;
    auto recording = FrameRecording::load(file);
    if (!recording)
        return recording.error();
    spec.recording = std::make_shared<const FrameRecording>(std::move(recording).value());
    if (!spec.profile) {
        auto profile = profileOf(*spec.recording);
        if (!profile)
            return profile.error();
        spec.profile = std::make_shared<const FeedProfile>(std::move(profile).value());
    }
    return {};
}

} // namespace

std::optional<double> parseSpeed(const QString &text)
{
    if (text == QLatin1String("max"))
        return 0;
    bool isNumber = false;
    const double speed = (text.endsWith(u'x') ? text.chopped(1) : text).toDouble(&isNumber);
    return isNumber && speed > 0 && speed <= 1e6 ? std::optional(speed) : std::nullopt;
}

Result<SourceSpec> SourceSpec::parse(const QString &text)
{
    SourceSpec spec;
    spec.text = text;
    if (text.isEmpty())
        return badSource(SourcePhrase::SourceIs);
    if (isUrl(text)) {
        auto url = checkedUrl(text);
        if (!url)
            return url.error();
        spec.url = *url;
        spec.name = hostAndPort(spec.url);
        spec.token = serverToken(spec.url);
        return spec;
    }
    // The @ that a place follows; a profile's file may have others in its name.
    static const QRegularExpression At(QStringLiteral("@(?=(wss?://|https?://|tcp://|tls://|replay:))"),
                                       QRegularExpression::CaseInsensitiveOption);
    const auto at = At.match(text);
    QString profileText = at.hasMatch() ? text.left(at.capturedStart()) : text;
    const QString place = at.hasMatch() ? text.mid(at.capturedEnd()) : QString();
    if (!at.hasMatch() && text.startsWith(ReplayPrefix)) {
        const auto read = readReplay(spec, text.mid(ReplayPrefix.size()));
        spec.name = spec.profile ? spec.profile->name : QString();
        return read ? Result<SourceSpec>(spec) : Result<SourceSpec>(read.error());
    }
    ProfileParams given = takeParams(profileText);
    auto profile = FeedProfile::named(profileText);
    if (!profile)
        return profile.error();
    addSecrets(*profile, given);
    auto params = profileParams(*profile, given);
    if (!params)
        return params.error();
    spec.kind = Kind::Profile;
    spec.params = given;
    spec.name = profile->name;
    spec.profile = std::make_shared<const FeedProfile>(std::move(profile).value());
    if (place.startsWith(ReplayPrefix)) {
        const auto read = readReplay(spec, place.mid(ReplayPrefix.size()));
        return read ? Result<SourceSpec>(spec) : Result<SourceSpec>(read.error());
    }
    if (!place.isEmpty()) {
        auto url = checkedUrl(place);
        if (!url)
            return url.error();
        spec.url = *url;
    }
    return spec;
}

std::unique_ptr<Source> makeSource(const SourceSpec &spec, SourceId id, Clock &clock)
{
    switch (spec.kind) {
    case SourceSpec::Kind::Native: {
        NativeSource::Options options;
        options.client.connection.dial.url = spec.url;
        options.client.connection.dial.knownServers = std::make_shared<const KnownServers>();
        options.client.token = spec.token;
        options.channels = spec.channels;
        return std::make_unique<NativeSource>(id, spec.name, options, clock);
    }
    case SourceSpec::Kind::Profile:
        return std::make_unique<ProfileSource>(
            id, spec.name, ProfileSource::Options{*spec.profile, spec.params, spec.url}, clock);
    case SourceSpec::Kind::Replay:
        return std::make_unique<ReplaySource>(id, spec.name, *spec.profile, spec.recording, spec.speed,
                                              clock);
    }
    return nullptr;
}

} // namespace alcedo
