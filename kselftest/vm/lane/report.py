# SPDX-License-Identifier: GPL-2.0-or-later
"""What became of each test, printed as it is known, and counted."""

import sys
import threading


class Report:
    """Thread-safe: boots run side by side."""

    def __init__(self, kernel_name):
        self._kernel = kernel_name
        self._lock = threading.Lock()
        self.passed = self.failed = self.skipped = 0

    def ok(self, name, seconds):
        """A test passed."""
        with self._lock:
            self.passed += 1
            print(f"ok {name} ({self._kernel}, {seconds} s)", flush=True)

    def figures(self, name, text):
        """What a test that passes counted."""
        with self._lock:
            print(f"figures {name} ({self._kernel}) {text}", flush=True)

    def skip(self, name, reason):
        """A test could not be done here: counted, never as passed."""
        with self._lock:
            self.skipped += 1
            print(f"skip {name} ({self._kernel}) {reason}", flush=True)

    def fail(self, name, reason, output=()):
        """A test failed; `output` is shown below it."""
        with self._lock:
            self.failed += 1
            print(f"not ok {name} ({self._kernel}) {reason}")
            for line in output:
                print(f"    {line}")
            sys.stdout.flush()

    def finish(self):
        """Prints the sum. Returns the exit status: 0 only when something was done
        and nothing failed."""
        text = f"{self._kernel}: {self.passed} passed, {self.failed} failed"
        print(text + (f", {self.skipped} skipped" if self.skipped else ""), flush=True)
        return 0 if not self.failed and self.passed + self.skipped else 1
