// SPDX-License-Identifier: MIT
#include <alcedo/core/log.h>

namespace alcedo::log {
Q_LOGGING_CATEGORY(transport, "alcedo.transport", QtWarningMsg)
Q_LOGGING_CATEGORY(connection, "alcedo.connection", QtWarningMsg)
Q_LOGGING_CATEGORY(client, "alcedo.client", QtWarningMsg)
Q_LOGGING_CATEGORY(server, "alcedo.server", QtWarningMsg)
Q_LOGGING_CATEGORY(feed, "alcedo.feed", QtWarningMsg)
Q_LOGGING_CATEGORY(series, "alcedo.series", QtWarningMsg)
Q_LOGGING_CATEGORY(recording, "alcedo.recording", QtWarningMsg)
} // namespace alcedo::log
