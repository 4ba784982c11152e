"""Rows of the catalogue as tools tell them: short, with the places that show them."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from portsref.catalogue.products import Listener, OutboundNeed, Row
from portsref.catalogue.search.entries import Entry
from portsref.cli.mcp.base import Told


class ToldRow(Told):
    """A listener, or what a component must reach."""

    key: str = Field(description="`product/id`: its name for ever, as plans have it.")
    direction: Literal["inbound", "outbound"]
    component: str
    protocol: str
    ports: str = Field(description="Empty where the protocol has none.")
    hosts: list[str] = Field(description="Roles of the hosts that listen, or that dial.")
    peers: list[str] = Field(description="Who connects, or who is dialled.")
    purpose: str
    condition: str = Field(description="When it applies; empty for always.")
    scope: Literal["node", "loopback", "pod"]
    encryption: str
    required: bool = Field(description="Whether the cluster needs it.")
    setting: str = Field(description="What changes the port; empty where nothing does.")
    note: str
    sources: list[str] = Field(description="The pages and files that show it.")

    @property
    def lines(self) -> str:
        """A line of facts, and one of sources."""
        passes = f"{self.protocol} {self.ports}".rstrip()
        peers = ", ".join(self.peers)
        ends = f"from {peers}" if self.direction == "inbound" else f"to {peers}"
        where = {"loopback": " (loopback only)", "pod": " (inside the pod network)", "node": ""}
        facts = f"{self.key}: {passes} on {', '.join(self.hosts)}{where[self.scope]} {ends}."
        condition = f" Where {self.condition}." if self.condition else ""
        tls = f" Encryption: {self.encryption}."
        optional = "" if self.required else " Not required."
        note = f" {self.note}" if self.note else ""
        sources = " ".join(self.sources)
        return f"- {facts} {self.purpose}{condition}{tls}{optional}{note}\n  Sources: {sources}"


def told_rows(entries: Iterable[Entry]) -> list[ToldRow]:
    """Rows in the order given."""
    return list(map(_told, entries))


def _told(entry: Entry) -> ToldRow:
    row = entry.row
    return ToldRow(
        key=row.key,
        direction=entry.direction,
        component=entry.component.name,
        protocol=row.protocol,
        ports=str(row.ports),
        hosts=list(row.roles),
        peers=_peers(row),
        purpose=row.purpose,
        condition=_condition(entry),
        scope=row.scope,
        encryption=row.tls,
        required=row.required,
        setting=row.setting or "",
        note=row.note or "",
        sources=list(dict.fromkeys(source.address for source in row.source)),
    )


def _peers(row: Row) -> list[str]:
    if isinstance(row, OutboundNeed):
        return [row.to] if isinstance(row.to, str) else list(row.to)
    return list(row.peers) if isinstance(row, Listener) else []


def _condition(entry: Entry) -> str:
    row = entry.row
    asked = [f"{option} = {' or '.join(values)}" for option, values in row.when.items()]
    if row.since:
        asked.append(f"Kubernetes ≥ {row.since}")
    if row.until:
        asked.append(f"Kubernetes ≤ {row.until}")
    return ", ".join(asked)
