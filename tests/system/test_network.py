#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A line that loses 30 % of what comes from the server and makes the rest 200 ms late, and is cut altogether for a while: every
numbered record comes once, none twice.

Server and publisher are in one network namespace, the reader in another; a forwarder in each keeps both on their loopback.
"""
import os
import subprocess
import sys
import time

from alcedo_process import Process, Server, check
from lossy_network import LossyNetwork, unavailable
from numbered_records import NumberedRecords

LOSS, DELAY = 0.30, 0.2
CUT_S = 8.0
SEED = int(os.environ.get("ALCEDO_SEED", "20260101"))
RECORDS = int(os.environ.get("ALCEDO_RECORDS", "300"))
WINDOW = 60

FORWARDER = """
import asyncio, sys
async def pipe(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()
async def main(address, to, port):
    async def take(reader, writer):
        try:
            there = await asyncio.open_connection(to, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pipe(reader, there[1]), pipe(there[0], writer))
    server = await asyncio.start_server(take, address, port)
    print("ready", flush=True)
    await server.serve_forever()
asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


class Forwarder:
    """From address:port to another address on the same port, inside a namespace."""

    def __init__(self, namespace, address, to, port):
        self.child = subprocess.Popen([*namespace.words(), sys.executable, "-c", FORWARDER, address, to, str(port)],
                                      stdout=subprocess.PIPE, text=True)
        check(self.child.stdout.readline() == "ready\n", "the forwarder did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()


def main():
    reason = unavailable()
    if reason:
        print(f"SKIPPED: {reason}", flush=True)
        sys.exit(77)
    with LossyNetwork(LOSS, DELAY, SEED) as line, Server("--ping", "1500", namespace=line.far) as server, \
            Forwarder(line.far, line.FAR, "127.0.0.1", server.port), Forwarder(line.near, "127.0.0.1", line.FAR, server.port), \
            Process("publish", server.url, "numbers", stdin=subprocess.PIPE, namespace=line.far) as publish, \
            Process("watch", server.url, "--channel", "numbers", "--retry-cap", "200ms", "--json", namespace=line.near) as watch:
        records = NumberedRecords(publish, watch)

        def read_up_to(count):
            while len(records.seen) < count:
                if records.under_way < WINDOW and records.written < count:
                    records.write(min(5, count - records.written))
                records.read(120)

        records.write(1)
        read_up_to(1)  # subscribed: from now on nothing may be missed
        read_up_to(RECORDS // 2)
        line.partitioned.set()
        records.write(WINDOW)  # published while nobody can be reached
        time.sleep(CUT_S)  # the fault itself: longer than the reader's patience with a silent link
        line.partitioned.clear()
        read_up_to(max(RECORDS, records.written))
        records.finish(f"seed {SEED}: {line.carried} packets carried, {line.lost} lost, cut for {CUT_S:.0f} s", publish_within=60)


if __name__ == "__main__":
    main()
