#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel dies and stays where it is: only the host can tell.
# append: panic=0
# timeout: 1
echo c >/proc/sysrq-trigger
sleep 1000
