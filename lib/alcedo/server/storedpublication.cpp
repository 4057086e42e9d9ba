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

QByteArray StoredPublication::elementFor(Encoding::Times times) const
{
    if (times == Encoding::Times::Milliseconds)
        return element;
    const qsizetype from = element.indexOf(',') + 1;
    QByteArray out = element;
    out.replace(from, element.indexOf(',', from) - from,
                QByteArray('"' + QByteArray::number(timeNs ? timeNs : timeMs * 1'000'000) + '"'));
    return out;
}

QByteArray StoredPublication::elementAs(Publication::Op other, QByteArrayView otherData,
                                        Encoding::Times times) const
{
    const std::int64_t ns = times == Encoding::Times::Milliseconds ? 0 : timeNs ? timeNs : timeMs * 1'000'000;
    return JsonCodec::encodePublication({offset, timeMs, otherData.toByteArray(), key, other, ns});
}

StoredPublicationPtr storePublication(const Publication &publication)
{
    auto stored = std::make_shared<StoredPublication>();
    stored->offset = publication.offset;
    stored->timeMs = publication.timeMs;
    stored->timeNs = publication.timeNs;
    stored->key = publication.key;
    stored->op = publication.op;
    stored->element = JsonCodec::encodePublication(
        {publication.offset, publication.timeMs, publication.data, publication.key, publication.op});
    stored->dataSize = publication.data.size();
    return stored;
}

StoredPublicationPtr mergePublications(const StoredPublication &older, const StoredPublication &newer)
{
    return storePublication({newer.offset, newer.timeMs, mergeFields(older.data(), newer.data()), newer.key,
                             Publication::Op::Set, newer.timeNs});
}

} // namespace alcedo
