# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Send N, see N: the same steps for each backend and family. Sourced behind
# lib.sh.

# exact BACKEND FAMILY
exact() {
	[ "$1" != legacy ] || need_legacy
	_xt=$(tool "$1" "$2") _xn=$(many 5000)
	case $2 in 4) _xa=10.9.0.2 _xh=28 ;; 6) _xa=fd09::2 _xh=48 ;; esac
	two_hosts
	load
	step "rules on both sides, one that nothing matches"
	at A "$_xt" -A OUTPUT -p udp --dport 9 -j NFTRACE --nftrace-label out
	at B "$_xt" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label in
	at B "$_xt" -A INPUT -p udp --dport 10 -j NFTRACE --nftrace-label none
	at B "$_xt" -A INPUT -p udp --dport 9 -j DROP
	expect_field B in hits 0
	step "$_xn packets"
	send A "$_xa" "$_xn" -s 100
	arrived A out "$_xn"
	arrived B in "$_xn"
	expect_field A out bytes $((_xn * (100 + _xh)))
	expect_field B in bytes $((_xn * (100 + _xh)))
	step "one more, the largest that fits"
	send A "$_xa" 1 -s 1400
	arrived B in $((_xn + 1))
	expect_field B in bytes $((_xn * (100 + _xh) + 1400 + _xh))
	expect_field B none hits 0
}
