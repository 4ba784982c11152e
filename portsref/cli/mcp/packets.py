"""Tools about packets: whether a plan allows one, and why some were dropped."""

import json
from ipaddress import ip_address
from itertools import chain
from typing import Any

from pydantic import Field

from portsref.catalogue.search.ports_in_use import rows_behind
from portsref.cli.commands.allows import end_of_packet, passing_packet
from portsref.cli.commands.dropped import packet_cells
from portsref.cli.mcp.base import Answer, Asked, AskedPage, Paged, Told, Tool, lines_of, on_page
from portsref.cli.mcp.known import known_catalogue, known_index
from portsref.cli.mcp.plans import PlanArgument, rules_of
from portsref.cli.mcp.rows import ToldRow, told_rows
from portsref.cli.mcp.rules import ToldRule, told_rules
from portsref.documents.problems import Problem, ProblemsError
from portsref.packet_logs.packets import Address, Packet
from portsref.packet_logs.reading import LARGEST_LOG, PacketLog, Seen, read_packet_log
from portsref.planning.packets import allows as rules_that_allow
from portsref.troubleshooting.answers import in_no_group
from portsref.troubleshooting.explain import explain
from portsref.troubleshooting.explanations import Explanation
from portsref.troubleshooting.words import english_remedy

MOST_PACKETS_LISTED = 10
MOST_RULES_TOLD = 3
MOST_ROWS_TOLD = 3
MOST_KEYS_TOLD = 10
MOST_UNREADABLE_TOLD = 20
_LONGEST_END = 300
_END = "An address, or the name of a group or of a place outside."


class AskedPacket(Asked):
    """A plan and a packet."""

    plan: PlanArgument
    source: str = Field(min_length=1, max_length=_LONGEST_END, description=_END)
    destination: str = Field(min_length=1, max_length=_LONGEST_END, description=_END)
    packet: str = Field(
        min_length=1, max_length=40, description="Port and protocol: 6443/tcp; or icmp."
    )


class AllowsAnswer(Answer):
    """Whether a plan allows a packet, and by which rules."""

    allowed: bool
    rules: list[ToldRule]
    rules_count: int
    in_no_group: list[str] = Field(description="Addresses that no group of the plan holds.")

    @property
    def text(self) -> str:
        """The answer, then the rules."""
        answer = "The plan allows it." if self.allowed else "The plan does not allow it."
        unknown = f"In no group: {', '.join(self.in_no_group)}." if self.in_no_group else ""
        return lines_of(answer, unknown, *(rule.lines for rule in self.rules))


def allows(asked: AskedPacket) -> AllowsAnswer:
    """Say whether the rules of a plan let a packet pass from one end to another, and by which."""
    rule_set = rules_of(asked.plan)
    protocol, port = passing_packet(asked.packet)
    ends = end_of_packet(asked.source, rule_set), end_of_packet(asked.destination, rule_set)
    rules = rules_that_allow(rule_set, *ends, protocol, port)
    return AllowsAnswer(
        catalogue=rule_set.catalogue_version,
        allowed=bool(rules),
        rules=told_rules(rules[:MOST_RULES_TOLD]),
        rules_count=len(rules),
        in_no_group=in_no_group(rule_set, ends),
    )


class AskedDropped(AskedPage):
    """A plan, and what was dropped: lines, or one packet."""

    plan: PlanArgument
    lines: str = Field(
        "",
        max_length=LARGEST_LOG,
        description="Lines of a firewall's log, or texts of errors such as `dial tcp "
        "10.0.1.5:10250: i/o timeout`.",
    )
    source: str = Field(
        "", max_length=_LONGEST_END, description="Instead of lines: the address that dials."
    )
    destination: str = Field("", max_length=_LONGEST_END, description="The address dialled.")
    packet: str = Field("", max_length=40, description="Port and protocol: 6443/tcp; or icmp.")


class ToldRemedy(Told):
    """What makes the plan allow the packet."""

    does: str
    addition: dict[str, Any] = Field(description="The parts to add to the plan document.")
    certain: bool = Field(description="Whether it follows from the plan alone.")
    opens: list[str] = Field(description="The first rules that come of it.")
    opens_count: int

    @property
    def line(self) -> str:
        """What it does, and what to add."""
        addition = json.dumps(self.addition, ensure_ascii=False)
        return f"  Helps: {self.does}. It opens: {self.opens_count}. Add to the plan: {addition}"


