#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test without an end: its time-out ends it.
# timeout: 3
sleep 1000
