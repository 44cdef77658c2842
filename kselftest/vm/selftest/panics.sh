#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test that takes the kernel down.
# boot: own
echo c >/proc/sysrq-trigger
sleep 1000
