#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What faults do to a server under load, on real processes and loopback. Each case prints its figures and fails where
they break what docs/reliability.md promises.

    benchmarks/faults/faults.py [return] [stalled] [files] [slope] [--bin FOLDER] [--clients N] [--minutes M]

return   --clients are connected, the server is killed (-9) and started again a second later: all are back within 10 s, and
         their tries are spread
stalled  1,000 readers of 100,000 deliveries a second, with and without one more that never reads, in turn: the others' 99 %
files    a server at its limit of open files refuses what is too much, serves those it has, and takes new ones once some go
slope    50,000 deliveries a second for --minutes: the server's memory as a line
"""
import argparse
import json
import pathlib
import resource
import socket
import statistics
import subprocess
import sys
import time

HELLO = '{"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1}}'
UPGRADE = ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


def subscribe(channel):
    return f'[{HELLO},{{"jsonrpc":"2.0","id":2,"method":"subscribe","params":{{"channel":"{channel}","mode":"all"}}}}]'


def text_frame(text):
    """A masked text frame under a key of zeros (RFC 6455 5.2)."""
    data = text.encode()
    head = bytes([0x81, 0x80 | len(data)]) if len(data) < 126 else bytes([0x81, 0xFE]) + len(data).to_bytes(2, "big")
    return head + bytes(4) + data


class Fanout:
    """alcedo_fanout; its port from its first line."""

    def __init__(self, folder, *words, port=0, files=None):
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None
        self.child = subprocess.Popen([folder / "alcedo_fanout", "--port", str(port), *map(str, words)], stdout=subprocess.PIPE, text=True,
                                      preexec_fn=limit)
        self.line = self.child.stdout.readline()
        self.port = int(self.line.rstrip("/\n").rpartition(":")[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()

    def memory(self):
        """Resident, in KiB."""
        for line in pathlib.Path(f"/proc/{self.child.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])
        raise RuntimeError("the server has ended")


def check(condition, words):
    if not condition:
        sys.exit(f"faults: {words}")


def upgraded(port):
    """A bare connection that has been upgraded, or None where the server did not take it."""
    link = socket.create_connection(("127.0.0.1", port), 10)
    link.settimeout(10)
    try:
        link.sendall(UPGRADE.encode())
        answer = link.recv(4096)
    except OSError:
        answer = b""
    if answer.startswith(b"HTTP/1.1 101"):
        return link
    link.close()
    return None


def case_return(options):
    server = Fanout(options.bin, "--mode", "idle")
    port = server.port
    crowd = subprocess.Popen([options.bin / "alcedo_returning", "--url", f"ws://127.0.0.1:{port}/", "--clients", str(options.clients)],
                             stdout=subprocess.PIPE, text=True)
    try:
        check(crowd.stdout.readline(), "not all clients connected")
        server.__exit__()
        died = time.monotonic()
        time.sleep(1)  # down for a second: that is the fault
        server = Fanout(options.bin, "--mode", "idle", port=port)
        down = time.monotonic() - died
        line = crowd.stdout.readline()
        check(line, "not all clients came back")
        back = json.loads(line)
    finally:
        crowd.kill()
        server.__exit__()
    print(f"return: {options.clients} clients, server down {down:.1f} s, the last back after {back['last_back_ms'] / 1000:.1f} s")
    for name in ("tries", "backs"):
        most = max(back[name])
        print(f"  {name} in each 250 ms, at most {most} ({100 * most / options.clients:.0f} % of the clients)")
        for i, count in enumerate(back[name]):
            print(f"  {i * 0.25:6.2f} s {count:5d} {'#' * round(60 * count / max(1, most))}")
    check(back["last_back_ms"] <= 10_000, "the last came back after more than 10 s")
    # The first tries are drawn from half a second; a stampede would put all of them into one bucket.
    check(max(back["tries"]) < 0.8 * options.clients, "most tried at once")


def latency(options, stalled):
    with Fanout(options.bin, "--mode", "latency", "--subscribers", 1000) as server:
        links = []
        if stalled:
            link = upgraded(server.port)
            check(link, "the stalled reader was not taken")
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            link.sendall(text_frame(subscribe("bench")))
            links.append(link)
        load = [options.bin / "alcedo_load", "--port", str(server.port), "--connections", "1000", "--latency", "1", "--seconds", "3",
                "--hello", subscribe("bench.{group}")]
        result = json.loads(subprocess.run(load, stdout=subprocess.PIPE, check=True, text=True).stdout)
        result["memory"] = server.memory()
        for link in links:
            link.close()
        return result


def case_stalled(options):
    rounds = {False: [], True: []}
    for _ in range(options.rounds):
        for stalled in (False, True):
            rounds[stalled].append(latency(options, stalled))
    ratios = [b["p99_us"] / a["p99_us"] for a, b in zip(rounds[False], rounds[True])]
    for stalled, name in ((False, "none stalled"), (True, "one stalled")):
        p50, p99 = (statistics.median(r[key] for r in rounds[stalled]) for key in ("p50_us", "p99_us"))
        print(f"stalled: {name}: median {p50:.0f} us, 99 % {p99:.0f} us, server {max(r['memory'] for r in rounds[stalled])} KiB")
    print(f"stalled: 99 % with to without, a pair each: {', '.join(f'{r:.2f}' for r in ratios)}; median {statistics.median(ratios):.2f}")
    more = max(r["memory"] for r in rounds[True]) - max(r["memory"] for r in rounds[False])
    check(more < 16 * 1024, f"the stalled reader holds {more} KiB")


def case_files(options):
    with Fanout(options.bin, "--mode", "idle", files=64) as server:
        taken, refused = [], 0
        for _ in range(100):
            try:
                link = upgraded(server.port)
            except OSError:
                link = None
            if link:
                taken.append(link)
            else:
                refused += 1
                if refused == 3:
                    break
        check(len(taken) >= 30, f"only {len(taken)} of 64 files were connections")
        taken[0].sendall(text_frame(HELLO))
        answer = taken[0].recv(4096)
        check(b'"session"' in answer, "an old connection is served no more")
        for link in taken[1:]:
            link.close()
        deadline = time.monotonic() + 10
        again = None
        while not again and time.monotonic() < deadline:
            try:
                again = upgraded(server.port)
            except OSError:
                pass
        check(again, "nothing new is taken after others have gone")
        check(server.child.poll() is None, "the server has ended")
        print(f"files: limit 64, {len(taken)} connections taken, then refused; those it had were served, and new ones taken after others had gone")
        again.close()
        taken[0].close()


def case_slope(options):
    with Fanout(options.bin, "--mode", "latency", "--subscribers", 500) as server:
        seconds = options.minutes * 60
        load = subprocess.Popen([options.bin / "alcedo_load", "--port", str(server.port), "--connections", "500", "--latency", "1", "--seconds",
                                 str(seconds), "--hello", subscribe("bench.{group}")], stdout=subprocess.PIPE, text=True)
        seen = []
        began = time.monotonic()
        while load.poll() is None:
            seen.append((time.monotonic() - began, server.memory()))
            try:
                load.wait(5)
            except subprocess.TimeoutExpired:
                pass
        result = json.loads(load.stdout.read())
    half = [point for point in seen if point[0] > seconds / 4]  # what fills once has been filled
    middle = statistics.mean(t for t, _ in half), statistics.mean(m for _, m in half)
    slope = sum((t - middle[0]) * (m - middle[1]) for t, m in half) / max(1e-9, sum((t - middle[0]) ** 2 for t, _ in half))
    print(f"slope: {options.minutes} min at {result['ticks_per_s']:.0f} deliveries/s: {half[0][1]} KiB, at the end {seen[-1][1]} KiB, "
          f"{slope * 60:+.1f} KiB a minute")
    check(abs(slope * 60) < 100, "memory is not at rest")


CASES = {"return": case_return, "stalled": case_stalled, "files": case_files, "slope": case_slope}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="case")
    parser.add_argument("--bin", type=pathlib.Path, default=pathlib.Path(__file__).parents[2] / "build/release/bin")
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    for name in options.cases or CASES:
        if name not in CASES:
            parser.error(f"no such case: {name}")
        CASES[name](options)


if __name__ == "__main__":
    main()
