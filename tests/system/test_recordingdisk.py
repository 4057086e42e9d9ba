#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A disk that is full, and one that may not be written: said on stderr and on the screen, live goes on, and recording goes on
once it can. Real file systems of memory, mounted in a namespace of their own; where none may be made, the reason is printed."""
import subprocess
import sys
import tempfile

from alcedo_process import Process, Server, check

MOUNT = ("unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"', "sh")


class Disk:
    """A small file system for one process; others get to it through that one."""

    def __init__(self, folder, options):
        self.under = (*MOUNT, options, folder)

    @staticmethod
    def within(process, *words):
        """Runs a program in the process's namespaces."""
        enter = ("nsenter", "-U", "--preserve-credentials", "-m", "-t", str(process.child.pid))
        return subprocess.run([*enter, *words], check=True, capture_output=True, text=True).stdout.split()


def whole(process, path):
    """How many messages a whole file has."""
    answer = Disk.within(process, "sqlite3", f"file:{path}?mode=ro", "PRAGMA integrity_check; SELECT coalesce(sum(count), 0) FROM block")
    check(answer[0] == "ok", f"the file is not whole: {answer}")
    return int(answer[1])


def told(line, state):
    return line.get("state") == state


def full(folder, server):
    """The command: suspended with its reason, then, once there is room, on it goes in the same file."""
    disk = Disk(folder, "size=768k")
    with Process("record", server.url, "--out", f"{folder}/x.alcedo", "--json", under=disk.under) as recorder:
        lines = recorder.json_until(lambda line: told(line, "suspended"), within=60)
        reason = lines[-1]["reason"]
        check(reason, "no reason is given")
        before = whole(recorder, f"{folder}/x.alcedo")
        lines = recorder.json_until(lambda line: line["records"] > lines[-1]["records"])
        check(told(lines[-1], "suspended"), "it can write again, though nothing gave room")
        check("recording is suspended" in recorder.errors(), recorder.errors())
        disk.within(recorder, "mount", "-o", "remount,size=64m", folder)
        lines = recorder.json_until(lambda line: told(line, "recording"))
        recorder.json_until(lambda line: line["bytes"] > lines[-1]["bytes"])
        check("recording goes on" in recorder.errors(), recorder.errors())
        check(whole(recorder, f"{folder}/x.alcedo") > before, "nothing more was recorded")
        print(f"   full after {before} messages: {reason}")


def readonly(folder, server):
    disk = Disk(folder, "ro,size=64k")
    with Process("record", server.url, "--out", f"{folder}/x.alcedo", "--json", under=disk.under) as recorder:
        lines = recorder.json_until(lambda line: told(line, "suspended"))
        check("cannot be written" in lines[-1]["reason"] and "recording is suspended" in recorder.errors(), f"{lines} {recorder.errors()}")
        recorder.json_until(lambda line: line["dropped"] > 0)  # it goes on listening, and counts
        print(f"   read-only: {lines[-1]['reason']}")


def dashboard(folder, options, what, reason):
    """The window: its time bar says it, stderr says it, and its sources go on."""
    disk = Disk(folder, options)
    with Process("--status-json", "--lang", "en", "--recording", f"{folder}/x.alcedo", "--recording-size", "4M", under=disk.under) as window:
        lines = window.json_until(lambda line: line.get("recording") is False and line["text"], within=60)
        said = lines[-1]["text"]
        check("not recording" in said and reason in said, said)
        counts = [line["records"] for line in lines if line.get("source") == "markets" and "records" in line]
        before = counts[-1] if counts else 0
        window.json_until(lambda line: line.get("source") == "markets" and line.get("records", 0) > before + 100)
        check("recording is suspended" in window.errors(), window.errors())
        check(window.child.poll() is None, "the window is gone")
        print(f"   dashboard, {what}: {said}")


def main():
    can = subprocess.run([*MOUNT, "size=64k", "/mnt", "true"], capture_output=True, text=True)
    if can.returncode != 0:
        print(f"skipped: no file system can be mounted here: {can.stderr.strip()}")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="alcedo-disk-") as folder, Server("--demo") as server:
        full(folder, server)
        readonly(folder, server)
        dashboard(folder, "size=512k", "full", "disk full?")
        dashboard(folder, "ro,size=64k", "read-only", "cannot be written")
    print("passed")


main()
