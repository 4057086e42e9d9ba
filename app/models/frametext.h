// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/jsontape.h>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QVariantList>

namespace alcedo {

/// How a raw frame is written for people. Pure. Thread: one at a time.
class FrameText
{
public:
    /// The places in a line of pretty().
    enum Column { Number, Indent, Key, Value, Tail, IsText, Path, Note };
    static constexpr int MaxLines = 600;
    static constexpr int MaxRowChars = 240;
    static constexpr int MaxValueChars = 160;
    /// Names longer than this push their own value away, and no other.
    static constexpr int MaxAlignedChars = 18;

    /// One line, made harmless, cut at MaxRowChars; of what is no text its bytes as hex.
    [[nodiscard]] static QString line(const QByteArray &bytes);
    /// What sort of message it seems to be: the value of its "type", "channel" or the like; empty where there
    /// is none.
    [[nodiscard]] static QString sort(const QByteArray &bytes);
    /// JSON over lines; names are filled up with blanks, so that values stand below each other. Each as
    /// {number, indent, key, value, tail, isText, path, note}; else the text cut into lines.
    [[nodiscard]] QList<QVariantList> pretty(const QByteArray &bytes);
    /// The same as one text, for the clipboard.
    [[nodiscard]] QString prettyText(const QByteArray &bytes);

private:
    void write(std::uint32_t node, int indent, int keyChars, const QString &path, QList<QVariantList> &lines);
    JsonTape m_tape;
};

} // namespace alcedo
