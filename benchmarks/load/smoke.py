#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""That the load test's programs still measure: each mode for a moment, counts looked at, no times.

    smoke.py FANOUT LOAD FLOOR
"""
import json
import re
import subprocess
import sys

from cases import ALCEDO, CALL, HELLO, subscribe

FANOUT, LOAD, FLOOR = sys.argv[1:4]


def measure(server, *load):
    with subprocess.Popen(list(map(str, server)), stdout=subprocess.PIPE, text=True) as process:
        try:
            port = re.search(r":(\d+)/?\s*$", process.stdout.readline()).group(1)
            line = [LOAD, "--port", port, "--pid", process.pid, "--warmup", 200, "--seconds", 0.3, *load]
            return json.loads(subprocess.run(list(map(str, line)), check=True, capture_output=True, timeout=60).stdout)
        finally:
            process.kill()


def expect(what, holds, seen):
    print(f"{'ok' if holds else 'FAILED'}: {what}: {seen}", flush=True)
    if not holds:
        sys.exit(1)


TEN = ("--connections", 10)
fan = (FANOUT, "--subscribers", 10, "--burst", 16)
seen = measure(fan, *TEN, *ALCEDO)
expect("fan", seen["ticks_per_s"] > 0 and 128 < seen["bytes_per_tick"] < 300, seen)
seen = measure((*fan, "--workers", 2), *TEN, *ALCEDO)
expect("fan, two workers", seen["ticks_per_s"] > 0 and 128 < seen["bytes_per_tick"] < 300, seen)
seen = measure((*fan, "--deflate"), *TEN, *ALCEDO, "--deflate", 1)
expect("fan, deflate", seen["ticks_per_s"] > 0 and seen["bytes_per_tick"] < 128, seen)
seen = measure((FANOUT, "--mode", "latency", "--subscribers", 10), *TEN, "--latency", 1, "--hello",
               subscribe("bench.{group}"))
expect("latency", seen["p50_us"] > 0 and seen["ticks_per_s"] > 0, seen)
seen = measure((FANOUT, "--mode", "echo"), "--mode", "call", "--hello", f"[{HELLO}]", "--request", CALL)
expect("echo", seen["messages_per_s"] > 0 and seen["ticks_per_s"] > 0, seen)
seen = measure((FANOUT, "--mode", "idle"), "--connections", 100, "--mode", "idle")
expect("idle", seen["connections_per_s"] > 0 and seen["lost"] == 0, seen)
for mode in ("send", "coalesce", "paced"):
    seen = measure((FLOOR, "--mode", mode, "--clients", 10), *TEN)
    expect(f"floor {mode}", seen["ticks_per_s"] > 0 and seen["bytes_per_tick"] == 128, seen)
seen = measure((FLOOR, "--mode", "echo"), "--mode", "call")
expect("floor echo", seen["messages_per_s"] > 0, seen)
