# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Measuring in the guest. Sourced by rows.
#
# Lines for the host: "row NAME BASELINE SENT ARRIVED DELIVERED NS",
# "note TEXT", "fail TEXT", "symbol ADDRESS NAME MODULE", "end".

PACKETS=${PACKETS:-20000}
results=${results:?the first process says where results go}
say() { printf '%s\n' "$*" >>"$results"; }

die() {
	say "fail $*"
	poweroff -f
}

# must COMMAND...: it has to succeed, or nothing that follows means anything
must() { "$@" >/run/must 2>&1 || die "$*: $(tail -n 2 /run/must | tr '\n' ' ')"; }

# until_true COMMAND...: polls, for 20 seconds of the guest's time
until_true() {
	_left=200
	until "$@"; do
		_left=$((_left - 1))
		[ $_left -gt 0 ] || die "waited in vain: $*"
		sleep 0.1
	done
}

ns=
# place NAME: a network namespace of its own for the rows that follow
place() {
	ns=$1
	must ip netns add "$ns"
	must ip -n "$ns" link set lo up
	# Its entry in the table of neighbours, which all namespaces share: a later
	# one would make a chain longer that others walk.
	must ip netns exec "$ns" ping -c 1 127.0.0.1
}
in_ns() { ${ns:+ip netns exec "$ns"} "$@"; }
legacy() { must ip netns exec "$ns" iptables-legacy "$@"; }
xnft() { must ip netns exec "$ns" iptables-nft "$@"; }

# send_count N [udploop's options]: one window; sets sent, arrived, taken
send_count() {
	_n=$1
	shift
	# What a change of rules left to do in the background is done by then.
	sleep 2
	in_ns /bench/udploop "$@" "$_n" >/run/said 2>&1 || die "udploop: $(cat /run/said)"
	read -r _ _ sent _ arrived _ taken </run/said
}
send() { send_count "$PACKETS" "$@"; }

# reader_begins OUTPUT COMMAND...: in $ns, in the background
reader_begins() {
	_out=$1
	shift
	# exec, so that $! is the reader itself and not a shell that waits for it
	(exec ip netns exec "$ns" "$@" >"$_out" 2>&1) &
	reader=$!
}

reader_gone() { [ ! -d "/proc/$reader" ] || grep -q '^State:.Z' "/proc/$reader/status"; }

# reader_ends: asks it to, and waits; it may have something left to write
reader_ends() {
	kill "$reader"
	until_true reader_gone
	wait "$reader"
}

# row NAME BASELINE [DELIVERED]: what the last window was; without DELIVERED
# there is nobody to read
row() { say "row $1 $2 $sent $arrived ${3:--} $taken"; }
