// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/broker.h>
#include <alcedo/server/doorkeeper.h>
#include <alcedo/server/session.h>

#include <QByteArray>

namespace alcedo {

/// What a server counts, in the Prometheus text format, version 0.0.4. The names are explained in
/// docs/metrics.md. Thread: any.
[[nodiscard]] QByteArray metricsText(const ServerTotals &totals, const Broker::Counters &broker,
                                     const Doorkeeper::Counters &door);

} // namespace alcedo
