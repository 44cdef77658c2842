#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# 50 edits of each table (200 in all) while packets flow: an unlabelled rule
# misses none of them and keeps its id.
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/traffic.sh"

# edit_and_count BACKEND FAMILY ADDR PORT
edit_and_count() {
	t=$(tool "$1" "$2")
	step "$t"
	before=$(ids B)
	at B "$t" -A INPUT -p udp --dport "$4" -j NFTRACE
	id=$( (ids B; echo "$before") | sort -n | uniq -u)
	at B "$t" -A INPUT -p udp --dport "$4" -j DROP
	stream_start flow A "$3" -p "$4"
	i=0
	while [ $i -lt 25 ]; do
		at B "$t" -I INPUT 1 -p tcp --dport 99 -j ACCEPT
		at B "$t" -D INPUT 1
		i=$((i + 1))
	done
	stream_moves flow
	stream_stop flow
	arrived B "id:$id" "$sent"
	[ "$sent" -gt 400 ] || fail "only $sent packets flowed meanwhile"
	echo "$sent packets"
}

two_hosts
load
for b in $(backends); do
	edit_and_count "$b" 4 10.9.0.2 9
	edit_and_count "$b" 6 fd09::2 9
	at B "$(tool "$b" 4)" -F
	at B "$(tool "$b" 6)" -F
done
