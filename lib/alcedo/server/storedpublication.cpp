// SPDX-License-Identifier: MIT
#include <alcedo/server/storedpublication.h>

#include <alcedo/wire/jsoncodec.h>
#include <alcedo/wire/jsonfields.h>

namespace alcedo {

QByteArrayView StoredPublication::data() const
{
    // "[offset,time,": numbers without a comma of their own.
    const qsizetype at = element.indexOf(',', element.indexOf(',') + 1) + 1;
    return QByteArrayView(element).sliced(at, dataSize);
}

QByteArray StoredPublication::elementAs(Publication::Op other) const
{
    return JsonCodec::encodePublication({offset, timeMs, data().toByteArray(), key, other});
}

StoredPublicationPtr storePublication(const Publication &publication)
{
    auto stored = std::make_shared<StoredPublication>();
    stored->offset = publication.offset;
    stored->timeMs = publication.timeMs;
    stored->key = publication.key;
    stored->op = publication.op;
    stored->element = JsonCodec::encodePublication(publication);
    stored->dataSize = publication.data.size();
    return stored;
}

StoredPublicationPtr mergePublications(const StoredPublication &older, const StoredPublication &newer)
{
    return storePublication({newer.offset, newer.timeMs, mergeFields(older.data(), newer.data()), newer.key,
                             Publication::Op::Set});
}

} // namespace alcedo
