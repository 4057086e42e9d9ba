# SPDX-License-Identifier: MIT
"""What the load test measures: servers, the clients' words to them, and the rows of the table."""
from dataclasses import dataclass, field

HELLO = '{"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1}}'


def subscribe(channel):
    return (f'[{HELLO},{{"jsonrpc":"2.0","id":2,"method":"subscribe",'
            f'"params":{{"channel":"{channel}","mode":"all"}}}}]')


CALL = '{"jsonrpc":"2.0","id":{id},"method":"bench.echo","params":{tick}}'


@dataclass(frozen=True)
class Case:
    """One server under one load; the figures of all rounds become medians."""
    row: str
    server: str                     # as in SERVERS of table.py
    arguments: tuple = ()           # of the server
    load: tuple = ()                # of alcedo_load
    figures: tuple = ("ticks_per_s",)
    floor: bool = False             # the row's yardstick
    seconds: float = 2


def fan(row, server, burst, **more):
    return Case(row, server, ("fan", burst), ("--connections", 1000, *more.pop("load", ())), **more)


ALCEDO = ("--hello", subscribe("bench"), "--protocol", "alcedo.v1.json")
SOCKET_IO = ("--dialect", "socket.io", "--path", "/socket.io/?EIO=4&transport=websocket")


def idle(connections, server, load=()):
    return Case(f"idle {connections}", server, ("idle", 1),
                ("--connections", connections, "--mode", "idle", "--sources", 8, "--warmup", 300, *load),
                ("connections_per_s", "bytes_per_connection"), server == "floor idle", 0.3)


CASES = [
    fan("one tick a turn", "floor send", 1, floor=True),
    fan("one tick a turn", "alcedo", 1, load=ALCEDO),
    fan("one tick a turn", "ws", 1),
    fan("one tick a turn", "socket.io", 1, load=SOCKET_IO),
    fan("bursts of 16", "floor coalesce", 16, floor=True),
    fan("bursts of 16", "alcedo", 16, load=ALCEDO),
    fan("bursts of 16", "ws", 16),
    fan("bursts of 16", "socket.io", 16, load=SOCKET_IO),
    fan("bursts of 16", "mosquitto", 16, load=("--dialect", "mqtt", "--protocol", "mqtt")),
    fan("bursts of 16", "nats", 16, load=("--dialect", "nats")),
    Case("latency", "floor paced", ("latency", 1000), ("--connections", 1000, "--latency", 1), ("p50_us", "p99_us"),
         True, 3),
    Case("latency", "alcedo", ("latency", 1000),
         ("--connections", 1000, "--latency", 1, "--hello", subscribe("bench.{group}")), ("p50_us", "p99_us"), False, 3),
    Case("latency", "ws", ("latency", 1000), ("--connections", 1000, "--latency", 1), ("p50_us", "p99_us"), False, 3),
    Case("round trips", "floor echo", ("echo", 1), ("--mode", "call"), ("messages_per_s",), True),
    Case("round trips", "alcedo", ("echo", 1), ("--mode", "call", "--hello", f"[{HELLO}]", "--request", CALL),
         ("messages_per_s",)),
    Case("round trips", "ws", ("echo", 1), ("--mode", "call"), ("messages_per_s",)),
    *[idle(n, server) for n in (1000, 10000) for server in ("floor idle", "alcedo", "ws")],
    Case("idle 10000", "alcedo, subscribed", ("idle", 1),
         ("--connections", 10000, "--mode", "idle", "--sources", 8, "--warmup", 300, *ALCEDO),
         ("connections_per_s", "bytes_per_connection"), False, 0.3),
    fan("bursts of 50", "alcedo", 50, load=ALCEDO, figures=("ticks_per_s", "bytes_per_tick"), floor=True),
    fan("bursts of 50", "alcedo, deflate", 50, load=(*ALCEDO, "--deflate", 1),
        figures=("ticks_per_s", "bytes_per_tick")),
]
