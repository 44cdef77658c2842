#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test that cannot be done here.
echo first words
echo "SKIP: the reason"
exit 4
