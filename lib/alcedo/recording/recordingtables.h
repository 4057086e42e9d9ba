// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/recording/database.h>
#include <alcedo/recording/pendingblocks.h>

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <string_view>

namespace alcedo {

/// What a recording knows of one of its sources.
struct RecordedSource
{
    int id = 0; ///< in the file, from 1
    QString name, dialect, url;
    bool demo = false;
    QString profile; ///< the profile's text where it was recorded by one, else empty
};

/// The rows of a recording, as its writer puts them and lets them go, within the writer's transactions.
/// Thread: the database's.
class RecordingTables
{
public:
    /// What the file has so far.
    struct Ends
    {
        std::int64_t block = 0, event = 0, session = 0; ///< the highest numbers
        std::uint64_t sequence = 0;                     ///< the next one
        std::int64_t recordNs = 0, frameNs = 0;         ///< the newest times
    };
    struct Event
    {
        std::int64_t id = 0, atNs = 0, toNs = 0;
        int source = 0;
        QString kind, text;
        std::uint64_t missed = 0, recovered = 0;
    };
    struct Keyframe
    {
        std::int64_t fromNs = 0, atNs = 0;
        std::uint64_t sequence = 0;
        std::size_t rawBytes = 0;
        QByteArray state, history;
    };
    struct Session
    {
        std::int64_t id = 0, firstNs = 0, lastNs = 0;
        bool ended = false;
        std::uint64_t records = 0, frames = 0, dropped = 0;
    };
    static constexpr qint64 PageBytes = 16'384;

    explicit RecordingTables(Database &database);
    [[nodiscard]] static Ends ends(Database &database);
    [[nodiscard]] Result<void> put(const RecordedSource &source);
    /// One that is known stays as it is.
    [[nodiscard]] Result<void> putChannel(int source, std::string_view kind, std::string_view key,
                                          std::int64_t firstNs);
    [[nodiscard]] Result<void> put(const PendingBlock &block, const QByteArray &data);
    [[nodiscard]] Result<void> put(const Event &event);
    [[nodiscard]] Result<void> put(const Keyframe &keyframe, std::int64_t session);
    [[nodiscard]] Result<void> put(const Session &session);
    [[nodiscard]] Result<void> putNextSequence(std::uint64_t sequence);
    [[nodiscard]] Result<void> putWork(const QString &work);
    [[nodiscard]] static QString work(Database &database);
    /// Blocks that ended before, and what hung on them.
    [[nodiscard]] Result<void> deleteBefore(std::int64_t atNs);
    /// Those that ended first, until the file takes no more; its pages are used again.
    [[nodiscard]] Result<void> shrinkTo(qint64 bytes);
    [[nodiscard]] std::int64_t oldestNs();

private:
    [[nodiscard]] qint64 usedBytes();
    [[nodiscard]] Result<void> deleteOrphans();
    Statement m_block, m_source, m_channel, m_event, m_session, m_keyframe, m_sequence, m_work;
    Statement m_deleteFirst, m_deleteAged, m_deleteKeyframes, m_deleteEvents;
    Statement m_oldest, m_pages, m_freePages;
};

} // namespace alcedo
