# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether KVM works here, and not only opens."""

import os
import subprocess
import time

from .initramfs import WORK

LIMIT = 5  # seconds; a machine where KVM works needs about one


def _kvm_boots(image):
    """Boots a kernel without a root under KVM: it has to come as far as its panic.

    Nothing less will do: there are machines whose /dev/kvm opens and runs a few
    instructions, but no kernel. A hang costs LIMIT seconds; a process that not even
    SIGKILL ends is left behind.
    """
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return False
    console = WORK / f"kvm-probe.{os.getpid()}"
    probe = subprocess.Popen(
        ["qemu-system-x86_64", "-accel", "kvm", "-cpu", "host", "-m", "256", "-nodefaults",
         "-display", "none", "-nic", "none", "-no-reboot", "-kernel", str(image),
         "-serial", f"file:{console}", "-append", "console=ttyS0 panic=-1"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for limit, end in ((LIMIT, probe.kill), (LIMIT, lambda: None)):
            try:
                probe.wait(limit)
                break
            except subprocess.TimeoutExpired:
                end()
        return console.exists() and b"Kernel panic" in console.read_bytes()
    finally:
        console.unlink(missing_ok=True)


def choose(image):
    """"kvm" when `image` boots under it, else "tcg". Asked once per boot of this host."""
    WORK.mkdir(parents=True, exist_ok=True)
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as boot_id:
        known = WORK / f"accel-{boot_id.read().strip()}"
    if known.exists():
        return known.read_text().strip()
    began = time.monotonic()
    found = "kvm" if _kvm_boots(image) else "tcg"
    print(f"# guests run under {found} (probed in {time.monotonic() - began:.1f} s)", flush=True)
    known.write_text(found + "\n")
    return found