class ToldPacket(Told):
    """What a plan and the catalogue say of one packet."""

    line: int = Field(description="The first line that tells of it; 0 where none does.")
    packet: str
    verdict: str
    label: str
    says: str
    certain: bool
    rules: list[ToldRule] = Field(description="The first rules of the plan that are concerned.")
    listeners: list[str] = Field(description="Keys of rows that are concerned.")
    rows: list[ToldRow] = Field(description="The first rows of the catalogue on this port.")
    used_by: list[str] = Field(description="Keys of the first rows on this port, best first.")
    used_by_count: int
    remedies: list[ToldRemedy]

    @property
    def lines(self) -> str:
        """The packet, what is so, and what helps."""
        at = f"line {self.line}: " if self.line else ""
        told = [*(rule.sources for rule in self.rules), *(row.sources for row in self.rows)]
        sources = dict.fromkeys(chain.from_iterable(told))
        keys = ", ".join(self.used_by)
        return lines_of(
            f"- {at}{self.packet}: {self.label}. {self.says}",
            *(remedy.line for remedy in self.remedies),
            f"  Rows on this port: {self.used_by_count}: {keys}" if keys else "",
            f"  Sources: {' '.join(sources)}" if sources else "",
        )


class DroppedAnswer(Answer, Paged):
    """Every packet of the lines with what is said of it, a page at a time."""

    packets: list[ToldPacket]
    unreadable: list[str] = Field(description="Lines that tell of no packet, and why; the first.")
    not_read: int = Field(description="Lines beyond what is read at once.")

    @property
    def text(self) -> str:
        """A paragraph a packet."""
        return lines_of(
            f"Packets: {self.count}. Catalogue {self.catalogue}.",
            *(packet.lines for packet in self.packets),
            *(f"- not read: {line}" for line in self.unreadable),
            f"Lines beyond the limit: {self.not_read}." if self.not_read else "",
            self.more,
        )


def why_dropped(asked: AskedDropped) -> DroppedAnswer:
    """Explain why a firewall dropped packets, or connections failed, by a plan of the cluster.

    Give lines of a log or of errors, or one packet by source, destination and packet. Each packet
    is one that the plan has already (so the firewall lacks the rule), one that is missing in the
    plan, with what to add to it, or one that the cluster does not need.
    """
    log = _log(asked)
    rule_set = rules_of(asked.plan)
    seen = on_page(log.packets, asked.page, MOST_PACKETS_LISTED)
    found = explain((each.packet for each in seen), rule_set, known_index())
    told = [_told(each, said) for each, said in zip(seen, found, strict=True)]
    return DroppedAnswer(
        catalogue=rule_set.catalogue_version,
        packets=told,
        unreadable=[
            f"line {line.line}: {line.reason}" for line in log.unreadable[:MOST_UNREADABLE_TOLD]
        ],
        not_read=log.not_read + log.beyond,
        **Paged.numbers(len(log.packets), asked.page, MOST_PACKETS_LISTED),
    )


def _log(asked: AskedDropped) -> PacketLog:
    """The packets that were sent; raises `ProblemsError` where there are none, or two kinds."""
    parts = {"source": asked.source, "destination": asked.destination, "packet": asked.packet}
    missing = [name for name, text in parts.items() if not text]
    if asked.lines.strip() and len(missing) == len(parts):
        return read_packet_log(asked.lines)
    if asked.lines.strip() or missing:
        reason = "give either lines, or source, destination and packet"
        raise ProblemsError([Problem("", "lines", reason)])
    protocol, port = passing_packet(asked.packet)
    source, destination = (_address(parts[name], name) for name in ("source", "destination"))
    packet = Packet(source, destination, protocol, port, opens=True)
    return PacketLog(packets=(Seen(packet, times=1, line=0),))


def _address(text: str, field: str) -> Address:
    try:
        return ip_address(text)
    except ValueError:
        reason = f"{text!r} is no address; `allows` takes names of groups too"
        raise ProblemsError([Problem("", field, reason)]) from None


def _told(seen: Seen, said: Explanation) -> ToldPacket:
    catalogue = known_catalogue()
    _, packet, label, says = packet_cells(seen, said, catalogue)
    remedies = [
        ToldRemedy(
            does=english_remedy(remedy, said, catalogue),
            addition=remedy.addition.as_data(),
            certain=remedy.is_certain,
            opens=[rule.line for rule in told_rules(remedy.opens[:MOST_RULES_TOLD])],
            opens_count=len(remedy.opens),
        )
        for remedy in said.remedies
    ]
    return ToldPacket(
        line=seen.line,
        packet=packet,
        verdict=said.verdict,
        label=label,
        says=says,
        certain=said.is_certain,
        rules=told_rules(said.rules[:MOST_RULES_TOLD]),
        listeners=list(said.listeners[:MOST_KEYS_TOLD]),
        rows=told_rows(rows_behind(known_index(), said.packet)[:MOST_ROWS_TOLD]),
        used_by=[user.listener for user in said.users[:MOST_KEYS_TOLD]],
        used_by_count=len(said.users),
        remedies=remedies,
    )


TOOLS: tuple[Tool, ...] = (
    Tool.of(allows, title="Whether a plan allows a packet", asked=AskedPacket, answer=AllowsAnswer),
    Tool.of(why_dropped, title="Why is this dropped?", asked=AskedDropped, answer=DroppedAnswer),
)
