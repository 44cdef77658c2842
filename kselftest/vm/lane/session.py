# SPDX-License-Identifier: GPL-2.0-or-later
"""One boot from its list of tests to their results."""

import shutil

from . import initramfs
from .guest import BOOT_LIMIT, GRACE, Guest
from .kernels import BUILD

LOGS = BUILD / "log"


class Boot:
    """Runs `cases` in one guest and reports every one of them, whatever happens."""

    def __init__(self, kernel, cases, scratch, archives, report, options, number):
        self._kernel, self._cases, self._report = kernel, cases, report
        self._options = options
        self._archives = archives
        self._name = f"{kernel.name}-{number}"
        self._directory = scratch / str(number)
        self._open = {case.name: case for case in cases}  # not reported yet
        self._current = None
        self._failure = None  # the failed test whose output is being read
        self._faults = []

    def _seconds(self, case):
        return int((self._options.timeout or case.timeout) * self._kernel.slow)

    def _limit(self, line):
        if line is None:
            return BOOT_LIMIT * self._kernel.slow
        if line.startswith("run "):
            case = self._open.get(line[4:])
            return (self._seconds(case) if case else 0) + GRACE * self._kernel.slow
        return GRACE * self._kernel.slow

    def _close_failure(self):
        if self._failure:
            name, reason, output = self._failure
            self._report.fail(name, reason, output)
            self._failure = None

    def _take(self, line):
        if line.startswith("| "):
            if self._failure:
                self._failure[2].append(line[2:])
            return
        self._close_failure()
        word, _, rest = line.partition(" ")
        if word == "not":
            rest = rest.removeprefix("ok ")
        name, _, text = rest.partition(" ")
        if word == "run":
            self._current = name
        elif word == "figures":
            self._report.figures(name, text)
        elif word in ("ok", "skip", "not") and (self._open.pop(name, None) or word == "not"):
            self._current = None
            if word == "ok":
                self._report.ok(name, text)
            elif word == "skip":
                self._report.skip(name, text)
            else:
                self._failure = (name, text, [])

    def _fail_rest(self, why, console):
        tail = console.read_text(errors="replace").splitlines()[-40:] if console.exists() else []
        died_in = self._current
        for name in list(self._open):
            if name == died_in or not died_in:
                self._report.fail(name, why, tail)
                died_in, tail = name, []
            else:
                self._report.fail(name, f"not reached: {why} in {died_in}")

    def run(self, cpu):
        """Boots, reads, reports. `cpu` is the host CPU that UML is pinned to."""
        directory = self._directory
        directory.mkdir()
        plan = "".join(f"{c.name} {self._seconds(c)}\n" for c in self._cases)
        files = {"/kselftest/plan": plan}
        for case in self._cases:
            files[f"/kselftest/cases/{case.name}.sh"] = case.path
        files.update(self._options.files)
        archives = [*self._archives, initramfs.boot(directory, files)]
        append = " ".join([self._options.append, *(c.append for c in self._cases)])
        guest = Guest(
            self._kernel, directory, archives, append=append, cpu=cpu,
            smp=self._options.smp or max(c.smp for c in self._cases),
            mem=self._options.mem or max(c.mem for c in self._cases))
        why = "the guest died"
        try:
            with guest:
                for line in guest.lines(self._limit):
                    self._take(line)
                    if line == "end":
                        break
        except TimeoutError:
            why = "the guest hangs"
        self._close_failure()
        self._fail_rest(why, guest.console)
        LOGS.mkdir(parents=True, exist_ok=True)
        shutil.copy(guest.console, LOGS / f"{self._name}.console.log")
        shutil.copy(guest.results, LOGS / f"{self._name}.results.log")
        shutil.rmtree(directory, ignore_errors=True)
