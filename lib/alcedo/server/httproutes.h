// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/broker.h>
#include <alcedo/server/session.h>
#include <alcedo/transport/listener.h>

namespace alcedo {

/// The server's own answers to plain HTTP: GET (and HEAD) of /healthz, /channels and /metrics; everything
/// else goes to the fallback, or is a 404. Thread: any, where the fallback is; what it refers to outlives it.
class HttpRoutes
{
public:
    HttpRoutes(Broker &broker, const ServerTotals &totals, Listener::HttpHandler fallback);
    [[nodiscard]] HttpResponse operator()(const HttpRequest &request) const;

private:
    [[nodiscard]] HttpResponse channels() const;
    [[nodiscard]] HttpResponse metrics() const;

    Broker &m_broker;
    const ServerTotals &m_totals;
    Listener::HttpHandler m_fallback;
};

} // namespace alcedo
