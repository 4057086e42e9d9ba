// SPDX-License-Identifier: GPL-3.0-or-later
#include "shapewords.h"

#include "format.h"

#include <alcedo/feed/feedtime.h>

#include <QCoreApplication>
#include <array>

namespace alcedo::shapewords {

namespace {

struct ShapeTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::ShapeWords)
};

// The kinds of records and their fields, as the schema names them; a blank stands for its underscore.
[[maybe_unused]] constexpr const char *Schema[] = {QT_TRANSLATE_NOOP("alcedo::ShapeWords", "quote"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "trade"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "book"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "candle"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "score"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "sensor"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "news"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "control"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "key"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "time"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "last"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "bid"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "ask"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "bid size"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "ask size"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "volume"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "open"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "high"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "low"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "close"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "price"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "size"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "side"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "id"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "levels"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "first sequence"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "last sequence"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "interval"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "closed"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "home"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "away"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "home score"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "away score"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "clock"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "period"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "event"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "team"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "player"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "minute"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "revision"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "home yellow"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "away yellow"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "home red"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "away red"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "note"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "value"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "unit"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "name"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "quality"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "headline"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "severity"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "tags"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "url"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "body"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "text"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "from"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "to"),
                                                   QT_TRANSLATE_NOOP("alcedo::ShapeWords", "count")};

QString timeType(const QString &unit)
{
    return unit == QLatin1String("rfc3339") ? ShapeTr::tr("time, ISO 8601")
                                            : ShapeTr::tr("time in %1").arg(unit);
}

/// The words of a code; %1, %2 and %3 are its arguments.
QString wordsOf(ShapeReason::Code code)
{
    using Code = ShapeReason::Code;
    switch (code) {
    case Code::Levels:
        return ShapeTr::tr("a book: it has lists of price and size");
    case Code::Candle:
        return ShapeTr::tr("candles: open, high, low and close");
    case Code::BidAndAsk:
        return ShapeTr::tr("quotes: a bid and an ask");
    case Code::Trade:
        return ShapeTr::tr("trades: a price, a size and a side");
    case Code::Match:
        return ShapeTr::tr("a match: teams or its clock");
    case Code::Price:
        return ShapeTr::tr("quotes: a price");
    case Code::NamedReading:
        return ShapeTr::tr("readings: a number that is called so");
    case Code::Sentences:
        return ShapeTr::tr("news: sentences");
    case Code::Reading:
        return ShapeTr::tr("readings: a number under a name");
    case Code::NothingMeasured:
        return ShapeTr::tr("says nothing that is measured");
    case Code::TellsApart:
        return ShapeTr::tr("%1 tells kinds apart");
    case Code::SubjectEnd:
        return ShapeTr::tr("the end of what tells kinds apart");
    case Code::SeveralTexts:
        return ShapeTr::tr("a text of %1 values in %2 messages, called %3");
    case Code::RisingTime:
        return ShapeTr::tr("%1, rising in %2 of %3");
    case Code::Changes:
        return ShapeTr::tr("a number that changes");
    case Code::ChangesMost:
        return ShapeTr::tr("the number that changes most");
    case Code::SignedSize:
        return ShapeTr::tr("called %1, above and below zero: its sign is the side");
    case Code::SignedLevels:
        return ShapeTr::tr("a book: it has lists of price and size, whose sign is the side");
    case Code::MeasuredIn:
        return ShapeTr::tr("a reading in %1, by its name");
    case Code::Called:
        return ShapeTr::tr("called %1");
    }
    return {};
}

} // namespace

