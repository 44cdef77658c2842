# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What every case begins with: . "$KSELFTEST/lib/lib.sh"
#
# A case runs as root in its own directory, with the module not loaded. It
# ends with pass (0), fail (1) or skip (4, the reason on the last line); any
# command that fails and is not asked about is a failure. Everything that a
# case starts or creates through these functions is gone when it ends.
#
# Nothing here waits by sleeping for a guessed time: wait_until asks again and
# again, and fails loudly after its bound.

set -eu

# A flood must not end in the per-CPU backlog: only the rules may decide.
echo 200000 >/proc/sys/net/core/netdev_max_backlog

_pids=
_namespaces=
_step="the beginning"

fail() {
	echo "FAIL: $*" >&2 # not into what a substitution collects
	exit 1
}

skip() {
	echo "SKIP: $*"
	exit 4
}

# figures TEXT: what was counted; the runner shows it beside the case that passed
figures() { echo "FIGURES: $*"; }

# step TEXT: said when something below it fails without a message of its own
step() {
	_step=$*
	echo "- $*"
}

_cleanup() {
	_status=$?
	set +e
	trap - EXIT INT TERM
	case $_status in 0|4) ;; *) echo "ended with $_status in: $_step"; _tell ;; esac
	for _p in $_pids; do kill -CONT "$_p"; kill "$_p"; done 2>/dev/null
	for _p in $_pids; do wait "$_p"; done 2>/dev/null
	for _n in $_namespaces; do ip netns del "$_n"; done 2>/dev/null
	# A namespace dies in the background; the module is in use until then.
	_until=$(($(_now) + 30))
	while [ "$(refcount)" -gt 0 ] && [ "$(_now)" -lt "$_until" ]; do nap; done
	if [ "$_status" = 0 ] && [ "$(refcount)" -gt 0 ]; then
		echo "FAIL: the module is still in use ($(refcount)) after the case"
		_status=1
	fi
	exit "$_status"
}
trap _cleanup EXIT
trap 'exit 1' INT TERM

