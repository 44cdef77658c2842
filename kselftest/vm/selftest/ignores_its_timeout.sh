#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test that is deaf to the time-out's signal, with a deaf child.
# timeout: 3
trap "" TERM
sh -c 'trap "" TERM; sleep 1000' &
sleep 1000
sleep 1000
