// SPDX-License-Identifier: GPL-2.0-only
/* Can a generic netlink group ask for CAP_NET_ADMIN in its user namespace? */
#include <net/genetlink.h>

extern const struct genl_multicast_group nftr_probe;
const struct genl_multicast_group nftr_probe = { .name = "x", .flags = GENL_MCAST_CAP_NET_ADMIN };
