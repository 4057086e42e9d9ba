// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles: those that a probe writes, and those that come with the program.
#include "correctedprofile.h"
#include "sourceprobe.h"

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/secretstore.h>

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStandardPaths>
#include <QUrl>

namespace alcedo {

namespace {

QString ownFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QLatin1String("/profiles");
}

} // namespace

/// Into the folder of the person's own profiles; its path, or an empty text with why in problem().
QString SourceProbe::save(const QString &name, const QByteArray &json)
{
    static const QRegularExpression Other(QStringLiteral("[^A-Za-z0-9_-]+"));
    QString word = QString(name).replace(Other, QStringLiteral("-")).left(40);
    word = word.isEmpty() ? QStringLiteral("feed") : word;
    if (const auto read = FeedProfile::parse(json, word); !read) {
        setProblem(tr("The proposal makes no profile: %1").arg(read.error().message()));
        return {};
    }
    QSaveFile file(ownFolder() + u'/' + word + QLatin1String(".json"));
    if (!QDir().mkpath(ownFolder()) || !file.open(QFile::WriteOnly) || file.write(json) != json.size() ||
        !file.commit()) {
        setProblem(tr("Not saved: %1").arg(file.errorString()));
        return {};
    }
    return file.fileName();
}

QString SourceProbe::write(const QString &name, const QString &address)
{
    setProblem({});
    static const QRegularExpression Other(QStringLiteral("[^A-Za-z0-9_-]+"));
    const QString word = QString(name).replace(Other, QStringLiteral("-")).left(40);
    return save(word,
                ShapeInference::profile(word.isEmpty() ? QStringLiteral("feed") : word, address, m_kinds));
}

QString SourceProbe::correct(const QString &sourceName, const QString &word)
{
    setProblem({});
    const ProfileWord parts = ProfileWord::of(word);
    if (parts.profile == QLatin1String("raw"))
        return write(sourceName, parts.place.mid(1));
    const auto base = FeedProfile::text(parts.profile);
    const auto json = base ? withRoutes(*base, m_kinds) : Result<QByteArray>(base.error());
    if (!json) {
        setProblem(json.error().message());
        return {};
    }
    // One of the person's own is written over; any other stays as it came.
    const QFileInfo file(parts.profile);
    const bool isOwn = file.absolutePath() == QFileInfo(ownFolder()).absoluteFilePath();
    const QString path =
        save(isOwn ? file.completeBaseName() : file.completeBaseName() + QLatin1String("-mapped"), *json);
    return path.isEmpty() ? path : QString(path + parts.params + parts.place);
}

QVariantList SourceProbe::profiles() const
{
    QVariantList all;
    for (const QString &name : FeedProfile::shipped()) {
        const auto profile = FeedProfile::named(name);
        if (profile && name != QLatin1String("raw"))
            all << QVariantMap{{QStringLiteral("name"), name}, {QStringLiteral("title"), profile->title}};
    }
    return all;
}

QVariantList SourceProbe::params(const QString &name) const
{
    QVariantList all;
    const auto profile =
        FeedProfile::shipped().contains(name) ? FeedProfile::named(name) : Result<FeedProfile>(Error());
    if (!profile)
        return all;
    const SecretStore store;
    for (auto param = profile->params.begin(); param != profile->params.end(); ++param) {
        const bool isKept = param->secret && !store.read(name, param.key()).isEmpty();
        all << QVariantMap{{QStringLiteral("name"), param.key()},
                           {QStringLiteral("title"), param->title.isEmpty() ? param.key() : param->title},
                           {QStringLiteral("list"), param->list},
                           {QStringLiteral("secret"), param->secret},
                           {QStringLiteral("kept"), isKept},
                           {QStringLiteral("value"), param->values.join(u',')}};
    }
    return all;
}

QString SourceProbe::word(const QString &name, const QVariantMap &values)
{
    setProblem({});
    const auto profile = FeedProfile::named(name);
    if (!profile)
        return name;
    QStringList given;
    SecretStore store;
    for (auto param = profile->params.begin(); param != profile->params.end(); ++param) {
        const QString value = values.value(param.key()).toString().trimmed();
        if (value.isEmpty() || value == param->values.join(u','))
            continue;
        if (!param->secret)
            given += param.key() + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value, ","));
        else if (const auto kept = store.write(name, param.key(), value); !kept)
            setProblem(tr("Not saved: %1").arg(kept.error().message()));
    }
    return given.isEmpty() ? name : QString(name + u'?' + given.join(u'&'));
}

} // namespace alcedo
