#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# modinfo tells version, commit and what was probed; the loaded module has the same
# version, and so has nfctl.
. "$KSELFTEST/lib/lib.sh"

version=$(modinfo -F version "$NFTRACE_KO")
[ -n "$version" ] || fail "modinfo tells no version"
[ "$(nfctl --version)" = "nfctl $version" ] || fail "nfctl is not of version $version"
[ -n "$(modinfo -F git "$NFTRACE_KO")" ] || fail "modinfo tells no commit"
probed=$(modinfo -F probed "$NFTRACE_KO")
echo "probed: $probed"
for word in $probed; do
	case $word in
	?*=[yn]) ;;
	*) fail "probed: what is $word" ;;
	esac
done
case " $probed " in *" genl_mcast_cap=y "*) ;; *) fail "genl_mcast_cap was not found" ;; esac
load
[ "$(cat /sys/module/nftrace/version)" = "$version" ] || fail "another version is loaded"
rmmod nftrace
