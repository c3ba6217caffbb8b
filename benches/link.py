#!/usr/bin/env python3
"""A slow link made of packets: two TUN devices in two network namespaces, and this program between them.

Every packet waits for its turn at the link's rate and then travels for half a round trip, so TCP has to
start slowly, acknowledgements come late, and a full queue drops. A browser's own throttling knows none of
that and flatters a cold load.

    link.py up                      wake the loopback device of this namespace
    link.py try                     can a link be made here?
    link.py run --far CMD --near CMD [--kbit 400] [--rtt 400] [--queue 100]

`run` starts FAR (the server) at 10.77.0.2 in a new namespace and NEAR (the browser) at 10.77.0.1 in this
one, and ends when NEAR ends, with its exit code. Needs the right to make network namespaces, nothing of
the system is changed: devices and addresses live and die with the namespaces.
"""

import argparse
import ctypes
import fcntl
import os
import select
import shlex
import signal
import socket
import struct
import subprocess
import sys
import time
from collections import deque

NEAR, FAR = "10.77.0.1", "10.77.0.2"
MTU = 1500
# From linux/if_tun.h, linux/sockios.h, linux/if.h, linux/sched.h and linux/prctl.h.
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
SIOCGIFFLAGS, SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFDSTADDR, SIOCSIFMTU = 0x8913, 0x8914, 0x8916, 0x8918, 0x8922
IFF_UP = 1
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1

libc = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result != 0:
        raise OSError(ctypes.get_errno(), what)


def configure(request, name, value):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        return fcntl.ioctl(any_socket, request, struct.pack("16s24s", name.encode(), value))


def address(text):
    return struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton(text))


def wake(name):
    flags = struct.unpack_from("16sH", configure(SIOCGIFFLAGS, name, b""))[1]
    configure(SIOCSIFFLAGS, name, struct.pack("=H", flags | IFF_UP))


def end_of_link(name, mine, theirs):
    """A TUN device in the namespace we are in, with an address and a route to the other end."""
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    configure(SIOCSIFMTU, name, struct.pack("=i", MTU))
    configure(SIOCSIFADDR, name, address(mine))
    configure(SIOCSIFDSTADDR, name, address(theirs))
    wake(name)
    # No run may profit from what an earlier one learnt.
    setting("tcp_no_metrics_save", "1")
    # What Linux ships with, whatever this machine prefers. Some machines keep it from namespaces; reno is never kept.
    try:
        setting("tcp_congestion_control", "cubic")
    except PermissionError:
        setting("tcp_congestion_control", "reno")
    return tun


def setting(key, value):
    with open(f"/proc/sys/net/ipv4/{key}", "w", encoding="ascii") as file:
        file.write(value)


def ends_with_us():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Way:
    """One direction: packets leave one after the other at the link's rate, then travel."""

    def __init__(self, out, kbit, rtt, queue):
        self.out, self.rate, self.delay, self.room = out, kbit * 1000 / 8, rtt / 2000, queue
        self.free = 0.0
        self.leaving = deque()
        self.travelling = deque()
        self.dropped = 0

    def put(self, packet, now):
        while self.leaving and self.leaving[0] <= now:
            self.leaving.popleft()
        if len(self.leaving) >= self.room:
            self.dropped += 1
            return
        self.free = max(now, self.free) + len(packet) / self.rate
        self.leaving.append(self.free)
        self.travelling.append((self.free + self.delay, packet))

    def deliver(self, now):
        while self.travelling and self.travelling[0][0] <= now:
            try:
                os.write(self.out, self.travelling.popleft()[1])
            except OSError:
                self.dropped += 1

    def next(self):
        return self.travelling[0][0] if self.travelling else float("inf")


def carry(near_tun, far_tun, options, ends):
    """Moves packets until one of the processes behind `ends` has ended."""
    link = (options.kbit, options.rtt, options.queue)
    ways = {near_tun: Way(far_tun, *link), far_tun: Way(near_tun, *link)}
    watched = [near_tun, far_tun, *ends]
    while True:
        wait = min(way.next() for way in ways.values()) - time.monotonic()
        readable = select.select(watched, [], [], max(0.0, min(wait, 1.0)))[0]
        now = time.monotonic()
        for tun, way in ways.items():
            while tun in readable:
                try:
                    way.put(os.read(tun, MTU + 100), now)
                except BlockingIOError:
                    break
            way.deliver(now)
        if any(end in readable for end in ends):
            return sum(way.dropped for way in ways.values())


def run(options):
    here = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    wake("lo")
    check(libc.unshare(CLONE_NEWNET), "a network namespace for the server")
    wake("lo")
    far_tun = end_of_link("far", FAR, NEAR)
    far = subprocess.Popen(shlex.split(options.far), preexec_fn=ends_with_us)
    check(libc.setns(here, CLONE_NEWNET), "back to the browser's namespace")
    near_tun = end_of_link("near", NEAR, FAR)
    near = subprocess.Popen(shlex.split(options.near), preexec_fn=ends_with_us)
    dropped = carry(near_tun, far_tun, options, [os.pidfd_open(near.pid), os.pidfd_open(far.pid)])
    if near.poll() is None:
        near.kill()
        sys.exit(f"the far end ended first, with {far.wait()}")
    far.terminate()
    try:
        far.wait(10)
    except subprocess.TimeoutExpired:
        far.kill()
    if dropped:
        print(f"link: {dropped} packets dropped", file=sys.stderr)
    sys.exit(near.returncode)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["up", "try", "run"])
    parser.add_argument("--far")
    parser.add_argument("--near")
    parser.add_argument("--kbit", type=float, default=400)
    parser.add_argument("--rtt", type=float, default=400, help="milliseconds")
    parser.add_argument("--queue", type=int, default=100, help="packets that wait at most")
    options = parser.parse_args()
    if options.what == "up":
        wake("lo")
    elif options.what == "try":
        options.far, options.near = "sleep 60", "true"
        run(options)
    else:
        run(options)


if __name__ == "__main__":
    main()
