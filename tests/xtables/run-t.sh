#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a .t file of the iptables plugin against the kernel it stands on.
# usage: run-t.sh IPTABLES FILE.t     as root, where rules may be changed
#   IPTABLES  the command to test: iptables-legacy, iptables-nft, ip6tables-legacy ...
# Lines are rule;expected;OK|FAIL, with ":CHAIN,CHAIN" and "*table" before them,
# as in iptables' own extensions/. For OK: -A takes it, -S shows what was
# expected and nothing else, -C finds it, -D takes it away. For FAIL: it is refused,
# by a message that names an option of the rule. The last line is "N passed, N failed".
iptables=$1 file=$2
passed=0 failed=0 chains='' table=filter
err=/tmp/run-t.$$
trap 'rm -f "$err"' EXIT

# xargs splits into words as a shell does, and expands nothing
ipt() { printf '%s\n' "$*" | xargs "$iptables" -w; }

bad() {
	echo "FAIL $iptables line $number, $table $chain: $rule: $1"
	sed 's/^/     /' "$err"
	verdict=failed
}

names_an_option() {
	for word in $rule; do
		case $word in --nftrace-*)
			grep -qF -e "${word#--}" "$err" && return 0
		esac
	done
	return 1
}

accepted() {
	[ "$expected" = "=" ] && expected=$rule
	ipt -t $table -A $chain "$rule" 2>"$err" || { bad "not taken"; return; }
	shown=$("$iptables" -w -t $table -S $chain 2>"$err" | grep -v '^-[PN]')
	[ "$shown" = "-A $chain $expected" ] || bad "shown as: $shown"
	ipt -t $table -C $chain "$rule" 2>"$err" || bad "-C does not find it"
	ipt -t $table -D $chain "$rule" 2>"$err" || bad "-D does not delete it"
}

refused() {
	if ipt -t $table -A $chain "$rule" 2>"$err"; then
		bad "was taken"
	else
		names_an_option || bad "the message names no option"
	fi
}

number=0
while IFS= read -r line || [ -n "$line" ]; do
	number=$((number + 1))
	case $line in
	''|'#'*) continue ;;
	:*) chains=$(printf '%s' "${line#:}" | tr , ' '); continue ;;
	'*'*) table=${line#?}; continue ;;
	esac
	rule=${line%%;*} rest=${line#*;}
	for chain in $chains; do
		expected=${rest%;*} verdict=passed
		case ${rest##*;} in
		OK) accepted ;;
		FAIL) refused ;;
		*) : >"$err"; bad "ends neither in OK nor in FAIL" ;;
		esac
		if [ $verdict = passed ]; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			"$iptables" -w -t $table -F $chain
		fi
	done
done <"$file"

saved=$("$iptables-save" 2>"$err") || saved="-j NFTRACE: cannot be told, $iptables-save fails"
if printf '%s\n' "$saved" | grep -e '-j NFTRACE'; then
	echo "FAIL $iptables: rules are still there after -D"
	failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed != 0 ]
