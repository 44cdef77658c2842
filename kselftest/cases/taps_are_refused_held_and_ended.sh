#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Hostile requests are told why; the 33rd tap is refused; without the capability
# there is none; a socket passed on keeps its tap; namespaces die with taps open;
# packets held in NFQUEUE while a tap comes and goes arrive once.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/events.sh"
. "$KSELFTEST/lib/queue.sh"

two_hosts
module nfnetlink_queue
load
need_taps

step "hostile requests"
for kind in $(at A tapq hostile list); do
	at A tapq hostile "$kind" >hostile.out || fail "taken: $kind"
	grep -q "^$kind E[A-Z]* " hostile.out || fail "no error: $(cat hostile.out)"
done
taps_are A 0

step "32 and no more, and all gone with their process"
start_ready many A tapq many 40 many.ready
grep -q '^opened 32 ENOSPC .*32 taps' many.out || fail "$(cat many.out)"
taps_are A 32
taps_are B 0
finish many KILL || :
taps_are A 0

step "without the capability"
nobody='--reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all'
# shellcheck disable=SC2086 # words
refuses at A setpriv $nobody tapq read no.ready
grep -q EPERM refused.err || fail "$(cat refused.err)"
# shellcheck disable=SC2086 # words
refuses at A setpriv $nobody tapq group no.ready
grep -q EPERM refused.err || fail "$(cat refused.err)"
[ ! -e no.ready ] || fail "opened without the capability"

step "a socket passed to a process in another namespace"
start_ready p A tapq passed p.ready /run/netns/B
taps_are A 1
send_v4 100
finish p TERM
grep -q ' verdicts 100 ' p.out || fail "passed on: $(cat p.out)"
taps_are A 0

step "packets held while taps come and go"
# A hook that comes in front makes the kernel queue a held packet once more.
through() {
	let_go
	[ "$(hits B behind)" = "$1" ]
}
at B iptables-nft -t raw -A PREROUTING -p udp --dport 9 -j NFQUEUE --queue-num 3
watch nft 4 B filter INPUT behind
hold B
start_sink s B
send_v4 40
held 40
listen t B --rule behind
listen f B --quiet udp
wait_until 20 through 40
heard f
send_v4 10 -i 1000
listen f B --quiet udp
heard f
wait_until 20 through 50
heard t
told_are t seen=50 shown=50
finish q TERM
expect_eq "arrived" "$(sink_got s)" 50
expect_eq "of them different" "$(sink_unique s)" 50

step "a namespace dies with a tap open, and packets on their way"
namespace D
at D iptables-nft -A OUTPUT -p udp -j NFTRACE
start_ready d D tapq read d.ready
start_ready g D tapq group g.ready
taps_are D 2
send D 127.0.0.1 100
forget_namespace D
kill -KILL "$d_pid" "$g_pid"
at B iptables-nft -F
wait_until 20 unused
