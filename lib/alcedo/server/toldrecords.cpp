// SPDX-License-Identifier: MIT
#include <alcedo/server/toldrecords.h>

#include <alcedo/wire/jsonfields.h>

namespace alcedo {

void ToldRecords::forget(const QString &key)
{
    if (const StoredPublicationPtr known = m_records.take(key))
        m_bytes -= known->cost();
}

void ToldRecords::know(const StoredPublicationPtr &record)
{
    forget(record->key);
    m_bytes += record->cost();
    m_records.insert(record->key, record);
    if (m_bytes > m_maxBytes) {
        m_records.clear();
        m_bytes = 0;
    }
}

ToldRecords::Told ToldRecords::tell(const StoredPublicationPtr &publication, Publication::Op op)
{
    using Op = Publication::Op;
    const Told asItIs{op, publication->data().toByteArray()};
    const StoredPublicationPtr known = m_records.value(publication->key);
    if (op == Op::Remove) {
        forget(publication->key);
        return asItIs;
    }
    if (op == Op::Merge && !known)
        return asItIs; // what the whole record is, nobody here knows
    const StoredPublicationPtr whole =
        op == Op::Merge ? mergePublications(*known, *publication) : publication;
    const auto changes = known ? changedFields(known->data(), whole->data()) : std::nullopt;
    know(whole);
    if (!changes || changes->size() >= asItIs.data.size())
        return asItIs;
    return {Op::Merge, *changes};
}

} // namespace alcedo
