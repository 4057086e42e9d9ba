#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The figures of docs/recording.md, each as one line of JSON: recording.py [bytes] [pacing] [replay] [seek] [cost] [sustained].

    ALCEDO_BINARY=build/release/bin/alcedo benchmarks/recording.py bytes pacing

bytes      bytes a frame on disk for all of $ALCEDO_RECORDINGS/market, beside gzip -6 and zstd -3 of the same frames' text
pacing     the same, imported and served at 1x: how far the times between messages are from the recorded ones, at a peer of ours
replay     messages a second at full speed: a simulated hour, and the imported recordings
seek       100 random moments of 24 h at 500 records a second, to the painted window, while live is recorded (--hours N)
cost       `bench pipeline` without and with recording, in pairs (--pairs N, --rate N)
sustained  200,000 messages a second (--seconds N, default 120)
"""
import argparse
import base64
import gzip
import json
import os
import pathlib
import re
import selectors
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import time

BINARY = os.environ.get("ALCEDO_BINARY", "build/release/bin/alcedo")
MARKET = pathlib.Path(os.environ.get("ALCEDO_RECORDINGS", "../shared/feeds")) / "market"


def alcedo(*words, within=3600):
    done = subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True, timeout=within)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{words}: {done.returncode} {done.stderr}")
    return done.stdout


def say(what, **figures):
    print(json.dumps({"what": what, **figures}), flush=True)


def recordings():
    return [path for path in sorted(MARKET.glob("*.jsonl")) if ".http" not in path.name]


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def imported(path, folder):
    out = folder / (path.stem + ".alcedo")
    if not out.exists():
        alcedo("import", path, "--out", out)
    return out


def measure_bytes(_, folder):
    totals = {"frames": 0, "disk": 0, "gzip": 0}
    for path in recordings():
        with sqlite3.connect(imported(path, folder)) as database:
            sizes = {kind: (count, size) for kind, count, size in
                     database.execute("SELECT kind, sum(count), sum(length(data)) FROM block GROUP BY kind")}
        text = "\n".join(line.get("raw", "") for line in lines_of(path) if line["dir"] in ("recv", "send")).encode()
        packed = len(gzip.compress(text, 6))
        frames, size = sizes["frames"]
        records, record_size = sizes.get("records", (0, 0))
        for name, value in (("frames", frames), ("disk", size), ("gzip", packed)):
            totals[name] += value
        say("bytes", file=path.name, frames=frames, disk_each=round(size / frames, 1), gzip_each=round(packed / frames, 1),
            ratio=round(size / packed, 3), records=records, record_each=round(record_size / max(records, 1), 1))
    say("bytes", file="all", frames=totals["frames"], disk_each=round(totals["disk"] / totals["frames"], 1),
        gzip_each=round(totals["gzip"] / totals["frames"], 1), ratio=round(totals["disk"] / totals["gzip"], 3))


class Peer:
    """A WebSocket client (RFC 6455) that only listens and notes when each message was there."""

    def __init__(self, port, first):
        self.socket = socket.create_connection(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.data = b""
        while b"\r\n\r\n" not in self.data:
            self.data += self.socket.recv(65536)
        self.data = self.data.split(b"\r\n\r\n", 1)[1]
        if first:  # a recording that begins with what the client said waits for it
            self.socket.sendall(b"\x81\x82" + b"\0\0\0\0" + b"{}")
        self.times = []
        self.take(time.monotonic())

    def read(self):
        data = self.socket.recv(1 << 20)
        self.data += data
        self.take(time.monotonic())

    def take(self, now):
        at = 0
        while len(self.data) - at >= 2:
            size, head = self.data[at + 1] & 127, 2
            if size == 126:
                head = 4
            elif size == 127:
                head = 10
            if len(self.data) - at < head:
                break
            if head > 2:
                size = int.from_bytes(self.data[at + 2:at + head], "big")
            if len(self.data) - at < head + size:
                break
            if self.data[at] & 15 in (0, 1, 2) and self.data[at] & 128:
                self.times.append(now)
            at += head + size
        self.data = self.data[at:]


def measure_pacing(_, folder):
    """All at once: thirty seconds each."""
    servers, peers, waiting = [], [], []
    chooser = selectors.DefaultSelector()
    try:
        for path in recordings():
            server = subprocess.Popen([BINARY, "replay", imported(path, folder)], stdout=subprocess.PIPE, text=True)
            servers.append(server)
            waiting.append((path, lines_of(path), int(re.search(r":(\d+)", server.stdout.readline())[1])))
        for path, lines, port in waiting:  # a server begins with its peer: nothing else is done from here on
            lines = [line for line in lines if line["dir"] in ("recv", "send")]
            peer = Peer(port, lines[0]["dir"] == "send")
            chooser.register(peer.socket, selectors.EVENT_READ, peer)
            peers.append((path, [float(line["ts"]) for line in lines if line["dir"] == "recv"], peer))
        end = time.monotonic() + 60
        while time.monotonic() < end and any(len(peer.times) < len(recorded) for _, recorded, peer in peers):
            for ready, _ in chooser.select(1):
                ready.data.read()
    finally:
        for server in servers:
            server.kill()
            server.wait()
    everything = []
    for path, recorded, peer in peers:
        if len(peer.times) != len(recorded):
            raise SystemExit(f"{path.name}: {len(peer.times)} of {len(recorded)} messages came")
        off = [abs((b - a) - (d - c)) * 1e3 for a, b, c, d in zip(peer.times, peer.times[1:], recorded, recorded[1:])]
        everything += off
        say("pacing", file=path.name, messages=len(recorded), off_p50_ms=round(statistics.median(off), 3),
            off_p99_ms=round(sorted(off)[int(len(off) * 0.99)], 3), off_most_ms=round(max(off), 3))
    say("pacing", file="all", messages=len(everything), off_p50_ms=round(statistics.median(everything), 3),
        off_p99_ms=round(sorted(everything)[int(len(everything) * 0.99)], 3))


def measure_replay(_, folder):
    figures = json.loads(alcedo("bench", "record", "--seconds", 1, "--json"))["replay"]
    say("replay", of="a simulated hour", **figures)


def measure_seek(options, folder):
    say("seek", **json.loads(alcedo("bench", "seek", "--hours", options.hours, "--keep", folder / "long.alcedo")))


def measure_cost(options, _):
    figures = json.loads(alcedo("bench", "pipeline", "--json", "--record", "--pairs", options.pairs, "--seconds", 6, "--rate", options.rate))
    pairs = figures.pop("pairs")
    say("cost", rate=options.rate, pairs=len(pairs), **figures,
        dropped=sum(pair["recorded"]["record_dropped"] for pair in pairs),
        plain_feed_core_share=statistics.median(pair["plain"]["feed_core_share"] for pair in pairs),
        recorded_feed_core_share=statistics.median(pair["recorded"]["feed_core_share"] for pair in pairs))


def measure_sustained(options, _):
    figures = json.loads(alcedo("bench", "record", "--seconds", options.seconds, "--hours", 0.01, "--json"))["record"]
    say("sustained", **figures)


MEASURES = {"bytes": measure_bytes, "pacing": measure_pacing, "replay": measure_replay, "seek": measure_seek, "cost": measure_cost,
            "sustained": measure_sustained}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=[*MEASURES, []], help="which (default: all)")
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--rate", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=120)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alcedo-figures-") as name:
        for what in options.what or MEASURES:
            MEASURES[what](options, pathlib.Path(name))


main()
