#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Memory that nobody refers to any more; planted_then_none runs behind it.
set -e
modprobe planted fault=leak
rmmod planted
