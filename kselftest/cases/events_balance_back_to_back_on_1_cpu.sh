#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# 200,000 packets back to back, read in every mode side by side: what was read
# and what was lost, by cause, is what was sent, exactly.
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/events.sh"
. "$KSELFTEST/lib/flooded.sh"

flooded_events 1
