// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace alcedo {

/// What the values at a place seem to be.
enum class ShapeType { Nothing, Text, FewTexts, Integer, Decimal, Time, List, Boolean };

/// Why a guess made of messages what it did: a code and what it speaks of, so that a program can say it in
/// any language. The library's own words (text()) are English.
struct ShapeReason
{
    enum class Code {
        Levels,          ///< a book: lists of price and size
        Candle,          ///< open, high, low and close
        BidAndAsk,       ///< a quote: both
        Trade,           ///< a price, a size and a side
        Match,           ///< teams or a clock
        Price,           ///< a quote: a price alone
        NamedReading,    ///< a number that is called value
        Sentences,       ///< news
        Reading,         ///< a number under a name
        NothingMeasured, ///< the kind is left out
        TellsApart,      ///< arguments: the place
        SubjectEnd,      ///< the end of what tells kinds apart
        SeveralTexts,    ///< arguments: how many values, in how many messages, the place's name
        RisingTime,      ///< arguments: the unit, rises, messages
        Changes,         ///< a number that changes
        ChangesMost,     ///< the number that changes most
        SignedSize,      ///< arguments: the place's name; its sign is the side
        SignedLevels,    ///< a book: lists of price and size, whose sign is the side
        MeasuredIn,      ///< arguments: the unit, by the name
        Called,          ///< arguments: the place's name
    };
    Code code = Code::Reading;
    QStringList arguments;
    QString place; ///< of a kind's reasons: which place was chosen; empty: it is about the kind itself

    /// In English, one line: "key /zone: a text of 6 values in 412 messages, called zone".
    [[nodiscard]] QString text() const;
    friend bool operator==(const ShapeReason &, const ShapeReason &) = default;
};

/// In English: "number, 2 dp", "text, 6 values", "time in ms". count: digits after the point, or values;
/// unit: of times, as a profile has it.
[[nodiscard]] QString shapeTypeText(ShapeType type, int count, const QString &unit);
/// All of a list of reasons, in one line.
[[nodiscard]] QString shapeReasonsText(const QList<ShapeReason> &reasons);

} // namespace alcedo
