#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Server and readers killed (-9) at random moments under load: nothing is missing or doubled unseen.

`alcedo publish` numbers records into a channel; one reader lives on, one is killed with the server by turns of chance. What a killed
server had in its memory alone is gone, and what it had not yet confirmed is published again: every jump and every repetition
in a reader's lines must therefore lie within a gap that is told, and a gap without a jump must hide none. The seed is printed.
"""
import json
import os
import random
import subprocess

from alcedo_process import Process, Server, check

KILLS = int(os.environ.get("ALCEDO_KILLS", "40"))
SEED = int(os.environ.get("ALCEDO_SEED", "20260101"))
WINDOW = 3000
ANEW = "the server's history begins anew"


class Reader:
    """The lines of one `alcedo watch`, judged as they come."""

    def __init__(self, url, name):
        self.process = Process("watch", url, "--channel", "numbers", "--retry-cap", "50ms", "--json")
        self.name = name
        self.last = None
        self.excused = False   # a gap was told since the last record outside of one
        self.open = False
        self.anew = False         # the newest gap was that of a new history
        self.unexplained = False  # jumped, and no new history told yet
        self.read = self.jumps = self.repeated = self.missing = self.gaps = self.anews = 0

    def take(self):
        record = json.loads(self.process.line(60))
        if record["kind"] == "control":
            self._gap(record)
            return
        check(record["kind"] == "sensor", f"{self.name}: no record of ours: {record}")
        number = int(record["value"])
        self.read += 1
        if self.last is not None and number != self.last + 1:
            check(self.excused, f"{self.name}: {number} after {self.last}, and nothing was said of a gap")
            self.jumps += 1
            self.missing += max(0, number - self.last - 1)
            self.repeated += max(0, self.last + 1 - number)
            self.unexplained = self.unexplained or not self.anew
        self.last = number
        if not self.open:
            self.excused = False

    def _gap(self, record):
        if record["event"] == "gap_end":
            self.open = False
            return
        check(record["event"] == "gap", f"{self.name}: {record}")
        self.open = self.excused = True
        self.anew = record.get("text") == ANEW
        if self.anew:
            self.anews += 1
            self.unexplained = False
        else:
            check(not self.unexplained, f"{self.name}: jumped over a gap that was called whole")
            self.gaps += 1

    def kill(self):
        self.process.__exit__()


def main():
    chance = random.Random(SEED)
    server = Server()
    url, port = server.url, server.port
    killed = {"server": 0, "reader": 0}
    others = []
    with Process("publish", url, "numbers", "--timeout", "0", "--retry-cap", "50ms", stdin=subprocess.PIPE) as publish:
        first = Reader(url, "the first reader")
        other = Reader(url, "reader 0")
        written = 0

        def write(count):
            nonlocal written
            lines = "".join(f'{{"kind":"sensor","key":"n","value":"{n}"}}\n' for n in range(written, written + count))
            os.write(publish.child.stdin.fileno(), lines.encode())
            written += count

        try:
            while sum(killed.values()) < KILLS:
                for _ in range(chance.randint(1, WINDOW)):
                    while first.last is None or written - first.last < WINDOW:
                        write(250)
                        if first.last is None:
                            break
                    first.take()
                if chance.random() < 0.5:
                    killed["server"] += 1
                    server.__exit__()
                    server = Server(port=port)
                else:
                    killed["reader"] += 1
                    other.kill()
                    others.append(other)
                    other = Reader(url, f"reader {len(others)}")
            write(50)
            publish.child.stdin.close()
            check(publish.wait(60) == 0, publish.errors())
            # The last jump too: where its new history is told after the records, it is waited for; one never told ends this.
            while first.last != written - 1 or first.open or first.unexplained:
                first.take()
        finally:
            first.kill()
            other.kill()
            server.__exit__()
        print(f"seed {SEED}: server killed {killed['server']} times, a reader {killed['reader']} times; {written} records published, "
              f"{first.read} read by the first reader; {first.missing} missing and {first.repeated} published again, all within {first.jumps} jumps "
              f"that were told; {first.gaps} gaps told, {first.anews} new histories; 0 unseen", flush=True)


if __name__ == "__main__":
    main()
