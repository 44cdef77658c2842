/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The generic netlink family as the test tools need it; see nftrq.c. */
#ifndef KSELFTEST_FAMILY_H
#define KSELFTEST_FAMILY_H

#include <linux/genetlink.h>
#include <linux/nftrace.h>
#include <stdint.h>

#include "nl.h"

struct family {
	int fd;
	int id;
	uint32_t group; /* of "rules" */
	uint32_t events; /* of "events" */
};

/* Asks nlctrl, which loads the module on demand. 0, or the errno. */
int family_open(struct family *f);
void family_begin(struct nl_out *out, const struct family *f, int cmd, int flags);
/* 0, or the errno of joining group "rules". */
int family_join(const struct family *f);

/* Attributes behind the generic header of an answer. */
const void *family_attrs(const struct nlmsghdr *h, size_t *len);

/* The record *at bytes into an NFTRACE_EVENTS_A_RECORDS, which may be NULL; moves *at
 * behind it. NULL at the end.
 */
const struct nftrace_record *next_record(const struct nlattr *records, size_t *at);

/* A name as in the header, lower case, without its prefix: 0 when unknown. */
int rule_attr_of(const char *name);

/* All of a rule in one line. */
void print_rule(const struct nlmsghdr *h, int with_seq);
/* A line for each value, or the one value of that name. */
void print_info(const struct nlmsghdr *h, const char *field);
/* Everything of one rule, a line for each value, hook and place. */
void print_rule_long(const struct nlmsghdr *h);

/* The number behind "hits", "id" or "hook.NUM.drop"; 0 when it is absent. */
uint64_t rule_number(const struct nlmsghdr *h, const char *field);

#endif
