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
    for (const char *rewrites : {"embedded", "merge", "unwrap"}) {
        if (base.contains(QLatin1String(rewrites)))
            return Error(
                ErrorCode::NotSupported,
                CorrectionTr::tr("This profile changes its messages before it reads them (%1): write the "
                                 "route into its file.")
                    .arg(QLatin1String(rewrites)));
    }
    QList<ShapeKind> wanted;
    for (const ShapeKind &kind : kinds) {
        if (!kind.ignored)
            wanted.append(kind);
    }
    const QByteArray proposal = ShapeInference::profile(QStringLiteral("x"), {}, wanted);
    QJsonArray routes = base[QLatin1String("routes")].toArray();
    const QJsonArray more = QJsonDocument::fromJson(proposal).object()[QLatin1String("routes")].toArray();
    for (const auto &route : more)
        routes.append(route);
    base[QLatin1String("routes")] = routes;
    return QJsonDocument(base).toJson(QJsonDocument::Indented);
}

} // namespace alcedo
