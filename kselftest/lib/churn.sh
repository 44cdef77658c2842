# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Everything at once: a network with all that a router has, and what disturbs it.
# Sourced behind lib.sh and events.sh. Each disturbance runs as a process of its
# own, does a bounded amount of work, and writes what it did to its NAME.did.

# churn_network: C - R - S with NAT and queues, a bridge with X and Y, a tunnel R - S
churn_network() {
	module bridge br_netfilter ipip nfnetlink_queue
	client_router_server
	_churn_bridge
	ip -n R link add name tun type ipip local 10.2.0.1 remote 10.2.0.2
	ip -n S link add name tun type ipip local 10.2.0.2 remote 10.2.0.1
	for _ch in R S; do ip -n $_ch link set tun up; done
	address S tun 10.66.0.2/32
	ip -n R route add 10.66.0.2/32 dev tun
	at R iptables-nft -t nat -A POSTROUTING -o rs -j MASQUERADE
	for _cq in 3 4 5; do
		at R iptables-nft -A FORWARD -p udp --dport 2$_cq -j NFQUEUE --queue-num $_cq
	done
	at R iptables-nft -A FORWARD -p udp --dport 30 -m statistic --mode nth --every 2 --packet 0 -j DROP
	start_ready q3 R nfq -q 3 -m accept -w 36000000 -r q3.ready
	start_ready q4 R nfq -q 4 -m drop -w 36000000 -r q4.ready
}

# What X sends to Y meets R's rules as lists of packets that GRO made.
_churn_bridge() {
	namespace X Y
	ip -n R link add name br0 type bridge
	_cn=1
	for _ch in X Y; do
		wire $_ch eth0 02:00:00:00:07:0$_cn R "p$_ch" 02:00:00:00:08:0$_cn
		address $_ch eth0 10.7.0.$_cn/24
		ip -n R link set "p$_ch" master br0
		at R ethtool -K "p$_ch" gro on rx-gro-list on >/dev/null
		_cn=$((_cn + 1))
	done
	ip -n R link set br0 up
	neighbour X eth0 02:00:00:00:07:02 10.7.0.2
	neighbour Y eth0 02:00:00:00:07:01 10.7.0.1
	bridge -n R fdb replace 02:00:00:00:07:02 dev pY master static
	ip netns exec R sh -c 'echo 20000000 >/sys/class/net/pX/gro_flush_timeout
		echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables'
	wait_until 20 _churn_bridge_forwards
}
_churn_bridge_forwards() { bridge -n R link show dev pY | grep -q 'state forwarding'; }

# echo_replies: that came back to C. Its kernel counts them, because ping's socket is
# also sent each error that the floods cause, and drops what it has no room for.
echo_replies() {
	at C awk '/^Icmp: [A-Z]/ { for (n = 1; n <= NF; n++) if ($n == "InEchoReps") at = n; next }
		/^Icmp:/ { print $at }' /proc/net/snmp
}

# steady_start, steady_stop: pings that go on while the module comes and goes; those
# that were sent are $sent then, and few of them may have got lost
steady_start() { start steady C ping -q -i 0.01 10.2.0.2; }
steady_stop() {
	finish steady INT || fail "pings: $(cat steady.out steady.err)"
	sent=$(sed -n 's/^\([0-9]*\) packets transmitted.*/\1/p' steady.out)
	_sr=$(echo_replies)
	# Those on their way at the end are not back.
	[ $((sent - _sr)) -lt 100 ] || fail "pings: $_sr replies, $(cat steady.out)"
}

# churn_edits RULES LIFE_RULES: the files that the disturbances restore. In edits each
# rule is added by itself, which for legacy is a table replace, then deleted.
churn_edits() {
	for _cv in -A -D; do
		for _ce in $(seq "$1"); do
			printf '*filter\n%s FORWARD -p udp --dport 30 -j NFTRACE --nftrace-label e%s\nCOMMIT\n' \
				$_cv "$_ce"
		done
	done >edits
	for _ce in $(seq "$1"); do
		printf '*filter\n-A OUTPUT -p udp -j NFTRACE\nCOMMIT\n*filter\n-F OUTPUT\nCOMMIT\n'
	done >output-edits
	{
		echo '*filter'
		seq "$2" | sed 's/.*/-A OUTPUT -j NFTRACE --nftrace-label out&/'
		printf '%s\n' '-A INPUT -j NFTRACE' '-A INPUT -p udp --dport 7 -j DROP' COMMIT
	} >life-rules
}

# did NAME COUNT: what a disturbance did; done_by NAME...: the sum of what they did
did() { echo "$2" >"$1.did"; }
done_by() {
	for _cd in "$@"; do cat "$_cd.did"; done | awk '{ n += $1 } END { print n + 0 }'
}

# disturb_legacy RULES, disturb_nft RULES, disturb_output RULES
disturb_legacy() {
	if has_legacy; then
		at R iptables-legacy-restore --noflush <edits
		did legacy $((2 * $1))
	else
		did legacy 0
	fi
}
disturb_nft() {
	at R iptables-nft-restore --noflush <edits
	did nft $((2 * $1))
}
disturb_output() {
	at C iptables-nft-restore --noflush <output-edits
	did output $((2 * $1))
}

# disturb_native RULES: in an inet table that is deleted with them
disturb_native() {
	at R nft add table inet churn
	at R nft 'add chain inet churn c { type filter hook forward priority 5; }'
	for _dn in $(seq "$1"); do at R xtblob nft inet churn c good "n$_dn" >/dev/null; done
	at R nft delete table inet churn
	did native $((2 * $1))
}

# disturb_readers TIMES: subscribers, taps of each kind and a queue's reader come,
# are killed with messages on their way and packets in hand; dumps and a reset between
disturb_readers() {
	for _dr in $(seq "$1"); do
		start_ready sub R nftrq hold 10 sub.ready
		start live R nftrq subscribe 10 1000000 3600000
		start_ready tap R tapq read tap.ready
		start_ready rules R tapq rules rules.ready
		start_ready group R tapq group group.ready
		start_ready q5 R nfq -q 5 -m hold -w 3600000 -r q5.ready
		at C flood -p 25 10.2.0.2 20 >/dev/null
		# Rules may change while they are read, which a dump has to say.
		at R nftrq dump >/dev/null 2>dump.err || grep -q EINTR dump.err
		at R nftrq reset whole
		for _dk in sub tap live rules group q5; do finish $_dk KILL 2>/dev/null || :; done
	done
	did readers "$1"
}

# disturb_lives TIMES: namespaces born, hit, and deleted while packets run in them and
# a tap, the group's reader and a subscriber are killed
disturb_lives() {
	for _dl in $(seq "$1"); do
		ip netns add life
		ip -n life link set lo up
		at life iptables-nft-restore <life-rules
		start_ready ltap life tapq read ltap.ready
		start_ready lgroup life tapq group lgroup.ready
		start_ready lsub life nftrq hold 10 lsub.ready
		# Ready when it is in the namespace, which is then deleted under it.
		start_ready lflood life sh -c ': >lflood.ready; exec flood 127.0.0.1 200'
		at life flood 127.0.0.1 50 >/dev/null
		ip netns del life
		for _dk in ltap lgroup lsub; do finish $_dk KILL 2>/dev/null || :; done
		finish lflood || fail "flood in a dying namespace: $(cat lflood.err)"
	done
	did lives "$1"
}
