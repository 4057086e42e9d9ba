#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every recording with its profile, against a reader that shares no code with ours.

For each: `alcedo check` leaves nothing unmapped and counts breaks of sequence as counted here; each record's kind, key and numbers
(as text) are those of the frames; and the books built of Alcedo's records are, at 20 times, those built of the frames.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
from decimal import Decimal

EXPONENT = re.compile(r"-?[0-9.]+[eE][-+]?[0-9]+")
SAMPLES = 20


class Text(str):
    """A number as it stands in the message."""


def read(text):
    return json.loads(text, parse_float=Text, parse_int=Text)


def number(text):
    """As Alcedo writes it: exponents put in place, all else as it came."""
    text = str(text)
    if not EXPONENT.fullmatch(text):
        return text
    return format(Decimal(text), "f")


# Each reader yields (kind, key, fields that are compared, levels or None, is the book whole, sequence check or None).
def okx(m):
    if m.get("event"):
        yield "control", "", {}, None, False, None
        return
    channel = m["arg"]["channel"]
    for d in m["data"]:
        if channel == "tickers":
            yield "quote", d["instId"], {"last": d["last"], "bid": d["bidPx"], "ask": d["askPx"]}, None, False, None
        elif channel == "trades":
            yield "trade", d["instId"], {"price": d["px"], "size": d["sz"], "side": d["side"]}, None, False, None
        else:
            rows = [["bid", *x[:2]] for x in d["bids"]] + [["ask", *x[:2]] for x in d["asks"]]
            yield "book", m["arg"]["instId"], {}, rows, m["action"] == "snapshot", None


def deribit(m):
    if "params" not in m:
        yield "control", "", {}, None, False, None
        return
    d, channel = m["params"]["data"], m["params"]["channel"].split(".")[0]
    key = d["instrument_name"] if isinstance(d, dict) else None
    if channel == "ticker":
        yield "quote", key, {"last": d["last_price"], "bid": d["best_bid_price"], "ask": d["best_ask_price"]}, None, False, None
    elif channel == "trades":
        for t in d:
            yield "trade", t["instrument_name"], {"price": t["price"], "size": t["amount"]}, None, False, None
    else:
        rows = [["bid", x[1], x[2]] for x in d["bids"]] + [["ask", x[1], x[2]] for x in d["asks"]]
        whole = d["type"] == "snapshot"
        yield "book", key, {}, rows, whole, (int(d["change_id"]), None if whole else int(d["prev_change_id"]))


def gemini(m):
    if m["type"] == "heartbeat":
        yield "control", "", {}, None, False, None
    elif m["type"] == "trade":
        yield "trade", m["symbol"], {"price": m["price"], "size": m["quantity"], "side": m["side"]}, None, False, None
    else:
        rows = [[{"buy": "bid", "sell": "ask"}[s], p, q] for s, p, q in m["changes"]]
        yield "book", m["symbol"], {}, rows, "trades" in m, None
        for t in reversed(m.get("trades", [])):
            yield "trade", m["symbol"], {"price": t["price"], "size": t["quantity"], "side": t["side"]}, None, False, None


def kraken_futures(m):
    event, feed = m.get("event"), m.get("feed")
    if event == "info":
        return
    if event:
        yield "control", "", {}, None, False, None
    elif feed == "book_snapshot":
        rows = [["bid", x["price"], x["qty"]] for x in m["bids"]] + [["ask", x["price"], x["qty"]] for x in m["asks"]]
        yield "book", m["product_id"], {}, rows, True, (int(m["seq"]), None)
    elif feed == "book":
        rows = [[{"buy": "bid", "sell": "ask"}[m["side"]], m["price"], m["qty"]]]
        yield "book", m["product_id"], {}, rows, False, (int(m["seq"]), int(m["seq"]) - 1)
    elif feed == "ticker_lite":
        yield "quote", m["product_id"], {"bid": m["bid"], "ask": m["ask"]}, None, False, None
    else:
        trades = reversed(m["trades"]) if feed == "trade_snapshot" else [m]
        for t in trades:
            yield "trade", t["product_id"], {"price": t["price"], "size": t["qty"], "side": t["side"]}, None, False, None