QString type(const ShapeField &field)
{
    switch (field.type) {
    case ShapeType::Nothing:
        return ShapeTr::tr("nothing yet");
    case ShapeType::Text:
        return ShapeTr::tr("text");
    case ShapeType::FewTexts:
        return field.typeCount == 1 ? ShapeTr::tr("text, 1 value")
                                    : ShapeTr::tr("text, %1 values").arg(field.typeCount);
    case ShapeType::Integer:
        return ShapeTr::tr("integer");
    case ShapeType::Decimal:
        return ShapeTr::tr("number, %1 dp").arg(field.typeCount);
    case ShapeType::Time:
        return timeType(field.unit);
    case ShapeType::List:
        return ShapeTr::tr("list");
    case ShapeType::Boolean:
        return ShapeTr::tr("true or false");
    }
    return {};
}

QString reason(const ShapeReason &reason)
{
    QStringList given;
    for (const QString &argument : reason.arguments)
        given += format::harmless(argument);
    if (reason.code == ShapeReason::Code::RisingTime && !given.isEmpty())
        given[0] = timeType(given[0]);
    QString words = wordsOf(reason.code);
    // All at once: what a peer wrote may look like a placeholder itself.
    if (given.size() == 1)
        words = words.arg(given[0]);
    else if (given.size() == 3)
        words = words.arg(given[0], given[1], given[2]);
    const QString place = format::harmless(reason.place);
    if (place.isEmpty())
        return words;
    return reason.code == ShapeReason::Code::RisingTime ? ShapeTr::tr("time %1: %2").arg(place, words)
                                                        : ShapeTr::tr("key %1: %2").arg(place, words);
}

QString reasons(const ShapeKind &kind)
{
    QStringList texts;
    for (const ShapeReason &each : kind.reasons)
        texts += reason(each);
    return texts.join(ShapeTr::tr("; ", "between reasons"));
}

QString record(RecordKind kind)
{
    const std::string name(RecordSchema::of(kind).name);
    return QCoreApplication::translate("alcedo::ShapeWords", name.c_str());
}

QString role(const QString &role)
{
    const QByteArray name = QString(role).replace(u'_', u' ').toUtf8();
    return role.isEmpty() ? ShapeTr::tr("left out")
                          : QCoreApplication::translate("alcedo::ShapeWords", name.constData());
}

QString role(const ShapeKind &kind, const ShapeField &field)
{
    const QString more =
        kind.isSideBySign(field) ? shapewords::role(QStringLiteral("side")) : kind.unitOf(field);
    return more.isEmpty() ? role(field.role)
                          : ShapeTr::tr("%1, %2", "role, unit").arg(role(field.role), more);
}

QString name(const ShapeKind &kind)
{
    if (kind.when.isEmpty() && kind.name == QLatin1String("message"))
        return ShapeTr::tr("message");
    return kind.name == QLatin1String("other") ? ShapeTr::tr("other") : format::harmless(kind.name);
}

QString conditions(const ShapeKind &kind)
{
    QStringList all;
    for (const ShapeKind::Condition &condition : kind.when) {
        const QString path = format::harmless(condition.path), is = format::harmless(condition.is);
        all += is.isEmpty()       ? ShapeTr::tr("without %1").arg(path)
               : condition.starts ? ShapeTr::tr("where %1 begins with %2").arg(path, is)
                                  : ShapeTr::tr("where %1 = %2").arg(path, is);
    }
    return all.join(QStringLiteral(" · "));
}

QString now(const ShapeField &field)
{
    constexpr int Most = 60;
    static constexpr std::array Units{"s", "ms", "us", "ns", "rfc3339"};
    for (std::size_t unit = 0; field.type == ShapeType::Time && unit < Units.size(); ++unit) {
        if (field.unit != QLatin1String(Units[unit]))
            continue;
        if (const auto ns = parseTime(field.now.toStdString(), TimeUnit(unit)))
            return format::clockTime(std::chrono::nanoseconds(*ns), format::Precision::Milliseconds);
    }
    const auto number = field.isNumber ? Decimal::parse(field.now.toStdString()) : std::nullopt;
    return number ? format::number(*number) : format::harmless(field.now.left(Most));
}

} // namespace alcedo::shapewords
