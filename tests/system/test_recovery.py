#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""200 kills at random bytes of a connection: every numbered record comes once, none twice.

`alcedo publish` numbers records into a channel of `alcedo serve`; `alcedo watch` reads them through a proxy that resets each
connection after a random number of bytes, in the handshake, in the greeting or within a frame. The seed is printed.
"""
import collections
import json
import os
import subprocess
import time

from alcedo_process import Process, Proxy, Server, check

KILLS = int(os.environ.get("ALCEDO_KILLS", "200"))
SEED = int(os.environ.get("ALCEDO_SEED", "20260101"))
WINDOW = 60  # written ahead of what is read, so that a recovery fits into most connections


def main():
    with Server() as server:
        proxy = Proxy(server.port)
        with Process("publish", server.url, "numbers", stdin=subprocess.PIPE) as publish, \
                Process("watch", proxy.url, "--channel", "numbers", "--retry-cap", "50ms", "--json") as watch:
            seen = collections.Counter()
            written = 0

            def write(count):
                nonlocal written
                lines = "".join(f'{{"kind":"sensor","key":"n","value":"{n}"}}\n' for n in range(written, written + count))
                os.write(publish.child.stdin.fileno(), lines.encode())
                written += count

            def read():
                record = json.loads(watch.line(60))
                check(record["kind"] == "sensor", f"no record of ours: {record}")
                seen[int(record["value"])] += 1

            write(1)
            read()  # subscribed: from now on nothing may be missed
            proxy.random.seed(SEED)
            proxy.longest = 20_000
            proxy.breaks = KILLS
            proxy.kill()  # the next connections break by themselves
            deadline = time.monotonic() + 240
            while proxy.breaks_done < KILLS:
                check(time.monotonic() < deadline, f"{proxy.breaks_done} of {KILLS} kills in time")
                if written - len(seen) < WINDOW:
                    write(5)
                read()
            write(100)
            publish.child.stdin.close()
            while len(seen) < written:
                read()
            check(publish.wait() == 0, publish.errors())
            missing = [n for n in range(written) if n not in seen]
            doubled = [n for n, times in seen.items() if times > 1]
            print(f"seed {SEED}: {proxy.breaks_done} connections killed, {written} records published, {sum(seen.values())} read, "
                  f"{len(missing)} missing, {len(doubled)} doubled", flush=True)
            check(not missing and not doubled, f"missing {missing[:20]}, doubled {doubled[:20]}")


if __name__ == "__main__":
    main()