def bybit_v2(m):
    if "success" in m:
        yield "control", "", {}, None, False, None
        return
    topic, key = m["topic"].split(".")
    side = {"Buy": "bid", "Sell": "ask"}
    if topic == "trade":
        for t in m["data"]:
            yield "trade", t["symbol"], {"price": t["price"], "size": t["size"], "side": t["side"].lower()}, None, False, None
    elif m["type"] == "snapshot":
        whole = m["data"] if isinstance(m["data"], list) else m["data"]["order_book"]
        yield "book", key, {}, [[side[x["side"]], x["price"], x["size"]] for x in whole], True, None
    else:
        d = m["data"]
        rows = [[side[x["side"]], x["price"], "0"] for x in d["delete"]] + [[side[x["side"]], x["price"], x["size"]] for x in d["update"] + d["insert"]]
        yield "book", key, {}, rows, False, None


def coinbase(m):
    kind, key = m["type"], m.get("product_id", "")
    if kind == "ticker":
        yield "quote", key, {"last": m["price"], "bid": m["best_bid"], "ask": m["best_ask"]}, None, False, None
    elif kind in ("match", "last_match"):
        yield "trade", key, {"price": m["price"], "size": m["size"]}, None, False, None
    elif kind == "snapshot":
        yield "book", key, {}, [["bid", *x] for x in m["bids"]] + [["ask", *x] for x in m["asks"]], True, None
    elif kind == "l2update":
        yield "book", key, {}, [[{"buy": "bid", "sell": "ask"}[s], p, q] for s, p, q in m["changes"]], False, None
    else:
        yield "control", "", {}, None, False, None


def binance(m):
    d = m["data"]
    event, key = d.get("e"), d["s"]
    if event == "aggTrade":
        yield "trade", key, {"price": d["p"], "size": d["q"]}, None, False, None
    elif event == "kline":
        yield "candle", key, {"open": d["k"]["o"], "close": d["k"]["c"]}, None, False, None
    elif event == "depthUpdate":
        yield "book", key, {}, [["bid", *x] for x in d["b"]] + [["ask", *x] for x in d["a"]], False, (int(d["u"]), int(d["U"]) - 1)
    else:
        yield "quote", key, {"bid": d["b"], "ask": d["a"]}, None, False, None


def signalk(m):
    parts = [[], [], [], []]
    for update in m["updates"]:
        for v in update["values"]:
            value, path = v["value"], v["path"]
            if isinstance(value, Text):
                parts[0].append((path, {"value": value}))
            elif isinstance(value, dict):
                for i, name in ((2, "latitude"), (3, "longitude")):
                    if name in value:
                        parts[i].append((f"{path}.{name}", {"value": value[name]}))
            elif value is not None:
                parts[1].append((path, {}))
    for part in parts:
        for key, fields in part:
            yield "sensor", key, fields, None, False, None


def emsc(m):
    p = m["data"]["properties"]
    yield "news", "earthquakes", {"id": p["unid"]}, None, False, None
    yield "sensor", p["flynn_region"], {"value": p["mag"]}, None, False, None


def matchevents(m):
    yield "score", str(m["matchId"]), {"period": m["matchPeriod"], "player": m["playerId"], "event": m["eventName"].lower()}, None, False, None


def goals(m):
    yield "score", m["match"], {"period": m["period"], "player": m["player"], "team": m["team"]}, None, False, None


def kev(m):
    yield "news", m["vendorProject"], {"id": m["cveID"], "headline": m["vulnerabilityName"]}, None, False, None


def football(m):
    for g in m["matches"]:
        yield "score", f"{g['team1']} - {g['team2']} {g['date']}", {"home": g["team1"], "away": g["team2"]}, None, False, None


RECORDINGS = [
    ("binance", "market/binance.jsonl", binance), ("coinbase", "market/coinbase.jsonl", coinbase),
    ("deribit", "market/deribit.jsonl", deribit), ("okx", "market/okx.jsonl", okx),
    ("bybit_v2", "market/bybit.jsonl", bybit_v2), ("gemini", "market/gemini.jsonl", gemini),
    ("kraken_futures", "market/kraken_futures.jsonl", kraken_futures), ("signalk", "sensors/signalk_plaka.delta.jsonl", signalk),
    ("emsc", "sensors/emsc_samples.jsonl", emsc), ("matchevents", "sports/wyscout_2058017.raw.jsonl", matchevents),
    ("goals", "sports/wyscout_2058017.score_events.jsonl", goals),
    ("football", "sports/openfootball_worldcup_2018.json", football), ("kev", "news/cisa_kev_all.jsonl", kev),
]


