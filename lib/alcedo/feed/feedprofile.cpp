// SPDX-License-Identifier: MIT
#include <alcedo/feed/feedprofile.h>

#include <alcedo/feed/profilereader.h>

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

} // namespace

Result<FeedProfile> FeedProfile::parse(const QByteArray &json, const QString &fileName)
{
    ProfileReader reader(json, fileName);
    FeedProfile profile = reader.read();
    if (reader.error())
        return *reader.error();
    return profile;
}

Result<FeedProfile> FeedProfile::load(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::Io, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    if (file.size() > MaxProfileBytes)
        return Error(ErrorCode::LimitExceeded, QStringLiteral("%1 is too large for a profile").arg(path));
    return parse(file.readAll(), QFileInfo(path).fileName());
}

Result<FeedProfile> FeedProfile::named(const QString &name)
{
    if (name.contains(u'/') || name.endsWith(QLatin1String(".json")))
        return load(name);
    const QStringList known = shipped();
    if (!known.contains(name))
        return Error(ErrorCode::InvalidArgument, QStringLiteral("no feed profile \"%1\"; there are: %2")
                                                     .arg(name.left(80), known.join(QLatin1String(", "))));
    return load(ProfileFolder + name + QLatin1String(".json"));
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
