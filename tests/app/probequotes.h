// SPDX-License-Identifier: MIT
// Messages for a SourceProbe, and a look at its rows. For tst_sourceprobe.cpp and tst_fieldmapping.cpp.
#pragma once

#include <sourceprobe.h>

#include <QByteArrayList>
#include <cstdint>
#include <deque>

namespace alcedo {

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t Start = 1'700'000'000 * Second;

/// Two instruments in turn; each message is 25 ms old when it comes. The word of its kind is its type.
inline QByteArrayList quotes(int count)
{
    QByteArrayList messages;
    for (int i = 0; i < count; ++i)
        messages += R"({"type":"quote","zone":")" + QByteArray(i % 2 ? "NO1" : "NO2") + R"(","price":)" +
                    QByteArray::number(i % 2 ? 1000 + i : 40 + i) + R"(.25,"mw":)" +
                    QByteArray::number(i * 7 % 13) + R"(.5,"ts":)" +
                    QByteArray::number((Start + i * Second) / 1'000'000 - 25) + "}";
    return messages;
}

inline QList<ShapeKind> guessed(const QByteArrayList &messages)
{
    ShapeInference guess;
    std::int64_t at = Start;
    for (const QByteArray &message : messages) {
        guess.add(message, at);
        at += Second;
    }
    return guess.propose();
}

/// From source 3, a second apart.
inline std::deque<TappedFrame> framesOf(const QByteArrayList &messages)
{
    std::deque<TappedFrame> frames;
    for (const QByteArray &message : messages) {
        TappedFrame frame;
        frame.source = 3;
        frame.bytes = message;
        frame.arrivalNs = Start + Second * std::int64_t(frames.size());
        frames.push_back(frame);
    }
    return frames;
}

inline QVariant at(SourceProbe &probe, int row, const char *name)
{
    return probe.fields()->index(row, 0).data(probe.fields()->roleNames().key(name));
}

inline int rowNamed(SourceProbe &probe, const QString &name)
{
    for (int row = 0; row < probe.fieldCount(); ++row) {
        if (at(probe, row, "name").toString() == name)
            return row;
    }
    return -1;
}

} // namespace alcedo
