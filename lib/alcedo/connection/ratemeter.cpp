// SPDX-License-Identifier: MIT
#include <alcedo/connection/ratemeter.h>

namespace alcedo {

void RateMeter::add(Nanoseconds now, double bytes)
{
    const std::int64_t number = now / BucketLength;
    Bucket &bucket = m_buckets[std::size_t(number) % BucketCount];
    if (bucket.number != number)
        bucket = {number, 0, 0};
    bucket.events += 1;
    bucket.bytes += bytes;
}

RateMeter::Rates RateMeter::rates(Nanoseconds now) const
{
    const std::int64_t number = now / BucketLength;
    double events = 0;
    double bytes = 0;
    for (const Bucket &bucket : m_buckets) {
        if (bucket.number >= 0 && bucket.number <= number &&
            number - bucket.number < std::int64_t(BucketCount)) {
            events += bucket.events;
            bytes += bucket.bytes;
        }
    }
    // The newest bucket is still filling: what has gone by is the whole ones and its own part.
    const Nanoseconds covered = (BucketLength * (BucketCount - 1)) + (now % BucketLength);
    const double seconds = std::chrono::duration<double>(covered).count();
    return {events / seconds, bytes / seconds};
}

} // namespace alcedo
