// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/encoding.h>
#include <alcedo/wire/streamposition.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <cstdint>
#include <memory>

namespace alcedo {

/// A publication as the server keeps and sends it: the element [offset, time, data, key?, op?] of a data
/// message, encoded once; every subscriber's message shares or copies these bytes, none encodes them again.
/// Thread: any; immutable.
struct StoredPublication
{
    std::uint64_t offset = 0;
    std::int64_t timeMs = 0; ///< Unix epoch
    std::int64_t timeNs = 0; ///< the same; 0: not known
    QString key;
    Publication::Op op = Publication::Op::Set;
    QByteArray element;     ///< JSON text
    qsizetype dataSize = 0; ///< of data within element

    /// The publication's own JSON text; valid as long as this.
    [[nodiscard]] QByteArrayView data() const;
    /// The element with such a time.
    [[nodiscard]] QByteArray elementFor(Encoding::Times times) const;
    /// The same as if other data had been published, with another op.
    [[nodiscard]] QByteArray elementAs(Publication::Op other, QByteArrayView otherData,
                                       Encoding::Times times) const;
    /// What it counts against a byte bound.
    [[nodiscard]] qint64 cost() const { return qint64(sizeof(*this)) + element.size() + key.size() * 2; }
};
using StoredPublicationPtr = std::shared_ptr<const StoredPublication>;

[[nodiscard]] StoredPublicationPtr storePublication(const Publication &publication);

/// What two publications of one key say together, the newer of op merge. older is no removal.
[[nodiscard]] StoredPublicationPtr mergePublications(const StoredPublication &older,
                                                     const StoredPublication &newer);

} // namespace alcedo
