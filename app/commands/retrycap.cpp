// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/duration.h>
#include <commands/retrycap.h>

namespace alcedo {

using namespace std::chrono_literals;

void RetryCap::addTo(Arguments &arguments)
{
    arguments.addValue(QStringLiteral("retry-cap"),
                       QStringLiteral("the longest wait before a lost link is tried again (default 20s)"),
                       QStringLiteral("TIME"));
}

bool RetryCap::read(const Arguments &arguments)
{
    if (!arguments.isSet(QStringLiteral("retry-cap")))
        return true;
    m_cap = parseDuration(arguments.value(QStringLiteral("retry-cap")));
    return m_cap && *m_cap >= 1ms;
}

void RetryCap::applyTo(Connection &connection) const
{
    if (!m_cap)
        return;
    ReconnectPolicy::Options options = connection.options().reconnect;
    options.cap = *m_cap;
    connection.setReconnectOptions(options);
}

} // namespace alcedo
