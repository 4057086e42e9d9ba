// SPDX-License-Identifier: GPL-3.0-or-later
#include "panelsuggestions.h"

#include "format.h"

#include <QCoreApplication>
#include <QHash>
#include <QVariantMap>
#include <algorithm>

namespace alcedo {

namespace {

struct SuggestionTr
{
    Q_DECLARE_TR_FUNCTIONS(PanelSuggestions)
};

bool isCharted(RecordKind kind)
{
    return kind == RecordKind::Quote || kind == RecordKind::Trade || kind == RecordKind::Candle;
}

QString panelOf(RecordKind kind)
{
    switch (kind) {
    case RecordKind::Quote:
    case RecordKind::Trade:
    case RecordKind::Candle:
        return QStringLiteral("watchlist");
    case RecordKind::Sensor:
        return QStringLiteral("tiles");
    case RecordKind::News:
        return QStringLiteral("news");
    case RecordKind::Score:
        return QStringLiteral("scores");
    case RecordKind::Book:
    case RecordKind::Control:
        break;
    }
    return {};
}

/// "quote by zone: price, bid, ask".
QString contentsOf(const ShapeKind &kind)
{
    constexpr int Most = 4;
    QString key;
    QStringList names;
    for (const ShapeField &field : kind.fields) {
        const QString name = format::harmless(field.path.mid(field.path.lastIndexOf(u'/') + 1));
        if (field.role == QLatin1String("key"))
            key = name;
        else if (!field.role.isEmpty() && field.role != QLatin1String("time") && names.size() < Most)
            names += name;
    }
    const QString what = format::harmless(kind.name);
    return key.isEmpty() ? QString(what + QLatin1String(": ") + names.join(QLatin1String(", ")))
                         : SuggestionTr::tr("%1 by %2: %3").arg(what, key, names.join(QLatin1String(", ")));
}

QVariantMap card(const QString &panel, const QString &title, const QString &text, bool choice)
{
    return {{QStringLiteral("panel"), panel},
            {QStringLiteral("title"), title},
            {QStringLiteral("text"), text},
            {QStringLiteral("choice"), choice}};
}

} // namespace

QVariantList suggestedPanels(const QList<ShapeKind> &kinds, const QString &firstKey)
{
    constexpr int Most = 3; // and the Inspector
    const QHash<QString, QString> titles{{QStringLiteral("watchlist"), SuggestionTr::tr("Watchlist")},
                                         {QStringLiteral("tiles"), SuggestionTr::tr("Tiles")},
                                         {QStringLiteral("news"), SuggestionTr::tr("News")},
                                         {QStringLiteral("scores"), SuggestionTr::tr("Scores")}};
    QVariantList all;
    const auto add = [&all](const QVariantMap &one) {
        const auto isSame = [&one](const QVariant &other) {
            return other.toMap().value(QStringLiteral("panel")) == one.value(QStringLiteral("panel"));
        };
        if (all.size() < Most && std::none_of(all.begin(), all.end(), isSame))
            all << one;
    };
    for (const ShapeKind &kind : kinds) {
        const QString panel = kind.ignored ? QString() : panelOf(kind.record);
        if (panel.isEmpty())
            continue;
        add(card(panel, titles.value(panel), contentsOf(kind), false));
        if (isCharted(kind.record))
            add(card(QStringLiteral("chart"), SuggestionTr::tr("Chart"),
                     SuggestionTr::tr("opens with %1").arg(firstKey), true));
    }
    all << card(QStringLiteral("inspector"), SuggestionTr::tr("Inspector"),
                SuggestionTr::tr("raw frames of this source"), true);
    return all;
}

QString firstChartedKey(const QList<ShapeKind> &kinds)
{
    for (const ShapeKind &kind : kinds) {
        if (kind.ignored || !isCharted(kind.record))
            continue;
        const auto key = std::find_if(kind.fields.begin(), kind.fields.end(), [](const ShapeField &field) {
            return field.role == QLatin1String("key");
        });
        return key == kind.fields.end() ? kind.name : key->now;
    }
    return {};
}

} // namespace alcedo
