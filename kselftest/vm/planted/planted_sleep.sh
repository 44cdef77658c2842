#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An allocation that may sleep, under a spinlock.
# append: kmemleak=off
set -e
modprobe planted fault=sleep
rmmod planted
