#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `alcedo infer` makes of feeds that it is told nothing about: real recordings, with the shipped profiles as the truth, and feeds
made for this test (made_feeds.py).

Of the truth's records it is asked how many the guess has too: of the same kind; and key; and time; then how many of their values; and
how many of the guess's records are in the truth (kind and key). No share may be below its floor.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import made_feeds

# Floors in per cent: kind, key, time, values, and exactness. Of EMSC there are three messages: its readings are found, not that a
# quake is a headline too.
RECORDINGS = [
    ("coinbase", "market/coinbase.jsonl", (100, 100, 100, 99, 100)), ("binance", "market/binance.jsonl", (100, 100, 99, 99, 100)),
    ("okx", "market/okx.jsonl", (100, 100, 100, 100, 100)), ("gemini", "market/gemini.jsonl", (100, 100, 100, 100, 100)),
    ("kraken_futures", "market/kraken_futures.jsonl", (100, 100, 100, 99, 100)), ("deribit", "market/deribit.jsonl", (100, 100, 100, 100, 100)),
    ("bybit_v2", "market/bybit.jsonl", (100, 100, 100, 100, 100)), ("signalk", "sensors/signalk_plaka.delta.jsonl", (100, 100, 100, 100, 100)),
    ("matchevents", "sports/wyscout_2058017.raw.jsonl", (100, 100, 100, 66, 100)), ("kev", "news/cisa_kev_all.jsonl", (100, 100, 100, 66, 100)),
    ("emsc", "sensors/emsc_samples.jsonl", (50, 50, 50, 16, 100)),
]
MADE = {"wrapped quotes": (100, 100, 100, 100, 97), "listed trades": (100, 100, 100, 100, 100), "readings": (100, 100, 100, 100, 100), "wide readings": (100, 100, 100, 100, 100),
        "wires and bars": (100, 100, 100, 100, 100), "matches": (100, 100, 100, 100, 100), "signed market": (100, 100, 100, 100, 100)}
COLUMNS = ("kind", "key", "time", "values", "exact")
HEADER = {"source", "kind", "key", "time_ns", "recv_ns", "replayed", "snapshot", "correction", "removed"}


def records(binary, profile, recording):
    watched = subprocess.run([binary, "watch", f"{profile}@replay:{recording}?speed=max", "--json"], capture_output=True, text=True)
    assert watched.returncode == 0, watched.stderr
    return [record for record in map(json.loads, watched.stdout.splitlines()) if record["kind"] != "control"]


def guessed(binary, recording, place):
    profile = place / "guess.json"
    subprocess.run([binary, "infer", str(recording), "--out", str(profile)], capture_output=True, text=True, check=True)
    return records(binary, profile, recording)


def share(truth, guess):
    """How much of one multiset is in the other."""
    total = sum(truth.values())
    return 100 * sum(min(n, guess[what]) for what, n in truth.items()) / total if total else 100


def counted(all_records, what):
    return collections.Counter(what(record) for record in all_records)


def kind(record):
    return record["kind"]


def key(record):
    return record["kind"], record["key"]


def time(record):
    return record["kind"], record["key"], str(record["time_ns"])


def values(all_records):
    return collections.Counter((r["kind"], r["key"], field, str(value) if field != "levels" else json.dumps(sorted(value)))
                               for r in all_records for field, value in r.items() if field not in HEADER)


def shares(truth, guess):
    asked = values(truth)
    return [share(counted(truth, what), counted(guess, what)) for what in (kind, key, time)] + [
        share(asked, values(guess)), share(counted(guess, key), counted(truth, key))]


def report(name, truth, guess, floors, failed):
    got = shares(truth, guess)
    print(f"{name:16} " + " ".join(f"{value:6.1f}%" for value in got) + f"  {len(truth):6}", flush=True)
    failed += [f"{name}: {column} {value:.1f} % is below {floor} %" for column, value, floor in zip(COLUMNS, got, floors) if value < floor]


def judge_recordings(binary, source, folder, place, failed):
    for name, file, floors in RECORDINGS:
        own = source / "tests" / "feed" / "profiles" / f"{name}.json"
        truth = records(binary, own if own.exists() else name, folder / file)
        assert truth, name
        report(name, truth, guessed(binary, folder / file, place), floors, failed)


def judge_made(binary, place, failed):
    for name, floors in MADE.items():
        feed = made_feeds.FEEDS[name]()
        recording = place / "made.jsonl"
        made_feeds.write(feed, recording)
        truth = [{"kind": k, "key": about, "time_ns": ns, **fields} for _, made in feed for k, about, ns, fields in made]
        report(name, truth, guessed(binary, recording, place), floors, failed)


def main():
    binary, source = os.environ["ALCEDO_BINARY"], pathlib.Path(os.environ["ALCEDO_SOURCE_DIR"])
    folder, failed = pathlib.Path(os.environ.get("ALCEDO_RECORDINGS") or source / ".." / "shared" / "feeds"), []
    print(f"{'feed':16} " + " ".join(f"{column:>7}" for column in COLUMNS) + "   records")
    with tempfile.TemporaryDirectory() as place:
        judge_made(binary, pathlib.Path(place), failed)
        if folder.is_dir():
            judge_recordings(binary, source, folder, pathlib.Path(place), failed)
    print("\n".join(failed))
    if failed:
        return 1
    if not folder.is_dir():
        required = os.environ.get("CI") == "true"
        print(f"{'FAILED' if required else 'SKIPPED'}: no recordings at {folder} (set ALCEDO_RECORDINGS)")
        return 1 if required else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
