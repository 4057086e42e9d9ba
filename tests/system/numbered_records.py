# SPDX-License-Identifier: MIT
"""Records with a number each, from `alcedo publish` to `alcedo watch`: what came, what is missing, what came twice."""
import collections
import json
import os

from alcedo_process import check


class NumberedRecords:
    """publish: run with stdin as a pipe; watch: run with --json. Both follow the channel that publish writes to."""

    def __init__(self, publish, watch):
        self.publish = publish
        self.watch = watch
        self.written = 0
        self.gaps = 0  # that were told
        self.last = None  # the newest record
        self.seen = collections.Counter()

    @property
    def under_way(self):
        return self.written - len(self.seen)

    def write(self, count):
        lines = "".join(f'{{"kind":"sensor","key":"n","value":"{n}"}}\n' for n in range(self.written, self.written + count))
        os.write(self.publish.child.stdin.fileno(), lines.encode())
        self.written += count

    def read(self, within):
        """One more, whichever it is; the gaps before it must hide nothing."""
        record = json.loads(self.watch.line(within))
        while record["kind"] == "control":
            check(record["event"] == "gap" or record["count"] == 0, record)
            self.gaps += record["event"] == "gap"
            record = json.loads(self.watch.line(within))
        check(record["kind"] == "sensor", f"no record of ours: {record}")
        self.last = record
        self.seen[int(record["value"])] += 1

    def read_up_to(self, count, within):
        while len(self.seen) < count:
            self.read(within)

    def finish(self, what, publish_within=20.0):
        """All has been read: publish ends well, and nothing is missing or doubled. what: printed before the figures."""
        self.publish.child.stdin.close()
        check(self.publish.wait(publish_within) == 0, self.publish.errors())
        missing = [n for n in range(self.written) if n not in self.seen]
        doubled = [n for n, times in self.seen.items() if times > 1]
        print(f"{what}; {self.written} records published, {sum(self.seen.values())} read, {len(missing)} missing, {len(doubled)} doubled",
              flush=True)
        check(not missing and not doubled, f"missing {missing[:20]}, doubled {doubled[:20]}")
