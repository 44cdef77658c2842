// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The iptables plugin of the target NFTRACE, revision 0.
 *
 * What the user typed ends before the kernel's id in the option block, so
 * userspacesize ends there too: -C and -D then find a rule that the kernel
 * has already given an id.
 *
 * Builds on its own and inside iptables' extensions/ folder, with the same
 * -DXTABLES_INTERNAL -D_INIT=libxt_NFTRACE_init that names the constructor.
 */
#include <stdio.h>
#include <string.h>
#include <xtables.h>
#include <linux/netfilter/xt_NFTRACE.h>

enum {
	O_LABEL = 0,
	O_COUNT_ONLY,
	O_SAMPLE,
	O_RATE,
	O_BURST,
	O_WALK,
};

#ifndef NFTRACE_VERSION
#define NFTRACE_VERSION "unknown"
#endif

/* Read by "nfctl doctor", which looks into plugins without loading them. */
static const char NFTRACE_note[] __attribute__((used)) =
	"nftrace-plugin version=" NFTRACE_VERSION " info_size=64";
_Static_assert(sizeof(struct xt_nftrace_info) == 64, "say the size in NFTRACE_note too");

#define s struct xt_nftrace_info
static const struct xt_option_entry NFTRACE_opts[] = {
	{.name = "nftrace-label", .id = O_LABEL, .type = XTTYPE_STRING},
	{.name = "nftrace-count-only", .id = O_COUNT_ONLY, .type = XTTYPE_NONE},
	{.name = "nftrace-sample", .id = O_SAMPLE, .type = XTTYPE_UINT32,
	 .flags = XTOPT_PUT, XTOPT_POINTER(s, sample), .excl = 1U << O_COUNT_ONLY,
	 .min = 1, .max = XT_NFTRACE_SAMPLE_MAX},
	{.name = "nftrace-rate", .id = O_RATE, .type = XTTYPE_UINT32,
	 .flags = XTOPT_PUT, XTOPT_POINTER(s, rate), .excl = 1U << O_COUNT_ONLY,
	 .min = 1, .max = XT_NFTRACE_RATE_MAX},
	{.name = "nftrace-burst", .id = O_BURST, .type = XTTYPE_UINT32,
	 .flags = XTOPT_PUT, XTOPT_POINTER(s, burst), .also = 1U << O_RATE,
	 .min = 1, .max = XT_NFTRACE_RATE_MAX},
	{.name = "nftrace-walk", .id = O_WALK, .type = XTTYPE_NONE},
	XTOPT_TABLEEND,
};

#undef s

static void NFTRACE_help(void)
{
	printf(
"NFTRACE target options:\n"
"  --nftrace-label NAME   name of the rule, 1 to %d printable characters;\n"
"                         rules of one name share their counters\n"
"  --nftrace-count-only   count packets and bytes, no verdicts\n"
"  --nftrace-sample N     of the packets make every Nth an event\n"
"  --nftrace-rate N       make at most N events a second\n"
"  --nftrace-burst N      with a rate: so many at once (a second's worth)\n",
		XT_NFTRACE_LABEL_SIZE - 1);
}

static void NFTRACE_init(struct xt_entry_target *t)
{
	struct xt_nftrace_info *info = (void *)t->data;

	memset(info, 0, sizeof(*info));
	info->sample = 1;
}

/* The kernel refuses the same; here the user gets to read why. */
static void NFTRACE_parse_label(struct xt_nftrace_info *info, const char *arg)
{
	size_t len = strlen(arg);
	size_t i;

	if (len == 0)
		xtables_error(PARAMETER_PROBLEM,
			      "NFTRACE: --nftrace-label is empty");
	if (len >= sizeof(info->label))
		xtables_error(PARAMETER_PROBLEM,
			      "NFTRACE: --nftrace-label has %zu characters, at most %zu are possible",
			      len, sizeof(info->label) - 1);
	for (i = 0; i < len; i++) {
		unsigned char c = arg[i];

		if (c < 0x20 || c > 0x7e || c == '"' || c == '\\')
			xtables_error(PARAMETER_PROBLEM,
				      "NFTRACE: --nftrace-label: character %zu (0x%02x) is not printable ASCII, or is a double quote or a backslash",
				      i + 1, c);
	}
	memcpy(info->label, arg, len);
}