# What helps to understand a failure: each namespace's rules.
_tell() {
	for _n in $_namespaces; do
		echo "rules of $_n:"
		at "$_n" nftrq dump
	done 2>&1 | tail -n 40
	tail -n 3 ./*.err 2>/dev/null
}

_now() { cut -d. -f1 /proc/uptime; }
# ticks: hundredths of a second since the boot
ticks() { tr -d . </proc/uptime | cut -d' ' -f1; }
nap() { busybox usleep 20000; }

# wait_until SECONDS COMMAND...: until the command succeeds. SECONDS are those of an
# idle machine; a busy one gets three times as many, slower kernels more.
wait_until() {
	_end=$(($(_now) + $1 * $(slow 12 3)))
	shift
	until "$@"; do
		[ "$(_now)" -lt "$_end" ] || fail "waited in vain for: $*"
		nap
	done
}

# ---- the kernel and the module

# slow A B: A on a kernel full of checks, else B
slow() {
	if [ -e /proc/lockdep_stats ]; then echo "$1"; else echo "$2"; fi
}

# many N: a number of packets for stress; a kernel full of checks gets a twentieth
many() { slow $(($1 / 20)) "$1"; }

# load [PARAMETER=VALUE...]
load() {
	modprobe nftrace "$@" 2>/dev/null || insmod "$NFTRACE_KO" "$@"
}

loaded() { [ -d /sys/module/nftrace ]; }
refcount() { cat /sys/module/nftrace/refcnt 2>/dev/null || echo 0; }
# unused: nobody holds it; gone: takes it away. Both for wait_until.
unused() { [ "$(refcount)" = 0 ]; }
gone() { rmmod nftrace 2>/dev/null; ! loaded; }

# module NAME...: loads what the kernel may have built in
module() {
	for _m in "$@"; do
		[ -d "/sys/module/$_m" ] || modprobe -q "$_m" || :
	done
}

need_cpus() {
	[ "$(busybox nproc)" -ge "$1" ] || skip "needs $1 CPUs"
}

_legacy=
has_legacy() {
	if [ -z "$_legacy" ]; then
		ip netns add probe-legacy
		_legacy=no
		ip netns exec probe-legacy iptables-legacy -S >/dev/null 2>&1 && _legacy=yes
		ip netns del probe-legacy
	fi
	[ $_legacy = yes ]
}

need_legacy() { has_legacy || skip "this kernel has no legacy tables"; }

# backends: those that this kernel has
backends() { if has_legacy; then echo legacy nft; else echo nft; fi; }

# tool BACKEND FAMILY [save|restore]: the name of the program; FAMILY is 4 or 6
tool() {
	case $2 in 4) _t=iptables-$1 ;; 6) _t=ip6tables-$1 ;; *) fail "family $2" ;; esac
	echo "$_t${3:+-$3}"
}

# need_target BACKEND FAMILY TABLE TARGET...: a rule that the kernel must know
need_target() {
	_b=$(tool "$1" "$2") _tab=$3
	shift 3
	ip netns add probe-target
	_r=0
	ip netns exec probe-target "$_b" -t "$_tab" -N probe >/dev/null 2>&1 &&
		ip netns exec probe-target "$_b" -t "$_tab" -A probe "$@" >/dev/null 2>&1 || _r=1
	ip netns del probe-target
	[ $_r = 0 ] || skip "this kernel has no: $*"
}

need_verdicts() {
	loaded || fail "need_verdicts before load"
	[ $(($(nftrq info features) & 2)) != 0 ] || skip "the module keeps no verdicts here"
}

# ---- namespaces

# at NAMESPACE COMMAND...
at() {
	_ns=$1
	shift
	nsenter --net="/run/netns/$_ns" "$@" # much cheaper than ip netns exec
}

# namespace NAME...: loopback up, sysctls that keep other packets away
namespace() {
	for _n in "$@"; do
		ip netns add "$_n"
		_namespaces="$_namespaces $_n"
		ip -n "$_n" link set lo up
		at "$_n" sh -c '
			for f in all default; do
				echo 0 >/proc/sys/net/ipv4/conf/$f/rp_filter
				echo 0 >/proc/sys/net/ipv6/conf/$f/accept_dad
				echo 0 >/proc/sys/net/ipv6/conf/$f/router_solicitations
			done' 2>/dev/null
	done
}

forget_namespace() {
	ip netns del "$1"
	_namespaces=$(echo " $_namespaces " | sed "s/ $1 / /")
}

# wire NS DEV MAC NS DEV MAC: a veth pair, up
wire() {
	ip link add "$2" netns "$1" address "$3" type veth peer name "$5" netns "$4" address "$6"
	ip -n "$1" link set "$2" up
	ip -n "$4" link set "$5" up
}

# address NS DEV ADDR/LEN...
address() {
	_an=$1 _ad=$2
	shift 2
	for _aa in "$@"; do
		case $_aa in
		*:*) ip -n "$_an" addr add "$_aa" dev "$_ad" nodad ;;
		*) ip -n "$_an" addr add "$_aa" dev "$_ad" ;;
		esac
	done
}

# neighbour NS DEV MAC ADDR...: for good, so that no packet waits for ARP
neighbour() {
	_nn=$1 _nd=$2 _nm=$3
	shift 3
	for _na in "$@"; do
		ip -n "$_nn" neigh replace "$_na" lladdr "$_nm" dev "$_nd" nud permanent
	done
}

# two_hosts: A (va 10.9.0.1 fd09::1) and B (vb 10.9.0.2 fd09::2) on one wire
two_hosts() {
	namespace A B
	wire A va 02:00:00:00:09:01 B vb 02:00:00:00:09:02
	address A va 10.9.0.1/24 fd09::1/64
	address B vb 10.9.0.2/24 fd09::2/64
	neighbour A va 02:00:00:00:09:02 10.9.0.2 fd09::2
	neighbour B vb 02:00:00:00:09:01 10.9.0.1 fd09::1
}

# client_router_server: C (10.1.0.2 fd01::2) - R (rc .1, rs .1) - S (10.2.0.2 fd02::2)
client_router_server() {
	namespace C R S
	wire C cr 02:00:00:00:01:02 R rc 02:00:00:00:01:01
	wire S sr 02:00:00:00:02:02 R rs 02:00:00:00:02:01
	address C cr 10.1.0.2/24 fd01::2/64
	address R rc 10.1.0.1/24 fd01::1/64
	address R rs 10.2.0.1/24 fd02::1/64
	address S sr 10.2.0.2/24 fd02::2/64
	neighbour C cr 02:00:00:00:01:01 10.1.0.1 fd01::1
	neighbour R rc 02:00:00:00:01:02 10.1.0.2 fd01::2
	neighbour R rs 02:00:00:00:02:02 10.2.0.2 fd02::2
	neighbour S sr 02:00:00:00:02:01 10.2.0.1 fd02::1
	ip -n C route add default via 10.1.0.1
	ip -n C route add default via fd01::1
	ip -n S route add default via 10.2.0.1
	ip -n S route add default via fd02::1
	at R sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
}

# ---- traffic

# send NS ADDR COUNT [flood's options]: fails unless exactly COUNT were sent
send() {
	_sn=$1 _sa=$2 _sc=$3
	shift 3
	_so=$(at "$_sn" flood "$@" "$_sa" "$_sc") || fail "flood to $_sa: $_so"
	case $_so in
	"sent $_sc refused 0" | "sent 0 refused $_sc") ;;
	*) _sr=${_so##* } _ss=${_so#sent } _ss=${_ss%% *}
	   [ $((_sr + _ss)) = "$_sc" ] || fail "flood to $_sa: $_so, wanted $_sc" ;;
	esac
}

# send_v4 COUNT, send_v6 COUNT: from A to B, UDP port 9
send_v4() { send A 10.9.0.2 "$@"; }
send_v6() { send A fd09::2 "$@"; }

# start NAME NS COMMAND...: in the background; its output is in NAME.out, its
# process in $NAME_pid
start() {
	_name=$1 _in=$2
	shift 2
	: >"$_name.out"
	nsenter --net="/run/netns/$_in" "$@" >"$_name.out" 2>"$_name.err" &
	eval "${_name}_pid=$!"
	_pids="$_pids $!"
}

# start_ready NAME NS COMMAND...: the command makes the file NAME.ready (-r)
start_ready() {
	rm -f "$1.ready"
	start "$@"
	wait_until 10 [ -e "$1.ready" ]
}

# finish NAME [SIGNAL]: ends it and takes its exit status
finish() {
	eval "_p=\$${1}_pid"
	# shellcheck disable=SC2154 # set by the eval
	[ -z "${2:-}" ] || kill "-$2" "$_p" 2>/dev/null || :
	wait "$_p"
}

# start_sink NAME NS [sink's options]; sink_got NAME: ends it, tells what came
start_sink() {
	_kn=$1 _ki=$2
	shift 2
	start_ready "$_kn" "$_ki" sink -r "$_kn.ready" -w 3600000 "$@"
}
_said() { grep -q "$2" "$1"; }
sink_got() {
	# Works in a substitution too, where the sink is nobody's child to wait for.
	eval "_p=\$${1}_pid"
	kill -TERM "$_p" 2>/dev/null || :
	wait_until 10 _said "$1.out" '^got '
	sed -n 's/^got \([0-9]*\) .*/\1/p' "$1.out"
}
sink_unique() { sed -n 's/.* unique \([0-9]*\) .*/\1/p' "$1.out"; }

