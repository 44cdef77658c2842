#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A hook behind our last one that takes long, as under load or where the kernel
# preempts it: who reads the books meanwhile does not make a drop an accept, nor
# is a fate presumed before it is decided.
# smp: 2
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/events.sh"

need_cpus 2
two_hosts
at B nft add table ip slow
at B nft add chain ip slow c '{ type filter hook input priority 2147483647; }'
at B nft add chain ip slow each
at B nft add chain ip slow leaf

# rules N RULE...: one line for each
rules() {
	_i=0
	while [ $((_i += 1)) -le "$1" ]; do echo "add rule ip slow $2"; done
}

step "a hook that takes 50 ms to drop a packet"
{
	rules 32 'c udp dport 9 jump each'
	echo "add rule ip slow c udp dport 9 drop"
	rules 32 'each jump leaf'
} >slow.nft
at B nft -f slow.nft
took=0 size=8
while [ "$took" -lt 50 ]; do
	[ $((size *= 2)) -le 2048 ] || fail "2,000,000 rules take only ${took}0 ms for 10 packets"
	rules $((size / 2)) 'leaf meta mark 7' >leaf.nft
	at B nft -f leaf.nft
	from=$(ticks)
	send_v4 10
	took=$(($(ticks) - from))
done

step "read while it runs"
load
watch nft 4 B filter INPUT in
need_verdicts
listen t B --fate 'udp port 9'
start sender A flood 10.9.0.2 20
n=0
while [ "$(hits B in)" -lt 20 ]; do
	[ $((n += 1)) -le 2000 ] || fail "20 packets did not come"
	at B nftrq dump >/dev/null
done
finish sender
hears t '"event":"verdict".*"verdict":"drop"' 20
heard t
told_are t seen=20 verdicts=20 fates=0 lost=0
verdict B in hits=20 drop=20 hook.$IN.drop=20
