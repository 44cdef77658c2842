# SPDX-License-Identifier: GPL-2.0-or-later
"""The guest's root: the host's own programs, one kernel's modules, our build.

Three archives that the kernel unpacks one over the other: `base` changes with the
host's packages, `kernel` with the kernel and our module, the third with each boot.
None is compressed: the guest is slower at unpacking than the host at reading.
"""

import contextlib
import hashlib
import lzma
import os
import re
import shutil
import subprocess
from pathlib import Path

from .kernels import BUILD, TOP, VM, LaneError

WORK = BUILD / "vm"
SEARCH = "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
INDEXES = ("modules.builtin", "modules.builtin.modinfo", "modules.order")  # of depmod
LIBRARY = re.compile(r"(/[^ ]+)")
PASSWD = """root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/false
user:x:1000:1000:user:/tmp:/bin/sh
"""


def _listed(name):
    lines = (VM / "guest" / name).read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _libraries(program):
    out = subprocess.run(["ldd", program], capture_output=True, text=True, check=False)
    if "not found" in out.stdout:
        raise LaneError(f"{program} needs a library that is not here:\n{out.stdout}")
    return [Path(found[1]) for found in map(LIBRARY.search, out.stdout.splitlines()) if found]


def _place(root, path, name=None):
    """Copies a host file to where the guest's merged /usr has it."""
    inside = name or str(path)
    if not inside.startswith(("/usr/", "/kselftest/")):
        inside = "/usr" + inside
    target = root / inside.lstrip("/")
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path.resolve(), target)


def _add_program(root, path, name=None):
    """Adds a program or plugin and the libraries that it is linked with."""
    _place(root, path, name)
    for library in _libraries(path.resolve()):
        _place(root, library)


@contextlib.contextmanager
def scratch_directory():
    """A directory of this process below build/vm/; those of processes that were
    killed go with it."""
    WORK.mkdir(parents=True, exist_ok=True)
    for old in WORK.glob("run.*"):
        if not Path("/proc", old.suffix[1:]).exists():
            shutil.rmtree(old, ignore_errors=True)
    directory = WORK / f"run.{os.getpid()}"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def pack(root, archive):
    """Makes a cpio archive of a directory; everything in it belongs to root."""
    names = sorted(str(p.relative_to(root)) for p in root.rglob("*"))
    with archive.open("wb") as out:
        subprocess.run(
            ["cpio", "-o", "-H", "newc", "--quiet", "-R", "+0:+0", "-0"],
            input="".join(n + "\0" for n in names).encode(),
            stdout=out, cwd=root, check=True,
        )


def _host_files():
    programs, missing = [], []
    for word in _listed("programs.list"):
        optional = word.startswith("?")
        name = word.lstrip("? ")
        path = shutil.which(name, path=SEARCH)
        if path:
            programs.append(Path(path))
        elif not optional:
            missing.append(name)
    if missing:
        raise LaneError(f"not installed: {' '.join(missing)}; try: make deps")
    libraries = Path("/usr/lib") / f"{os.uname().machine}-linux-gnu"
    plugins = [*sorted((libraries / "xtables").glob("*.so")), *sorted((libraries / "ulogd").glob("*.so"))]
    data = [Path("/etc/protocols"), Path("/etc/services"), Path("/etc/ethertypes"), Path("/etc/iproute2/rt_tables")]
    return programs, plugins, [d for d in data if d.exists()]


def _fill_base(root, programs, plugins):
    for directory in ("proc", "sys", "dev", "run", "tmp", "etc", "root", "bbin", "kselftest",
                      "usr/bin", "usr/sbin", "usr/lib", "usr/lib64"):
        (root / directory).mkdir(parents=True, exist_ok=True)
    for link in ("bin", "sbin", "lib", "lib64"):
        (root / link).symlink_to(f"usr/{link}")
    for path in [*programs, *plugins]:
        _add_program(root, path)
    # busybox's own shell prefers its own ip and mount: the shell is dash, and
    # its applets come last in PATH.
    (root / "usr/bin/sh").symlink_to("dash")
    busybox = shutil.which("busybox", path=SEARCH)
    for applet in subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout.split():
        (root / "bbin" / applet).symlink_to("/bin/busybox")
    for tool in ("modprobe", "insmod", "rmmod", "lsmod", "depmod", "modinfo"):
        (root / "usr/sbin" / tool).symlink_to("../bin/kmod")
    for suffix in ("", "-save", "-restore"):
        for family in ("iptables", "ip6tables"):
            for backend in ("nft", "legacy"):
                (root / f"usr/sbin/{family}-{backend}{suffix}").symlink_to(f"xtables-{backend}-multi")
            (root / f"usr/sbin/{family}{suffix}").symlink_to("xtables-nft-multi")
        (root / f"usr/sbin/ebtables-nft{suffix}").symlink_to("xtables-nft-multi")
    for tool in ("xtables-monitor", "iptables-translate", "ip6tables-translate"):
        (root / "usr/sbin" / tool).symlink_to("xtables-nft-multi")


