// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/broker.h>
#include <alcedo/server/session.h>
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/listener.h>

namespace alcedo {

/// The server's own answers to plain HTTP (docs/protocol.md, section 8): /healthz, /channels, /metrics and
/// /publish/CHANNEL. Everything else goes to the fallback, or is a 404. Thread: any, where the fallback is;
/// what it refers to outlives it.
class HttpRoutes
{
public:
    struct Services
    {
        Broker &broker;
        const ServerTotals &totals;
        Doorkeeper &door;
        const Server::Options &options;
    };
    HttpRoutes(const Services &services, Listener::HttpHandler fallback);
    [[nodiscard]] HttpResponse operator()(const HttpRequest &request) const;

private:
    [[nodiscard]] HttpResponse read(const HttpRequest &request, const Identity &identity) const;
    [[nodiscard]] HttpResponse channels(const Identity &identity) const;
    [[nodiscard]] HttpResponse metrics(const Identity &identity) const;
    [[nodiscard]] HttpResponse publish(const HttpRequest &request, const Identity &identity) const;
    [[nodiscard]] HttpResponse forbidden(const Identity &identity) const;

    Services m_services;
    Listener::HttpHandler m_fallback;
};

/// A short answer for a person.
[[nodiscard]] HttpResponse plainAnswer(int status, const QByteArray &text, const HttpHeaders &headers = {});

} // namespace alcedo
