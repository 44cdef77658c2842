# SPDX-License-Identifier: GPL-2.0-or-later
"""One guest: started, watched through its results file, ended in any case."""

import os
import shutil
import signal
import subprocess
import time

from . import accel

BOOT_LIMIT = 120  # seconds to the first line, on kernel 6.1
GRACE = 60  # seconds that a test may be silent over its own limit, on 6.1
ROOM = 4 << 30  # bytes free in /dev/shm, so that two guests may use it


class Guest:
    """A running guest.

    `directory` gets its files: `console.log` and `results`. Use as a context
    manager: the process is gone afterwards.
    """

    def __init__(self, kernel, directory, archives, *, smp, mem, append, cpu):
        self._directory = directory
        self.results = directory / "results"
        self.console = directory / "console.log"
        self.results.write_bytes(b"")
        initrd = directory / "initrd"
        with initrd.open("wb") as out:
            for archive in archives:
                with archive.open("rb") as part:
                    shutil.copyfileobj(part, out)
        make = self._uml if kernel.kind == "uml" else self._qemu
        self._command = make(kernel, initrd, smp, mem, append, cpu)
        self._process = None

    def _append(self, kernel, results, more):
        # A debug kernel ends at its first warning, which has to reach the console.
        strict = "debug" in kernel.words
        level = ["loglevel=5", "panic_on_warn=1"] if strict else ["loglevel=4"]
        # A slow guest's clock must not be taken for a hung CPU.
        return ["quiet", *level, "panic=-1", "log_buf_len=4M", "kasan_multi_shot",
                "rcupdate.rcu_cpu_stall_timeout=120", f"SLOW={round(kernel.slow)}",
                f"RESULTS={results}", *more.split()]

    def _qemu(self, kernel, initrd, smp, mem, append, _cpu):
        kind = accel.choose(kernel.image)
        words = self._append(kernel, "/dev/ttyS1", append)
        command = ["qemu-system-x86_64", "-nodefaults", "-display", "none", "-nic", "none",
                   "-no-reboot", "-m", str(mem), "-smp", str(smp), "-accel", kind,
                   "-kernel", str(kernel.image), "-initrd", str(initrd),
                   "-serial", f"file:{self.console}", "-serial", f"file:{self.results}",
                   "-append", " ".join(["console=ttyS0", *words])]
        return command + (["-cpu", "host"] if kind == "kvm" else [])

    def _uml(self, kernel, initrd, _smp, mem, append, cpu):
        words = self._append(kernel, f"hostfs:{self._directory}", append)
        # Kernel and user processes hand over at each system call: on one CPU
        # that is nine times faster than between two.
        return ["taskset", "-c", str(cpu), str(kernel.image), f"initrd={initrd}", f"mem={mem}M",
                f"uml_dir={self._directory}", "umid=guest", "con=null", "con0=null,fd:1", *words]

    def __enter__(self):
        console = self.console.open("wb")
        # UML's memory is a file: best one that is never written to a disk.
        shared = os.statvfs("/dev/shm")
        roomy = shared.f_bavail * shared.f_frsize > ROOM
        environment = dict(os.environ, TMPDIR="/dev/shm" if roomy else str(self._directory))
        # However the runner ends, its guest ends with it.
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "nice", "-n", "5", *self._command],
            stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT,
            start_new_session=True, env=environment)
        console.close()
        return self

    def __exit__(self, *_):
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()

    def lines(self, limit):
        """Yields the lines of the results as they come.

        `limit(line)` says how many seconds may pass until the next one. Ends when
        the guest does; raises TimeoutError when it is silent for too long.
        """
        with self.results.open(encoding="utf-8", errors="replace") as results:
            rest, deadline = "", time.monotonic() + limit(None)
            while True:
                ended = self._process.poll() is not None
                rest += results.read()
                *complete, rest = rest.split("\n")
                for line in complete:
                    line = line.rstrip("\r")
                    deadline = time.monotonic() + limit(line)
                    yield line
                if ended:
                    return
                if time.monotonic() > deadline:
                    raise TimeoutError
                time.sleep(0.05)
