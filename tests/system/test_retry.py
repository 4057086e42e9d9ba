#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Retry now, by the real key in the real window: Ctrl+R redials at once, however long the wait still is."""
import os
import subprocess

from alcedo_process import Process, Proxy, Server, check


class Display:
    """An X server of our own; ended by its pid."""

    def __enter__(self):
        reader, writer = os.pipe()
        self.child = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "1700x1100x24", "-nolisten", "tcp"],
                                      pass_fds=[writer], stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            self.name = ":" + pipe.readline().strip()
        check(len(self.name) > 1, "Xvfb did not start")
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()

    def do(self, *words):
        result = subprocess.run(["xdotool", *words], env=dict(os.environ, DISPLAY=self.name), capture_output=True, text=True, timeout=30)
        check(result.returncode == 0, f"xdotool {words}: {result.stderr}")
        return result.stdout


def main():
    with Display() as display, Server("--demo", "--ping", "1500") as server:
        proxy = Proxy(server.port)
        environment = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display.name}
        with Process("--source", proxy.url, "--status-json", environment=environment) as dashboard:
            source = {}

            def is_source(line):
                if "source" in line and "link" in line:
                    source.update(line)
                    return True
                return False

            dashboard.json_until(lambda line: is_source(line) and line["link"] == "live" and line["records"] > 0, 40)
            window = display.do("search", "--onlyvisible", "--sync", "--pid", str(dashboard.child.pid)).split()[0]
            proxy.refuse()
            proxy.kill()
            # Until a wait is long enough that no redial of its own can be taken for ours.
            dashboard.json_until(lambda line: is_source(line) and line["link"] == "waiting" and (line["next_try_ms"] or 0) > 4000, 120)
            wait, attempt = source["next_try_ms"], source["attempt"]
            pressed_at = source["t_ms"]
            proxy.listen()
            display.do("windowfocus", "--sync", window)
            display.do("key", "ctrl+r")
            dashboard.json_until(lambda line: is_source(line) and line["link"] == "live", wait / 1000)
            took = source["t_ms"] - pressed_at
            print(f"attempt {attempt} would have come after {wait} ms; by Ctrl+R live after {took} ms", flush=True)
            check(took < wait - 1000, "the link came back by itself, not by the key")


if __name__ == "__main__":
    main()
