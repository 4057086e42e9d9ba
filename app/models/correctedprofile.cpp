// SPDX-License-Identifier: GPL-3.0-or-later
#include "correctedprofile.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace alcedo {

namespace {

struct CorrectionTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::CorrectedProfile)
};

QString fromMessage(const QString &path)
{
    return path.startsWith(u'/') ? QString(u'#' + path) : path;
}

/// A value by its place, or put together of several ("${/a} b").
QJsonValue fromMessage(const QJsonValue &value)
{
    if (value.isString())
        return fromMessage(value.toString());
    QJsonObject object = value.toObject();
    if (object.contains(QLatin1String("at")))
        object[QLatin1String("at")] = fromMessage(object[QLatin1String("at")]);
    if (object.contains(QLatin1String("text")))
        object[QLatin1String("text")] =
            object[QLatin1String("text")].toString().replace(QLatin1String("${/"), QLatin1String("${#/"));
    return object;
}

void nameFromMessage(QJsonObject &route, const char *member)
{
    const QJsonObject before = route.value(QLatin1String(member)).toObject();
    QJsonObject after;
    for (auto one = before.begin(); one != before.end(); ++one)
        after[fromMessage(one.key())] = *one;
    if (!before.isEmpty())
        route[QLatin1String(member)] = after;
}

void readFromMessage(QJsonObject &object)
{
    for (QJsonValueRef one : object)
        one = fromMessage(QJsonValue(one));
}

/// A level that is the message itself.
void levelFromMessage(QJsonObject &level)
{
    const QJsonValue removed = level.take(QLatin1String("removed"));
    readFromMessage(level);
    if (removed.isObject())
        level[QLatin1String("removed")] = removed;
    nameFromMessage(level, "removed");
}

/// A route that was guessed from whole messages, for a profile whose routes look inside of them: its places
/// are said from the message (#/…); those of a list's items stay as they are.
QJsonObject outOfUnwrapped(QJsonObject route)
{
    nameFromMessage(route, "when");
    if (route.contains(QLatin1String("each"))) {
        route[QLatin1String("each")] = fromMessage(route[QLatin1String("each")]);
        return route;
    }
    nameFromMessage(route, "where");
    for (const char *member : {"key", "time"}) {
        if (route.contains(QLatin1String(member)))
            route[QLatin1String(member)] = fromMessage(route[QLatin1String(member)]);
    }
    QJsonObject map = route.value(QLatin1String("map")).toObject();
    readFromMessage(map);
    if (!map.isEmpty())
        route[QLatin1String("map")] = map;
    QJsonArray levels = route.value(QLatin1String("levels")).toArray();
    for (QJsonValueRef level : levels) {
        QJsonObject part = level.toObject();
        if (part.contains(QLatin1String("each")))
            part[QLatin1String("each")] = fromMessage(part[QLatin1String("each")]);
        else
            levelFromMessage(part);
        level = part;
    }
    if (!levels.isEmpty())
        route[QLatin1String("levels")] = levels;
    return route;
}

} // namespace

ProfileWord ProfileWord::of(const QString &word)
{
    static const QRegularExpression Place(QStringLiteral("@(?=(wss?://|https?://|tcp://|tls://|replay:))"),
                                          QRegularExpression::CaseInsensitiveOption);
    ProfileWord parts;
    const auto at = Place.match(word);
    const QString head = at.hasMatch() ? word.left(at.capturedStart()) : word;
    if (head.isEmpty() || (!at.hasMatch() && (head.contains(QLatin1String("://")) ||
                                              head.startsWith(QLatin1String("replay:")))))
        return parts;
    const auto mark = head.indexOf(u'?');
    parts.profile = mark < 0 ? head : head.left(mark);
    parts.params = mark < 0 ? QString() : head.mid(mark);
    parts.place = at.hasMatch() ? word.mid(at.capturedStart()) : QString();
    return parts;
}

bool isMappable(const QString &word)
{
    return !ProfileWord::of(word).profile.isEmpty();
}

Result<QByteArray> withRoutes(const QByteArray &profile, const QList<ShapeKind> &kinds)
{
    QJsonObject base = QJsonDocument::fromJson(profile).object();
    if (base.isEmpty())
        return Error(ErrorCode::Parse, CorrectionTr::tr("the source's profile is no JSON object"));
    QList<ShapeKind> wanted;
    for (const ShapeKind &kind : kinds) {
        if (!kind.ignored)
            wanted.append(kind);
    }
    const QByteArray proposal = ShapeInference::profile(QStringLiteral("x"), {}, wanted);
    QJsonArray routes = base[QLatin1String("routes")].toArray();
    const QJsonArray more = QJsonDocument::fromJson(proposal).object()[QLatin1String("routes")].toArray();
    const bool isUnwrapped = base.contains(QLatin1String("unwrap"));
    for (const auto &route : more)
        routes.append(isUnwrapped ? QJsonValue(outOfUnwrapped(route.toObject())) : QJsonValue(route));
    base[QLatin1String("routes")] = routes;
    return QJsonDocument(base).toJson(QJsonDocument::Indented);
}

} // namespace alcedo
