#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Recordings by the real binary: kills under load, a full disk, replays that are the same, and exports read by other hands.

KILLS=100 runs that many kills (default 3)."""
import csv
import ctypes
import ctypes.util
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time

from alcedo_process import BINARY, SHOWS_A_WINDOW, Process, Server, check

KILLS = int(os.environ.get("KILLS", "3"))


def alcedo(*words, code=0, within=60, **more):
    done = subprocess.run([BINARY, *map(str, words)], capture_output=True, timeout=within, **more)
    check(done.returncode == code, f"{words}: exit {done.returncode}, expected {code}: {done.stderr.decode()[-400:]}")
    return done.stdout


def kinds(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return dict(database.execute("SELECT kind, sum(count) FROM block GROUP BY kind"))


def words_that_are_off(folder):
    alcedo("record", "coinbase", code=2)
    alcedo("record", "--out", folder / "x", code=2)
    alcedo("record", "ws://127.0.0.1:1/", "--out", folder / "x", "--max-size", "1k", code=2)
    alcedo("export", folder / "none", code=2)
    alcedo("export", folder / "none", "--csv", folder / "a", "--jsonl", folder / "b", code=2)
    alcedo("export", folder / "none", "--csv", folder / "a", code=1)
    alcedo("import", folder / "none", "--out", folder / "x", code=1)
    alcedo("replay", folder / "none", "--from", "yesterday", code=2)
    (folder / "text").write_text("no table at all\n")
    alcedo("import", folder / "text", "--out", folder / "x", code=3)
    check("Parquet" in subprocess.run([BINARY, "export", folder / "text", "--parquet", folder / "a"], capture_output=True).stderr.decode(),
          "Parquet is refused with the reason")


class Stall:
    """The longest time that this machine kept a thread of the recorder's priority from running, beyond what it asked for."""

    def __init__(self):
        self.longest = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 5)
        while True:
            before = time.monotonic()
            time.sleep(0.02)
            sum(range(100_000))  # some work, as a commit is
            self.longest = max(self.longest, time.monotonic() - before - 0.03)

    def take(self):
        longest, self.longest = self.longest, 0
        return longest


def newest_of(observer):
    """When the last record arrived that another client has told of so far, in ns."""
    newest = 0
    while not observer.lines.empty():
        line = observer.lines.get()
        newest = max(newest, int(json.loads(line)["recv_ns"])) if line else newest
    return newest


