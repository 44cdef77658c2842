#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Send N packets, see N hits and their bytes: iptables-nft, IPv4.
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/exact.sh"

exact nft 4
