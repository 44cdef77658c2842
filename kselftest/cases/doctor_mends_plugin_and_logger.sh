#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A plugin where iptables does not look, another logger, a program without capability:
# doctor names each, and its commands mend them. It changes nothing itself.
# kernels: 6.1 newest
# timeout: 240
# In a mount namespace of its own: the plugins of the guest stay as they are.
[ -n "${PRIVATE:-}" ] || PRIVATE=1 exec unshare --mount sh "$0"
. "$KSELFTEST/lib/lib.sh"

plugins=/usr/lib/$(uname -m)-linux-gnu/xtables
load

# mends CHECK: runs the command that doctor names
mends() {
	nfctl doctor >doctor || true
	! grep -q "^ok *$1 " doctor || fail "doctor finds nothing wrong with $1"
	mend=$(sed -n "s/^[a-z]* *$1 .*; mend: //p" doctor | head -n 1)
	[ -n "$mend" ] || fail "doctor names no command for $1: $(cat doctor)"
	step "mending: $mend"
	sh -c "$mend"
	nfctl doctor >doctor || true
	grep "^ok *$1 " doctor || fail "$1 is not mended: $(cat doctor)"
}

cp -r "$plugins" plugins
mount --bind plugins "$plugins"
mkdir -p /usr/local/lib
mount -t tmpfs tmpfs /usr/local/lib
mkdir /usr/local/lib/xtables
mv "$plugins/libxt_NFTRACE.so" /usr/local/lib/xtables/
refuses iptables -A INPUT -j NFTRACE
mends plugin
iptables -A INPUT -j NFTRACE
iptables -D INPUT -j NFTRACE

modprobe nfnetlink_log
echo nfnetlink_log >/proc/sys/net/netfilter/nf_log/2
mends logger
grep '^ *2 nf_log_ipv4' /proc/net/netfilter/nf_log

step "without capability"
setpriv --reuid 65534 --clear-groups --bounding-set=-all nfctl doctor >doctor &&
	fail "doctor is content without CAP_NET_ADMIN"
grep '^fail *capability .*; mend: sudo nfctl doctor' doctor

step "the list for programs"
nfctl doctor --json | jq -e '.checks | length > 20 and all(.grade and .message)'
step "symbols"
address=$(awk '$3 == "nf_hook_slow" { print $1 }' /proc/kallsyms)
nfctl symbols "$address" | grep '^nf_hook_slow+0x0/'
nfctl symbols 'nftr_target+8 [nftrace]' | grep '^nftr_target+0x8/.* \[nftrace\]  .*target\.c:[0-9]'
nfctl symbols --gdb --module nftrace | grep '^add-symbol-file .*nftrace.ko 0x.* -s '
text=$(cat /sys/module/nftrace/sections/.text)
nfctl symbols --module nftrace | grep "$text nftrace .text"
echo 2 >/proc/sys/kernel/kptr_restrict
status=0
nfctl symbols "$address" 2>hidden || status=$?
echo 0 >/proc/sys/kernel/kptr_restrict
[ "$status" = 3 ] || fail "hidden addresses end with status $status"
grep kptr_restrict hidden
