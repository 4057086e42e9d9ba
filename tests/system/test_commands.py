#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""serve and publish, as a script sees them: first line, exit codes, one clear line on stderr, a clean end."""
import json
import os
import signal
import subprocess

from alcedo_process import Process, Proxy, Server, check


def refused(words, code, part):
    with Process(*words, stdin=subprocess.DEVNULL) as process:
        check(process.wait() == code, f"{words}: exit {process.child.returncode}, expected {code}")
        errors = process.errors().strip()
        check(part in errors and "\n" not in errors, f"{words}: one line with {part!r} expected, got {errors!r}")


def words_that_are_off():
    refused(["serve", "--address", "nowhere"], 2, "no IP address")
    refused(["serve", "--port", "70000"], 2, "--port takes")
    refused(["serve", "--ping", "soon"], 2, "--ping takes")
    refused(["serve", "--source", "nosuchprofile"], 2, "nosuchprofile")
    refused(["serve", "word"], 2, "options only")
    refused(["publish", "http://127.0.0.1:1", "c"], 2, "no ws or wss URL")
    refused(["publish", "ws://127.0.0.1:1/", "not a name"], 2, "no channel's name")
    refused(["watch", "ws://127.0.0.1:1/", "--retry-cap", "soon"], 2, "--retry-cap takes")


def port_in_use():
    with Server("--demo") as server:
        refused(["serve", "--port", str(server.port)], 1, "serve:")


def ends_on_sigterm():
    for number in (signal.SIGTERM, signal.SIGINT):
        with Server() as server, Process("watch", server.url, "--json") as watch:
            watch.line()
            server.signal(number)
            check(server.wait() == 0, f"serve ended with {server.child.returncode} after signal {number}")
            check(server.errors().strip() == "", server.errors())


def malformed_line_is_told_by_its_number():
    with Server() as server, Process("publish", server.url, "numbers", stdin=subprocess.PIPE) as publish:
        publish.child.stdin.write(b'{"kind":"sensor","key":"n","value":"1"}\nno json\n\n{"kind":"sensor","key":"n","value":"2"}\n')
        publish.child.stdin.close()
        check(publish.wait() == 3, f"exit {publish.child.returncode}")
        check("line 2" in publish.errors(), publish.errors())
        with Process("watch", server.url, "--channel", "numbers", "--count", "2", "--json") as watch:
            values = [json.loads(watch.line())["value"] for _ in range(2)]
            check(values == ["1", "2"], f"the lines around it were published: {values}")


def publish_survives_a_reconnect():
    with Server() as server:
        proxy = Proxy(server.port)
        with Process("publish", proxy.url, "numbers", stdin=subprocess.PIPE) as publish, \
                Process("watch", server.url, "--channel", "numbers", "--json") as watch:
            def write(number):
                os.write(publish.child.stdin.fileno(), b'{"kind":"sensor","key":"n","value":"%d"}\n' % number)
            values = []
            for number in range(30):
                write(number)
                if number % 10 == 9:
                    proxy.kill()  # with answers under way
                if number % 10 == 5:
                    while not values or values[-1] != str(number):
                        values.append(json.loads(watch.line())["value"])
            publish.child.stdin.close()
            check(publish.wait() == 0, f"exit {publish.child.returncode}: {publish.errors()}")
            while values[-1] != "29":
                values.append(json.loads(watch.line())["value"])
            check(values == [str(n) for n in range(30)], f"each once, in order: {values}")


if __name__ == "__main__":
    for test in (words_that_are_off, port_in_use, ends_on_sigterm, malformed_line_is_told_by_its_number, publish_survives_a_reconnect):
        test()
        print("ok", test.__name__, flush=True)
