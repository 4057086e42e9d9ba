// SPDX-License-Identifier: MIT
#pragma once

/// Of messages with an array of tickers, as `alcedo bench pipeline` sends them.
inline constexpr char TickersProfile[] = R"({
  "profile": 1, "name": "bench", "title": "Benchmark", "endpoints": ["ws://127.0.0.1"],
  "routes": [{
    "name": "ticker", "when": {"/0/type": "ticker"}, "each": "", "record": "quote", "key": "/product_id",
    "time": {"at": "/time", "unit": "rfc3339"},
    "map": {"last": "/price", "bid": "/best_bid", "ask": "/best_ask"}
  }]
})";
