# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernels of kernels.conf and where their files are."""

import os
from dataclasses import dataclass
from pathlib import Path

VM = Path(__file__).resolve().parent.parent
TOP = VM.parent.parent
BUILD = Path(os.environ.get("NFTRACE_BUILD", TOP / "build"))
CACHE = Path(os.environ.get("NFTRACE_CACHE", Path.home() / ".cache" / "nftrace"))


class LaneError(Exception):
    """Something that the user has to mend; the text says what and how."""


@dataclass(frozen=True)
class Kernel:
    """One line of kernels.conf, with the files it stands for."""

    name: str
    kind: str  # deb, x86 or uml
    words: frozenset  # what a test's "kernels:" line may call it
    slow: float  # times longer than 6.1 that a test may take
    image: Path
    modules: Path | None  # its lib/modules/RELEASE; None: everything is built in
    lists: Path  # the folder of modules.builtin and its like
    release: str
    built: Path  # where our module for it is built


def _fields(name):
    for line in (VM / "kernels.conf").read_text().splitlines():
        fields = line.split()
        if fields and fields[0] == name:
            return fields
    raise LaneError(f"no kernel '{name}' in {VM / 'kernels.conf'}")


def tagged(tag):
    """Names of the kernels that have this tag, in the order of kernels.conf."""
    lines = [line.split() for line in (VM / "kernels.conf").read_text().splitlines()]
    return [fields[0] for fields in lines
            if fields and not fields[0].startswith("#") and tag in fields[7:]]


def _deb(name, flavour, abi):
    chosen = CACHE / "kernels" / f".abi-{name}"
    candidates = [abi] + ([chosen.read_text().strip()] if chosen.exists() else [])
    for known in candidates:
        root = CACHE / "kernels" / f"{known}-{flavour}"
        for modules in [*root.glob("lib/modules/*"), *root.glob("usr/lib/modules/*")]:
            images = [*root.glob("boot/vmlinuz-*"), *modules.glob("vmlinuz")]
            if images and (root / "build" / "Makefile").exists():
                return images[0], modules, modules.name
    raise LaneError(f"kernel '{name}' is not in the cache: kselftest/vm/fetch-kernel {name}")


def _own(name, kind, directory):
    out = CACHE / "build" / directory
    image = out / ("linux" if kind == "uml" else "arch/x86/boot/bzImage")
    release = out / "include/config/kernel.release"
    if not image.exists() or not release.exists():
        raise LaneError(f"kernel '{name}' is not built: kselftest/vm/build-kernel {name}")
    return image, None, release.read_text().strip()


def find(name):
    """The kernel called `name`. LaneError when it is unknown or not there yet."""
    _, kind, _, place, abi, _, slow, *tags = _fields(name)
    if kind == "deb":
        image, modules, release = _deb(name, place, abi)
        built = BUILD / "kmod" / release
    else:
        image, modules, release = _own(name, kind, place)
        # Several of these have one release: the name tells them apart.
        built = BUILD / "kmod" / name
    lists = modules or CACHE / "build" / place
    words = frozenset([name, kind, *tags])
    return Kernel(name, kind, words, float(slow), image, modules, lists, release, built)
