// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/fieldtrace.h>
#include <alcedo/feed/frametap.h>

#include <QByteArray>
#include <QHash>
#include <QString>
#include <memory>
#include <optional>
#include <unordered_map>

namespace alcedo {

/// What raw frames say to the sources that they came to: when they were made, and which of their places
/// become which fields. Profiles are read once a source. Thread: GUI.
class FrameMeaning
{
public:
    /// Larger frames are not looked into.
    static constexpr qsizetype MaxBytes = 256 << 10;

    /// word: what the source was made from; it may be empty. Called again with another word, that one counts.
    void setSource(SourceId source, const QString &word);
    [[nodiscard]] QString wordOf(SourceId source) const;
    /// Goes up whenever what was said of any frame may no longer be so. Never 0.
    [[nodiscard]] std::uint32_t revision() const { return m_revision; }
    /// Wall time that the frame says it was made at, in ns; nothing where it says none. Reads the whole
    /// frame: to be asked once a frame, and kept.
    [[nodiscard]] std::optional<std::int64_t> timeOf(SourceId source, const QByteArray &frame);
    /// Field names ("last, bid") by the place (a JSON Pointer) that a source's profile reads them from.
    [[nodiscard]] QHash<QString, QString> fieldsOf(SourceId source, const QByteArray &frame);
    /// The frame with the texts that the source's profile opens standing open; empty where it opens none.
    [[nodiscard]] QByteArray opened(SourceId source, const QByteArray &frame);
    /// Whether it is a patch to a document: what it says stands elsewhere than it stands here.
    [[nodiscard]] bool isPatch(SourceId source, const QByteArray &frame);
    /// Frames that timeOf() was asked of so far.
    [[nodiscard]] std::uint64_t timesRead() const { return m_timesRead; }

private:
    struct Known
    {
        QString word;
        std::unique_ptr<FieldTrace> trace; ///< null: it has no profile, or one that cannot be read
        bool isRead = false;
    };
    [[nodiscard]] FieldTrace *traceOf(SourceId source);
    std::unordered_map<SourceId, Known> m_known;
    JsonTape m_tape;
    std::uint32_t m_revision = 1;
    std::uint64_t m_timesRead = 0;
};

} // namespace alcedo
