// SPDX-License-Identifier: MIT
#pragma once

#include <QLoggingCategory>

/// The library's log categories; all are silent below warning unless QT_LOGGING_RULES asks. Never a payload,
/// never a token.
namespace alcedo::log {
Q_DECLARE_LOGGING_CATEGORY(transport)  // alcedo.transport
Q_DECLARE_LOGGING_CATEGORY(connection) // alcedo.connection
Q_DECLARE_LOGGING_CATEGORY(client)     // alcedo.client
Q_DECLARE_LOGGING_CATEGORY(server)     // alcedo.server
Q_DECLARE_LOGGING_CATEGORY(feed)       // alcedo.feed
Q_DECLARE_LOGGING_CATEGORY(series)     // alcedo.series
Q_DECLARE_LOGGING_CATEGORY(recording)  // alcedo.recording
} // namespace alcedo::log
