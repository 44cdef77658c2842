#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test that passes but left the kernel tainted, and nothing in its log.
echo 512 >/proc/sys/kernel/tainted
