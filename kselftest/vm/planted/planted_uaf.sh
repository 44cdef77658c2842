#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A read of freed memory.
# append: kmemleak=off
set -e
modprobe planted fault=uaf
rmmod planted
