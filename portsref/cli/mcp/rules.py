"""Rules of plans as tools tell them: with their reasons and sources, and few addresses of many."""

from collections.abc import Iterable

from pydantic import Field

from portsref.cli.mcp.base import Told
from portsref.planning.rules import Endpoint, Rule

MOST_ADDRESSES_TOLD = 20


class ToldEnd(Told):
    """One end of a rule: a group, `any`, or a place outside by its name."""

    name: str
    zone: str = Field(description="Empty where it has none.")
    addresses: list[str] = Field(description="The first 20; export_plan has all.")
    further: int = Field(description="How many addresses there are beyond these.")

    @property
    def words(self) -> str:
        """The name, with its addresses."""
        further = f" and {self.further} more" if self.further else ""
        return (
            f"{self.name} ({', '.join(self.addresses)}{further})" if self.addresses else self.name
        )


class ToldRule(Told):
    """Source may open connections to destination on these ports."""

    name: str
    source: ToldEnd
    destination: ToldEnd
    protocol: str
    ports: str
    purpose: str
    condition: str = Field(description="Why it is in the plan.")
    required: bool
    encryption: str
    listeners: list[str] = Field(description="Keys of the rows of the catalogue that cause it.")
    sources: list[str] = Field(description="The pages and files that show it.")

    @property
    def line(self) -> str:
        """Who may reach whom, on what."""
        passes = f"{self.protocol} {self.ports}".rstrip()
        return f"{self.name}: {self.source.words} -> {self.destination.words} {passes}"

    @property
    def lines(self) -> str:
        """That, why, and who says so."""
        sources = f"\n  Sources: {' '.join(self.sources)}" if self.sources else ""
        return (
            f"- {self.line}. {self.purpose} Because: {self.condition}. "
            f"Encryption: {self.encryption}.{sources}"
        )


def told_rules(rules: Iterable[Rule]) -> list[ToldRule]:
    """Rules in the order given."""
    return list(map(told_rule, rules))


def told_rule(rule: Rule) -> ToldRule:
    """A rule with its reason and its sources."""
    return ToldRule(
        name=rule.name,
        source=_end(rule.source),
        destination=_end(rule.destination),
        protocol=rule.protocol,
        ports=str(rule.ports),
        purpose=rule.purpose,
        condition=rule.condition,
        required=rule.required,
        encryption=rule.encryption,
        listeners=list(rule.listeners),
        sources=list(rule.references),
    )


def _end(end: Endpoint) -> ToldEnd:
    addresses = end.addresses[:MOST_ADDRESSES_TOLD]
    return ToldEnd(
        name=end.name,
        zone=end.zone or "",
        addresses=list(map(str, addresses)),
        further=len(end.addresses) - len(addresses),
    )
