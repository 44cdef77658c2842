#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Readers stopped, killed and too slow; one of eight; a tap over its budget:
# what is missing is told to the packet, and nobody else loses anything.
# timeout: 240
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/events.sh"

two_hosts
load tap_budget=0
need_taps
watch nft 4 B filter INPUT in
start_sink s B
n=$(many 45000)

# With so much of each packet a reader's buffer holds 27,000 events: above that one
# that sleeps must lose some.
step "one of eight readers sleeps; it learns exactly what it missed"
for i in 1 2 3 4 5 6 7; do listen r$i B --quiet --rule in; done
listen asleep B --rule in --snaplen 256
# shellcheck disable=SC2154 # start sets it
kill -STOP "$asleep_pid"
send_v4 "$n"
for i in 1 2 3 4 5 6 7; do
	heard r$i
	told_are r$i seen="$n" told="$n"
	expect_eq "read and lost by r$i" $(($(told r$i verdicts) + $(told r$i lost))) "$n"
done
kill -CONT "$asleep_pid"
send_v4 100 -i 900000
heard asleep
told_are asleep seen=$((n + 100)) verdicts="$(told asleep shown)"
expect_eq "read and lost" $(($(told asleep shown) + $(told asleep lost))) $((n + 100))
gaps=$(sed -n 's/^{"gap":\([0-9]*\),.*/\1/p' asleep.out | awk '{ n += $1 } END { print n + 0 }')
expect_eq "gaps shown in place" "$gaps" "$(told asleep lost)"
[ "$n" -lt 45000 ] || [ "$gaps" -gt 0 ] || fail "nothing was lost: the case proves nothing"

step "a reader is killed midway: idle at once"
listen killed B --rule in
send_v4 2000
# shellcheck disable=SC2154 # start sets it
kill -KILL "$killed_pid"
taps_are B 0
send_v4 100
verdict B in hits=$((n + 2200)) accept=$((n + 2200))

step "a tap over its budget pauses, and says how much it let by"
finish s TERM
at B iptables-nft -F
wait_until 20 unused
rmmod nftrace
load tap_budget=1
listen poor B udp port 9
began=$(ticks)
send_v4 5000
took=$(($(ticks) - began))
heard poor
expect_eq "told and let by" $(($(told poor shown) + $(told poor paused))) 5000
[ "$(told poor shown)" -gt 100 ] || fail "a budget of 300 events let $(told poor shown) by"
# A slow machine has fewer packets a second than the budget, which is 3,000.
if [ $took -lt 100 ] || [ "$(told poor paused)" -gt 0 ]; then
	grep -q '^{"pause":[0-9]*,"cpu":0}' poor.out || fail "no pause is in the stream"
fi
