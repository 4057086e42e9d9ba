#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Truth under failure: whatever becomes of the server, each panel that shows its data says so within two heartbeats, the
countdown counts down, and the return to live is shown too. The dashboard is the real one; a proxy stands between."""
import time

from alcedo_process import Process, Proxy, Refuser, Server, check

PING_MS = 1500  # the server's heartbeat, told to the client in hello
SHOWN_WITHIN = 2 * PING_MS / 1000
SLACK = 1.0     # for a busy machine to run what is due
CURRENT = ("live", "demo")


class Dashboard:
    """The shown state of each panel and source, as --status-json tells it."""

    def __init__(self, server):
        self.server = server
        self.proxy = Proxy(server.port)
        self.process = Process("--source", self.proxy.url, "--status-json")
        self.panels = {}
        self.source = {}
        self.until("live", lambda: len(self.panels) >= 4 and self.all_panels(CURRENT) and self.source.get("state") in CURRENT, 40)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.__exit__(*exception)
        self.proxy.kill()

    def all_panels(self, states):
        return all(panel["state"] in states for panel in self.panels.values())

    def _take(self, line):
        if "panel" in line:
            self.panels[line["panel"]] = line
        else:
            self.source = line

    def until(self, what, wanted, within):
        """Waits until it is shown; answers how long that took and what was said meanwhile."""
        began = time.monotonic()

        def take(line):
            self._take(line)
            return wanted()

        try:
            said = self.process.json_until(take, within)
        except AssertionError as error:
            shown = {name: (panel["state"], panel["text"]) for name, panel in self.panels.items()}
            raise AssertionError(f"{what}: not shown within {within} s; panels {shown}; source {self.source}; {error}") from None
        return time.monotonic() - began, said

    def none_current(self):
        return not any(panel["state"] in CURRENT for panel in self.panels.values())

    def shows_trouble(self, what):
        took, _ = self.until(what, self.none_current, SHOWN_WITHIN + SLACK)
        print(f"   {what}: all {len(self.panels)} panels say so after {took:.2f} s (limit {SHOWN_WITHIN} s)", flush=True)

    def counts_down(self):
        """Two lower numbers in a row of one wait, in the words that a panel shows."""
        counts = []

        def counted():
            text = next(iter(self.panels.values()))["text"]
            if text.startswith("Reconnecting in "):
                counts.append(int(text.split()[2]))
            return len(counts) >= 2 and counts[-1] == counts[-2] - 1 if counts else False

        self.until("the countdown", counted, 60)

    def returns(self, within=45):
        records = self.source["records"]
        took, _ = self.until("live again", lambda: self.all_panels(CURRENT) and self.source["state"] in CURRENT
                             and self.source["records"] > records, within)
        check(self.source["link"] == "live" and self.source["next_try_ms"] is None, self.source)
        return took


def killed(server, dashboard):
    server.child.kill()
    dashboard.shows_trouble("killed")
    dashboard.until("closed", lambda: dashboard.source["close"] == 1006, 5)
    dashboard.counts_down()
    with Server("--demo", "--ping", str(PING_MS)) as again:
        dashboard.proxy.target = again.port
        dashboard.returns()


def stopped(server, dashboard):
    server.freeze()
    try:
        dashboard.shows_trouble("stopped")
    finally:
        server.thaw()
    dashboard.returns()


def half_open(server, dashboard):
    dashboard.proxy.half_open.set()
    dashboard.shows_trouble("half-open")
    dashboard.until("given up", lambda: dashboard.source["link"] in ("waiting", "opening"), SHOWN_WITHIN + SLACK)
    dashboard.proxy.half_open.clear()
    dashboard.proxy.kill()
    dashboard.returns()


def refused(server, dashboard):
    dashboard.proxy.refuse()
    dashboard.proxy.kill()
    dashboard.shows_trouble("refused")
    dashboard.until("a refused try", lambda: dashboard.source["failure"] and "refused" in dashboard.source["failure"].lower(), 20)
    dashboard.counts_down()
    dashboard.proxy.listen()
    dashboard.returns()


def turned_away(status):
    """What a retry cannot mend is failed, with the reason, and there is no next try."""
    def test(_server, dashboard):
        refuser = Refuser(status)
        dashboard.proxy.target = refuser.port
        dashboard.proxy.kill()
        dashboard.until(status, lambda: dashboard.source["state"] == "failed" and dashboard.all_panels(("failed",)), 10)
        check(status[:3] in dashboard.source["failure"], dashboard.source)
        check(dashboard.source["next_try_ms"] is None and dashboard.source["link"] == "failed", dashboard.source)
        print(f"   shown: {dashboard.source['failure']}", flush=True)
        refuser.close()
    test.__name__ = f"turned away with {status}"
    return test


def connection_lost(server, dashboard):
    dashboard.proxy.kill()
    dashboard.until("lost", lambda: dashboard.source["link"] == "waiting", SHOWN_WITHIN + SLACK)
    dashboard.returns()
    check(dashboard.source["lost"] == 0, f"nothing is lost over a short drop: {dashboard.source}")


if __name__ == "__main__":
    for test in (killed, stopped, half_open, refused, turned_away("401 Unauthorized"), turned_away("403 Forbidden"), connection_lost):
        with Server("--demo", "--ping", str(PING_MS)) as server, Dashboard(server) as dashboard:
            test(server, dashboard)
        print("ok", test.__name__, flush=True)
