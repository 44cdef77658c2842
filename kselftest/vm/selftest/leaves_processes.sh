#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test that passes; its background process must not reach the next one.
sleep 1000 &
echo left
