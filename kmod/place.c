// SPDX-License-Identifier: GPL-2.0-only
/*
 * Places where packets are freed. The kernel's probe names an address and
 * often a reason; where the reason says nothing, the function's name decides.
 *
 * Owns:    the two tables below, and a cache of addresses already judged.
 * Runs in: look-ups in any context but NMI.
 * Locks:   none; an entry of the cache is published after it is filled in.
 */
#include "place.h"

#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

/* Frees that are no drops, and why. */
static const struct {
	const char *function;
	const char *why;
} nftr_innocent[] = {
	{ "nfqnl_enqueue_packet", "the original of a GSO packet, queued in segments" },
	{ "skb_release_data", "a fragment that was freed with the packet it was merged into" },
	{ "kfree_skb_list_reason", "the same, where the compiler did not inline it there" },
	{ "inet_frag_reasm_prepare", "the first fragment, copied into the one that came last" },
};

/* Functions with these beginnings are netfilter's. */
static const char * const nftr_netfilter[] = {
	"nf_", "nft_", "nfqnl_", "__nf_", "ipt_", "ip6t_", "xt_", "synproxy_", "br_nf_",
};

#define NFTR_CACHE_BITS 6
#define NFTR_CACHE_SIZE BIT(NFTR_CACHE_BITS)

/* An address being written by somebody; no code stands there. */
#define NFTR_BUSY 1UL

static struct {
	atomic_long_t	location;
	enum nftr_owner	owner;
} nftr_cache[NFTR_CACHE_SIZE];

static bool nftr_is_innocent(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nftr_innocent); i++)
		if (!strcmp(name, nftr_innocent[i].function))
			return true;
	return false;
}

static bool nftr_is_netfilter(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nftr_netfilter); i++)
		if (str_has_prefix(name, nftr_netfilter[i]))
			return true;
	return false;
}

/* Thousands of instructions: once for each address. */
static noinline enum nftr_owner nftr_place_judge(unsigned long location)
{
	char name[KSYM_SYMBOL_LEN];
	char *end;

	sprint_symbol_no_offset(name, location);
	/* "function.isra.0 [module]" */
	end = strpbrk(name, ". ");
	if (end)
		*end = '\0';
	if (nftr_is_innocent(name))
		return NFTR_OWNER_INNOCENT;
	return nftr_is_netfilter(name) ? NFTR_OWNER_NETFILTER : NFTR_OWNER_STACK;
}

/**
 * nftr_place_owner() - whose code is at an address
 * @location: as the kernel's probe named it
 *
 * Context: any but NMI.
 */
enum nftr_owner nftr_place_owner(unsigned long location)
{
	unsigned int at = hash_long(location, NFTR_CACHE_BITS);
	enum nftr_owner owner;

	if ((unsigned long)atomic_long_read_acquire(&nftr_cache[at].location) == location)
		return READ_ONCE(nftr_cache[at].owner);

	owner = nftr_place_judge(location);
	/* Only a free entry is filled: two addresses that share one would
	 * otherwise write it in turns.
	 */
	if (!atomic_long_cmpxchg(&nftr_cache[at].location, 0, NFTR_BUSY)) {
		WRITE_ONCE(nftr_cache[at].owner, owner);
		atomic_long_set_release(&nftr_cache[at].location, location);
	}
	return owner;
}

/* Code that goes may be followed by other code at the same addresses. */
static int nftr_module_event(struct notifier_block *block, unsigned long event, void *module)
{
	unsigned int i;

	if (event != MODULE_STATE_GOING)
		return NOTIFY_DONE;
	for (i = 0; i < NFTR_CACHE_SIZE; i++) {
		long old = atomic_long_read(&nftr_cache[i].location);

		if (old != NFTR_BUSY)
			atomic_long_cmpxchg(&nftr_cache[i].location, old, 0);
	}
	return NOTIFY_DONE;
}

static struct notifier_block nftr_module_notifier = {
	.notifier_call = nftr_module_event,
};

int nftr_places_init(void)
{
	return register_module_notifier(&nftr_module_notifier);
}

void nftr_places_exit(void)
{
	unregister_module_notifier(&nftr_module_notifier);
}
