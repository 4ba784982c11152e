"""Explanations of dropped packets as a page shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.packet_logs.outcome_words import dialled
from portsref.packet_logs.reading import Seen
from portsref.planning.rules import Rule
from portsref.protocols import NAMES_WITH_PORTS
from portsref.troubleshooting.explanations import End, Explanation, Remedy, User
from portsref.troubleshooting.verdict_table import Tone
from portsref.web.plans.dropped.words import network_words, remedy_words, verdict_words
from portsref.web.plans.finding_words import catalogue_name, product_words
from portsref.web.plans.reading.rule_rows import RuleRows, RuleText
from portsref.web.shared.joining import items
from portsref.web.shared.outcome_words import outcome_words
from portsref.web.shared.row_words import address, listener_address, translated

MOST_USERS_SHOWN = 5
_GUESSED_ABOUT = frozenset({"unknown", "known-elsewhere"})
_SETTLED = frozenset({"accepted", "in-plan", "reply", "icmp-answer", "not-routed", "same-host"})


@dataclass(frozen=True, slots=True)
class EndText:
    """One end of a packet: its address or name, its groups, and the groups that are near."""

    address: str
    groups: str
    near: str


@dataclass(frozen=True, slots=True)
class NamedRuleText:
    """A rule with the names of its ends."""

    source: str
    destination: str
    row: RuleText


@dataclass(frozen=True, slots=True)
class UserText:
    """A row of the catalogue that uses the port."""

    name: str
    product: str
    purpose: str
    address: str
    is_in_plan: bool
    is_wide: bool


@dataclass(frozen=True, slots=True)
class RemedyText:
    """Something to add: what it does, its lines, and how many rules come of it."""

    title: str
    yaml: str
    parts: str
    opens: int
    closes: int
    moves: str
    opened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PacketText:
    """One packet of a log with all that is said of it."""

    protocol: str
    port: str
    port_address: str
    source: EndText
    destination: EndText
    times: int
    line: int
    tone: Tone
    label: str
    title: str
    advice: str
    outcome: str
    networks: str
    is_certain: bool
    is_complete: bool
    is_nodeport: bool
    shared_group: str
    rules: tuple[NamedRuleText, ...]
    remedies: tuple[RemedyText, ...]
    users: tuple[UserText, ...]
    near: tuple[tuple[str, str], ...]


class DroppedSheet:
    """The packets of a log, explained by a plan, in the reader's language."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._rows = RuleRows(catalogue)
        self._catalogue = catalogue

    def packets(
        self, seen: Iterable[Seen], explanations: Iterable[Explanation]
    ) -> tuple[PacketText, ...]:
        """Every packet, in the order of the log."""
        pairs = zip(seen, explanations, strict=True)
        return tuple(self._packet(one, explanation) for one, explanation in pairs)

    def _packet(self, seen: Seen, said: Explanation) -> PacketText:
        tone, label, title, advice = verdict_words(said, self._catalogue)
        packet = said.packet
        shows_users = said.verdict not in _SETTLED
        return PacketText(
            protocol=packet.protocol,
            port="" if packet.port is None else str(packet.port),
            port_address=_port_page(packet.port, packet.protocol),
            source=_end(said.source),
            destination=_end(said.destination, dialled(packet.failure)),
            times=seen.times,
            line=seen.line,
            tone=tone,
            label=label,
            title=title,
            advice=advice,
            outcome=outcome_words(packet.failure),
            networks=network_words(said, self._catalogue),
            is_certain=said.is_certain,
            is_complete=said.is_complete,
            is_nodeport=said.is_nodeport and shows_users,
            shared_group=said.shared_group,
            rules=tuple(map(self._rule, said.rules)),
            remedies=tuple(self._remedy(remedy, said) for remedy in said.remedies),
            users=tuple(self._users(said.users[:MOST_USERS_SHOWN])) if shows_users else (),
            near=tuple(_near(said)),
        )

    def _rule(self, rule: Rule) -> NamedRuleText:
        product = rule.causes[0].reason.product
        return NamedRuleText(
            source=self._rows.end_name(rule.source, product),
            destination=self._rows.end_name(rule.destination, product),
            row=self._rows.row(rule),
        )

    def _remedy(self, remedy: Remedy, said: Explanation) -> RemedyText:
        return RemedyText(
            title=remedy_words(remedy, said, self._catalogue),
            yaml=remedy.addition.as_yaml(),
            parts=remedy.addition.model_dump_json(exclude_defaults=True),
            opens=len(remedy.opens),
            closes=len(remedy.closes),
            moves=items(catalogue_name(key, self._catalogue) for key in remedy.moves),
            opened=tuple(
                f"{rule.source.name} → {rule.destination.name}" for rule in remedy.opens[:8]
            ),
        )

    def _users(self, users: Iterable[User]) -> Iterator[UserText]:
        for user in users:
            row = self._catalogue.rows[user.listener]
            yield UserText(
                name=catalogue_name(user.listener, self._catalogue),
                product=product_words(row.product, self._catalogue),
                purpose=translated(self._catalogue, row.purpose, row.product),
                address=listener_address(user.listener),
                is_in_plan=user.is_in_plan,
                is_wide=user.is_wide,
            )


def _end(end: End, name: str = "") -> EndText:
    address = str(end.address) if end.address else name
    return EndText(address, items(end.groups), items(end.near))


def _near(said: Explanation) -> Iterator[tuple[str, str]]:
    if said.verdict in _GUESSED_ABOUT:
        for port in said.near[:MOST_USERS_SHOWN]:
            yield str(port), address("reference:port", port)


def _port_page(port: int | None, protocol: str) -> str:
    if port is None or protocol not in NAMES_WITH_PORTS:
        return ""
    return address("reference:port_protocol", port, protocol.lower())