static void NFTRACE_parse(struct xt_option_call *cb)
{
	struct xt_nftrace_info *info = cb->data;

	xtables_option_parse(cb);
	switch (cb->entry->id) {
	case O_LABEL:
		NFTRACE_parse_label(info, cb->arg);
		break;
	case O_COUNT_ONLY:
		info->flags |= XT_NFTRACE_COUNT_ONLY;
		break;
	}
}

static void NFTRACE_check(struct xt_fcheck_call *cb)
{
	if (cb->xflags & 1U << O_WALK)
		xtables_error(PARAMETER_PROBLEM,
			      "NFTRACE: --nftrace-walk is not supported by this version: it does not follow packets through the ruleset");
}

static void NFTRACE_show(const struct xt_nftrace_info *info, const char *dashes)
{
	char label[sizeof(info->label) + 1];

	memcpy(label, info->label, sizeof(info->label));
	label[sizeof(info->label)] = '\0';

	if (label[0] != '\0') {
		printf(" %snftrace-label", dashes);
		xtables_save_string(label);
	}
	if (info->flags & XT_NFTRACE_COUNT_ONLY)
		printf(" %snftrace-count-only", dashes);
	if (info->sample != 1)
		printf(" %snftrace-sample %u", dashes, info->sample);
	if (info->rate != 0)
		printf(" %snftrace-rate %u", dashes, info->rate);
	if (info->burst != 0)
		printf(" %snftrace-burst %u", dashes, info->burst);
}

static void NFTRACE_print(const void *ip, const struct xt_entry_target *target,
			  int numeric)
{
	NFTRACE_show((const void *)target->data, "");
}

static void NFTRACE_save(const void *ip, const struct xt_entry_target *target)
{
	NFTRACE_show((const void *)target->data, "--");
}

/* nft has no words for an xt target: the translator shows the rule as a
 * comment.
 */
static int NFTRACE_xlate(struct xt_xlate *xl,
			 const struct xt_xlate_tg_params *params)
{
	return 0;
}

/* Not one entry for NFPROTO_UNSPEC: the kernel has no NFTRACE for arp and
 * bridge tables, and arptables and ebtables load UNSPEC plugins.
 */
static struct xtables_target NFTRACE_targets[] = {
	{
		.family = NFPROTO_IPV4,
		.name = "NFTRACE",
		.version = XTABLES_VERSION,
		.revision = 0,
		.size = XT_ALIGN(sizeof(struct xt_nftrace_info)),
		.userspacesize = offsetof(struct xt_nftrace_info, id),
		.help = NFTRACE_help,
		.init = NFTRACE_init,
		.print = NFTRACE_print,
		.save = NFTRACE_save,
		.x6_parse = NFTRACE_parse,
		.x6_fcheck = NFTRACE_check,
		.x6_options = NFTRACE_opts,
		.xlate = NFTRACE_xlate,
	},
	{
		.family = NFPROTO_IPV6,
		.name = "NFTRACE",
		.version = XTABLES_VERSION,
		.revision = 0,
		.size = XT_ALIGN(sizeof(struct xt_nftrace_info)),
		.userspacesize = offsetof(struct xt_nftrace_info, id),
		.help = NFTRACE_help,
		.init = NFTRACE_init,
		.print = NFTRACE_print,
		.save = NFTRACE_save,
		.x6_parse = NFTRACE_parse,
		.x6_fcheck = NFTRACE_check,
		.x6_options = NFTRACE_opts,
		.xlate = NFTRACE_xlate,
	},
};

void _init(void)
{
	xtables_register_targets(NFTRACE_targets,
				 sizeof(NFTRACE_targets) / sizeof(NFTRACE_targets[0]));
}
