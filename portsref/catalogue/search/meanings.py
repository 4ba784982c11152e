"""What a port means: the claims of its rows, the one that a newcomer should read first.

Rows say the same where they agree in protocols, hosts, peers and purpose, whatever product they
are of; rows of one component that differ in the protocol alone are one meaning too.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Listener, OutboundNeed, Product, Row
from portsref.catalogue.search.entries import Entry, is_wide
from portsref.catalogue.search.ports_in_use import family_of
from portsref.protocols import NAMES_WITH_PORTS

# A range as wide as this says nothing of any one port.
ANY_PORT = 30_000
_SCOPES = ("node", "pod", "loopback")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Rows that say the same of a port, at least one, those that are there by default first.

    `by_default` counts them. `lasts` is false for what no Kubernetes of today has any more.
    """

    entries: tuple[Entry, ...]
    by_default: int
    lasts: bool

    @property
    def first(self) -> Entry:
        """The row that speaks for all."""
        return self.entries[0]

    @property
    def main(self) -> tuple[Entry, ...]:
        """The rows that are there by default; where there are none, all of them."""
        return self.entries[: self.by_default] or self.entries

    @property
    def protocols(self) -> tuple[str, ...]:
        """The protocols of these rows."""
        here = {entry.row.protocol for entry in self.main}
        return tuple(name for name in NAMES_WITH_PORTS if name in here)

    @property
    def products(self) -> tuple[Product, ...]:
        """The products that say it."""
        return tuple({entry.product.product: entry.product for entry in self.entries}.values())

    @property
    def is_of_kubernetes(self) -> bool:
        """Tell whether Kubernetes itself says it."""
        return self.first.product.kind == "core"


def find_meanings(
    catalogue: Catalogue, entries: Iterable[Entry], is_default: Callable[[Row], bool]
) -> tuple[Meaning, ...]:
    """The meanings of a port whose rows are `entries`, the one to read first before the others.

    What names the port comes before ranges of which some ports are used, and before a Service that
    has its NodePort there. Then comes what Kubernetes
    itself has by default or opens on its hosts, then what others have by default; of what remains
    and within each, what is Kubernetes' own, what is there today, what listens rather than dials,
    what most products say, what is open to the network rather than to pods or the host alone, what
    concerns most kinds of hosts, what no distribution of Kubernetes repeats of it, and what stands
    first in the catalogue.
    """
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        if len(entry.row.ports) < ANY_PORT:
            groups.setdefault(_claim(entry), []).append(entry)
    newest = catalogue.newest_kubernetes
    meanings = (meaning_of(group, newest, is_default) for group in groups.values())
    return tuple(sorted(meanings, key=_rank))


def meaning_of(entries: Sequence[Entry], newest: str, is_default: Callable[[Row], bool]) -> Meaning:
    """What entries mean that say the same; `newest` is the Kubernetes version of today."""
    usual = [entry for entry in entries if is_default(entry.row)]
    others = [entry for entry in entries if entry not in usual]
    lasts = any(entry.row.exists_in(newest) for entry in entries)
    return Meaning((*usual, *others), len(usual), lasts)


def _claim(entry: Entry) -> tuple[object, ...]:
    """What a row says, but for its purpose where only the protocol in it differs."""
    row = entry.row
    same = (entry.direction, row.roles, ends_of(row), row.scope, is_wide(row))
    purpose = row.purpose.replace(f" over {row.protocol}", "")
    if purpose == row.purpose:
        return (*same, row.protocol, purpose)
    return (*same, entry.component_key, purpose)


def ends_of(row: Row) -> tuple[str, ...]:
    """Who is at the other end: who connects to a listener, or what a need must reach."""
    if isinstance(row, Listener):
        return row.peers
    to = row.to if isinstance(row, OutboundNeed) else ()
    return (to,) if isinstance(to, str) else to


def _is_a_node_port(row: Row) -> bool:
    """Tell whether a row is about a Service that has one of the range's ports by its settings."""
    return "node-port" in row.traffic and "health" not in row.traffic


def _rank(meaning: Meaning) -> tuple[object, ...]:
    row = meaning.first.row
    return (
        is_wide(row) or _is_a_node_port(row),
        not (meaning.is_of_kubernetes and (meaning.by_default or row.scope == "node")),
        not meaning.by_default,
        not meaning.is_of_kubernetes,
        not meaning.lasts,
        meaning.first.direction != "inbound",
        -len(meaning.products),
        _SCOPES.index(row.scope),
        -len(row.roles),
        family_of(meaning.first.product) == "kubernetes",
        meaning.first.position,
    )
