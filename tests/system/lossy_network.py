# SPDX-License-Identifier: MIT
"""Two network namespaces with a line between them that loses and delays packets, or carries none. What sch_netem does, without
the kernel module: each end is a tun device, and this process carries the packets from one to the other."""
import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import threading
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000


def unavailable():
    """Why there can be no such network here; empty: there can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not os.path.exists("/dev/net/tun"):
        return "no /dev/net/tun"
    probe = subprocess.run(["ip", "netns", "add", f"alcedo-probe-{os.getpid()}"], capture_output=True, text=True)
    if probe.returncode != 0:
        return f"ip netns: {probe.stderr.strip()}"
    subprocess.run(["ip", "netns", "del", f"alcedo-probe-{os.getpid()}"], check=True)
    return ""


def inside(namespace):
    """The words before a command that runs it there. Not `ip netns exec`, which mounts /sys anew and so fails in a chroot."""
    return ("nsenter", f"--net=/run/netns/{namespace}") if namespace else ()


class LossyNetwork:
    """Namespaces `near` and `far`, 10.97.0.1 and 10.97.0.2. What goes from far to near is lost and late."""

    NEAR, FAR = "10.97.0.1", "10.97.0.2"

    def __init__(self, loss, delay, seed):
        self.near, self.far = f"alcedo-near-{os.getpid()}", f"alcedo-far-{os.getpid()}"
        self.loss, self.delay = loss, delay
        self.random = random.Random(seed)
        self.partitioned = threading.Event()
        self.carried = self.lost = 0
        self.ends = {}
        self.waker = os.pipe()
        try:
            for name, address in ((self.near, self.NEAR), (self.far, self.FAR)):
                self._run("ip", "netns", "add", name)
                self.ends[name] = -1
                self.ends[name] = self._tun(name, address)
        except Exception:
            self._remove()
            raise
        self.thread = threading.Thread(target=self._carry, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.write(self.waker[1], b"x")
        self.thread.join()
        self._remove()

    def _remove(self):
        for name, end in self.ends.items():
            if end >= 0:
                os.close(end)
            self._run("ip", "netns", "del", name)

    @staticmethod
    def _run(*words):
        subprocess.run(words, check=True)

    def _tun(self, namespace, address):
        device = f"alc{'n' if namespace == self.near else 'f'}{os.getpid()}"[:15]
        end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH14x", device.encode(), IFF_TUN | IFF_NO_PI))
        self._run("ip", "link", "set", device, "netns", namespace)  # the descriptor stays with it
        ip = ("ip", "-n", namespace)
        self._run(*ip, "addr", "add", f"{address}/24", "dev", device)
        self._run(*ip, "link", "set", device, "up")
        self._run(*ip, "link", "set", "lo", "up")
        return end

    def _carry(self):
        near, far = self.ends[self.near], self.ends[self.far]
        late = []  # (when, number, packet) for near
        while True:
            wait = max(0.0, late[0][0] - time.monotonic()) if late else None
            ready, _, _ = select.select([near, far, self.waker[0]], [], [], wait)
            if self.waker[0] in ready:
                return
            for end in (near, far):
                if end not in ready:
                    continue
                packet = os.read(end, 65536)
                if self.partitioned.is_set() or (end == far and self.random.random() < self.loss):
                    self.lost += 1
                    continue
                self.carried += 1
                if end == near:
                    os.write(far, packet)
                else:
                    heapq.heappush(late, (time.monotonic() + self.delay, self.carried, packet))
            while late and late[0][0] <= time.monotonic():
                os.write(near, heapq.heappop(late)[2])
