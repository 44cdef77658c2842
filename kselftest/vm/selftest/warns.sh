#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test that passes but left a warning in the kernel log.
echo "WARNING: CPU: 0 PID: 1 at planted" >/dev/kmsg
