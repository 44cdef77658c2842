# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Allocations that fail, one after another. Sourced behind lib.sh; needs a kernel
# with fault injection.

# of all each_fault together
all_faults=0 all_refused=0
_failslab=/sys/kernel/debug/failslab
_failpage=/sys/kernel/debug/fail_page_alloc

# need_faults: allocations that may sleep fail too, and nothing is logged
need_faults() {
	[ -e /proc/self/fail-nth ] || skip "this kernel has no fault injection"
	for _f in $_failslab $_failpage; do
		echo N >"$_f/ignore-gfp-wait"
		echo 0 >"$_f/verbose"
	done
}

# each_fault FIRST BEHIND COMMAND...: the command (a tool that heeds FAIL_NTH) with
# its allocation FIRST failing, then the next, until one is not reached. BEHIND is
# called after each. What is refused must be refused for want of memory, and the kernel's
# words, where there are any, must not name another cause.
each_fault() {
	_n=$1 _behind=$2 _refused=0
	shift 2
	_first=$_n
	while :; do
		_done=yes
		FAIL_NTH=$_n "$@" >fault.out 2>fault.err || _done=no
		if grep -q 'fault not reached' fault.err; then
			[ $_done = yes ] || fail "without a fault: $(cat fault.out fault.err)"
			break
		fi
		grep -q 'fault taken' fault.err || fail "no fault in: $* ($(cat fault.err))"
		if [ $_done = no ]; then
			grep -qE 'ENOMEM|ENOBUFS|Cannot allocate memory|No buffer space' fault.out fault.err ||
				fail "refused at allocation $_n: $(cat fault.out fault.err)"
			! grep -E '^E[A-Z]+: .' fault.err | grep -qv memory ||
				fail "allocation $_n failed, the kernel says: $(cat fault.err)"
			_refused=$((_refused + 1))
		fi
		"$_behind" $_done
		_n=$((_n + 1))
		[ $((_n - _first)) -lt 3000 ] || fail "no end of allocations in: $*"
	done
	"$_behind" yes
	all_faults=$((all_faults + _n - _first)) all_refused=$((all_refused + _refused))
	echo "$((_n - _first)) faults, $_refused refused: $*"
	[ "$_n" -gt "$_first" ] || fail "no allocation was reached in: $*"
}

# left_over: of the allocations that the last command could have made
left_over() { sed -n 's/fault not reached, \([0-9]*\) left/\1/p' fault.err; }

# allocations COMMAND...: how many the command makes
allocations() {
	FAIL_NTH=1000000 "$@" >fault.out 2>fault.err || fail "$*: $(cat fault.out fault.err)"
	echo $((1000000 - $(left_over)))
}

# faults_at_random PERCENT: of the allocations of tools that are marked, which
# FAIL_RANDOM does, or faults_in_workers
faults_at_random() {
	echo Y >$_failslab/task-filter
	echo N >$_failslab/cache-filter
	_faults_begin "$1"
}

# faults_for_packets PERCENT: of packets, netlink messages and connections, whoever
# makes them, and in whatever context. Which caches may fail is said when the kernel
# boots: # append: slub_debug=A,skbuff_head_cache,nf_conntrack
faults_for_packets() {
	expect_eq "the packets' cache may fail" "$(cat /sys/kernel/slab/skbuff_head_cache/failslab)" 1
	echo N >$_failslab/task-filter
	echo Y >$_failslab/cache-filter
	_faults_begin "$1"
}

_faults_begin() {
	echo 1 >$_failslab/interval
	echo 1000000 >$_failslab/times
	echo "$1" >$_failslab/probability
}

# faults_so_far: how many there were; faults_end: the same, and there are no more
faults_so_far() { echo $((1000000 - $(cat $_failslab/times))); }
faults_end() {
	echo 0 >$_failslab/probability
	faults_so_far
}

# faults_in_workers: marks the kernel's workers that there are
faults_in_workers() {
	for _fw in /proc/[0-9]*; do
		if grep -q kworker "$_fw/comm" 2>/dev/null; then echo 1 >"$_fw/make-it-fail" || :; fi # may have ended
	done 2>/dev/null
}
