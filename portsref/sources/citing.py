"""What the catalogue cites: each place of each fact, with the fact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portsref.catalogue.products import Product, Source


@dataclass(frozen=True, slots=True)
class Cited:
    """One place that a product cites for one fact; `fact` is its key, as problems have it."""

    product: str
    fact: str
    source: Source


def cited_by(products: Iterable[Product]) -> Iterator[Cited]:
    """Every place that is cited, in the order of the files."""
    for product in products:
        for fact, sources in _facts(product):
            for source in sources:
                yield Cited(product.product, fact, source)


def _facts(product: Product) -> Iterator[tuple[str, tuple[Source, ...]]]:
    for number, traffic in enumerate(product.pod_traffic):
        yield f"pod_traffic[{number}]", traffic.source
    for number, way in enumerate(product.control_plane_to_pods):
        yield f"control_plane_to_pods[{number}]", way.source
    if product.pod_networks:
        yield "pod_networks", product.pod_networks.source
    if product.servers_run_pods:
        yield "servers_run_pods", product.servers_run_pods.source
    for place in product.places:
        yield f"places[{place.id}]", place.source
    for option in product.options:
        yield f"options[{option.id}]", option.source
    for component in product.components:
        yield f"components[{component.id}]", component.source
    for listener in product.listeners:
        yield f"listeners[{listener.id}]", listener.source
    for need in product.outbound_needs:
        yield f"outbound_needs[{need.id}]", need.source
