#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No fault: this one must pass.
# boot: own
set -e
modprobe planted fault=none
rmmod planted
