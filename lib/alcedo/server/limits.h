// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace alcedo {

/// What one address, or all together, may take of a server. Zero: no bound.
struct Allowance
{
    int connections = 0; ///< at once, HTTP and WebSocket; more: 429
    int handshakes = 0;  ///< HTTP requests a second, upgrades among them; more: 429
    int messages = 0; ///< a second, each one of a batch; more: -32008, and bye 4005 where that does not help
    int bytes = 0;    ///< received a second in messages and bodies; more: bye 4005, HTTP 429
    int subscriptions = 0; ///< at once; more: -32006
    int channels = 0;      ///< names published to; more: -32006, HTTP 429
    int inflight = 0;      ///< unanswered calls at once; more: -32006
};

/// How much of a server its clients may take, beside what Server::Options bounds for each session and the
/// listener for each request. An IPv4 address counts by itself, IPv6 by its /64 (RFC 6177 2: what one site
/// has at least).
struct Limits
{
    Allowance perAddress{100, 20, 2'000, 4 << 20, 1'000, 1'000, 1'000};
    /// connections and channels are bounded by ListenOptions::maxConnections and
    /// Server::Options::maxChannels too.
    Allowance overall{0, 0, 0, 0, 1'000'000, 0, 100'000};
    /// So much of a second's rate may come at once.
    std::chrono::milliseconds burst{2'000};
    /// Exempt: peers on this machine have no bound per address. They are this machine's own programs, or all
    /// that a reverse proxy here brings, which has its own limits.
    enum class Loopback { Exempt, Counted } loopback = Loopback::Exempt;
    int addresses = 65'536; ///< remembered at once; where all of them are busy, a new one gets 429
};

} // namespace alcedo
