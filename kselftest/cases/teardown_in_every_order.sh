#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# nf_tables, conntrack, x_tables and the module loaded in every order, and unloaded in
# every order that the kernel allows. In each, one namespace dies with rules and packets
# open, and another, older than the modules, amidst the unloading.
# kernels: stock
# asked: stock
# boot: own
# timeout: 3600
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/queue.sh"

# orders of the four, one a line, in which $1 stands before $2 (and $3 before $4)
orders() {
	for a in n c x u; do for b in n c x u; do for c in n c x u; do for d in n c x u; do
		o=$a$b$c$d
		case $o in *n*) ;; *) continue ;; esac
		case $o in *c*) ;; *) continue ;; esac
		case $o in *x*) ;; *) continue ;; esac
		case $o in *"$1"*"$2"*) ;; *) continue ;; esac
		case $o in *"$3"*"$4"*) echo "$o" ;; esac
	done; done; done; done
}

each_of() { echo "$1" | sed 's/./& /g'; }
in_use() { awk '{ print $1 }' /proc/modules | grep -E "$1" || :; }
named() {
	case $1 in
	n) echo '^(nft_|nf_tables$|nfnetlink_queue$)' ;;
	c) echo '^(nf_conntrack|nf_nat|xt_conntrack|xt_MASQUERADE|nft_ct|nft_chain_nat|nft_masq|nf_defrag)' ;;
	x) echo '^(xt_|x_tables$|ip_tables$|ip6_tables$|iptable_|ip6table_|nft_compat$)' ;;
	u) echo '^nftrace$' ;;
	esac
}
load_one() {
	case $1 in
	n) modprobe nf_tables ;;
	c) modprobe nf_conntrack ;;
	x) modprobe x_tables ;;
	u) load ;;
	esac
}
_none_of() {
	for m in $(in_use "$1"); do rmmod "$m" 2>/dev/null || :; done
	[ -z "$(in_use "$1")" ]
}
unload_one() { wait_until 30 _none_of "$(named "$1")"; }

# lives_and_dies: a namespace with rules, packets held, conntrack, a tap; then none
lives_and_dies() {
	namespace B
	watch nft 4 B filter INPUT in
	at B iptables-nft -A INPUT -m conntrack --ctstate INVALID -j DROP
	if has_legacy; then watch legacy 4 B raw PREROUTING raw; fi
	queue_rule nft 4 B INPUT
	hold B
	start_ready tap B tapq rules tap.ready
	send B 127.0.0.1 10
	held 10
	forget_namespace B
	for p in q tap; do finish $p KILL 2>/dev/null || :; done
}

# had_rules: rules of C are hit, and go
had_rules() {
	watch nft 4 C filter OUTPUT out
	send C 127.0.0.1 10
	expect_field C out hits 10
	at C nft flush ruleset
}

for m in n c x u; do unload_one $m; done
n=0
for load_order in $(orders x u x u); do
	# Nothing leaves before what stands on it: nft_compat on x_tables, we too.
	for unload_order in $(orders u x n x); do
		step "loaded $load_order, unloaded $unload_order"
		namespace C
		for m in $(each_of "$load_order"); do load_one "$m"; done
		had_rules
		lives_and_dies
		wait_until 30 unused
		gone=0
		for m in $(each_of "$unload_order"); do
			[ $gone -ge 2 ] || send C 127.0.0.1 10
			unload_one "$m"
			gone=$((gone + 1))
			[ $gone != 2 ] || forget_namespace C
		done
		n=$((n + 1))
	done
done
[ $n -ge 96 ] || fail "only $n orders"
figures "$n orders, $((2 * n)) namespaces died"
