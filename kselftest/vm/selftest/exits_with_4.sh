#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A program's own status 4 is no skip.
echo "iptables: refused"
exit 4
