# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Debian packages into the cache. Sourced by the fetch scripts.
#
# apt runs with its own sources, lists, archives and an empty dpkg status, so
# that nothing of the host's package state changes and no root is needed. The
# archive's address is the one that the host's own sources name, whatever their
# format: apt itself is asked for it.

cache=${NFTRACE_CACHE:-$HOME/.cache/nftrace}
vm=$(cd "$(dirname "$0")" && pwd)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

die() {
	echo "${0##*/}: $*" >&2
	exit 1
}

# kernel_line NAME: its fields in kernels.conf, as variables
kernel_line() {
	_line=$(awk -v n="$1" '$1 == n' "$vm/kernels.conf")
	[ -n "$_line" ] || die "no kernel '$1' in kernels.conf"
	# shellcheck disable=SC2034,SC2086 # for the caller; split on purpose
	{
		set -- $_line
		kind=$2 suite=$3 flavour=$4 abi=$5 compiler=$6
	}
}

# archive_uri RELEASE...: the host's archive for the first of these releases
archive_uri() {
	_all=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages')
	for _r in "$@"; do
		_uri=$(echo "$_all" | awk -v r="$_r" '$2 == r { print $1; exit }')
		[ -z "$_uri" ] || { echo "$_uri"; return; }
	done
	die "this machine's apt sources name no Debian archive for: $*"
}

# sources SUITE: sources.list lines for it and what it depends on
sources() {
	# shellcheck source=/dev/null
	_code=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
	_main=$(archive_uri "$_code" stable oldstable testing sid) || exit 1
	_deb="deb [signed-by=$keyring]"
	case $1 in
	*-security)
		_sec=$(archive_uri "$_code-security" stable-security oldstable-security) || exit 1
		echo "$_deb $_sec $1 main"
		echo "$_deb $_main ${1%-security} main"
		;;
	*-backports)
		echo "$_deb $_main $1 main"
		echo "$_deb $_main ${1%-backports} main"
		;;
	experimental)
		echo "$_deb $_main experimental main"
		echo "$_deb $_main sid main"
		;;
	*)
		echo "$_deb $_main $1 main"
		;;
	esac
}

# aptc SUITE {apt-get|apt-cache} ARGS...
aptc() {
	_d=$cache/apt/$1 _cmd=$2
	shift 2
	"$_cmd" -q -o Dir::Etc::sourcelist="$_d/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
		-o Dir::State::lists="$_d/lists" -o Dir::State::status=/dev/null \
		-o Dir::Cache::archives="$_d/archives" \
		-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
		-o APT::Sandbox::User="$(id -un)" -o APT::Install-Recommends=false \
		-o APT::Default-Release= -o Acquire::Languages=none \
		-o Debug::NoLocking=true "$@"
}

# apt_update SUITE: read the lists; once a day is enough
apt_update() {
	[ -r $keyring ] || die "$keyring is missing: install debian-archive-keyring"
	_d=$cache/apt/$1
	[ -z "$(find "$_d/updated" -mtime -1 2>/dev/null)" ] || return 0
	mkdir -p "$_d/lists/partial" "$_d/archives/partial"
	sources "$1" >"$_d/sources.list" || exit 1
	aptc "$1" apt-get update >"$_d/update.log" 2>&1 || {
		tail -n 5 "$_d/update.log" >&2
		die "cannot read the package lists of $1"
	}
	touch "$_d/updated"
}

# unpack SUITE DIR PACKAGE...: download, then dpkg-deb -x; no package script runs
unpack() {
	_suite=$1 _dir=$2
	shift 2
	for _p in "$@"; do
		mkdir -p "$_dir" "$cache/debs/$_p"
		if ! ls "$cache/debs/$_p/"*.deb >/dev/null 2>&1; then
			echo "  download $_p" >&2
			(cd "$cache/debs/$_p" && aptc "$_suite" apt-get download "$_p" >/dev/null) ||
				die "cannot download $_p from $_suite"
		fi
		dpkg-deb -x "$cache/debs/$_p/"*.deb "$_dir" || die "cannot unpack $_p"
	done
}
