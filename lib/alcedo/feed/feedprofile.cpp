// SPDX-License-Identifier: MIT
#include <alcedo/feed/feedprofile.h>

#include <alcedo/core/filephrases.h>
#include <alcedo/feed/profilereader.h>
#include <alcedo/feed/sourcephrases.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

static void initialiseProfiles()
{
    // A static library's resources are not there unless asked for.
    Q_INIT_RESOURCE(alcedo_profiles);
}

namespace alcedo {

namespace {

constexpr qint64 MaxProfileBytes = 4 << 20;
const QLatin1String ProfileFolder(":/alcedo/profiles/");

Result<QByteArray> contentsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::Io, cannotRead(file));
    if (file.size() > MaxProfileBytes)
        return Error(ErrorCode::LimitExceeded, say(SourcePhrase::ProfileTooLarge, {path}));
    return file.readAll();
}

/// Of the file that a profile's name means.
Result<QString> pathOf(const QString &name)
{
    if (name.contains(u'/') || name.endsWith(QLatin1String(".json")))
        return name;
    const QStringList known = FeedProfile::shipped();
    if (!known.contains(name))
        return Error(ErrorCode::InvalidArgument,
                     say(SourcePhrase::NoProfile, {name.left(80), known.join(QLatin1String(", "))}));
    return QString(ProfileFolder + name + QLatin1String(".json"));
}

} // namespace

Result<FeedProfile> FeedProfile::parse(const QByteArray &json, const QString &fileName)
{
    ProfileReader reader(json, fileName);
    FeedProfile profile = reader.read();
    if (const auto error = reader.error())
        return *error;
    return profile;
}

std::optional<ProfileFault> ProfileFault::of(const QByteArray &json)
{
    ProfileReader reader(json, {});
    (void)reader.read();
    return reader.fault();
}

Result<FeedProfile> FeedProfile::load(const QString &path)
{
    const auto json = contentsOf(path);
    return json ? parse(*json, QFileInfo(path).fileName()) : Result<FeedProfile>(json.error());
}

Result<FeedProfile> FeedProfile::named(const QString &name)
{
    const auto path = pathOf(name);
    return path ? load(*path) : Result<FeedProfile>(path.error());
}

Result<QByteArray> FeedProfile::text(const QString &name)
{
    const auto path = pathOf(name);
    return path ? contentsOf(*path) : Result<QByteArray>(path.error());
}

QStringList FeedProfile::shipped()
{
    initialiseProfiles();
    QStringList names;
    const auto files = QDir(ProfileFolder).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        if (!file.endsWith(QLatin1String(".schema.json")))
            names += file.chopped(5);
    }
    return names;
}

} // namespace alcedo
