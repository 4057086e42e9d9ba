#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Alcedo and the peers of the field: peers.py ws|websockets|chromium|nginx|haproxy. Each is started here on loopback, on a port
that is free, and ended here; what is said and checked stands in ws_peer.js, websockets_peer.py, page.html and talker.cpp."""
import http.server
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ALCEDO = os.environ["ALCEDO_CONFORMANCE"]
CERTIFICATE = os.path.join(HERE, "../transport/data/test-cert.pem")
KEY = os.path.join(HERE, "../transport/data/test-key.pem")
PATIENCE = 60


class Child:
    """A process and its output; ended on the way out, with all that it started: they share its output's end."""

    def __init__(self, *words):
        self.output = b""
        self.words = words
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join(10)

    def _read(self):
        while piece := os.read(self.process.stdout.fileno(), 65536):
            self.output += piece

    def text(self):
        return self.output.decode(errors="replace")

    def shows(self, part):
        """Waits until the output holds this; its lines so far."""
        end = time.monotonic() + PATIENCE
        while part not in self.text():
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{self.words}: {part!r} expected, got {self.text()!r}")
            time.sleep(0.05)
        return self.text()

    def port(self):
        return int(self.shows("listening on ").split("listening on ")[1].split()[0])


def program(name):
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not found:
        sys.exit(f"{name} is missing; scripts/packages/test names its package")
    return found


def run(*words):
    """To its end; its output, where that was a good one."""
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
                          timeout=PATIENCE * 2)
    if done.returncode != 0 or "all well" not in done.stdout:
        raise AssertionError(f"{words}: exit {done.returncode}, {done.stdout!r}")
    return done.stdout


def alcedo_serves(*words):
    return Child(ALCEDO, "serve", "--port", "0", *words)


def both_roles(peer):
    """A peer that is a script: with and without deflate, in both roles; its client over TLS as well."""
    for form in ("deflate", "plain"):
        with Child(*peer, "server", form) as server:
            said = run(ALCEDO, "talk", f"ws://127.0.0.1:{server.port()}/")
            assert f"deflate {'yes' if form == 'deflate' else 'no'}" in said, said
            server.shows("closed 4001 enough")
            server.shows("closed 4002")
            print(f"alcedo to {os.path.basename(peer[-1])}, {form}: well")
        for scheme, words in (("ws", ()), ("wss", ("--tls", f"{CERTIFICATE},{KEY}"))):
            with alcedo_serves(*words) as alcedo:
                run(*peer, "client", f"{scheme}://127.0.0.1:{alcedo.port()}/", form)
                print(f"{os.path.basename(peer[-1])} to alcedo, {scheme}, {form}: well")
    with alcedo_serves("--no-deflate") as alcedo, Child(*peer, "client", f"ws://127.0.0.1:{alcedo.port()}/", "plain") as client:
        client.shows("all well")


def ws():
    both_roles((program("node"), os.path.join(HERE, "ws_peer.js")))


def websockets():
    both_roles(("/usr/bin/python3", os.path.join(HERE, "websockets_peer.py")))


