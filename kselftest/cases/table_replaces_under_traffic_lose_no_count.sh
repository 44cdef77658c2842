#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# 200 edits of each table while packets flow: an unlabelled rule
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
	# Each COMMIT replaces the table; one process makes them all.
	n=0
	while [ $n = 0 ] || [ "$(cat flow.more)" -lt 600 ]; do
		[ $n -lt 20 ] || fail "only $(cat flow.more) packets flowed meanwhile"
		at B "$(tool "$1" "$2" restore)" --noflush <edits
		n=$((n + 1))
	done
	stream_stop flow
	arrived B "id:$id" "$sent"
	echo "$sent packets, $((200 * n)) edits"
}

two_hosts
load
seq 100 | while read -r n; do
	printf '*filter\n-I INPUT 1 -p tcp --dport %s -j ACCEPT\nCOMMIT\n' "$n"
	printf '*filter\n-D INPUT 1\nCOMMIT\n'
done >edits
for b in $(backends); do
	edit_and_count "$b" 4 10.9.0.2 9
	edit_and_count "$b" 6 fd09::2 9
	at B "$(tool "$b" 4)" -F
	at B "$(tool "$b" 6)" -F
done
