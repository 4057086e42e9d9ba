#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures alcedo_fanout beside the floor and its peers, and writes the table and charts of docs/performance.md.

    benchmarks/load/table.py [--rounds 3] [--only WORD] [--write]

Servers run on core 0, the load client on core 1, in turn, --rounds times; each figure is the median. Ratios are to the
floor of the same row. Needs build/release (alcedo_fanout, alcedo_load, alcedo_floor) and scripts/packages/benchmarks; npm
fetches ws and socket.io once into build/load. Without --write nothing but build/load changes.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time

import charts
from cases import CASES

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BIN = ROOT / "build/release/bin"
WORK = ROOT / "build/load"


def say(text):
    print(f"table: {text}", flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configured(name):
    """A peer's configuration with free ports in it: its path and the WebSocket port."""
    ports = {"port": free_port(), "port2": free_port()}
    text = (HERE / "peers" / f"{name}.conf").read_text()
    for key, port in ports.items():
        text = text.replace("{" + key + "}", str(port))
    path = WORK / f"{name}.conf"
    path.write_text("".join(line for line in text.splitlines(True) if not line.startswith("#")))
    return path, ports["port"]


def command(case):
    """The server's command line, and its port where it does not print it."""
    mode, number = case.arguments
    if case.server.startswith("alcedo"):
        extra = ["--deflate"] if "deflate" in case.server else []
        subscribers = 1000 if mode in ("fan", "latency") else 1
        return [BIN / "alcedo_fanout", "--mode", mode, "--subscribers", subscribers, "--burst", number, *extra], None
    if case.server.startswith("floor"):
        return [BIN / "alcedo_floor", "--mode", case.server.split()[1], "--clients", 1000], None
    if case.server in ("mosquitto", "nats"):
        path, port = configured(case.server)
        program = shutil.which("nats-server") if case.server == "nats" else \
            shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin")
        return [program, "-c", path], port
    clients, burst = (1000, number) if mode == "fan" else (number, 1)
    return ["node", HERE / "peers/server.js", case.server, mode, clients, burst], None


class Server:
    """A running server, pinned to core 0."""

    def __init__(self, case):
        line, self.port = command(case)
        environment = dict(os.environ, NODE_PATH=str(WORK / "node_modules"), QT_LOGGING_RULES="")
        self.process = subprocess.Popen(["taskset", "-c", "0", *map(str, line)], text=True, env=environment,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if self.port is None:
            self.port = int(re.search(r":(\d+)/?\s*$", self.process.stdout.readline()).group(1))
        else:
            self.wait_until_reachable()

    def wait_until_reachable(self):
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("it does not listen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def measure(case):
    with Server(case) as server:
        load = subprocess.run(
            ["taskset", "-c", "1", BIN / "alcedo_load", "--port", str(server.port), "--pid", str(server.process.pid),
             "--seconds", str(case.seconds), *map(str, case.load)],
            capture_output=True, text=True, timeout=120, check=False)
    if load.returncode != 0:
        raise RuntimeError(load.stderr.strip() or f"connections were lost: {load.stdout.strip()}")
    return json.loads(load.stdout)


class SpinningCores:
    """Idle-priority spinners, so that a virtual core never halts between two packets."""

    def __enter__(self):
        self.spinners = [
            subprocess.Popen(["chrt", "-i", "0", "taskset", "-c", str(core), sys.executable, "-c", "while True: pass"])
            for core in (0, 1)]

    def __exit__(self, *_):
        for spinner in self.spinners:
            spinner.kill()
            spinner.wait()


def prepare():
    missing = [name for name in ("alcedo_fanout", "alcedo_load", "alcedo_floor") if not (BIN / name).exists()]
    if missing:
        sys.exit(f"table: build {', '.join(missing)} first: cmake --build --preset release --target {' '.join(missing)}")
    for program, package in (("node", "nodejs"), ("npm", "npm"), ("nats-server", "nats-server"), ("mosquitto", "mosquitto")):
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin"):
            sys.exit(f"table: {program} is missing: apt-get install {package} (scripts/packages/benchmarks)")
    WORK.mkdir(parents=True, exist_ok=True)
    if not (WORK / "node_modules/socket.io").exists():
        shutil.copy(HERE / "peers/package.json", WORK)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=WORK, check=True)
    try:  # this session before others of the same machine
        pathlib.Path("/proc/self/autogroup").write_text("-15", encoding="ascii")
    except OSError:
        say("could not raise this session's priority; expect more noise")


def run(cases, rounds):
    results = {}
    for turn in range(rounds):
        for i, case in enumerate(cases):
            say(f"{turn * len(cases) + i + 1} of {rounds * len(cases)}: {case.row}, {case.server}")
            try:
                seen = measure(case)
            except (RuntimeError, subprocess.TimeoutExpired, json.JSONDecodeError) as error:
                say(f"  no figure: {error}")
                continue
            for figure in case.figures:
                results.setdefault((case.row, case.server, figure), []).append(seen[figure])
            say("  " + ", ".join(f"{figure} {seen[figure]:,.0f}" for figure in case.figures))
    return {key: statistics.median(values) for key, values in results.items()}


UNITS = {"ticks_per_s": "deliveries/s", "messages_per_s": "calls/s", "p50_us": "us, median", "p99_us": "us, 99 %",
         "connections_per_s": "accepted/s", "bytes_per_connection": "bytes a connection", "bytes_per_tick": "bytes a tick"}


def table(cases, medians):
    floors = {(case.row, figure): medians.get((case.row, case.server, figure))
              for case in cases if case.floor for figure in case.figures}
    lines = ["| load | server | measured | to the floor |", "|---|---|---|---|"]
    for case in cases:
        for figure in case.figures:
            value, floor = medians.get((case.row, case.server, figure)), floors.get((case.row, figure))
            if value is None:
                continue
            ratio = "1" if case.floor else f"{value / floor:.2f}" if floor else "-"
            lines.append(f"| {case.row} | {case.server} | {value:,.0f} {UNITS[figure]} | {ratio} |")
    return "\n".join(lines) + "\n"


def write_docs(text, medians):
    page = ROOT / "docs/performance.md"
    start, end = "<!-- load table: benchmarks/load/table.py --write -->\n", "<!-- end of the load table -->"
    before, _, rest = page.read_text().partition(start)
    _, _, after = rest.partition(end)
    if not after:
        sys.exit(f"table: {page} has lost its markers")
    page.write_text(before + start + text + end + after)
    for name, drawing in charts.draw(medians).items():
        (ROOT / "docs/images" / name).write_text(drawing)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--only", default="", help="rows or servers with this word in them")
    options.add_argument("--write", action="store_true", help="into docs/performance.md and docs/images")
    chosen = options.parse_args()
    prepare()
    rows = {case.row for case in CASES if chosen.only in case.row or chosen.only in case.server}
    cases = [case for case in CASES if case.row in rows and (case.floor or chosen.only in case.row + case.server)]
    started = time.monotonic()
    with SpinningCores():
        medians = run(cases, chosen.rounds)
    text = table(cases, medians)
    load = os.getloadavg()[1]
    text += (f"\nMedians of {chosen.rounds} rounds, {time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} virtual cores, "
             f"load average of the machine while it ran: {load:.1f}.\n")
    (WORK / "table.md").write_text(text)
    (WORK / "table.json").write_text(json.dumps([[*key, value] for key, value in medians.items()], indent=1))
    print(text)
    if chosen.write:
        write_docs(text, medians)
    say(f"took {time.monotonic() - started:.0f} s; build/load/table.md and table.json hold it")


if __name__ == "__main__":
    main()
