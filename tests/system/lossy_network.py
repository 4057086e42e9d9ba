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
    probe = subprocess.run(["unshare", "--net", "true"], capture_output=True, text=True)
    return f"unshare --net: {probe.stderr.strip()}" if probe.returncode != 0 else ""


class Namespace:
    """A network namespace that lives as long as a process in it. Not `ip netns`, which mounts: a chroot has nowhere to."""

    def __init__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo ready; exec cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self.holder.stdout.readline() != b"ready\n":
            raise RuntimeError("no network namespace")

    @property
    def pid(self):
        return self.holder.pid

    def words(self):
        """The words before a command that runs it there."""
        return ("nsenter", f"--net=/proc/{self.pid}/ns/net")

    def run(self, *words):
        subprocess.run([*self.words(), *words], check=True)

    def close(self):
        self.holder.stdin.close()  # cat ends
        self.holder.wait()


class LossyNetwork:
    """Namespaces `near` and `far`, NEAR and FAR. What goes from far to near is lost and late."""

    NEAR, FAR = "10.97.0.1", "10.97.0.2"

    def __init__(self, loss, delay, seed):
        self.loss, self.delay = loss, delay
        self.random = random.Random(seed)
        self.partitioned = threading.Event()
        self.carried = self.lost = 0
        self.waker = os.pipe()
        self.near, self.far = Namespace(), Namespace()
        self.near_end, self.far_end = self._tun(self.near, self.NEAR), self._tun(self.far, self.FAR)
        self.thread = threading.Thread(target=self._carry, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.write(self.waker[1], b"x")
        self.thread.join()
        for end in (self.near_end, self.far_end, *self.waker):
            os.close(end)
        self.near.close()
        self.far.close()

    @staticmethod
    def _tun(namespace, address):
        device = f"alcedo{namespace.pid}"[:15]
        end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH14x", device.encode(), IFF_TUN | IFF_NO_PI))
        subprocess.run(["ip", "link", "set", device, "netns", str(namespace.pid)], check=True)  # the descriptor stays with it
        namespace.run("ip", "addr", "add", f"{address}/24", "dev", device)
        namespace.run("ip", "link", "set", device, "up")
        namespace.run("ip", "link", "set", "lo", "up")
        return end

    def _carry(self):
        near, far = self.near_end, self.far_end
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
