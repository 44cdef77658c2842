#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One allocation after another fails in module load, namespace creation, the first
# and later rules of a namespace, subscription, dump, get and reset, a tap's creation,
# joining, and the messages made of what is in an outbox: each is refused for want of
# memory or done whole, other rules count on, the next try works.
# kernels: debug
# boot: own
# timeout: 900
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/events.sh"
. "$KSELFTEST/lib/fault.sh"
. "$KSELFTEST/lib/queue.sh"

need_faults

step "module load, from shortly before the module's own first allocation"
# One that is refused at its first step tells how many the kernel's loader makes.
! FAIL_NTH=1000000 failnth insmod "$NFTRACE_KO" flights=3 >fault.out 2>fault.err ||
	fail "flights=3 was taken"
loader=$((1000000 - $(left_over)))
unload() { if [ "$1" = yes ]; then rmmod nftrace; else ! loaded || fail "refused, but there"; fi; }
each_fault $((loader - 30)) unload failnth insmod "$NFTRACE_KO"

two_hosts
load
at B iptables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label keep
kept=0
keeps() {
	send_v4 1
	kept=$((kept + 1))
	arrived B keep $kept
}

step "namespace creation: the last 200 allocations or so, the module's among them"
# The first one after a load makes more than those behind it.
allocations failnth netns >first
total=$(allocations failnth netns)
# How many there are differs by some dozens from one time to the next.
each_fault $((total > 200 ? total - 200 : 1)) true failnth netns
[ $((_n - _first)) -gt 20 ] || fail "only $((_n - _first)) of $total allocations were reached"
keeps

step "a rule more"
tidy() {
	at B nft flush chain ip probe c
	[ "$(at B nftrq count)" = 1 ] || fail "rules left: $(at B nftrq dump)"
	keeps
}
at B nft add table ip probe
at B nft 'add chain ip probe c { type filter hook forward priority 0; }'
each_fault 1 tidy at B xtblob nft ip probe c good
each_fault 1 tidy at B xtblob nft ip probe c good labelled

step "the first rule of a namespace"
fresh() {
	ip netns add fresh
	ip netns exec fresh nft add table inet probe
	ip netns exec fresh nft 'add chain inet probe c { type filter hook input priority 0; }'
}
afresh() { ip netns del fresh; fresh; }
fresh
each_fault 1 afresh at fresh xtblob nft inet probe c good
ip netns del fresh

if has_legacy; then
	step "legacy: a table replaced with the same rule, and with a foreign id"
	at B iptables-legacy -t raw -A PREROUTING -p udp --dport 7 -j NFTRACE
	same() { expect_eq "rules" "$(at B nftrq count)" 2; keeps; }
	each_fault 1 same at B xtblob legacy raw good
	each_fault 1 same at B xtblob legacy raw id-foreign
	at B iptables-legacy -t raw -F
fi

step "subscription, dump, get, info, reset"
each_fault 1 keeps at B nftrq subscribe 10 0 1
each_fault 1 keeps at B nftrq dump
each_fault 1 keeps at B nftrq get keep
each_fault 1 keeps at B nftrq info
anew() { kept=$(hits B keep); keeps; }
each_fault 1 anew at B nftrq reset --all

step "taps: the first, which brings hooks and notes, and later ones"
untapped() { taps_are B 0; keeps; }
each_fault 1 untapped at B failnth tap
each_fault 1 untapped at B failnth tap rules
each_fault 1 keeps at B failnth join

step "hooks can't be registered while NFQUEUE holds a packet: it stays there"
# Taking back the first hook of several made the kernel drop what it held. In a fresh
# namespace the hooks are the last that a tap needs, but for what answers.
queued_in_q() { at Q awk '{ print $3 }' /proc/net/netfilter/nfnetlink_queue; }
holding() {
	namespace Q
	at Q iptables-nft -A OUTPUT -p udp --dport 9 -j NFQUEUE --queue-num 3
	hold Q
	send Q 127.0.0.1 1
	held 1
}
holding_no_more() {
	forget_namespace Q
	finish q KILL 2>/dev/null || :
}
holding
allocations at Q failnth tap >needed
holding_no_more
needed=$(cat needed)
n=$((needed - 30)) refused=0
while [ $n -lt $((needed - 4)) ]; do
	holding
	FAIL_NTH=$n at Q failnth tap >fault.out 2>fault.err || refused=$((refused + 1))
	expect_eq "held when allocation $n of $needed failed" "$(queued_in_q)" 1
	holding_no_more
	n=$((n + 1)) all_faults=$((all_faults + 1))
done
all_refused=$((all_refused + refused))
[ $refused -ge 5 ] || fail "only $refused taps were refused"

step "what is in an outbox becomes messages"
# Without the work that empties it every 8 ms coming first: then there is more to make.
emptied() { anew; taps_are B 0; }
i=0 most=0
while [ $i -lt 10 ] && [ $most -lt 5 ]; do
	each_fault 1 emptied at B failnth flush 20
	[ "$_n" -le $most ] || most=$_n
	i=$((i + 1))
done
[ $most -ge 5 ] || fail "no message of events was made by the request"

step "the books balance"
books B keep
figures "$all_faults allocations failed, $all_refused requests refused"
