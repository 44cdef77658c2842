#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Memory that nobody refers to any more.
# boot: own
set -e
modprobe planted fault=leak
rmmod planted
