#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs `alcedo bench pipeline --json` for two seconds at a low rate: every key is there, and all that was sent is stored.

Times are only looked at for being times: what a busy machine makes of them is no fault.
"""
import json
import os
import subprocess
import sys

KEYS = ["feed_core_share", "frame_gap_p50_ms", "frame_gap_p99_ms", "frames_per_s", "gui_ms_p50", "gui_ms_p99",
        "ticks_sent", "ticks_stored"]


def fail(words):
    print("FAIL: " + words)
    sys.exit(1)


def run(*words):
    return subprocess.run([os.environ["ALCEDO_BINARY"], "bench", *words], capture_output=True, text=True, timeout=110)


def check_refusals():
    for words in ([], ["pipelin"], ["pipeline", "--rate", "none"], ["pipeline", "--seconds", "0"], ["pipeline", "--fast"]):
        done = run(*words)
        lines = done.stderr.strip().splitlines()
        if done.returncode == 0 or done.stdout or not lines or not lines[-1].startswith("alcedo: bench:"):
            fail(f"bench {' '.join(words)}: status {done.returncode}, said {done.stdout!r} and {done.stderr!r}")


def check_figures(figures, with_board):
    wanted = KEYS if with_board else ["feed_core_share", "ticks_sent", "ticks_stored"]
    missing = [key for key in wanted if not isinstance(figures.get(key), (int, float))]
    if missing:
        fail(f"no number under {', '.join(missing)}: {figures}")
    if figures["ticks_sent"] < 10_000 or figures["ticks_sent"] != figures["ticks_stored"]:
        fail(f"{figures['ticks_sent']} ticks sent, {figures['ticks_stored']} stored")
    not_positive = [key for key in wanted if not figures[key] > 0]
    if not_positive:
        fail(f"nothing measured under {', '.join(not_positive)}: {figures}")


def main():
    check_refusals()
    for words in (["--feed-only"], []):
        done = run("pipeline", "--json", "--rate", "20000", "--seconds", "2", *words)
        if done.returncode != 0:
            fail(f"status {done.returncode}: {done.stderr}")
        check_figures(json.loads(done.stdout), with_board=not words)
        print(done.stdout.strip())


main()
