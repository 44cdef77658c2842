# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Namespaces that die with rules and held packets. Whose namespace exit runs first is
# decided by what was loaded first. Sourced behind lib.sh, verdict.sh and queue.sh.

# others_are_absent: what others_come loads is not there yet
others_are_absent() {
	[ ! -d /sys/module/nf_conntrack ] || fail "conntrack is loaded already"
	[ ! -d /sys/module/nf_tables ] || fail "nf_tables is loaded already"
}
others_come() { modprobe nf_conntrack; modprobe nf_tables; modprobe nft_compat; modprobe nf_nat; }

# hosts_die: A, and B with packets in its queue
hosts_die() {
	forget_namespace B
	finish q KILL || :
	forget_namespace A
}

# nothing_is_left: no reference, no flight
nothing_is_left() {
	wait_until 30 unused
	expect_eq "flights" "$(nftrq info flights)" 0
}

# namespaces_die: four of them, with rules and held packets; then the module goes
namespaces_die() {
	module nfnetlink_queue
	i=0
	while [ $i -lt 4 ]; do
		two_hosts
		watch nft 4 B filter INPUT in
		at B iptables-nft -t nat -A PREROUTING -p udp --dport 9 -j REDIRECT --to-ports 9
		at B iptables-nft -A INPUT -m conntrack --ctstate INVALID -j DROP
		if has_legacy; then watch legacy 4 B raw PREROUTING raw; fi
		queue_rule nft 4 B INPUT
		hold B
		send_v4 20
		held 20
		hosts_die
		i=$((i + 1))
	done
	nothing_is_left
	rmmod nftrace
}
