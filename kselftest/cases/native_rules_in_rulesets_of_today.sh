#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# In a ruleset as firewalld writes it, and in a router's, rules of ours count and
# tell verdicts; after del --all both are to the byte what they were. What is said
# of saved rulesets is true: nft -f refuses one with such a rule.
# kernels: 6.1 newest rt
# timeout: 120
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/native.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
module nf_conntrack nf_nat nf_tables
step "a host of firewalld's"
nft_at S <<'NFT'
table inet firewalld {
	chain mangle_PREROUTING {
		type filter hook prerouting priority mangle + 10; policy accept
		jump mangle_PREROUTING_ZONES
	}
	chain mangle_PREROUTING_ZONES { goto mangle_PRE_public; }
	chain mangle_PRE_public { }
	chain filter_INPUT {
		type filter hook input priority filter + 10; policy accept
		ct state { established, related } accept
		ct status dnat accept
		iifname "lo" accept
		ct state invalid drop
		jump filter_INPUT_ZONES
		reject with icmpx admin-prohibited
	}
	chain filter_INPUT_ZONES {
		iifname "sr" goto filter_IN_public
		goto filter_IN_public
	}
	chain filter_IN_public {
		jump filter_IN_public_deny
		jump filter_IN_public_allow
		meta l4proto { icmp, ipv6-icmp } accept
	}
	chain filter_IN_public_deny { }
	chain filter_IN_public_allow {
		udp dport 9 ct state { new, untracked } accept
	}
}
NFT
step "a router"
nft_at R <<'NFT'
table inet fw {
	set blocked4 { type ipv4_addr; flags interval; elements = { 192.0.2.0/24, 10.1.0.200 }; }
	map ports { type inet_service : verdict; elements = { 9 : accept, 10 : drop }; }
	chain forward {
		type filter hook forward priority filter; policy drop
		ct state vmap { established : accept, related : accept, invalid : drop }
		ip saddr @blocked4 drop
		meta l4proto { icmp, ipv6-icmp } accept
		iifname "rc" oifname "rs" jump lan_to_wan
	}
	chain lan_to_wan {
		udp dport vmap @ports
		limit rate over 1000/second counter drop
		tcp dport { 22, 80, 443 } accept
	}
	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept
		oifname "rs" ip saddr 10.1.0.0/24 masquerade
	}
}
NFT
remember R
remember S
lan=$(handle_of R 'inet fw lan_to_wan' vmap)
add R inet fw lan_to_wan --before "$lan" --label lan -- proto udp
add R inet fw forward --label fwd -- proto udp
add R inet fw postrouting --label nat -- proto udp oifname rs
add S inet firewalld filter_IN_public_allow --label allowed -- proto udp dport 9
add S inet firewalld filter_INPUT --last --label left
grep -q "^note: nft -f can't load what \"nft list ruleset\" prints" add.out || fail "$(cat add.out)"
for p in 9 10; do
	send C 10.2.0.2 40 -p $p
	send C fd02::2 20 -p $p
done
arrived R fwd 120
verdict R fwd accept=60 drop=60
verdict R lan accept=60 drop=60
books R nat
wait_until 5 at S nftrq get allowed
[ "$(hits S allowed)" -ge 2 ] || fail "firewalld's chain saw $(hits S allowed) new connections"
books S allowed
expect_field S left hits 0
send C 10.2.0.2 30 -p 11
arrived R fwd 150
verdict R fwd accept=60 drop=90

step "a saved ruleset that boot can't load is told"
at R nfctl status >status.out
! grep -q 'refuses it at boot' status.out || fail "$(cat status.out)"
at R nft list ruleset >/etc/nftables.conf
echo 'include "/etc/nftables.d/*.nft"' >>/etc/nftables.conf
mkdir -p /etc/nftables.d /etc/iptables
cp ruleset.S /etc/nftables.d/clean.nft
at S nft list ruleset >/etc/nftables.d/host.nft
echo '*filter
-A INPUT -j NFTRACE
COMMIT' >/etc/iptables/rules.v4
at R nfctl status >status.out
at R nfctl status --json >status.json
if at C nft -f /etc/nftables.conf 2>refused.err; then fail "nft loaded it"; fi
rm -r /etc/nftables.conf /etc/nftables.d /etc/iptables
for f in /etc/nftables.conf /etc/nftables.d/host.nft /etc/iptables/rules.v4; do
	grep -q "^warning  *$f has NFTRACE in line [0-9]" status.out || fail "$(cat status.out)"
done
expect_eq "found" "$(jq -c '[.saved.found[] | .kind], .nft_rules' status.json | paste -sd ' ')" \
	'["nft","nft","iptables"] 3'

step "all of ours out"
for n in R S; do
	at $n nfctl del --all >del.out
	unchanged $n
done
