#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `alcedo infer` makes of recordings, with the shipped profiles as the truth.

Both profiles read the same recording. For each record of the truth it is asked whether the guess has one of the same kind and key, with the
same time, and the same values; the shares are printed. Five feeds must have their kinds and keys right.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

RECORDINGS = [
    ("coinbase", "market/coinbase.jsonl"), ("binance", "market/binance.jsonl"), ("okx", "market/okx.jsonl"),
    ("gemini", "market/gemini.jsonl"), ("kraken_futures", "market/kraken_futures.jsonl"), ("deribit", "market/deribit.jsonl"),
    ("bybit_v2", "market/bybit.jsonl"), ("signalk", "sensors/signalk_plaka.delta.jsonl"),
    ("matchevents", "sports/wyscout_2058017.raw.jsonl"), ("kev", "news/cisa_kev_all.jsonl"), ("emsc", "sensors/emsc_samples.jsonl"),
]
HEADER = {"source", "kind", "key", "time_ns", "recv_ns", "replayed", "snapshot", "correction", "removed"}


def records(binary, profile, recording):
    output = subprocess.run([binary, "watch", f"{profile}@replay:{recording}?speed=max", "--json"], capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def share(truth, guess):
    """How much of one multiset is in the other."""
    total = sum(truth.values())
    return sum(min(n, guess[what]) for what, n in truth.items()) / total if total else 1.0


def main():
    source = pathlib.Path(os.environ["ALCEDO_SOURCE_DIR"])
    folder = pathlib.Path(os.environ.get("ALCEDO_RECORDINGS") or source / ".." / "shared" / "feeds")
    if not folder.is_dir():
        required = os.environ.get("CI") == "true"
        print(f"{'FAILED' if required else 'SKIPPED'}: no recordings at {folder} (set ALCEDO_RECORDINGS)")
        return 1 if required else 0
    binary, good = os.environ["ALCEDO_BINARY"], 0
    print(f"{'feed':16} {'kind':>6} {'key':>6} {'time':>6} {'values':>6}   of the truth's records")
    for name, file in RECORDINGS:
        own = source / "tests" / "feed" / "profiles" / f"{name}.json"
        with tempfile.TemporaryDirectory() as place:
            guessed = pathlib.Path(place) / "guess.json"
            subprocess.run([binary, "infer", str(folder / file), "--out", str(guessed)], capture_output=True, text=True, check=True)
            truth = [r for r in records(binary, str(own) if own.exists() else name, folder / file) if r["kind"] != "control"]
            guess = records(binary, str(guessed), folder / file)
        shares = [share(collections.Counter(what(r) for r in truth), collections.Counter(what(r) for r in guess)) for what in (
            lambda r: r["kind"], lambda r: (r["kind"], r["key"]), lambda r: (r["kind"], r["key"], r["time_ns"]))]

        def values(all_records):
            return collections.Counter((r["kind"], r["key"], field, json.dumps(value)) for r in all_records
                                       for field, value in r.items() if field not in HEADER)
        shares.append(share(values(truth), values(guess)))
        print(f"{name:16} " + " ".join(f"{100 * s:5.1f}%" for s in shares) + f"   {len(truth)}", flush=True)
        good += shares[0] >= 0.9 and shares[1] >= 0.9
    print(f"kinds and keys right in {good} of {len(RECORDINGS)} feeds")
    assert good >= 5
    return 0


if __name__ == "__main__":
    sys.exit(main())