# ---- what the module tells

# field NS WHICH NAME: one counter of one rule (a label, or id:NUMBER)
field() { at "$1" nftrq get "$2" "$3"; }
# hits NS WHICH
hits() { field "$1" "$2" hits; }

expect_eq() {
	[ "$2" = "$3" ] || fail "$1: $2, wanted $3"
}

# expect_field NS WHICH NAME WANT
expect_field() { expect_eq "$3 of $2 in $1" "$(field "$1" "$2" "$3")" "$4"; }

_at_least() { [ "$(field "$1" "$2" "$3")" -ge "$4" ]; }

# arrived NS WHICH COUNT: so many hits and not one more, once all are through
arrived() {
	wait_until 20 _at_least "$1" "$2" hits "$3"
	expect_field "$1" "$2" hits "$3"
}

# id_of NS WHICH; ids NS: of all rules, sorted
id_of() { field "$1" "$2" id; }
ids() { at "$1" nftrq dump | sed -n 's/.*\<id=\([0-9]*\).*/\1/p' | sort -n; }

# log_mark; log_says TEXT: the kernel's log since the mark has it
log_mark() {
	_mark="case $$ $(cut -d' ' -f1 /proc/uptime)"
	echo "$_mark" >/dev/kmsg
}
log_since() { dmesg | awk -v m="$_mark" 'on { print } index($0, m) { on = 1 }'; }

# refuses_saying TEXT COMMAND...: refused, and the kernel's log says why. That
# log is rate-limited: a message that was held back is asked for again.
refuses_saying() {
	_text=$1
	shift
	_end=$(($(_now) + 20))
	while :; do
		log_mark
		refuses "$@"
		log_since >log.out
		! grep 'nftrace\|NFTRACE' log.out | grep -q -- "$_text" || return 0
		[ "$(_now)" -lt "$_end" ] || { cat log.out; fail "the log does not say: $_text"; }
		busybox usleep 500000
	done
}

# refuses COMMAND...: it must fail; its words are in refused.err
refuses() {
	if "$@" >refused.err 2>&1; then fail "not refused: $*"; fi
}

. "$KSELFTEST/lib/books.sh"
