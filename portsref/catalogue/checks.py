"""Relations between the parts of a catalogue: does everything that is named exist?"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import (
    IMAGES,
    IMAGES_OF,
    SERVERS_RUN_PODS,
    Bundle,
    ImageSource,
    Listener,
    OutboundNeed,
    Product,
    Row,
    System,
    Travel,
    WayToPods,
    When,
)
from portsref.documents.base import PEER_NAME
from portsref.documents.problems import Problem

# Keys of `when` that need no option of the same product: the plan as a whole decides them, by its
# groups and addresses, its pod network, its distribution.
PLAN_CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "os": get_args(System.__value__),
    "ip": ("ipv4", "ipv6"),
    "pod-traffic": get_args(Travel.__value__),
    "control-plane-to-pods": get_args(WayToPods.__value__),
    SERVERS_RUN_PODS: ("yes", "no"),
    IMAGES: get_args(ImageSource.__value__),
}


def check_product(product: Product, catalogue: Catalogue, *, file: str) -> list[Problem]:
    """Find everything that `product` names and that neither it nor `catalogue` has."""
    return sorted(
        Problem(file, field, reason)
        for check in (_duplicates, _bases, _bundles, _omits, _pods, _roles, _rows)
        for field, reason in check(product, catalogue)
    )


PLACE = re.compile(PEER_NAME)  # what a need is `to`, where it is no mere name
type Found = Iterator[tuple[str, str]]


def _duplicates(product: Product, _catalogue: Catalogue) -> Found:
    kinds: dict[str, Iterable[str]] = {
        "options": [option.id for option in product.options],
        "components": [component.id for component in product.components],
        "places": [place.id for place in product.places],
        "listeners": [row.id for row in product.rows],
    }
    for name, ids in kinds.items():
        for twice in (item for item, count in Counter(ids).items() if count > 1):
            yield f"{name}[{twice}].id", "appears twice in this product"
    for option in product.options:
        if len(set(option.choices)) < len(option.choices):
            yield f"options[{option.id}].choices", "contains a choice twice"
        told_by_servers = option.id == SERVERS_RUN_PODS and product.servers_run_pods is not None
        has_images = option.id == IMAGES and product.product == IMAGES_OF
        if option.id in PLAN_CONDITIONS and not (told_by_servers or has_images):
            yield f"options[{option.id}].id", "is decided by the plan and cannot be an option"


def _bases(product: Product, catalogue: Catalogue) -> Found:
    if product.base is None:
        return
    if product.base not in catalogue.products:
        yield "base", f"no product {product.base!r}"
        return
    passed = [product.product]
    here: str | None = product.base
    while here is not None and here in catalogue.products:
        if here in passed:
            yield "base", f"is circular: {' → '.join([*passed, here])}"
            return
        passed.append(here)
        here = catalogue.products[here].base


def _bundles(product: Product, catalogue: Catalogue) -> Found:
    for bundle in product.bundles:
        field = f"bundles[{bundle.product}]"
        brought = catalogue.products.get(bundle.product)
        if brought is None:
            yield f"{field}.product", f"no product {bundle.product!r}"
            continue
        yield from _bundle_options(bundle, brought, field)
        yield from _condition(bundle.when, product, catalogue, field)


def _bundle_options(bundle: Bundle, brought: Product, field: str) -> Found:
    for option_id, value in bundle.options.items():
        option = brought.option(option_id)
        if option is None:
            yield f"{field}.options.{option_id}", f"{brought.product} has no such option"
        elif value not in option.choices:
            yield f"{field}.options.{option_id}", _not_a_choice(value, option.choices)


def _omits(product: Product, catalogue: Catalogue) -> Found:
    for omit in product.omits:
        field = f"omits[{omit.listener}]"
        if not _row_exists(omit.listener, product, catalogue):
            yield f"{field}.listener", "the catalogue has no such row"
        yield from _condition(omit.when, product, catalogue, field)
    for key in ("etcd_hosts_are_nodes", "load_balancers_are_hosts"):
        yield from _condition(getattr(product, key) or {}, product, catalogue, key)


def _pods(product: Product, catalogue: Catalogue) -> Found:
    for number, traffic in enumerate(product.pod_traffic):
        yield from _own_condition(traffic.when, product, catalogue, f"pod_traffic[{number}]")
    for number, way in enumerate(product.control_plane_to_pods):
        yield from _own_condition(way.when, product, catalogue, f"control_plane_to_pods[{number}]")


def _own_condition(when: When, product: Product, catalogue: Catalogue, field: str) -> Found:
    """A condition by which the pod network of a plan is decided cannot ask for that network."""
    for key in ("pod-traffic", "control-plane-to-pods"):
        if key in when:
            yield f"{field}.when.{key}", "asks for what it decides"
    yield from _condition(when, product, catalogue, field)


def _roles(product: Product, catalogue: Catalogue) -> Found:
    for component in product.components:
        for role in component.roles:
            if role not in catalogue.role and product.place(role) is None:
                yield f"components[{component.id}].roles", f"no role {role!r}"


def _rows(product: Product, catalogue: Catalogue) -> Found:
    for row in product.rows:
        listens = isinstance(row, Listener)
        field = f"{'listeners' if listens else 'outbound_needs'}[{row.id}]"
        yield from _row(row, product, catalogue, field)
        if isinstance(row, Listener):
            yield from _listener(row, product, catalogue, field)
        if isinstance(row, OutboundNeed):
            yield from _outbound_need(row, product, catalogue, field)


def _row(row: Row, product: Product, catalogue: Catalogue, field: str) -> Found:
    if product.component(row.component) is None:
        yield f"{field}.component", f"{product.product} has no component {row.component!r}"
    if not row.source:
        yield f"{field}.source", "is missing"
    for role in row.roles:
        if role not in catalogue.role and product.place(role) is None:
            yield f"{field}.roles", f"no role {role!r}"
    for bound in ("since", "until"):
        version = getattr(row, bound)
        if version and "kubernetes" not in {base.product for base in _bases_of(product, catalogue)}:
            yield (
                f"{field}.{bound}",
                "is a Kubernetes version, but this product is not built on Kubernetes",
            )
    yield from _traffic(row, f"{field}.traffic")
    yield from _condition(row.when, product, catalogue, field)


def _traffic(row: Row, field: str) -> Found:
    if len(set(row.traffic)) < len(row.traffic):
        yield field, "holds an entry twice"
    if "overlay" in row.traffic and row.scope != "node":
        yield field, f"an overlay runs between nodes, and the scope is {row.scope}"
    if isinstance(row, OutboundNeed) and any(kind.startswith("node-port") for kind in row.traffic):
        yield field, "NodePorts are listened on, not dialled"


def _listener(row: Listener, product: Product, catalogue: Catalogue, field: str) -> Found:
    for key, peers in (("peers", row.peers), ("documented_peers", row.documented_peers)):
        for peer in peers:
            if peer != "self" and not _peer_exists(peer, product, catalogue):
                yield (
                    f"{field}.{key}",
                    f"{peer!r} is neither a role, nor self, nor a component, nor a place",
                )
    if "any" in row.peers:
        yield f"{field}.peers", "say who connects; `documented_peers` may say any"
    if row.replaces == row.key:
        yield f"{field}.replaces", "a listener cannot replace itself"
    elif row.replaces and not _row_exists(row.replaces, product, catalogue):
        yield f"{field}.replaces", f"the catalogue has no listener {row.replaces!r}"
    if row.insecure and row.tls == "mtls":
        yield f"{field}.insecure", "not with tls: mtls, which asks who connects"


def _outbound_need(row: OutboundNeed, product: Product, catalogue: Catalogue, field: str) -> Found:
    if isinstance(row.to, tuple):
        for role in row.to:
            if role not in catalogue.role:
                yield (
                    f"{field}.to",
                    f"no role {role!r}; an external destination is one text, not a list",
                )
    elif PLACE.fullmatch(row.to) and catalogue.find_place(product, row.to) is None:
        yield f"{field}.to", f"no place {row.to!r}"
    for key in row.reaches:
        if not _row_exists(key, product, catalogue):
            yield f"{field}.reaches", f"the catalogue has no listener {key!r}"


def _condition(when: When, product: Product, catalogue: Catalogue, field: str) -> Found:
    for option_id, values in when.items():
        choices = PLAN_CONDITIONS.get(option_id) or next(
            (
                option.choices
                for base in _bases_of(product, catalogue)
                for option in base.options
                if option.id == option_id
            ),
            None,
        )
        if choices is None:
            yield f"{field}.when.{option_id}", f"{product.product} has no such option"
            continue
        for value in values:
            if value not in choices:
                yield f"{field}.when.{option_id}", _not_a_choice(value, choices)


def _bases_of(product: Product, catalogue: Catalogue) -> Iterator[Product]:
    yield product
    if product.base and product.base != product.product:
        yield from catalogue.bases(product.base)


def _peer_exists(peer: str, product: Product, catalogue: Catalogue) -> bool:
    return (
        peer in catalogue.role
        or product.component(peer) is not None
        or catalogue.find_place(product, peer) is not None
        or catalogue.find_component(product.base or product.product, peer) is not None
    )


def _row_exists(key: str, product: Product, catalogue: Catalogue) -> bool:
    return key in catalogue.rows or any(row.key == key for row in product.rows)


def _not_a_choice(value: str, choices: Iterable[str]) -> str:
    return f"{value!r} is not one of {', '.join(choices)}"
