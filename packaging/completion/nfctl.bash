# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of nfctl for bash; installed as
# /usr/share/bash-completion/completions/nfctl

_nfctl_rule_names() {
	nfctl rules --json 2>/dev/null | tr '{,' '\n' |
		sed -n -e 's/^"label":"\([[:alnum:]_.:-]*\)"$/\1/p' \
			-e 's/^"id":\([0-9]*\)$/\1/p' | sort -u
}

# _nfctl_live table|chain: names in the ruleset as it is now
_nfctl_live() {
	nfctl rules --json 2>/dev/null | tr '{,' '\n' |
		sed -n "s/^\"$1\":\"\([[:alnum:]_.-]*\)\"\$/\1/p"
	case $1 in
	table) nft list tables 2>/dev/null | sed -n 's/^table [a-z0-9]* //p' ;;
	chain) nft list chains 2>/dev/null | sed -n 's/^[[:space:]]*chain \([^ ]*\) .*/\1/p' ;;
	esac
	if [[ $1 == table ]]; then
		cat /proc/net/ip_tables_names /proc/net/ip6_tables_names 2>/dev/null
	fi
}

_nfctl() {
	local cur prev words cword command word
	_init_completion || return

	case $prev in
	--sort)
		mapfile -t COMPREPLY < <(compgen -W "rate hits drops place" -- "$cur")
		return
		;;
	--family)
		mapfile -t COMPREPLY < <(compgen -W "ip ip6 both" -- "$cur")
		return
		;;
	--backend)
		mapfile -t COMPREPLY < <(compgen -W "legacy nft" -- "$cur")
		return
		;;
	-t | --table)
		mapfile -t COMPREPLY < <(compgen -W "filter nat mangle raw security $(_nfctl_live table)" -- "$cur" | sort -u)
		return
		;;
	-i | --interval | --duration)
		mapfile -t COMPREPLY < <(compgen -W "100ms 250ms 1s 5s 10s 60s" -- "$cur")
		return
		;;
	--verdict)
		mapfile -t COMPREPLY < <(compgen -W "accept drop stolen lost" -- "$cur")
		return
		;;
	--module)
		mapfile -t COMPREPLY < <(compgen -W "$(command ls /sys/module 2>/dev/null)" -- "$cur")
		return
		;;
	--unpack)
		_filedir -d
		return
		;;
	--label | --rule)
		mapfile -t COMPREPLY < <(compgen -W "$(_nfctl_rule_names)" -- "$cur")
		return
		;;
	-n | --count | --sample | --rate | --burst | --snaplen | --position | --before | --after)
		return
		;;
	esac

	command=
	for word in "${words[@]:1:cword-1}"; do
		case $word in
		# What follows belongs to iptables or nft.
		--) return ;;
		watch | events | rules | add | del | reset | status | save | restore | doctor | symbols)
			command=$word
			break
			;;
		esac
	done

	local choices
	case $command in
	watch) choices="--interval --count --duration --sort --rule --keep --json --help" ;;
	events)
		choices="--rule --verdict --drops --fate --hits --sample --rate --count --duration"
		choices+=" --snaplen --lines --strict --quiet --json --help"
		[[ $cur == -* ]] ||
			choices="ip ip6 tcp udp icmp icmp6 host net port src dst and or not"
		;;
	rules) choices="--sort --json --help" ;;
	status) choices="--check --json --help" ;;
	del | reset)
		choices="--all --help"
		[[ $cur == -* ]] || choices=$(_nfctl_rule_names)
		;;
	add)
		choices="--family --backend --table --label --count-only --sample --rate --burst"
		choices+=" --position --first --last --before --after --help --"
		[[ $cur == -* ]] ||
			choices="INPUT OUTPUT FORWARD PREROUTING POSTROUTING ip ip6 inet
				$(_nfctl_live table) $(_nfctl_live chain)"
		;;
	doctor) choices="--json --help" ;;
	symbols) choices="--gdb --module --unpack --json --help" ;;
	save | restore)
		choices="--help"
		[[ $cur == -* ]] || { _filedir; return; }
		;;
	*) choices="watch events rules add del reset status save restore doctor symbols --help --version" ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$cur")
}

complete -F _nfctl nfctl
