#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A real Prometheus scrapes a real server, and what it then knows is what the server counts."""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from alcedo_process import Process, Server, check

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def query(port, expression):
    """The newest value, or None."""
    address = f"http://127.0.0.1:{port}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
    try:
        with OPENER.open(address, timeout=5) as answer:
            found = json.load(answer)["data"]["result"]
    except (OSError, ValueError):
        return None
    return float(found[0]["value"][1]) if found else None


def scraped():
    program = shutil.which("prometheus")
    if not program:
        sys.exit("prometheus is missing; scripts/packages/test names its package")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="alcedo-prometheus-") as folder, Server() as server:
        with open(f"{folder}/config.yml", "w") as config:
            config.write(f"global: {{scrape_interval: 1s, scrape_timeout: 1s}}\nscrape_configs:\n  - job_name: alcedo\n"
                         f"    static_configs: [{{targets: ['127.0.0.1:{server.port}']}}]\n")
        with Process("publish", server.url, "numbers", stdin=subprocess.PIPE) as publish, open(f"{folder}/log", "w") as log:
            publish.child.stdin.write(b"1\n2\n3\n")
            publish.child.stdin.flush()
            watcher = subprocess.Popen([program, f"--config.file={folder}/config.yml", f"--storage.tsdb.path={folder}/data",
                                        f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder)
            try:
                end = time.monotonic() + 60
                wanted = {"up": 1.0, "alcedo_sessions": 1.0}
                while any(query(port, name) != value for name, value in wanted.items()):
                    check(time.monotonic() < end and watcher.poll() is None,
                          f"scraped: { {name: query(port, name) for name in wanted} }; {open(f'{folder}/log').read()[-2000:]}")
                    time.sleep(0.2)
                check((query(port, "alcedo_publications_total") or 0) >= 3, "publications were counted")
                check(query(port, "alcedo_tokens_refused_total") == 0, "a counter at zero is told")
            finally:
                watcher.terminate()
                watcher.wait(20)
            publish.child.stdin.close()
            check(publish.wait() == 0, publish.errors())


if __name__ == "__main__":
    scraped()
    print("ok scraped", flush=True)
