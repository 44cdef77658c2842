#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A kernel warning, which ends the boot where it happens.
# append: kmemleak=off
set -e
modprobe planted fault=warn
rmmod planted
