// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/shapereason.h>
#include <alcedo/series/record.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <cstdint>
#include <deque>
#include <optional>

namespace alcedo {

class RouteReader;

/// One place in a kind of message, and what it seems to be.
struct ShapeField
{
    QString path; ///< as profiles have it; from the item, or from the message ("#/…")
    ShapeType type = ShapeType::Nothing;
    int typeCount = 0;                 ///< of decimals the digits after the point, of few texts their number
    QString role;                      ///< "key", "time", or a field of the record; empty: left out
    std::optional<ShapeReason> reason; ///< why that role
    QString now;                       ///< the newest value
    QString unit;                      ///< of times: s, ms, us, ns or rfc3339
    QString split;      ///< of keys: the text is cut there, and its last part is meant; empty: all of it
    QString measuredIn; ///< of readings: the unit, where the name says it
    /// Numbers below zero as well as above: of a trade's size, the sign is its side.
    bool hasBothSigns = false;
    double rate = 0; ///< changes a second
    bool isNumber = false;
    QList<double> recent; ///< of numbers: those of the newest key alone, the newest last, at most 40
    std::optional<std::int64_t> lagNs; ///< of times: the newest message's arrival minus what stands there
    /// The type in English: "number, 2 dp".
    [[nodiscard]] QString typeText() const { return shapeTypeText(type, typeCount, unit); }
    friend bool operator==(const ShapeField &, const ShapeField &) = default;
};

/// One kind of message.
struct ShapeKind
{
    /// What stands at a place tells kinds apart.
    struct Condition
    {
        QString path, is;    ///< is empty: nothing stands there
        bool starts = false; ///< is is only the beginning
    };
    QString name;          ///< what tells it apart: "ticker"
    QList<Condition> when; ///< all of them; empty: every message
    QString each;          ///< where its items are; empty: the message is one
    RecordKind record = RecordKind::Sensor;
    bool ignored = false; ///< says nothing worth a record
    QString snapshotPath; ///< where it says that it is whole; empty: nowhere
    QString snapshotIs;
    QList<ShapeField> fields;
    struct Levels
    {
        /// side: bid, ask, or a path; each empty: the item is one level; size empty: it is gone
        QString each, side, price, size;
        bool bySign = false; ///< side is the path of a number that is below zero for asks
        QString gone;        ///< where a zero says that the level went, whatever its size; empty: nowhere
    };
    QList<Levels> levels;
    /// Whether the field is a trade's size, whose sign is the trade's side.
    [[nodiscard]] bool isSideBySign(const ShapeField &field) const;
    /// The unit of a reading, by its name; empty where there is none, or another field says it.
    [[nodiscard]] QString unitOf(const ShapeField &field) const;
    QList<ShapeReason> reasons;
    int messages = 0;
    double rate = 0; ///< messages a second
};

/// Proposes a profile for a feed of which nothing but messages is known. Keeps the newest samples; propose()
/// looks at all of them anew. Thread: one at a time.
class ShapeInference
{
public:
    static constexpr std::size_t MaxSamples = 3'000;
    static constexpr qint64 MaxSampleBytes = 8 << 20;
    static constexpr int MaxKinds = 24;
    static constexpr int MaxFields = 120; ///< of a kind
    /// Made by one addSeen() of all samples; what is left then stays out.
    static constexpr qint64 MaxSeenBytes = 64 << 20;

    void add(QByteArrayView message, std::int64_t arrivalNs);
    void clear();
    [[nodiscard]] std::size_t samples() const { return m_samples.size(); }
    /// The kinds, the most frequent first. Empty where no sample is JSON.
    [[nodiscard]] QList<ShapeKind> propose() const;
    /// Adds the samples of another as a profile's routes see them: texts that are JSON opened, changes merged
    /// in the order they came, on top of what the reader merged before; without those that routes cannot look
    /// at. The message, where one is given and is among them, becomes what routes see of it; else what they
    /// see of it after all of them.
    void addSeen(const ShapeInference &samples, RouteReader &reader, QByteArray *message = nullptr);
    /// The kind read as another sort of record: its key and time stay, its other fields get roles anew, by
    /// their names. The same where it is of that sort already; Book takes in no levels.
    [[nodiscard]] static ShapeKind asRecord(ShapeKind kind, RecordKind record);
    /// The profile's text. Reasons stand in its notes.
    [[nodiscard]] static QByteArray profile(const QString &name, const QString &endpoint,
                                            const QList<ShapeKind> &kinds);

private:
    struct Sample
    {
        QByteArray message;
        std::int64_t arrivalNs = 0;
    };
    std::deque<Sample> m_samples;
    qint64 m_bytes = 0;
};

} // namespace alcedo
