"""What the catalogue has on a port, whoever was seen there."""

from collections.abc import Iterable, Sequence

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.products import Row
from portsref.catalogue.search.port_table import names_few
from portsref.planning.rules import RuleSet


class KnownPorts:
    """The listeners of a catalogue by protocol and port, but those of wide ranges.

    Those of the products of a plan come first, and those in pods last; a product that is the
    component itself comes before one that brings it along.
    """

    def __init__(self, catalogue: Catalogue, rule_set: RuleSet) -> None:
        products = {product_of(key) for key in rule_set.listed}
        self._rows: dict[tuple[str, int], list[Row]] = {}
        for row in _ordered(catalogue.listeners, products):
            for port in row.ports if names_few(row.ports.numbers) else ():
                self._rows.setdefault((row.protocol, port), []).append(row)

    def on(self, protocol: str, port: int | None) -> Sequence[Row]:
        """The rows of a port, the likeliest first."""
        return self._rows.get((protocol, port), ()) if port is not None else ()


def _ordered(rows: Iterable[Row], products: set[str]) -> list[Row]:
    def rank(row: Row) -> tuple[bool, bool, bool]:
        return (row.product not in products, row.scope == "pod", row.product != row.component)

    return sorted(rows, key=rank)
