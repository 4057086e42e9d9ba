// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/sendqueue.h>
#include <alcedo/wire/jsoncodec.h>

#include <QTest>

/// Publications and subscribers for tests of a SendQueue, and what its messages say.
namespace alcedo {

using Offsets = std::vector<std::uint64_t>;

inline StoredPublicationPtr make(std::uint64_t offset, const QString &key = {}, const QByteArray &data = "1",
                                 Publication::Op op = Publication::Op::Set)
{
    return storePublication({offset, 0, data, key, op});
}

inline PublicationRunPtr makeRun(std::uint64_t first, std::uint64_t last, const QByteArray &data = "1")
{
    auto run = std::make_shared<PublicationRun>(QStringLiteral("c"));
    for (std::uint64_t offset = first; offset <= last; ++offset)
        run->add(make(offset, {}, data));
    return run;
}

inline Subscriber follower(DeliveryMode mode, std::int64_t id = 1)
{
    Subscriber subscriber;
    subscriber.id = id;
    subscriber.mode = mode;
    return subscriber;
}

/// The notification in a message, or an empty one of that type.
template <typename T>
T noticeOf(const QByteArray &message)
{
    JsonCodec codec;
    const auto decoded = codec.decode(message);
    if (!decoded)
        return {};
    const auto *notification = std::get_if<wire::Notification>(&decoded->front());
    const auto *params = notification ? std::get_if<T>(&notification->params) : nullptr;
    return params ? *params : T{};
}

inline wire::Data dataOf(const QByteArray &message)
{
    return noticeOf<wire::Data>(message);
}

inline Offsets offsetsOf(const wire::Data &data)
{
    Offsets offsets;
    for (const Publication &publication : data.pubs)
        offsets.push_back(publication.offset);
    return offsets;
}

/// Small, so that a test reaches them.
inline constexpr SendQueue::Limits SmallLimits{1'000, 4'000, 200};

} // namespace alcedo
