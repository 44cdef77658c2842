# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds what measuring needs: the plugin for qemu, the sender for the guest."""

import re
import subprocess

from lane.kernels import BUILD, LaneError

from . import BENCH

OUT = BUILD / "bench"
FLAGS = ["-O2", "-std=gnu11", "-Wall", "-Wextra"]
PLUGIN_QEMU = range(6, 9)  # major versions that load plugins of interface version 1


def _compile(name, target, *flags):
    source = BENCH / "tools" / name
    sources = [source, *(BENCH / "tools").glob("*.h")]
    if target.exists() and target.stat().st_mtime > max(s.stat().st_mtime for s in sources):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cc", *FLAGS, *flags, "-o", target, source], check=True)
    return target


def plugin():
    """Path of the plugin. LaneError when this qemu would not load it."""
    said = subprocess.run(["qemu-system-x86_64", "--version"],
                          capture_output=True, text=True, check=False).stdout
    version = re.search(r"version (\d+)", said)
    if not version:
        raise LaneError("qemu-system-x86_64 is missing; try: make deps")
    if int(version[1]) not in PLUGIN_QEMU:
        raise LaneError(f"qemu {version[1]} does not load plugins of interface version 1; "
                        "Debian 12's qemu 7.2 does")
    return _compile("count_plugin.c", OUT / "count_plugin.so", "-shared", "-fPIC")


def sender():
    """Path of udploop, which runs in any guest."""
    return _compile("udploop.c", OUT / "udploop", "-static")


def pacer():
    """Path of udprate, likewise."""
    return _compile("udprate.c", OUT / "udprate", "-static")
