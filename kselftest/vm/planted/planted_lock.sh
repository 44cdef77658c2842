#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Two locks, taken in both orders.
# append: kmemleak=off
set -e
modprobe planted fault=lock
rmmod planted
