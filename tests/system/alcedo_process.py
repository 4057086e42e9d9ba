# SPDX-License-Identifier: MIT
"""Processes of the real binary, and a TCP proxy that fails on demand. Nothing here sleeps: all waits are for lines or sockets."""
import json
import os
import pathlib
import queue
import random
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time

BINARY = os.environ["ALCEDO_BINARY"]


# Of a program that ends with its window shown: the one leak of Qt's that LeakSanitizer may find (read only by that preset).
SHOWS_A_WINDOW = {"LSAN_OPTIONS": f"suppressions={pathlib.Path(__file__).parent.parent / 'sanitizers' / 'window.supp'}:print_suppressions=0"}


class Process:
    """One run of the binary, by the words of `under` where given; its lines of stdout are waited for with a deadline. Ended by
    its pid."""

    def __init__(self, *words, stdin=None, environment=None, namespace=None, under=()):
        self.folder = tempfile.TemporaryDirectory(prefix="alcedo-test-")
        settings = dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", XDG_CONFIG_HOME=self.folder.name, XDG_DATA_HOME=self.folder.name,
                        XDG_RUNTIME_DIR=self.folder.name, LC_ALL="C.UTF-8")
        settings.update(environment or {})
        self.stderr_file = tempfile.TemporaryFile()
        under = namespace.words() if namespace else under
        self.child = subprocess.Popen([*under, BINARY, *words], stdin=stdin, stdout=subprocess.PIPE, stderr=self.stderr_file, env=settings)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.kill()  # ends a stopped one too
        self.child.wait()

    def _read(self):
        for line in self.child.stdout:
            self.lines.put(line.decode().rstrip("\n"))
        self.lines.put(None)

    def line(self, within=20.0):
        line = self.lines.get(timeout=within)
        if line is None:
            raise AssertionError(f"ended: {self.wait()}, {self.errors()}")
        return line

    def json_until(self, wanted, within=20.0):
        """All JSON lines up to the first that is wanted."""
        deadline = time.monotonic() + within
        seen = []
        while True:
            try:
                line = self.line(max(deadline - time.monotonic(), 0.001))
            except queue.Empty:
                raise AssertionError(f"not seen within {within} s; last lines: {seen[-12:]}; {self.errors()}") from None
            if line.startswith("{"):
                seen.append(json.loads(line))
                if wanted(seen[-1]):
                    return seen

    def wait(self, within=20.0):
        return self.child.wait(within)

    def errors(self):
        self.stderr_file.seek(0)
        return self.stderr_file.read().decode(errors="replace")

    def signal(self, number):
        os.kill(self.child.pid, number)


class Server(Process):
    """`alcedo serve`; port from its first line."""

    def __init__(self, *words, namespace=None, port=0, environment=None):
        super().__init__("serve", "--port", str(port), *words, namespace=namespace, environment=environment)
        self.url = self.line()
        self.port = int(self.url.rstrip("/").rpartition(":")[2])

    def freeze(self):
        self.signal(signal.SIGSTOP)

    def thaw(self):
        self.signal(signal.SIGCONT)


class Proxy:
    """Loopback TCP to `target`. Fails as told: kill(), half_open, listening off; or each connection by itself after a
    random number of bytes (`breaks`: how many are left, drawn from `seed`)."""

    def __init__(self, target, breaks=0, seed=0, longest=30_000):
        self.target = target
        self.accepted = queue.Queue()  # time of each connection
        self.half_open = threading.Event()
        self.breaks_done = 0
        self.breaks = breaks
        self.random = random.Random(seed)
        self.longest = longest
        self.lock = threading.Lock()
        self.pairs = set()
        self.listener = None
        self.port = 0
        self.listen()
        self.url = f"ws://127.0.0.1:{self.port}/"

    def listen(self):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self.port = listener.getsockname()[1]
        self.listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def refuse(self):
        """No more connections: the system refuses them from now on."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def kill(self):
        """Resets all connections."""
        with self.lock:
            pairs = list(self.pairs)
        for pair in pairs:
            self._reset(pair)

    def _reset(self, pair):
        with self.lock:
            known = pair in self.pairs
            self.pairs.discard(pair)
        if not known:
            return False
        for end in pair:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close() sends RST
            try:
                end.shutdown(socket.SHUT_RD)  # wakes the pump; no FIN goes out
            except OSError:
                pass
            end.close()
        return True

    def _accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.accepted.put(time.monotonic())
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
                continue
            pair = (client, server)
            with self.lock:
                self.pairs.add(pair)
                limit = self.random.randint(1, self.longest) if self.breaks > 0 else None
            threading.Thread(target=self._pump, args=(pair, client, server, None), daemon=True).start()
            threading.Thread(target=self._pump, args=(pair, server, client, limit), daemon=True).start()

    def _pump(self, pair, source, sink, limit):
        while True:
            try:
                data = source.recv(65536)
            except OSError:
                data = b""
            if not data:
                self._reset(pair)
                return
            if self.half_open.is_set():
                continue  # swallowed: the link looks open from both ends
            if limit is not None:
                limit -= len(data)
            try:
                sink.sendall(data if limit is None or limit > 0 else data[:limit + len(data)])
            except OSError:
                self._reset(pair)
                return
            if limit is not None and limit <= 0:
                if self._reset(pair):
                    with self.lock:
                        self.breaks_done += 1
                        self.breaks -= 1
                return


class Refuser:
    """Answers every handshake with one HTTP status, as a server does whose token has run out."""

    def __init__(self, status):
        self.answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                request = b""
                while b"\r\n\r\n" not in request and (data := client.recv(4096)):
                    request += data
                client.sendall(self.answer)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def check(condition, what):
    if not condition:
        raise AssertionError(what)
