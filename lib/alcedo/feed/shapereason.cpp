// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapereason.h>

namespace alcedo {

namespace {

/// The words of a code; %1, %2 and %3 are its arguments.
QString wordsOf(ShapeReason::Code code)
{
    using Code = ShapeReason::Code;
    switch (code) {
    case Code::Levels:
        return QStringLiteral("a book: it has lists of price and size");
    case Code::Candle:
        return QStringLiteral("candles: open, high, low and close");
    case Code::BidAndAsk:
        return QStringLiteral("quotes: a bid and an ask");
    case Code::Trade:
        return QStringLiteral("trades: a price, a size and a side");
    case Code::Match:
        return QStringLiteral("a match: teams or its clock");
    case Code::Price:
        return QStringLiteral("quotes: a price");
    case Code::NamedReading:
        return QStringLiteral("readings: a number that is called so");
    case Code::Sentences:
        return QStringLiteral("news: sentences");
    case Code::Reading:
        return QStringLiteral("readings: a number under a name");
    case Code::NothingMeasured:
        return QStringLiteral("says nothing that is measured");
    case Code::TellsApart:
        return QStringLiteral("%1 tells kinds apart");
    case Code::SubjectEnd:
        return QStringLiteral("the end of what tells kinds apart");
    case Code::SeveralTexts:
        return QStringLiteral("a text of %1 values in %2 messages, called %3");
    case Code::RisingTime:
        return QStringLiteral("%1, rising in %2 of %3");
    case Code::Changes:
        return QStringLiteral("a number that changes");
    case Code::ChangesMost:
        return QStringLiteral("the number that changes most");
    case Code::SignedSize:
        return QStringLiteral("called %1, above and below zero: its sign is the side");
    case Code::SignedLevels:
        return QStringLiteral("a book: it has lists of price and size, whose sign is the side");
    case Code::MeasuredIn:
        return QStringLiteral("a reading in %1, by its name");
    case Code::Called:
        return QStringLiteral("called %1");
    }
    return {};
}

} // namespace

QString shapeTypeText(ShapeType type, int count, const QString &unit)
{
    switch (type) {
    case ShapeType::Nothing:
        return QStringLiteral("nothing yet");
    case ShapeType::Text:
        return QStringLiteral("text");
    case ShapeType::FewTexts:
        return QStringLiteral("text, %1 values").arg(count);
    case ShapeType::Integer:
        return QStringLiteral("integer");
    case ShapeType::Decimal:
        return QStringLiteral("number, %1 dp").arg(count);
    case ShapeType::Time:
        return unit == QLatin1String("rfc3339") ? QStringLiteral("time, ISO 8601")
                                                : QStringLiteral("time in %1").arg(unit);
    case ShapeType::List:
        return QStringLiteral("list");
    case ShapeType::Boolean:
        return QStringLiteral("true or false");
    }
    return {};
}

QString ShapeReason::text() const
{
    QStringList given = arguments;
    if (code == Code::RisingTime && !given.isEmpty())
        given[0] = shapeTypeText(ShapeType::Time, 0, given[0]);
    QString words = wordsOf(code);
    // All at once: what a peer wrote may look like a placeholder itself.
    if (given.size() == 1)
        words = words.arg(given[0]);
    else if (given.size() == 3)
        words = words.arg(given[0], given[1], given[2]);
    if (place.isEmpty())
        return words;
    return QString((code == Code::RisingTime ? QLatin1String("time ") : QLatin1String("key ")) + place +
                   QLatin1String(": ") + words);
}

QString shapeReasonsText(const QList<ShapeReason> &reasons)
{
    QStringList texts;
    for (const ShapeReason &reason : reasons)
        texts += reason.text();
    return texts.join(QLatin1String("; "));
}

} // namespace alcedo
