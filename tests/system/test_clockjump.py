#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The wall clock of server, reader and dashboard jumps two hours forth and back (libfaketime): no link is given up, no panel that
is live says otherwise, no record is missing or doubled, and a recovery after the jump is whole."""
import glob
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from alcedo_process import Process, Proxy, Server, check
from numbered_records import NumberedRecords

JUMPS = ("+7200", "-7200", "+0")
BURST = 50
CURRENT = ("live", "demo", "empty", "loading")
LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)


class Clock:
    """The wall clock of whoever runs in environment(). Steady time is left alone, as the system leaves it."""

    def __init__(self, folder, name):
        self.file = pathlib.Path(folder, name)
        self.jump("+0")

    def jump(self, offset):
        fresh = self.file.with_suffix(".new")
        fresh.write_text(offset + "\n")
        fresh.replace(self.file)  # no half a file is ever read

    def environment(self):
        return {"LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}


def main():
    if not LIBRARY:
        print("SKIPPED: no libfaketime (Debian: faketime)", flush=True)
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="alcedo-clocks-") as folder:
        clocks = {name: Clock(folder, name) for name in ("server", "reader", "dashboard")}
        with Server("--ping", "1500", environment=clocks["server"].environment()) as server:
            proxy = Proxy(server.port)
            with Process("publish", server.url, "numbers", stdin=subprocess.PIPE) as publish, \
                    Process("watch", proxy.url, "--channel", "numbers", "--retry-cap", "50ms", "--json",
                            environment=clocks["reader"].environment()) as watch, \
                    Process("--source", server.url, "--status-json", environment=clocks["dashboard"].environment()) as dashboard:
                records = NumberedRecords(publish, watch)
                shown = {}  # the newest wall time that each has told, in seconds
                cuts = 0

                def pass_on():
                    records.write(BURST)
                    records.read_up_to(records.written, 60)
                    shown["server"], shown["reader"] = int(records.last["time_ns"]) / 1e9, int(records.last["recv_ns"]) / 1e9

                def look(what):
                    """Up to the dashboard's next count of records, each line of it as it should be on a live link."""
                    for line in dashboard.json_until(lambda line: "records" in line, 30):
                        shown["dashboard"] = line["t_ms"] / 1e3
                        check(line.get("link", "live") == "live" and line.get("lost", 0) == 0, f"{what}: {line}")
                        check(line.get("state") in CURRENT, f"{what}: a live panel says {line}")

                pass_on()
                dashboard.json_until(lambda line: line.get("link") == "live" and line["records"] > 0, 60)
                for who in clocks:
                    for offset in JUMPS:
                        what = f"{who} {offset}"
                        clocks[who].jump(offset)
                        while abs(shown.get(who, 0) - (time.time() + int(offset))) > 60:  # until it is seen to have jumped
                            pass_on()
                            look(what)
                        check(records.gaps == cuts, f"{what}: a link was given up for a clock that jumped")
                        # A recovery just after a jump finds all that it needs.
                        proxy.kill()
                        cuts += 1
                        pass_on()
                        look(what)
                        check(records.gaps == cuts, f"{what}: {records.gaps} gaps told, {cuts} made")
                records.finish(f"{len(clocks) * len(JUMPS)} jumps of up to four hours, {cuts} links cut")


if __name__ == "__main__":
    main()