def killed(folder):
    """At random moments under load: whole, at most a second short of what another client of the same server had heard by then
    (a server that stalls on a busy machine is nobody's loss), and the next start goes on."""
    path = folder / "killed.alcedo"
    chance = random.Random(1)
    before, missing, stall = 0, [], Stall()
    with Server("--demo") as server, Process("watch", server.url, "--json") as observer:
        for turn in range(KILLS):
            with Process("record", server.url, "--out", str(path), "--json") as recorder:
                recorder.json_until(lambda line: line["records"] > 0)
                time.sleep(chance.uniform(0.3, 1.5))  # the moment of the kill is what is drawn
                heard = newest_of(observer)
                recorder.child.kill()
                recorder.wait()
            with sqlite3.connect(path) as database:
                check(database.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the file is whole")
                last, = database.execute("SELECT max(last_ns) FROM block").fetchone()
                count, = database.execute("SELECT sum(count) FROM block").fetchone()
            missing.append((heard - last) / 1e9)
            stalled = stall.take()
            check(missing[-1] < 1 + stalled, f"kill {turn}: {missing[-1]} s are missing, the machine stalled for {stalled} s")
            check(count > before, "the next start went on")
            before = count
    alcedo("watch", f"replay:{path}?speed=max", within=240)  # every block can be read
    print(f"   {KILLS} kills (KILLS=N for more): at most {max(missing):.3f} s missing, {before} messages in the end")


def full_disk(folder):
    """A file that may not grow past a limit: said, and the process lives. (test_recordingdisk.py has real file systems.)"""
    path = folder / "full.alcedo"

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    with Server("--demo") as server:
        child = subprocess.Popen([BINARY, "record", server.url, "--out", path, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 preexec_fn=limit, text=True)
        states = []
        for line in child.stdout:
            states.append(json.loads(line)["state"])
            if states.count("suspended") >= 2:
                break
        child.terminate()
        errors = child.communicate(timeout=20)[1]
        check("suspended" in errors, f"the reason is on stderr: {errors}")
    with sqlite3.connect(path) as database:
        check(database.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the file is whole")


def replays_are_the_same(folder):
    path = folder / "demo.alcedo"
    with Server("--demo") as server:
        alcedo("record", server.url, "--out", path, "--for", "4s")
    first = alcedo("watch", f"replay:{path}?speed=max")
    check(first == alcedo("watch", f"replay:{path}?speed=max"), "two replays differ")
    check(first == alcedo("watch", f"replay:{path}?speed=64"), "a replay at 64x differs")
    counted = kinds(path)
    check(len(first.splitlines()) == counted["records"] > 1_000 and counted["frames"] > 50, f"{counted}")
    return path, first


def decompressed(data, size):
    library = ctypes.CDLL(ctypes.util.find_library("zstd"))
    library.ZSTD_decompress.restype = ctypes.c_size_t
    out = ctypes.create_string_buffer(size)
    got = library.ZSTD_decompress(out, ctypes.c_size_t(size), data, ctypes.c_size_t(len(data)))
    check(got == size, "a chunk does not decompress")
    return out.raw


def mcap_records(data, at, end):
    while at < end:
        opcode, size = struct.unpack_from("<BQ", data, at)
        yield opcode, data[at + 9:at + 9 + size], at
        at += 9 + size
    check(at == end, "records do not fill their place")


def text_at(data, at):
    size, = struct.unpack_from("<I", data, at)
    return data[at + 4:at + 4 + size].decode(), at + 4 + size


def mcap(path):
    """An independent reader, by https://mcap.dev/spec: topics, messages, and an index that leads to them."""
    data = path.read_bytes()
    magic = b"\x89MCAP0\r\n"
    check(data[:8] == magic and data[-8:] == magic, "magic")
    footer = data[-8 - 29:-8]
    check(footer[0] == 2 and struct.unpack_from("<Q", footer, 1)[0] == 20, "footer")
    summary, offsets, _ = struct.unpack_from("<QQI", footer, 9)
    topics, messages, chunks, statistics = {}, [], [], None
    for opcode, body, at in mcap_records(data, 8, len(data) - 8):
        if opcode == 6 and at < summary:
            _, _, size, crc = struct.unpack_from("<QQQI", body)
            compression, place = text_at(body, 28)
            length, = struct.unpack_from("<Q", body, place)
            check(compression == "zstd" and length == len(body) - place - 8, "chunk")
            inner = decompressed(body[place + 8:], size)
            import zlib
            check(zlib.crc32(inner) == crc, "a chunk's CRC")
            for kind, part, _ in mcap_records(inner, 0, len(inner)):
                if kind == 4:
                    number, = struct.unpack_from("<H", part)
                    topic, place = text_at(part, 4)
                    check(text_at(part, place)[0] == "json", "encoding")
                    topics[number] = topic
                elif kind == 5:
                    number, _, logged, published = struct.unpack_from("<HIQQ", part)
                    messages.append((topics[number], logged, published, json.loads(part[22:])))
        elif opcode == 8:
            chunks.append(struct.unpack_from("<QQQQ", body))
        elif opcode == 11:
            statistics = struct.unpack_from("<QHIIII", body)
    check(statistics[0] == len(messages) and statistics[2] == len(topics) and statistics[5] == len(chunks), f"statistics {statistics}")
    for _, _, start, length in chunks:
        check(data[start] == 6 and struct.unpack_from("<Q", data, start + 1)[0] + 9 == length, "the index leads to no chunk")
    check(data[offsets] == 14, "summary offsets")
    return messages


def exports(folder, path, watched):
    lines = [json.loads(line) for line in watched.splitlines()]
    alcedo("export", path, "--jsonl", folder / "out.jsonl")
    check((folder / "out.jsonl").read_bytes() == watched, "JSON lines are what watch prints")

    alcedo("export", path, "--csv", folder / "out.csv")
    with open(folder / "out.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    check(len(rows) == len(lines), f"{len(rows)} rows of {len(lines)} records")
    for row, line in zip(rows, lines):
        for name in ("source", "kind", "key", "time_ns", "recv_ns", "last", "price", "value", "headline", "home_score"):
            if name in line or row.get(name):
                check(row[name] == str(line.get(name, "")), f"{name}: {row[name]!r} is not {line.get(name)!r}")

    alcedo("export", path, "--mcap", folder / "out.mcap")
    messages = mcap(folder / "out.mcap")
    check(len(messages) == len(lines), "every record is a message")
    for (topic, logged, published, body), line in zip(messages, lines):
        source = line.pop("source")
        check(topic == f"{source}/{line['kind']}" and body == line, f"{topic}: {body} is not {line}")
        check(str(logged) == line["recv_ns"] and str(published) == line["time_ns"], "times")

    alcedo("export", path, "--csv", folder / "few.csv", "--channel", "quote", "--key", "BTC/USD")
    with open(folder / "few.csv", newline="", encoding="utf-8") as file:
        few = list(csv.DictReader(file))
    check(few and all(row["kind"] == "quote" and row["key"] == "BTC/USD" for row in few), "filters")

    # An export that was cut short goes on: a part file with a state of half the way.
    whole = (folder / "out.jsonl").read_bytes()
    words = [BINARY, "export", path, "--jsonl", folder / "long.jsonl"]
    child = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    child.kill()
    child.wait()
    alcedo(*words[1:])
    check((folder / "long.jsonl").read_bytes() == whole, "an export goes on after a kill")
    check(not list(folder.glob("*.part*")), "no part files are left")

    shell = shutil.which("sqlite3")
    check(shell, "the package sqlite3 is missing (scripts/packages/test)")
    documented = subprocess.run([shell, path, "SELECT source.name, kind, sum(count) AS messages, sum(length(data)) AS bytes, "
                                 "round(1.0 * sum(length(data)) / sum(count), 2) AS bytes_each "
                                 "FROM block JOIN source ON source.id = block.source GROUP BY 1, 2"], capture_output=True, text=True)
    counted = sum(int(line.split("|")[2]) for line in documented.stdout.splitlines() if line.split("|")[1] == "records")
    check(counted == len(lines), f"the documented query: {documented.stdout} {documented.stderr}")


def imports(folder):
    table = folder / "taxi.csv"
    table.write_text("timestamp,value\n2014-07-01 00:00:00,10844\n2014-07-01 00:30:00,8127\nbroken,1\n")
    alcedo("import", table, "--out", folder / "taxi.alcedo", code=3)
    lines = [json.loads(line) for line in alcedo("watch", f"replay:{folder / 'taxi.alcedo'}?speed=max").splitlines()]
    check([line["value"] for line in lines] == ["10844", "8127"] and lines[0]["time_ns"] == "1404172800000000000", f"{lines}")
    frames = folder / "frames.jsonl"
    message = {"type": "match", "trade_id": 1, "side": "sell", "size": "2", "price": "3.50", "product_id": "BTC-USD",
               "time": "2021-04-17T16:43:37.089723Z", "sequence": 1, "maker_order_id": "a", "taker_order_id": "b"}
    with open(frames, "w", encoding="utf-8") as file:
        for i in range(3):
            file.write(json.dumps({"ts": f"161867781{i}.5", "dir": "recv", "url": "wss://ws-feed.pro.coinbase.com",
                                   "raw": json.dumps(dict(message, trade_id=i))}) + "\n")
    alcedo("import", frames, "--out", folder / "frames.alcedo")
    check(kinds(folder / "frames.alcedo") == {"records": 3, "frames": 3}, "frames and their records")
    direct = alcedo("watch", f"replay:{frames}?speed=max")
    check(direct == alcedo("watch", f"replay:{folder / 'frames.alcedo'}?speed=max"), "imported is what was there")


def seeks():
    """The benchmark's command, small: every moment is shown, with the rows of the watchlist; times are nobody's fault here."""
    figures = json.loads(alcedo("bench", "seek", "--hours", "0.05", "--jumps", "3", within=120, env=dict(os.environ, **SHOWS_A_WINDOW)))
    check(figures["rows"] >= 40 and figures["records"] > 10_000 and figures["painted_p99_ms"] >= figures["restored_p50_ms"] > 0, f"{figures}")


def mcap_of(path, records, topic="/imu", encoding="json", packing=None, whole=True):
    """A file as another program writes it, by https://mcap.dev/spec: one topic, in one chunk or in none."""
    def text(value):
        return struct.pack("<I", len(value)) + value

    def record(opcode, body):
        return struct.pack("<BQ", opcode, len(body)) + body

    inner = record(3, struct.pack("<H", 1) + text(b"their.Imu") + text(b"jsonschema") + text(b"{}"))
    inner += record(4, struct.pack("<HH", 7, 1) + text(topic.encode()) + text(encoding.encode()) + struct.pack("<I", 0))
    for at, data in records:
        inner += record(5, struct.pack("<HIQQ", 7, 0, at, at) + data)
    if packing is not None:
        inner = record(6, struct.pack("<QQQI", 0, 0, len(inner), 0) + text(packing) + struct.pack("<Q", len(inner)) + inner)
    magic = b"\x89MCAP0\r\n"
    end = record(15, b"\0" * 4) + record(2, b"\0" * 20) + magic
    path.write_bytes(magic + record(1, text(b"") + text(b"test")) + inner + (end if whole else b""))


def watched(path):
    return [json.loads(line) for line in alcedo("watch", f"replay:{path}?speed=max").splitlines()]


def mcap_imports(folder, path, lines):
    """Our own records come back as they were, from MCAP and from CSV; of others the numbers become sensors."""
    alcedo("export", path, "--mcap", folder / "ours.mcap")
    alcedo("import", folder / "ours.mcap", "--out", folder / "ours.alcedo")
    alcedo("export", folder / "ours.alcedo", "--jsonl", folder / "ours.jsonl")
    back = [json.loads(line) for line in (folder / "ours.jsonl").read_text().splitlines()]
    check(back == [json.loads(line) for line in lines.splitlines()], "an exported MCAP file gives other records back")

    alcedo("import", folder / "out.csv", "--out", folder / "fromcsv.alcedo")
    alcedo("export", folder / "fromcsv.alcedo", "--jsonl", folder / "fromcsv.jsonl")
    check([json.loads(line) for line in (folder / "fromcsv.jsonl").read_text().splitlines()] == back, "an exported table gives other records back")

    at = 1_700_000_000_000_000_000
    messages = [(at + i * 10**9, json.dumps({"acc": {"x": i, "y": -1.50}, "name": "imu", "list": [7]}).encode()) for i in range(3)]
    for packing in (None, b""):
        mcap_of(folder / "imu.mcap", messages, packing=packing)
        out = folder / f"imu{packing is None}.alcedo"
        alcedo("import", folder / "imu.mcap", "--out", out)
        check(kinds(out) == {"frames": 3, "records": 9}, f"{kinds(out)}")
        values = {(line["key"], line["value"]) for line in watched(out)}
        check(values == {("/imu/acc.x", str(i)) for i in range(3)} | {("/imu/acc.y", "-1.5"), ("/imu/list.0", "7")}, f"{values}")
    mcap_of(folder / "cut.mcap", messages, whole=False)
    alcedo("import", folder / "cut.mcap", "--out", folder / "cut.alcedo", code=3)
    check(kinds(folder / "cut.alcedo") == {"frames": 3, "records": 9}, "what came before the cut stays")
    mcap_of(folder / "ros.mcap", [(at, b"\0\1\2")], encoding="cdr")
    check(b"no JSON" in alcedo("import", folder / "ros.mcap", "--out", folder / "ros.alcedo"), "an opaque message is not told")
    check(kinds(folder / "ros.alcedo") == {"frames": 1}, "an opaque message is kept")
    mcap_of(folder / "lz4.mcap", messages, packing=b"lz4")
    alcedo("import", folder / "lz4.mcap", "--out", folder / "lz4.alcedo", code=3)


def import_goes_on(folder):
    """Killed in the middle: the same command ends with the same recording as one that was not."""
    table = folder / "long.csv"
    with open(table, "w", encoding="utf-8") as file:
        file.write("time_ns,key,value\n")
        for i in range(600_000):
            file.write(f"{1_700_000_000_000_000_000 + i * 1_000_000},k{i % 7},{i}\n")
    whole, cut = folder / "whole.alcedo", folder / "cutshort.alcedo"
    alcedo("import", table, "--name", "t", "--out", whole, within=240)
    words = [BINARY, "import", table, "--name", "t", "--out", cut]
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        try:
            if kinds(cut).get("records", 0) > 0:
                break
        except sqlite3.OperationalError:
            pass  # not made yet
    child.kill()
    child.wait()
    before = kinds(cut).get("records", 0)
    check(0 < before < 600_000, f"killed after {before} records: nothing to go on with")
    done = subprocess.run(words, capture_output=True, text=True, timeout=240)
    check(done.returncode == 0 and f"goes on after {before}" in done.stderr, f"{done.returncode} {done.stderr}")
    check(kinds(cut) == kinds(whole) == {"records": 600_000}, f"{kinds(cut)} {kinds(whole)}")
    outs = []
    for path in (whole, cut):
        alcedo("export", path, "--jsonl", path.with_suffix(".jsonl"), within=240)
        outs.append(path.with_suffix(".jsonl").read_bytes())
    check(outs[0] == outs[1], "the two recordings differ")
    alcedo("import", table, "--name", "t", "--out", cut, within=240)
    check(kinds(cut) == {"records": 1_200_000}, "a further import is a new one")


def market_recordings(folder):
    """All of the market's recordings: how many bytes a message takes, beside gzip -6 of the same frames."""
    market = pathlib.Path(os.environ.get("ALCEDO_RECORDINGS", "")) / "market"
    if not market.is_dir():
        print("market recordings are not here: skipped")
        return
    for path in sorted(market.glob("*.jsonl")):
        if ".http" in path.name:
            continue
        out = folder / (path.stem + ".alcedo")
        done = subprocess.run([BINARY, "import", path, "--out", out], capture_output=True, timeout=60)
        check(done.returncode in (0, 3), f"{path.name}: {done.stderr.decode()}")
        with sqlite3.connect(out) as database:
            sizes = {kind: (count, size) for kind, count, size in
                     database.execute("SELECT kind, sum(count), sum(length(data)) FROM block GROUP BY kind")}
        raws = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        raws = [line.get("raw", "") for line in raws if line["dir"] in ("recv", "send")]
        import gzip
        packed = len(gzip.compress("\n".join(raws).encode(), 6))
        frames, size = sizes["frames"]
        check(frames == len(raws), f"{path.name}: {frames} of {len(raws)} frames")
        records, record_size = sizes.get("records", (0, 0))
        print(f"{path.name:24} {frames:7} frames {size / frames:8.1f} B each (gzip -6 {packed / frames:8.1f}), "
              f"{records:7} records {record_size / max(records, 1):6.1f} B each")


with tempfile.TemporaryDirectory(prefix="alcedo-recording-") as name:
    folder = pathlib.Path(name)
    words_that_are_off(folder)
    imports(folder)
    path, lines = replays_are_the_same(folder)
    exports(folder, path, lines)
    mcap_imports(folder, path, lines)
    import_goes_on(folder)
    killed(folder)
    full_disk(folder)
    seeks()
    market_recordings(folder)
print("passed")
