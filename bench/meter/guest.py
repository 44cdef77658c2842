# SPDX-License-Identifier: GPL-2.0-or-later
"""One guest whose instructions are counted, from its script to its windows."""

from dataclasses import dataclass, field

from lane import initramfs
from lane.guest import BOOT_LIMIT, Guest
from lane.kernels import LaneError

from . import BENCH, build

# A change of these words moves every figure by some instructions: addresses
# decide how long some look-ups take.
APPEND = ["quiet", "loglevel=1", "panic=-1", "clocksource=tsc", "tsc=reliable", "nokaslr",
          "norandmaps", "rcupdate.rcu_cpu_stall_timeout=120"]
SILENCE = 1800  # seconds that one row may take: a reader of traces is slow, and so is a busy host


class CountedGuest(Guest):
    """A guest on one virtual CPU whose clock is the count of its instructions."""

    def __init__(self, *args, plugin, **kwargs):
        self._plugin = plugin
        super().__init__(*args, **kwargs)

    def _qemu(self, kernel, initrd, smp, mem, append, _cpu):
        words = ["console=ttyS0", *APPEND, "RESULTS=/dev/ttyS1", *append.split()]
        return ["qemu-system-x86_64", "-nodefaults", "-display", "none", "-nic", "none",
                "-no-reboot", "-m", str(mem), "-smp", str(smp),
                "-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off",
                "-plugin", self._plugin,
                "-kernel", str(kernel.image), "-initrd", str(initrd),
                "-serial", f"file:{self.console}", "-serial", f"file:{self.results}",
                "-append", " ".join(words)]


@dataclass
class Window:
    """What was counted between two marks, and what the guest said about it."""

    row: str
    baseline: str
    sent: int
    arrived: int
    delivered: int | None  # None: there is no reader
    ns: int  # by the guest's clock; waiting included
    total: int = 0  # instructions
    user: int = 0  # of these, outside the kernel
    modules: int = 0  # of these, in kernel modules
    addresses: dict = field(default_factory=dict)  # kernel address -> times executed

    @property
    def per_packet(self):
        """Instructions a packet."""
        return self.total / self.sent


def _window(line):
    """Reads "row NAME BASELINE SENT ARRIVED DELIVERED NS"."""
    _, row, baseline, sent, arrived, delivered, ns = line.split()
    return Window(row, baseline, int(sent), int(arrived),
                  None if delivered == "-" else int(delivered), int(ns))


def add_counts(counted, windows):
    """Adds what the plugin wrote to the windows of the guest, which come in the same order."""
    addresses, waiting = {}, list(windows)
    for line in counted.read_text().splitlines():
        word, *numbers = line.split()
        if word != "window":
            address = int(word, 16)
            addresses[address] = addresses.get(address, 0) + int(numbers[0])
            continue
        if not waiting:
            raise LaneError("the plugin counted more windows than the guest told")
        window = waiting.pop(0)
        window.total, window.user, window.modules = map(int, numbers)
        window.addresses, addresses = addresses, {}
    if waiting:
        raise LaneError(f"nothing was counted for {waiting[0].row}")


def measure(kernel, modules, *, words="", addresses=False, progress=None):
    """Boots, runs guest/rows, returns (windows, symbols).

    `words` go to the kernel's command line, as environment of the script.
    With `addresses` each window holds where its instructions were, and symbols
    is a list of (address, name, module) in order; else it is empty.
    Raises LaneError when the guest does not reach its end.
    """
    files = {"/bench/udploop": build.sender()}
    for script in sorted((BENCH / "guest").iterdir()):
        files[f"/bench/{script.name}"] = script
    with initramfs.scratch_directory() as scratch:
        directory = scratch / "bench"
        directory.mkdir()
        counted = directory / "counted"
        plugin = f"{build.plugin()},out={counted}" + (",addresses=on" if addresses else "")
        archives = [initramfs.base(scratch), initramfs.kernel_modules(scratch, kernel, modules),
                    initramfs.boot(directory, files)]
        guest = CountedGuest(kernel, directory, archives, smp=1, mem=512, cpu=0, plugin=plugin,
                             append=f"SCRIPT=/bench/rows SYMBOLS={int(addresses)} {words}")
        windows, symbols = _listen(guest, progress)
        add_counts(counted, windows)
        return windows, symbols


def _listen(guest, progress):
    windows, symbols, ended = [], [], False
    try:
        with guest:
            for line in guest.lines(lambda line: SILENCE if line else 4 * BOOT_LIMIT):
                word, _, rest = line.partition(" ")
                if word == "row":
                    windows.append(_window(line))
                    if progress:
                        progress(windows[-1])
                elif word == "symbol":
                    address, name, *module = rest.split()
                    symbols.append((int(address, 16), name, module[0] if module else ""))
                elif word == "note" and progress:
                    progress(rest)
                elif word == "fail":
                    raise LaneError(f"in the guest: {rest}")
                elif word == "end":
                    ended = True
                    break
    except TimeoutError:
        raise LaneError(_death(guest, "the guest hangs")) from None
    if not ended:
        raise LaneError(_death(guest, "the guest died"))
    return windows, sorted(symbols)


def _death(guest, what):
    tail = guest.console.read_text(errors="replace").splitlines()[-20:]
    return "\n".join([f"{what}; its console ends with:", *tail])
