// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles: those that a probe writes, and those that come with the program.
#include "correctedprofile.h"
#include "sourceprobe.h"
#include "wording.h"

#include <alcedo/core/filephrases.h>
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

/// A name as a file may have it.
QString fileName(const QString &name)
{
    static const QRegularExpression Other(QStringLiteral("[^A-Za-z0-9_-]+"));
    const QString word = QString(name).replace(Other, QStringLiteral("-")).left(40);
    return word.isEmpty() ? QStringLiteral("feed") : word;
}

} // namespace

/// Into the folder of the person's own profiles; its path, or an empty text with why in problem().
QString SourceProbe::save(const QString &name, const QByteArray &json)
{
    const QString word = fileName(name);
    if (const auto fault = ProfileFault::of(json)) {
        setProblem([fault] { return tr("The proposal makes no profile: %1").arg(worded(*fault)); });
        return {};
    }
    QSaveFile file(ownFolder() + u'/' + word + QLatin1String(".json"));
    if (!QDir().mkpath(ownFolder()) || !file.open(QFile::WriteOnly) || file.write(json) != json.size() ||
        !file.commit()) {
        setProblem([why = faultOf(file)] { return tr("Not saved: %1").arg(worded(why)); });
        return {};
    }
    return file.fileName();
}

Result<QByteArray> SourceProbe::profileText(const QString &name, const QString &address,
                                            const QString &word) const
{
    const ProfileWord parts = ProfileWord::of(word);
    if (parts.profile.isEmpty() || parts.profile == QLatin1String("raw")) {
        const QString file = fileName(name);
        return ShapeInference::profile(file, parts.place.isEmpty() ? address : parts.place.mid(1), m_kinds);
    }
    const auto base = FeedProfile::text(parts.profile);
    return base ? withRoutes(*base, m_kinds) : Result<QByteArray>(base.error());
}

QString SourceProbe::text(const QString &name, const QString &address, const QString &word)
{
    setProblem({});
    const auto json = profileText(name, address, word);
    if (!json)
        setProblem([why = json.error().words()] { return worded(why); });
    return json ? QString::fromUtf8(*json) : QString();
}

QString SourceProbe::write(const QString &name, const QString &address, const QString &edited)
{
    setProblem({});
    const auto json = edited.isEmpty() ? profileText(name, address, {}) : Result<QByteArray>(edited.toUtf8());
    return save(name, *json);
}

QString SourceProbe::correct(const QString &sourceName, const QString &word, const QString &edited)
{
    setProblem({});
    const ProfileWord parts = ProfileWord::of(word);
    const auto json =
        edited.isEmpty() ? profileText(sourceName, {}, word) : Result<QByteArray>(edited.toUtf8());
    if (!json) {
        setProblem([why = json.error().words()] { return worded(why); });
        return {};
    }
    if (parts.profile == QLatin1String("raw"))
        return save(sourceName, *json);
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
            setProblem([why = kept.error().words()] { return tr("Not saved: %1").arg(worded(why)); });
    }
    return given.isEmpty() ? name : QString(name + u'?' + given.join(u'&'));
}

} // namespace alcedo
