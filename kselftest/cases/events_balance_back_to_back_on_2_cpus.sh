#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# 200,000 packets back to back from two threads, read in every mode side by side:
# what was read and what was lost, by cause, is what was sent, exactly.
# smp: 2
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/events.sh"
. "$KSELFTEST/lib/flooded.sh"

need_cpus 2
flooded_events 2
