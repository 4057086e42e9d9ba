#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real recordings through the real binary, against a count that shares no code with it.

For each recording, `alcedo watch PROFILE@…  --json` must give exactly the records that the recording's frames hold, in
order, per kind and key, with every text of a price equal: once read as a file, once over a WebSocket from `alcedo replay`.
"""
import collections
import datetime
import json
import os
import pathlib
import queue
import subprocess
import sys
import threading

EPOCH = datetime.datetime(1970, 1, 1)


def nanoseconds(text):
    """RFC 3339 in UTC to ns, by the standard library and text alone."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    seconds = int((datetime.datetime.fromisoformat(whole) - EPOCH).total_seconds())
    return str(seconds * 10**9 + int((fraction + "0" * 9)[:9]))


def fields(**pairs):
    return {name: value for name, value in pairs.items() if value not in (None, "")}


def levels(bids, asks):
    return [["bid", p, s] for p, s in bids] + [["ask", p, s] for p, s in asks]


def coinbase(message):
    kind = message["type"]
    time = nanoseconds(message["time"]) if "time" in message else None
    key = message.get("product_id", "")
    if kind == "ticker":
        yield "quote", key, time, fields(last=message["price"], bid=message["best_bid"], ask=message["best_ask"], volume=message["volume_24h"],
                                         open=message["open_24h"], high=message["high_24h"], low=message["low_24h"])
    elif kind in ("match", "last_match"):
        aggressor = {"buy": "sell", "sell": "buy"}[message["side"]]
        record = fields(price=message["price"], size=message["size"], side=aggressor, id=str(message["trade_id"]))
        if kind == "last_match":
            record["replayed"] = True
        yield "trade", key, time, record
    elif kind == "snapshot":
        yield "book", key, None, {"snapshot": True, "levels": levels(message["bids"], message["asks"])}
    elif kind == "l2update":
        yield "book", key, time, {"levels": [[{"buy": "bid", "sell": "ask"}[s], p, q] for s, p, q in message["changes"]]}
    elif kind == "subscriptions":
        yield "control", "", None, fields(event="subscribed", text=",".join(c["name"] for c in message["channels"]))
    else:
        raise SystemExit(f"the recording has a message that this test does not know: {kind}")


def binance(message):
    data = message["data"]
    event, key = data.get("e"), data["s"]
    if event == "aggTrade":
        yield "trade", key, str(data["T"] * 10**6), fields(price=data["p"], size=data["q"], side="sell" if data["m"] else "buy", id=str(data["a"]))
    elif event == "kline":
        k = data["k"]
        yield "candle", key, str(k["t"] * 10**6), dict(open=k["o"], high=k["h"], low=k["l"], close=k["c"], volume=k["v"],
                                                       interval={"1m": 60 * 10**9}[k["i"]], closed=int(k["x"]))
    elif event == "depthUpdate":
        yield "book", key, str(data["E"] * 10**6), dict(levels=levels(data["b"], data["a"]), first_sequence=data["U"], last_sequence=data["u"])
    elif event is None:
        yield "quote", key, None, fields(bid=data["b"], ask=data["a"], bid_size=data["B"], ask_size=data["A"])
    else:
        raise SystemExit(f"the recording has a message that this test does not know: {event}")


def expected_records(path, reader):
    for line in path.read_text(encoding="utf-8").splitlines():
        frame = json.loads(line)
        if frame["dir"] == "recv":
            yield from reader(json.loads(frame["raw"]))


def table(records):
    counts = collections.Counter((kind, key) for kind, key, *_ in records)
    return {f"{kind} {key}".strip(): n for (kind, key), n in sorted(counts.items())}


def compare(name, wanted, lines):
    got = []
    for number, line in enumerate(lines):
        record = json.loads(line)
        assert record.pop("source"), line
        arrival = record.pop("recv_ns")
        assert int(arrival) > 0, line
        kind, key, time = record.pop("kind"), record.pop("key"), record.pop("time_ns")
        # A message without a time has that of its arrival.
        untimed = number < len(wanted) and wanted[number][2] is None
        assert not untimed or time == arrival, line
        got.append((kind, key, None if untimed else time, record))
    print(f"{name}\n  counted here: {len(wanted):6} {json.dumps(table(wanted))}\n  from alcedo:  {len(got):6} {json.dumps(table(got))}", flush=True)
    for number, (want, have) in enumerate(zip(wanted, got)):
        assert want == have, f"{name}: record {number} differs:\n  want {str(want)[:500]}\n  have {str(have)[:500]}"
    assert len(wanted) == len(got), f"{name}: {len(wanted)} records wanted, {len(got)} came"


def watched_live(binary, profile, recording, count):
    """Lines of watch against replay over a WebSocket; waits a little past the last wanted one for what should not come."""
    server = subprocess.Popen([binary, "replay", str(recording), "--speed", "max"], stdout=subprocess.PIPE, text=True)
    client = None
    try:
        address = server.stdout.readline().strip()
        assert address.startswith("ws://127.0.0.1:"), address
        client = subprocess.Popen([binary, "watch", f"{profile}@{address}", "--json", "--count", str(count + 1), "--for", "90s"], stdout=subprocess.PIPE, text=True)
        arriving = queue.Queue()
        threading.Thread(target=pump, args=(client.stdout, arriving), daemon=True).start()
        lines = []
        while True:
            try:
                line = arriving.get(timeout=90 if len(lines) < count else 1.5)
            except queue.Empty:
                return lines
            if line is None:
                return lines
            lines.append(line)
    finally:
        for process in (client, server):
            if process:
                process.terminate()
                process.wait()


def pump(stream, arriving):
    for line in stream:
        arriving.put(line)
    arriving.put(None)


def main():
    binary = os.environ["ALCEDO_BINARY"]
    source = pathlib.Path(os.environ["ALCEDO_SOURCE_DIR"])
    folder = pathlib.Path(os.environ.get("ALCEDO_RECORDINGS") or source / ".." / "shared" / "feeds") / "market"
    if not folder.is_dir():
        required = "ALCEDO_RECORDINGS" in os.environ  # who names a folder wants these checks
        print(f"{'FAILED' if required else 'SKIPPED'}: no recordings at {folder} (set ALCEDO_RECORDINGS)")
        return 1 if required else 0
    for profile, reader in (("coinbase", coinbase), ("binance", binance)):
        recording = folder / f"{profile}.jsonl"
        wanted = list(expected_records(recording, reader))
        offline = subprocess.run([binary, "watch", f"{profile}@replay:{recording}?speed=max", "--json"], capture_output=True, text=True, check=True)
        compare(f"{profile}, as a file", wanted, offline.stdout.splitlines())
        compare(f"{profile}, over a WebSocket", wanted, watched_live(binary, profile, recording, len(wanted)))
        report = subprocess.run([binary, "check", profile, str(recording), "--json"], capture_output=True, text=True, check=True)
        checked = json.loads(report.stdout)
        counts = {f"{kind} {key}".strip(): n for kind, keys in checked["kinds"].items() for key, n in keys.items()}
        assert counts == table(wanted), counts
        assert checked["unmapped"] == 0 and checked["sequence"]["gaps"] == 0, report.stdout
    return 0


if __name__ == "__main__":
    sys.exit(main())
