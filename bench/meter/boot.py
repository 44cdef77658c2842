# SPDX-License-Identifier: GPL-2.0-or-later
"""What bench's programs have in common: kernel, module, one measured boot."""

import argparse
import sys
from pathlib import Path

from lane import kernels

from . import guest, rows

KERNEL = "6.1"


def parser(text):
    """A parser with the options that all of them have."""
    found = argparse.ArgumentParser(description=text.split("\n", maxsplit=1)[0])
    found.add_argument("--module", type=Path, help="nftrace.ko (default: as built for that kernel)")
    found.add_argument("--packets", type=int, default=20000, help="packets a row (20000)")
    return found


def measure(options, parts, *, addresses=False, progress=True):
    """Boots once and measures these parts of guest/. Returns (windows, symbols).

    Raises LaneError when something is missing, the guest dies, or the counting
    itself proves wrong.
    """
    kernel = kernels.find(KERNEL)
    module = options.module or kernel.built / "nftrace.ko"
    if not module.exists():
        raise kernels.LaneError(f"{module} is missing: make module-{KERNEL}")
    plugin = kernels.BUILD / "xtables" / "libxt_NFTRACE.so"
    tool = kernels.BUILD / "kselftest" / "tools" / "nftrq"
    for needed, target in ((plugin, "programs"), (tool, "test-tools")):
        if not needed.exists():
            raise kernels.LaneError(f"{needed} is missing: make {target}")
    windows, symbols = guest.measure(
        kernel, [module], words=f"PARTS={','.join(parts)} PACKETS={options.packets}",
        addresses=addresses, progress=_tell if progress else None)
    wrong = rows.method_error(windows)
    if wrong:
        raise kernels.LaneError(wrong)
    return windows, symbols


def _tell(what):
    print(f"# {what if isinstance(what, str) else what.row}", file=sys.stderr, flush=True)


def main(work):
    """Runs `work` and makes a LaneError the exit status 2."""
    try:
        sys.exit(work())
    except kernels.LaneError as error:
        print(f"{Path(sys.argv[0]).name}: {error}", file=sys.stderr)
        sys.exit(2)
