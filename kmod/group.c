// SPDX-License-Identifier: GPL-2.0-only
/*
 * The group "events": rules' packets for everybody who joined. It is one tap
 * more, without a socket of its own, that is there while somebody listens.
 *
 * Nobody tells us that a socket joins. The kernel knows whether anybody on the
 * machine listens; whether it is somebody in this namespace a message tells,
 * which then finds no reader.
 *
 * Owns:    the group's tap of each namespace, through nnet->group.
 * Runs in: process context; looking is asked for in any context.
 * Locks:   none: the work alone opens and ends the tap, and is never run twice
 *          at a time.
 */
#include "group.h"
#include "genl.h"
#include "main.h"
#include "tap.h"

#include <linux/err.h>
#include <linux/rtnetlink.h>
#include <net/net_namespace.h>

/* A message without records. Return: whether anybody here got it. */
static bool nftr_group_probe(struct nftr_net *nnet)
{
	struct sk_buff *msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *head;

	if (!msg)
		return nnet->group;
	head = genlmsg_put(msg, 0, 0, &nftr_family, 0, NFTRACE_CMD_EVENTS);
	if (!head || nla_put_u32(msg, NFTRACE_EVENTS_A_CPU, 0)) {
		nlmsg_free(msg);
		return nnet->group;
	}
	genlmsg_end(msg, head);
	/* Who has no room listens too. */
	return genlmsg_multicast_netns(&nftr_family, nnet->net, msg, 0, NFTR_GROUP_EVENTS,
				       GFP_KERNEL) != -ESRCH;
}

static bool nftr_group_wanted(struct nftr_net *nnet)
{
	return !READ_ONCE(nnet->dying) && READ_ONCE(nnet->rules) &&
	       nftr_net_allowed(nnet->net) &&
	       genl_has_listeners(&nftr_family, nnet->net, NFTR_GROUP_EVENTS) &&
	       nftr_group_probe(nnet);
}

static void nftr_group_work(struct work_struct *work)
{
	struct nftr_net *nnet = container_of(work, struct nftr_net, group_work);
	static const struct nftr_wish wish = {
		.all = true, .group = true, .sample = 1,
		.parts = NFTRACE_PART_HIT | NFTRACE_PART_VERDICT,
	};
	bool wanted = nftr_group_wanted(nnet);
	struct nftr_tap *tap = nnet->group;

	if (wanted && !tap) {
		tap = nftr_tap_open(nnet, 0, &wish);
		/* No memory, or 32 taps: the next look may have more luck. */
		if (!IS_ERR(tap))
			WRITE_ONCE(nnet->group, tap);
	} else if (!wanted && tap) {
		WRITE_ONCE(nnet->group, NULL);
		nftr_tap_end(tap);
	}
}

/* Somebody may have left, or the last rule is gone. Context: any. */
void nftr_group_look(struct nftr_net *nnet)
{
	if (READ_ONCE(nnet->group) && !READ_ONCE(nnet->dying))
		queue_work(nftr_wq, &nnet->group_work);
}

/**
 * nftr_groups_look() - somebody may have joined
 *
 * Only rules have events for the group, so nobody else need look.
 *
 * Context: process, may sleep; a few times a second, while there are rules.
 */
void nftr_groups_look(void)
{
	struct net *net;

	if (!genl_has_listeners(&nftr_family, &init_net, NFTR_GROUP_EVENTS))
		return;
	down_read(&net_rwsem);
	for_each_net(net) {
		struct nftr_net *nnet = nftr_net(net);

		if (nnet && READ_ONCE(nnet->rules) && !READ_ONCE(nnet->group))
			queue_work(nftr_wq, &nnet->group_work);
	}
	up_read(&net_rwsem);
}

void nftr_group_net_init(struct nftr_net *nnet)
{
	INIT_WORK(&nnet->group_work, nftr_group_work);
}

/* No socket is left, and nobody finds the namespace. Context: may sleep. */
void nftr_group_net_exit(struct nftr_net *nnet)
{
	struct nftr_tap *tap;

	cancel_work_sync(&nnet->group_work);
	tap = nnet->group;
	nnet->group = NULL;
	if (!tap)
		return;
	nftr_tap_end(tap);
	flush_workqueue(nftr_wq);
	/* Its last flush may have looked once more. */
	cancel_work_sync(&nnet->group_work);
}
