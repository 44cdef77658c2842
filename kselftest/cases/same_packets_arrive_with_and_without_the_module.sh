#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The same traffic through a router, without the module and with its rules in
# every hook: the captures behind it are byte for byte the same, nothing is
# written to the log.
# timeout: 240
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

# capture NAME: what S gets of the same traffic, without times
capture() {
	at R conntrack -F 2>/dev/null || :
	start dump S tcpdump -Z root -i sr -U -B 8192 -w "$1.pcap" udp
	wait_until 20 grep -q listening dump.err
	start_sink s S
	send C 10.2.0.2 100 -d -B 30000
	send C fd02::2 100 -d -B 30000 -i 1000
	send C 10.1.0.1 50 -d -B 30001 -p 90 -i 2000
	at C rawfrag -I 7 10.1.0.2 10.2.0.2 20
	at C rawfrag -I 7 fd01::2 fd02::2 20
	send C 10.2.0.2 50 -d -B 30002 -p 10 -i 3000
	expect_eq "arrived" "$(sink_got s)" 290
	# The capture is complete when it has the last datagram that arrives.
	send C 10.2.0.2 1 -d -B 30003 -p 99 -i 4000
	whole() { tcpdump -Z root -r "$1.pcap" -nn 2>/dev/null | grep -q '10\.2\.0\.2\.99:'; }
	wait_until 10 whole "$1"
	finish dump INT || :
	tcpdump -Z root -r "$1.pcap" -t -nn -XX >"$1.txt" 2>/dev/null
	[ "$(wc -l <"$1.txt")" -gt 1000 ] || fail "an empty capture"
}
client_router_server
for h in C R S; do
	at $h sh -c 'echo 0 >/proc/sys/net/ipv6/auto_flowlabels
		for f in all default; do echo 1 >/proc/sys/net/ipv4/conf/$f/arp_ignore; done'
done
at R nft -f - <<'NFT'
table ip router {
	chain pre { type nat hook prerouting priority -100; udp dport 90 dnat to 10.2.0.2:9; }
	chain forward { type filter hook forward priority 0; udp dport 10 drop; }
	chain post { type filter hook postrouting priority -150; oifname "rs" ip ttl set 33; }
}
NFT
capture without
load
# rules BACKEND FAMILY: two in each chain that this backend has
rules() {
	while read -r table chains; do
		[ "$1.$table" != legacy.nat ] || continue
		echo "*$table"
		for chain in $chains; do
			echo "-I $chain -j NFTRACE --nftrace-label $1$2$table$chain"
			echo "-I $chain -j NFTRACE --nftrace-count-only"
		done
		echo COMMIT
	done <<-E2
		raw PREROUTING OUTPUT
		mangle PREROUTING INPUT FORWARD OUTPUT POSTROUTING
		nat PREROUTING INPUT OUTPUT POSTROUTING
		filter INPUT FORWARD OUTPUT
	E2
}
for b in $(backends); do
	for v in 4 6; do
		rules "$b" $v >rules
		at R "$(tool "$b" $v restore)" --noflush <rules
	done
done
log_mark
capture with
log_since | grep -i nftr && fail "the log was written to"
expect_eq "packets that the module saw" "$([ "$(hits R nft4filterFORWARD)" -ge 220 ] && echo many)" many
diff without.txt with.txt >difference || fail "not the same: $(head -n 20 difference)"