class Page(http.server.BaseHTTPRequestHandler):
    """Serves the page, and takes what it has to tell."""

    def do_GET(self):
        with open(os.path.join(HERE, "page.html"), "rb") as page:
            body = page.read()
        self.send_response(200 if self.path.startswith("/page") else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(204)
        self.end_headers()
        self.server.told = body
        self.server.has_told.set()

    def log_message(self, *_):
        pass


def chromium():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        for words, agreed in (((), "permessage-deflate"), (("--no-deflate",), "")):
            site.told, site.has_told = None, threading.Event()
            with alcedo_serves(*words) as alcedo, tempfile.TemporaryDirectory(prefix="alcedo-chromium-") as profile:
                page = f"http://127.0.0.1:{site.server_address[1]}/page?port={alcedo.port()}"
                with Child(program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                           "--disable-background-networking", "--disable-component-update", "--disable-sync",
                           "--disable-dev-shm-usage", f"--user-data-dir={profile}", page) as browser:
                    if not site.has_told.wait(PATIENCE * 2):
                        raise AssertionError(f"the page told nothing: {browser.text()[-2000:]}")
                assert site.told.startswith("all well"), site.told
                assert ("permessage-deflate" in site.told) == bool(agreed), site.told
                print(f"chromium: {site.told}")
        site.shutdown()


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def in_between(start):
    """A proxy in front of Alcedo and of itself: plain, and TLS taken off or kept on."""
    with alcedo_serves() as plain, alcedo_serves("--tls", f"{CERTIFICATE},{KEY}") as tls, \
            tempfile.TemporaryDirectory(prefix="alcedo-peers-") as folder:
        ports = free_ports(3)
        with start(folder, ports, plain.port(), tls.port()) as proxy:
            end = time.monotonic() + PATIENCE
            while not all(answers(port) for port in ports):
                if proxy.process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f"{proxy.words[0]} does not serve: {proxy.text()}")
                time.sleep(0.05)
            for scheme, port, what in zip(("ws", "wss", "ws"), ports, ("plain", "TLS to plain", "plain to TLS")):
                for words in ((), ("--no-deflate",)):
                    said = run(ALCEDO, "talk", f"{scheme}://127.0.0.1:{port}/feed", "--insecure", *words)
                    assert f"deflate {'no' if words else 'yes'}" in said, said
                    run("/usr/bin/python3", os.path.join(HERE, "websockets_peer.py"), "client",
                        f"{scheme}://127.0.0.1:{port}/feed", "plain" if words else "deflate")
                print(f"{os.path.basename(proxy.words[0])}, {what}: well")


def nginx():
    def start(folder, ports, plain, tls):
        upgrade = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"
        servers = [(ports[0], "", f"http://127.0.0.1:{plain}"), (ports[1], "ssl", f"http://127.0.0.1:{plain}"),
                   (ports[2], "", f"https://127.0.0.1:{tls}")]
        text = f"daemon off; master_process off; pid {folder}/pid; error_log stderr; events {{}}\nhttp {{ access_log off;\n"
        for temporary in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
            text += f"{temporary}_temp_path {folder}/{temporary};\n"
        for port, form, target in servers:
            text += (f"server {{ listen 127.0.0.1:{port} {form}; ssl_certificate {os.path.realpath(CERTIFICATE)};"
                     f" ssl_certificate_key {os.path.realpath(KEY)}; location / {{ proxy_pass {target}; {upgrade} }} }}\n")
        with open(f"{folder}/nginx.conf", "w") as file:
            file.write(text + "}\n")
        return Child(program("nginx"), "-e", "stderr", "-p", folder, "-c", f"{folder}/nginx.conf")

    in_between(start)


def haproxy():
    def start(folder, ports, plain, tls):
        with open(f"{folder}/both.pem", "w") as file:
            for part in (CERTIFICATE, KEY):
                with open(part) as source:
                    file.write(source.read())
        text = "defaults\n mode http\n timeout connect 5s\n timeout client 60s\n timeout server 60s\n timeout tunnel 60s\n"
        servers = ((ports[0], "", f"127.0.0.1:{plain}"), (ports[1], f"ssl crt {folder}/both.pem", f"127.0.0.1:{plain}"),
                   (ports[2], "", f"127.0.0.1:{tls} ssl verify none"))
        for port, form, target in servers:
            text += f"listen on{port}\n bind 127.0.0.1:{port} {form}\n server alcedo {target}\n"
        with open(f"{folder}/haproxy.cfg", "w") as file:
            file.write(text)
        return Child(program("haproxy"), "-db", "-f", f"{folder}/haproxy.cfg")

    in_between(start)


{"ws": ws, "websockets": websockets, "chromium": chromium, "nginx": nginx, "haproxy": haproxy}[sys.argv[1]]()