def base(scratch):
    """The archive of the host's programs, remade when one of them changed."""
    programs, plugins, data = _host_files()
    stats = [(str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in [*programs, *plugins]]
    code = [(VM / "guest" / "programs.list").read_text(), Path(__file__).read_text()]
    key = hashlib.sha256(repr((stats, code)).encode()).hexdigest()[:16]
    archive = WORK / f"base-{key}.cpio"
    if archive.exists():
        return archive
    root = scratch / "base"
    _fill_base(root, programs, plugins)
    for path in data:
        target = root / str(path).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (root / "etc/passwd").write_text(PASSWD)
    (root / "etc/group").write_text("root:x:0:\nuser:x:1000:\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
    pack(root, scratch / "base.cpio")
    shutil.rmtree(root)
    (scratch / "base.cpio").replace(archive)
    return archive


def _copy_modules(kernel, target):
    for config in (kernel.modules / "config", kernel.image.parent / f"config-{kernel.release}"):
        if config.exists():
            shutil.copy(config, target / "config")
    for wanted in _listed("modules.list"):
        top = kernel.modules / "kernel" / wanted
        found = top.rglob("*.ko*") if top.is_dir() else top.parent.glob(top.name + "*")
        for module in found:
            if "kunit" in module.name or module.name.startswith("test_"):
                continue
            to = target / module.relative_to(kernel.modules)
            to.parent.mkdir(parents=True, exist_ok=True)
            if module.suffix == ".xz":
                to.with_suffix("").write_bytes(lzma.decompress(module.read_bytes()))
            else:
                shutil.copy(module, to)


def kernel_modules(scratch, kernel, ours):
    """The archive of a kernel's modules with `ours` (paths of .ko files) among them."""
    root = scratch / "modules"
    target = root / "usr/lib/modules" / kernel.release
    (target / "updates").mkdir(parents=True)
    if kernel.modules:
        _copy_modules(kernel, target)
    for name in INDEXES:
        if (kernel.lists / name).exists():
            shutil.copy(kernel.lists / name, target / name)
    for module in ours:
        shutil.copy(module, target / "updates")
    (root / "lib").symlink_to("usr/lib")
    depmod = shutil.which("depmod", path=SEARCH) or "depmod"
    subprocess.run([depmod, "-b", root, kernel.release], check=True)
    (root / "lib").unlink()
    archive = scratch / "modules.cpio"
    pack(root, archive)
    shutil.rmtree(root)
    return archive


def _add_project(root):
    """Our programs, test tools and tests, as far as they are built."""
    own = root / "kselftest"
    for name in ("cases", "lib", "tools"):
        if (TOP / "kselftest" / name).is_dir():
            shutil.copytree(TOP / "kselftest" / name, own / name)
    shutil.copytree(VM / "guest", own / "guest")
    (own / "xtables").mkdir()
    for path in [*TOP.glob("tests/xtables/*.sh"), *TOP.glob("ctl/xtables/libxt_NFTRACE.*")]:
        shutil.copy(path, own / "xtables")
    for tool in sorted((BUILD / "kselftest" / "tools").glob("*")):
        _add_program(root, tool, f"/kselftest/tools/{tool.name}")
    if (BUILD / "bin" / "nfctl").exists():
        _add_program(root, BUILD / "bin" / "nfctl", "/usr/sbin/nfctl")
        # Its debug information would take a third of what the guest can write.
        subprocess.run(["strip", "--strip-debug", root / "usr/sbin/nfctl"], check=True)
    plugin = BUILD / "xtables" / "libxt_NFTRACE.so"
    if plugin.exists():
        _place(root, plugin, f"/usr/lib/{os.uname().machine}-linux-gnu/xtables/{plugin.name}")


def boot(directory, files):
    """The archive of one boot: our build, and `files`, a dict of guest path to
    text or host path."""
    root = directory / "root"
    root.mkdir(parents=True)
    _add_project(root)
    shutil.copy(VM / "guest" / "init", root / "init")
    for inside, content in files.items():
        target = root / inside.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copy(content, target)
        else:
            target.write_text(content)
    archive = directory / "boot.cpio"
    pack(root, archive)
    shutil.rmtree(root)
    return archive
