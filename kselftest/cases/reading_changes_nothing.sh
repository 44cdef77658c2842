#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# nfctl watch, rules and status load no module and make no table or hook, with
# the module absent and with it loaded.
# kernels: stock
. "$KSELFTEST/lib/lib.sh"
# What a look could leave behind, read without asking netfilter for anything.
state() {
	sort /proc/modules | cut -d' ' -f1
	at B sh -c 'cat /proc/net/ip_tables_names /proc/net/ip6_tables_names 2>/dev/null || :'
}
look() {
	for cmd in "watch --count 1 --interval 100ms" rules status; do
		step "$cmd"
		# shellcheck disable=SC2086 # split on purpose
		at B nfctl $cmd >look.out 2>&1 && r=0 || r=$?
		expect_eq "exit of nfctl $cmd ($(tail -n 1 look.out))" "$r" "$1"
		state >after
		diff before after || fail "nfctl $cmd left something behind"
	done
}
two_hosts
state >before
look 3
load
state >before
look 0
step "with tables of others"
at B iptables-nft -A INPUT -p tcp -j ACCEPT
if has_legacy; then at B iptables-legacy -t mangle -A INPUT -p tcp -j ACCEPT; fi
at B nft list ruleset >nft.before
state >before
look 0
at B nft list ruleset >nft.after
cmp nft.before nft.after
