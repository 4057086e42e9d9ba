// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/storedpublication.h>

#include <QHash>
#include <QString>

namespace alcedo {

/// What a subscription with deltas has been told of each key, so that only the fields that changed need to go
/// out. The publications are shared with the broker's snapshot, where they are whole; past maxBytes all is
/// forgotten, and what comes next goes out whole. Thread: its session's.
class ToldRecords
{
public:
    explicit ToldRecords(qint64 maxBytes)
        : m_maxBytes(maxBytes)
    {
    }
    /// The client knows this record, whole.
    void know(const StoredPublicationPtr &record);
    struct Told
    {
        Publication::Op op = Publication::Op::Set;
        QByteArray data;
    };
    /// What to tell of a publication that goes out as op, such that the client knows what it says.
    [[nodiscard]] Told tell(const StoredPublicationPtr &publication, Publication::Op op);

private:
    void forget(const QString &key);

    const qint64 m_maxBytes;
    QHash<QString, StoredPublicationPtr> m_records;
    qint64 m_bytes = 0;
};

} // namespace alcedo
