#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server that others can reach, as people run it: TLS with a certificate that it made, tokens, pinning, revocation; curl and
promtool beside our own commands; and no secret in anything that any of them prints or writes into logs."""
import os
import re
import shutil
import stat
import subprocess
import tempfile

from alcedo_process import BINARY, Process, check

TOKEN = re.compile(r"^alcedo_[0-9a-z]+_[A-Za-z0-9_-]{43}$")


class House:
    """A data folder that several processes share, as a user's do; all that they print is kept."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {"XDG_DATA_HOME": folder, "QT_LOGGING_RULES": "alcedo.*=true"}
        self.secrets = []
        self.said = ""
        self.started = []

    def path(self, *parts):
        return os.path.join(self.folder, "alcedo", *parts)

    def start(self, *words, **more):
        self.started.append(Process(*words, environment=self.environment, **more))
        return self.started[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.started:
            process.__exit__()

    def serve(self, port=0, *words):
        server = self.start("serve", "--port", str(port), *words)
        server.url = server.line()
        server.port = int(server.url.rstrip("/").rpartition(":")[2])
        server.more = []
        while not server.more or not server.more[-1].startswith("tokens "):
            server.more.append(server.line())
        return server

    def end(self, server):
        server.child.terminate()
        check(server.wait() == 0, f"serve ended with {server.child.returncode}")
        self.said += server.url + "\n".join(server.more) + server.errors()

    def run(self, *words, code=0, text=""):
        done = subprocess.run([BINARY, *words], input=text, capture_output=True, text=True, timeout=30,
                              env=dict(os.environ, **self.environment))
        check(done.returncode == code, f"{words}: exit {done.returncode}: {done.stdout!r} {done.stderr!r}")
        self.said += done.stderr + (done.stdout if "add" not in words else "")
        return done.stdout.strip(), done.stderr.strip()

    def token(self, *words):
        token, _ = self.run("token", "add", *words)
        check(TOKEN.match(token), f"a token: {token!r}")
        self.secrets += [token, token.split("_", 2)[2]]
        return token

    def curl(self, url, *words, body=None):
        words += ("--data-binary", "@-") if body else ()
        done = subprocess.run(["curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "20", "--cacert",
                               self.path("tls", "server-cert.pem"), "--write-out", "\n%{http_code}", *words, url],
                              input=body, capture_output=True, text=True)
        check(done.returncode == 0, f"curl {url}: {done.stderr}")
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body


def words_that_are_off(_):
    for words, part in ((["--share", "--address", "127.0.0.1"], "--share is an --address"), (["--insecure"], "for other machines"),
                        (["--certificate", "x.pem"], "go together"),
                        (["--share", "--insecure", "--certificate", "x", "--key", "y"], "without a certificate")):
        with Process("serve", *words, stdin=subprocess.DEVNULL) as process:
            check(process.wait() == 2, f"{words}: exit {process.child.returncode}")
            check(part in process.errors(), f"{words}: {process.errors()!r}")
    for words, part in ((["token"], "add, list"), (["token", "add"], "a user is"), (["token", "add", "--user", "a", "--role", "king"], "--role takes"),
                        (["token", "add", "--user", "a", "--expires", "soon"], "--expires takes"), (["token", "revoke", "x"], "none with this id"),
                        (["token", "use", "nowhere"], "no address")):
        with Process(*words, stdin=subprocess.DEVNULL) as process:
            check(process.wait() in (1, 2), f"{words}: exit {process.child.returncode}")
            check(part in process.errors(), f"{words}: {process.errors()!r}")


def not_shared_unless_asked(house):
    with Process("serve", "--port", "0", environment=house.environment) as server:
        url = server.line()
        check(url.startswith("ws://127.0.0.1:"), url)
        check(not os.path.exists(house.path("tls")), "no certificate is made for loopback")
        # What listens, by the kernel's word.
        port = int(url.rstrip("/").rpartition(":")[2])
        with open("/proc/net/tcp") as table:
            listening = [line.split()[1] for line in table if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")]
        check(listening == [f"0100007F:{port:04X}"], f"loopback alone: {listening}")


def certificate_is_made_once_and_pinned(house):
    viewer = house.token("--user", "ann", "--role", "viewer:markets.")
    server = house.serve(0, "--share", "--demo")
    check(server.url.startswith("wss://127.0.0.1:"), server.url)
    fingerprint = next(line for line in server.more if line.startswith("certificate SHA-256 ")).split()[-1]
    for name in ("server-key.pem", "server-cert.pem"):
        mode = stat.S_IMODE(os.stat(house.path("tls", name)).st_mode)
        check(mode == 0o600, f"{name}: {mode:o}")
    seen = subprocess.run(["openssl", "x509", "-in", house.path("tls", "server-cert.pem"), "-noout", "-fingerprint", "-sha256"],
                          capture_output=True, text=True, check=True).stdout
    check(fingerprint in seen, f"{fingerprint} in {seen}")

    _, errors = house.run("watch", server.url, "--count", "1", "--for", "20s", code=1)
    check("a token is needed" in errors, errors)
    with open(house.path("known_servers")) as known:
        check(known.read() == f"127.0.0.1:{server.port} SHA256 {fingerprint}\n", "remembered at the first meeting")
    house.run("token", "use", server.url, text=viewer + "\n")
    out, _ = house.run("watch", server.url, "--count", "1", "--for", "20s")
    check('"source"' in out and '"kind":"sensor"' not in out, out)
    port = server.port
    house.end(server)

    server = house.serve(port, "--share", "--demo")
    check(fingerprint in "".join(server.more), "the same certificate again")
    house.end(server)

    for name in ("server-key.pem", "server-cert.pem"):
        os.remove(house.path("tls", name))
    server = house.serve(port, "--share", "--demo")
    check(fingerprint not in "".join(server.more), "another certificate")
    _, errors = house.run("watch", server.url, "--count", "1", "--for", "20s", code=1)
    check("certificate has changed" in errors and "known_servers" in errors, errors)
    house.end(server)
    os.remove(house.path("known_servers"))


def tokens_over_http(house):
    publisher = house.token("--user", "bob", "--role", "publisher:lab.")
    admin = house.token("--user", "eve", "--role", "admin", "--expires", "1h")
    server = house.serve(0, "--share")
    base = f"https://127.0.0.1:{server.port}"
    bearer = ("--header", f"Authorization: Bearer {publisher}")
    send = ("--data", '{"kind":"sensor","key":"t1","value":"21.5"}')
    check(house.curl(base + "/publish/lab.in", *send)[0] == 401, "no token")
    check(house.curl(base + "/publish/ops.in", *bearer, *send)[0] == 403, "another prefix")
    check(house.curl(base + "/publish/lab.in", *bearer, body='"' + "x" * 300_000 + '"')[0] == 413, "too large")
    check(house.curl(base + "/publish/lab.in", *bearer, *send, "--header", "Origin: https://evil.example")[0] == 403, "a page")
    status, body = house.curl(base + "/publish/lab.in?key=t1", *bearer, *send)
    check(status == 200 and '"offset":1' in body, f"{status} {body}")
    check(house.curl(base + "/metrics", *bearer)[0] == 403, "metrics are for admins")
    status, text = house.curl(base + "/metrics", "--header", f"Authorization: Bearer {admin}")
    check(status == 200 and "alcedo_publications_total" in text, text[:200])
    promtool = shutil.which("promtool")
    check(promtool, "promtool is missing; scripts/packages/test names its package")
    judged = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, text=True)
    check(judged.returncode == 0 and not judged.stderr.strip(), judged.stderr)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/metrics.md")) as page:
        names = set(re.findall(r"`(alcedo_\w+)`", page.read()))
    told = set(re.findall(r"^# TYPE (\w+)", text, re.M))
    check(names == told, f"docs/metrics.md names what is told: {names ^ told}")
    house.end(server)


def revoked_at_once(house):
    viewer = house.token("--user", "cid", "--role", "viewer")
    server = house.serve(0, "--share", "--demo")
    house.run("token", "use", server.url, text=viewer + "\n")
    with house.start("watch", server.url, "--json") as watch:
        watch.line()
        listed, _ = house.run("token", "list")
        line = next(line for line in listed.splitlines() if "\tcid\t" in line)
        house.run("token", "revoke", line.split("\t")[0])
        check(watch.wait() == 1, f"watch ended with {watch.child.returncode}")
        check("kicked" in watch.errors().lower() or "revoked" in watch.errors(), watch.errors()[-500:])
        house.said += watch.errors()
    _, errors = house.run("watch", server.url, "--count", "1", "--for", "20s", code=1)
    check("not known" in errors, errors)
    house.end(server)


def kept_token_stays_with_its_scheme(house):
    viewer = house.token("--user", "dan", "--role", "viewer")
    server = house.serve(0, "--tokens", house.path("tokens.json"), "--demo")
    check(server.url.startswith("ws://127.0.0.1:"), server.url)
    house.run("token", "use", server.url.replace("ws://", "wss://"), text=viewer + "\n")
    _, errors = house.run("watch", server.url, "--count", "1", "--for", "20s", code=1)
    check("a token is needed" in errors, errors)
    house.run("token", "use", server.url, text=viewer + "\n")
    house.run("watch", server.url, "--count", "1", "--for", "20s")
    house.end(server)


def no_secret_is_told(house):
    for name in ("tokens.json", "known_servers"):
        with open(house.path(name)) as kept:
            house.said += kept.read()
    check("alcedo.server" in house.said or "alcedo.connection" in house.said, "the logs were on")
    for secret in house.secrets:
        check(secret not in house.said, "a secret was printed, logged, or kept where it need not be")
    for name in ("tokens.json", "secrets.json", "known_servers"):
        mode = stat.S_IMODE(os.stat(house.path(name)).st_mode)
        check(mode == 0o600, f"{name}: {mode:o}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="alcedo-house-") as shared:
        with House(shared) as home:
            for test in (words_that_are_off, not_shared_unless_asked, certificate_is_made_once_and_pinned, tokens_over_http, revoked_at_once,
                         kept_token_stays_with_its_scheme, no_secret_is_told):
                test(home)
                print("ok", test.__name__, flush=True)
