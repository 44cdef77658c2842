# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts the instructions that a guest executes for each packet. See ../run."""

import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BENCH.parent / "kselftest" / "vm"))
