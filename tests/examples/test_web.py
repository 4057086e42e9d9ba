#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""examples/publish.sh and examples/page.html against the real server: curl, and headless Chromium. All on loopback, ended here."""
import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from alcedo_process import Process, check  # noqa: E402

EXAMPLES = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../examples"))


def program(name):
    found = shutil.which(name)
    if not found:
        sys.exit(f"{name} is missing; scripts/packages/test names its package")
    return found


def publish(base, channel, key, value, code=0, **environment):
    done = subprocess.run([os.path.join(EXAMPLES, "publish.sh"), base, channel, key, value], capture_output=True, text=True,
                          env=dict(os.environ, no_proxy="*", **environment), timeout=60)
    check((done.returncode == 0) == (code == 0), f"publish.sh: {done.returncode} {done.stdout!r} {done.stderr!r}")
    return done.stdout


def curl_with_a_token():
    with tempfile.TemporaryDirectory(prefix="alcedo-web-") as folder:
        data = {"XDG_DATA_HOME": folder}
        with Process("token", "add", "--user", "sensor", "--role", "publisher:lab.", environment=data) as made:
            token = made.line()
        with Process("serve", "--port", "0", "--share", environment=data) as server:
            base = server.line().replace("wss://", "https://").rstrip("/")
            trust = {"CERTIFICATE": os.path.join(folder, "alcedo/tls/server-cert.pem")}
            publish(base, "lab.in", "t1", "1", code=1, **trust)
            publish(base, "ops.in", "t1", "1", code=1, TOKEN=token, **trust)
            publish(base, "lab.in", "t1", "no JSON", code=1, TOKEN=token, **trust)
            publish(base, "lab.in", "t1", "1", code=1, TOKEN=token)  # a certificate that nobody vouches for
            check('"offset":1' in publish(base, "lab.in", "t1", '{"v":"21.5"}', TOKEN=token, **trust), "published")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def page_in_a_browser():
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=EXAMPLES))
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with Process("serve", "--port", "0") as server, tempfile.TemporaryDirectory(prefix="alcedo-chromium-") as profile:
        url = server.line()
        publish(url.replace("ws://", "http://").rstrip("/"), "board", "oven", '"180.50"')
        publish(url.replace("ws://", "http://").rstrip("/"), "board", "<b>door</b>", '"open"')
        page = f"http://127.0.0.1:{site.server_address[1]}/page.html?server={url}&channel=board"
        end = time.monotonic() + 90
        dom = ""
        while "180.50" not in dom and time.monotonic() < end:
            dom = subprocess.run([program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
                                  "--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}",
                                  "--virtual-time-budget=4000", "--dump-dom", page], capture_output=True, text=True, timeout=90).stdout
        check("180.50" in dom and ">live<" in dom, f"the page shows the value: {dom[-1500:]}")
        check("&lt;b&gt;door&lt;/b&gt;" in dom, "a peer's text is text")
    site.shutdown()


if __name__ == "__main__":
    for test in (curl_with_a_token, page_in_a_browser):
        test()
        print("ok", test.__name__, flush=True)
