# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows: what each is, and what it may cost."""

from dataclasses import dataclass

SPREAD = 3.0  # instructions a packet: two runs of the same never differed by more
HALF = 0.5  # code is whole instructions: what is less comes from timers
TOLERANCE = 0.02  # of a recorded figure


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    text: str
    limit: float | None = None  # instructions a packet above the baseline
    share: int = 1  # the difference is told divided by this
    reads: bool = False  # ours, and all of what was sent has to be delivered


# The order is the table's. Baselines are named by the guest's script.
ROWS = {
    "no-rule": Row("the packet's own way, no rule anywhere"),
    "plain-rule": Row("-A INPUT -p udp --dport 9, legacy"),
    "plain-rule-routed": Row("the same; each hook point has a hook already"),
    "plain-rule-prerouting": Row("one more rule, in mangle PREROUTING"),
    "plain-rule-nft": Row("the same with iptables-nft"),
    "never-used": Row("module loaded, never used", 0),
    "count-only": Row("-j NFTRACE --nftrace-count-only", 60, reads=True),
    "count-only-nft": Row("the same with iptables-nft", 150, reads=True),
    "hook-idle": Row("each of 4 hooks left registered, no rule", 25, 4),
    "verdict-idle": Row("-j NFTRACE, nobody listens", 330, reads=True),
    "verdict-idle-routed": Row("the same; each hook point has a hook already", None, reads=True),
    "verdict-idle-nft": Row("the same with iptables-nft", None, reads=True),
    "verdict-idle-prerouting": Row("-j NFTRACE there: followed to INPUT, three hooks passed",
                                   reads=True),
    "verdict-miss": Row("a packet that no rule hit; four hooks, all look for it"),
    "watch-idle": Row("-j NFTRACE, nobody listens, many packets", reads=True),
    "watch-1s": Row("the same, nfctl watch reads each second", reads=True),
    "plain-rule-events": Row("-A INPUT -p udp --dport 9, legacy"),
    "event-count": Row("-j NFTRACE, nfctl events counts each verdict", 1000, reads=True),
    "event-text": Row("the same, a line of text each", 3500, reads=True),
    "event-json": Row("the same, a line of JSON each", 3500, reads=True),
    "tap-miss-loopback": Row("a tap's filter matches none; two first hooks, each looks"),
    "plain-rule-received": Row("the rule; packets from a veth, each hook point has a hook"),
    "tap-miss": Row("a tap's filter matches none; one look, the filter's 46 included", 150 + 46),
    "no-rule-log": Row("no rule"),
    "plain-rule-log": Row("the rule without a target"),
    "log": Row("-j LOG, console off; told: left in the kernel's ring"),
    "nflog": Row("-j NFLOG, nobody reads"),
    "nflog-ulogd2": Row("-j NFLOG, ulogd2 writes text lines"),
    "plain-rule-raw": Row("one more rule in raw PREROUTING"),
    "trace-legacy": Row("-t raw -j TRACE; told: left in the kernel's ring"),
    "no-rule-native": Row("no rule"),
    "plain-rule-native": Row("nft: two rules, udp dport 9"),
    "nft-nftrace": Row("meta nftrace set 1, nobody reads"),
    "nft-monitor-trace": Row("the same, nft monitor trace writes text lines"),
}


@dataclass(frozen=True)
class Cost:
    """A row measured."""

    row: str
    instructions: float  # a packet, above the baseline
    baseline: str | None
    sent: int
    arrived: int
    delivered: int | None
    in_modules: float  # instructions a packet in kernel modules, above the baseline

    @property
    def limit(self):
        """What the row may cost, or None."""
        return ROWS[self.row].limit

    def within(self):
        """Is it below its limit, the method's spread allowed where that is 0?"""
        if self.limit is None:
            return True
        return self.instructions <= (self.limit + HALF if self.limit else SPREAD)

    def faults(self):
        """What is wrong with it, as a list of texts: empty when nothing is."""
        found = []
        if not self.within():
            found.append(f"limit {self.limit:g}")
        if self.arrived != self.sent:
            found.append(f"{self.sent} sent, {self.arrived} arrived")
        # Each hook runs an instruction and a return at least.
        if ROWS[self.row].share > 1 and self.in_modules < 2 * ROWS[self.row].share:
            found.append(f"fewer hooks than {ROWS[self.row].share} were passed")
        if ROWS[self.row].reads and self.delivered != self.sent:
            found.append(f"{self.sent} sent, {self.delivered} counted")
        return found

    def worse(self, recorded):
        """faults(), and what it costs more than the figure that was reached before."""
        found = self.faults()
        allowed = recorded + max(TOLERANCE * recorded, SPREAD)
        if self.instructions > allowed:
            found.append(f"recorded {recorded:.1f}, at most {allowed:.1f} allowed")
        return found

    def json(self):
        """As an object of bench.json."""
        found = {"row": self.row, "instructions": round(self.instructions, 1),
                 "baseline": self.baseline, "sent": self.sent, "delivered": self.delivered}
        if self.limit is not None:
            found["limit"] = self.limit
        return found


def _above(window, base):
    """Instructions a packet, in all and in modules, less those of `base`."""
    total, modules = window.per_packet, window.modules / window.sent
    if base:
        total -= base.per_packet
        modules -= base.modules / base.sent
    return total, modules


def costs(windows):
    """The costs of the rows that were measured, in the table's order."""
    each = {w.row: w for w in windows}
    found = []
    for name, row in ROWS.items():
        window = each.get(name)
        if not window:
            continue
        base = each.get(window.baseline)
        above, in_modules = _above(window, base)
        found.append(Cost(name, above / row.share, base and base.row, window.sent, window.arrived,
                          window.delivered, in_modules))
    return found


def method_error(windows):
    """Why the counting can't be trusted, or None: the loop's instructions are known."""
    loop = next((w for w in windows if w.row == "loop"), None)
    if not loop:
        return "the loop was not measured"
    expected = 2 * loop.sent
    if not expected <= loop.total <= 1.01 * expected:
        return f"a loop of {expected} instructions was counted as {loop.total}"
    if not 0.99 * expected <= loop.ns <= 1.01 * expected:
        return f"the guest's clock says {loop.ns} ns for {expected} instructions"
    return None
