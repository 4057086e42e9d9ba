// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/server/memorybroker.h>
#include <alcedo/wire/rpcerror.h>

#include <QObject>
#include <QTest>
#include <mutex>

namespace alcedo {

using Offsets = std::vector<std::uint64_t>;

inline Offsets offsetsOf(const std::vector<StoredPublicationPtr> &publications)
{
    Offsets offsets;
    for (const auto &publication : publications)
        offsets.push_back(publication->offset);
    return offsets;
}

/// Where a channel's publications go: what came, in its order. Thread: any.
class Sink final : public PublicationSink
{
public:
    void deliver(const QString &, const StoredPublicationPtr &publication) override
    {
        const std::lock_guard lock(mutex);
        offsets.push_back(publication->offset);
    }
    std::mutex mutex;
    std::vector<std::uint64_t> offsets;
};

/// A test of a MemoryBroker with its clock in our hands.
class BrokerTest : public QObject
{
protected:
    Result<StreamPosition> publish(MemoryBroker &broker, const QString &key = {},
                                   const QByteArray &data = "1", Publication::Op op = Publication::Op::Set,
                                   const QString &idempotencyKey = {})
    {
        return broker.publish(QStringLiteral("c"), {data, key, op, idempotencyKey}, Creation::Allowed);
    }
    Result<StreamPosition> publishTo(MemoryBroker &broker, const char *channel)
    {
        return broker.publish(QLatin1String(channel), {"1", {}, {}, {}}, Creation::Allowed);
    }
    HistoryPage read(MemoryBroker &broker, const HistoryQuery &query = {})
    {
        auto page = broker.read(QStringLiteral("c"), query);
        return page ? *page : HistoryPage{};
    }

    ManualClock m_clock;
};

} // namespace alcedo