def frames(path):
    text = path.read_text(encoding="utf-8")
    try:
        return [read(text)]
    except json.JSONDecodeError:
        pass
    messages = []
    for line in text.splitlines():
        frame = json.loads(line)
        if "dir" not in frame:
            messages.append(read(line))
        elif frame["dir"] == "recv":
            messages.append(read(frame["raw"]))
    return messages


class Books(dict):
    """Books by key: side and price (by value) to size, as text."""

    def apply(self, key, rows, whole):
        book = {} if whole else self.setdefault(key, {})
        self[key] = book
        for side, price, size in rows:
            at = (side, number(price).rstrip("0").rstrip(".") if "." in number(price) else number(price))
            if float(size) == 0:
                book.pop(at, None)
            else:
                book[at] = (number(price), number(size))


class Sequence:
    def __init__(self):
        self.last, self.breaks = {}, 0

    def judge(self, key, check):
        if not check:
            return
        last, previous = check
        if previous is not None and key in self.last and previous != self.last[key]:
            self.breaks += 1
        self.last[key] = last


def judge(binary, source, name, recording, reader):
    fresh = source / "tests" / "feed" / "profiles" / f"{name}.json"  # written by the tutorial, of feeds that none ships for
    profile = str(fresh) if fresh.exists() else name
    assert not fresh.exists() or len(fresh.read_text(encoding="utf-8").splitlines()) < 60, f"{name}: the tutorial makes short profiles"
    report = json.loads(subprocess.run([binary, "check", profile, str(recording), "--json"], capture_output=True, text=True).stdout)
    output = subprocess.run([binary, "watch", f"{profile}@replay:{recording}?speed=max", "--json"], capture_output=True, text=True, check=True).stdout
    got = [json.loads(line) for line in output.splitlines()]
    wanted = [record for message in frames(recording) for record in reader(message)]
    assert len(wanted) == len(got), f"{name}: {len(wanted)} records wanted, {len(got)} came"
    ours, theirs, sequence, numbers, compared, levels = Books(), Books(), Sequence(), 0, 0, 0
    updates = sum(1 for w in wanted if w[3] is not None)
    every, seen = max(1, updates // SAMPLES), 0
    for at, (want, have) in enumerate(zip(wanted, got)):
        kind, key, fields, rows, whole, check = want
        assert (kind, key) == (have["kind"], have["key"]), f"{name}: record {at}: want {want}, have {have}"
        for field, value in fields.items():
            expected = "" if value in (None, "") else number(value)
            assert str(have.get(field, "")) == expected, f"{name}: record {at}: {field}: want {expected}, have {have}"
            numbers += 1
        sequence.judge(key, check)
        if rows is None:
            continue
        theirs.apply(key, rows, whole)
        ours.apply(key, have.get("levels", []), have.get("snapshot", False))
        seen += 1
        if seen % every == 0 and compared < SAMPLES:
            assert ours == theirs, f"{name}: the books differ after record {at}"
            levels += sum(len(book) for book in ours.values())
            compared += 1
    breaks = report["sequence"]["gaps"] + report["sequence"]["repeated"]
    books = f"books equal at {compared} times ({levels} levels)" if updates else "no books"
    sums = report["checksums"]
    print(f"{name:15} {len(got):5} records, {numbers:5} texts equal; unmapped {report['unmapped']}, bad {report['bad_values']}; "
          f"breaks: counted here {sequence.breaks}, by alcedo {breaks}; {books}; checksums {sums['checked'] - sums['wrong']} of {sums['checked']}", flush=True)
    assert report["unmapped"] == 0 and report["bad_values"] == 0, report["shapes"]
    assert breaks == sequence.breaks
    assert updates == 0 or compared == min(SAMPLES, updates)
    assert sums["wrong"] == 0 and (name != "okx" or sums["checked"] > 200)


def main():
    source = pathlib.Path(os.environ["ALCEDO_SOURCE_DIR"])
    folder = pathlib.Path(os.environ.get("ALCEDO_RECORDINGS") or source / ".." / "shared" / "feeds")
    if not folder.is_dir():
        required = os.environ.get("CI") == "true"
        print(f"{'FAILED' if required else 'SKIPPED'}: no recordings at {folder} (set ALCEDO_RECORDINGS)")
        return 1 if required else 0
    for name, file, reader in RECORDINGS:
        judge(os.environ["ALCEDO_BINARY"], source, name, folder / file, reader)
    return 0


if __name__ == "__main__":
    sys.exit(main())
