#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""200 kills at random bytes of a connection: every numbered record comes once, none twice.

`alcedo publish` numbers records into a channel of `alcedo serve`; `alcedo watch` reads them through a proxy that resets each
connection after a random number of bytes, in the handshake, in the greeting or within a frame. The seed is printed.
"""
import os
import subprocess
import time

from alcedo_process import Process, Proxy, Server, check
from numbered_records import NumberedRecords

KILLS = int(os.environ.get("ALCEDO_KILLS", "200"))
SEED = int(os.environ.get("ALCEDO_SEED", "20260101"))
WINDOW = 60  # written ahead of what is read, so that a recovery fits into most connections


def main():
    with Server() as server:
        proxy = Proxy(server.port)
        with Process("publish", server.url, "numbers", stdin=subprocess.PIPE) as publish, \
                Process("watch", proxy.url, "--channel", "numbers", "--retry-cap", "50ms", "--json") as watch:
            records = NumberedRecords(publish, watch)
            records.write(1)
            records.read(60)  # subscribed: from now on nothing may be missed
            proxy.random.seed(SEED)
            proxy.longest = 20_000
            proxy.breaks = KILLS
            proxy.kill()  # the next connections break by themselves
            deadline = time.monotonic() + 240
            while proxy.breaks_done < KILLS:
                check(time.monotonic() < deadline, f"{proxy.breaks_done} of {KILLS} kills in time")
                if records.under_way < WINDOW:
                    records.write(5)
                records.read(60)
            records.write(100)
            records.read_up_to(records.written, 60)
            records.finish(f"seed {SEED}: {proxy.breaks_done} connections killed")


if __name__ == "__main__":
    main()
