#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Without CAP_NET_ADMIN each command is refused with EPERM, and joining the
# group as well; root in the same place is served.
. "$KSELFTEST/lib/lib.sh"
# as_nobody COMMAND...
as_nobody() {
	at B setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all \
		--bounding-set=-all "$@"
}
two_hosts
load
at B iptables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label secret
send_v4 10
arrived B secret 10
for cmd in info "get secret" dump "reset secret" "subscribe 100 1 100" "join 50"; do
	step "$cmd"
	# shellcheck disable=SC2086 # split on purpose
	refuses as_nobody nftrq $cmd
	grep -q EPERM refused.err || fail "$cmd: $(cat refused.err)"
done
at B nftrq join 50
expect_field B secret hits 10
