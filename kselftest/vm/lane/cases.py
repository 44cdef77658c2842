# SPDX-License-Identifier: GPL-2.0-or-later
"""The tests: what their headers ask for, and which of them share a boot."""

import re
from dataclasses import dataclass
from pathlib import Path

from .kernels import TOP, LaneError

DEFAULT_TIMEOUT = 120  # seconds on kernel 6.1
DEFAULT_MEM = 512  # MiB
HEADER = re.compile(r"#\s*(boot|smp|mem|kernels|timeout|append|asked):\s*(.*?)\s*$")


@dataclass(frozen=True)
class Case:
    """One test. The header's lines "# key: value" stand before its first command."""

    name: str
    path: Path
    own_boot: bool = False
    smp: int = 1
    mem: int = DEFAULT_MEM
    timeout: int = DEFAULT_TIMEOUT
    kernels: frozenset = frozenset()  # empty: every kernel
    append: str = ""  # for the kernel's command line; implies a boot of its own
    asked: frozenset = frozenset()  # kernels where it runs only when asked for by name

    def fits(self, kernel):
        """Whether this test is meant for that kernel."""
        return not self.kernels or bool(self.kernels & kernel.words)


def _words(text):
    """Names and tags of kernels."""
    return frozenset(text.replace(",", " ").split())


def load(path):
    """Reads one test's header. LaneError for a header that makes no sense."""
    values = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            break
        found = HEADER.match(line)
        if found:
            values[found[1]] = found[2]
    try:
        if values.get("boot", "own") != "own":
            raise ValueError(f"boot: {values['boot']}")
        return Case(
            name=path.stem,
            path=path,
            own_boot="boot" in values or "append" in values,
            smp=int(values.get("smp", 1)),
            mem=int(values.get("mem", DEFAULT_MEM)),
            timeout=int(values.get("timeout", DEFAULT_TIMEOUT)),
            kernels=_words(values.get("kernels", "")),
            append=values.get("append", ""),
            asked=_words(values.get("asked", "")),
        )
    except ValueError as wrong:
        raise LaneError(f"{path}: header: {wrong}") from wrong


DIRECTORIES = (TOP / "kselftest" / "cases", TOP / "tests" / "xtables" / "guest")


def choose(names, kernel):
    """The tests called `names` (all without any) that are meant for `kernel`.

    A test asked for by name that is not meant for this kernel is an error: the
    caller would take its silence for success.
    """
    if not names:
        cases = [load(path) for d in DIRECTORIES for path in sorted(d.glob("*.sh"))]
        return [c for c in cases if c.fits(kernel) and not c.asked & kernel.words]
    chosen = []
    for name in names:
        file = f"{name.removesuffix('.sh')}.sh"
        paths = [Path(name)] if "/" in name else [d / file for d in DIRECTORIES]
        found = [path for path in paths if path.is_file()]
        if not found:
            raise LaneError(f"no test {name}")
        case = load(found[0])
        if not case.fits(kernel):
            raise LaneError(f"{case.name} is for kernels {' '.join(sorted(case.kernels))}")
        chosen.append(case)
    return chosen


def boots(cases, guests, smp=None, mem=None):
    """Groups tests into boots: lists of tests that run one after another in one guest.

    Tests that ask for the same machine share one, dealt out to as many guests as
    run at once; the longest boot comes first.
    """
    shared = {}
    result = []
    for case in cases:
        if case.own_boot:
            result.append([case])
        else:
            shared.setdefault((smp or case.smp, mem or case.mem), []).append(case)
    for group in shared.values():
        parts = min(guests, max(1, len(group) // 2))
        group.sort(key=lambda c: -c.timeout)
        result += [group[i::parts] for i in range(parts)]
    return sorted(result, key=lambda boot: -sum(c.timeout for c in boot))
