#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Behind a real nginx that drops upgrades: the commands go by long poll; once it passes them, they go back by themselves, and nothing is
missed. The nginx is started here, on a free loopback port, and ended here."""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from alcedo_process import Process, Server, check

UPGRADE = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"


class Nginx:
    def __init__(self, folder, target):
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/sbin")
        if not program:
            sys.exit("nginx is missing; scripts/packages/test names its package")
        self.folder = folder
        self.target = target
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/"
        self.configure("")
        self.child = subprocess.Popen([program, "-e", f"{folder}/errors", "-p", folder, "-c", f"{folder}/nginx.conf"],
                                      stdin=subprocess.DEVNULL)
        self.wait(lambda: self.answers())

    def configure(self, upgrade):
        text = (f"daemon off; user root; worker_processes 1; worker_shutdown_timeout 1s; pid {self.folder}/pid; error_log {self.folder}/errors; events {{}}\n"
                f"http {{ log_format short '$status $request_method $uri'; access_log {self.folder}/access short;\n")
        for temporary in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
            text += f"{temporary}_temp_path {self.folder}/{temporary};\n"
        text += f"server {{ listen 127.0.0.1:{self.port}; location / {{ proxy_pass http://127.0.0.1:{self.target}; {upgrade} }} }} }}\n"
        with open(f"{self.folder}/nginx.conf", "w") as file:
            file.write(text)

    def pass_upgrades(self):
        self.configure(UPGRADE)
        self.child.send_signal(signal.SIGHUP)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def requests(self):
        """What it has finished, one "STATUS METHOD PATH" each."""
        with open(f"{self.folder}/access") as log:
            return log.read().splitlines()

    @staticmethod
    def wait(condition, within=60):
        end = time.monotonic() + within
        while not condition():
            check(time.monotonic() < end, "not in time")
            time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait(10)


def values(watch, upto):
    """Up to this one, each once and in order."""
    seen = []
    while not seen or seen[-1] != upto:
        record = json.loads(watch.line(60))
        if record["kind"] == "control":  # the change of links is a gap, which must hide nothing
            check(record["event"] == "gap" or record["count"] == 0, record)
            continue
        seen.append(int(record["value"]))
    return seen


def polls_and_goes_back():
    with tempfile.TemporaryDirectory(prefix="alcedo-nginx-") as folder, Server() as server, Nginx(folder, server.port) as nginx:
        with Process("watch", nginx.url, "--channel", "numbers", "--json") as watch, \
                Process("publish", server.url, "numbers", stdin=subprocess.PIPE) as publish:
            def write(*numbers):
                for number in numbers:
                    os.write(publish.child.stdin.fileno(), b'{"kind":"sensor","key":"n","value":"%d"}\n' % number)
            nginx.wait(lambda: "200 POST /poll/send" in nginx.requests())
            check(any(line.startswith("404 GET /") for line in nginx.requests()), f"the upgrade was dropped: {nginx.requests()}")
            write(*range(10))
            seen = values(watch, 9)
            # A command of ours goes through as well, and comes to its end.
            with Process("publish", nginx.url, "numbers", stdin=subprocess.PIPE) as other:
                other.child.stdin.write(b'{"kind":"sensor","key":"n","value":"10"}\n')
                other.child.stdin.close()
                check(other.wait(60) == 0, other.errors())
            seen += values(watch, 10)
            nginx.pass_upgrades()
            polls = 0
            number = 11
            end = time.monotonic() + 90
            while polls < 3 and time.monotonic() < end:  # over WebSocket nothing is polled any more
                before = sum("/poll/receive" in line for line in nginx.requests())
                write(number)
                seen += values(watch, number)
                number += 1
                time.sleep(0.5)
                polls = polls + 1 if sum("/poll/receive" in line for line in nginx.requests()) == before else 0
            check(polls == 3, "it went back to WebSocket")
            check(seen == list(range(number)), f"each once and in order: {seen}")
            publish.child.stdin.close()
            check(publish.wait() == 0, publish.errors())


if __name__ == "__main__":
    polls_and_goes_back()
    print("ok polls_and_goes_back", flush=True)
