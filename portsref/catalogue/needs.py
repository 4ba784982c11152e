"""What a product by itself needs under some options, with what it is built on and brings in.

That is the answer of the reference: on Linux hosts with IPv4 addresses, in the newest Kubernetes,
with images from each registry. A plan that says no more than the product selects the same rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.conditions import Holding, holds
from portsref.catalogue.products import IMAGES, IMAGES_OF, SERVERS_RUN_PODS, Product, Row
from portsref.catalogue.replacing import find_replacements, omitted_keys

type Options = Mapping[str, str]

_MOST_BUNDLING_STEPS = 10
_LINUX_AND_IPV4: Holding = {"os": frozenset({"linux"}), "ip": frozenset({"ipv4"})}


@dataclass(frozen=True, slots=True)
class Part:
    """A product that is there: the one asked for, what it is built on, or what it brings in."""

    product: Product
    rows: tuple[Row, ...]
    is_brought_in: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """The rows that apply, the product's own first, and those of its own that do not."""

    options: Options
    parts: tuple[Part, ...]
    other_rows: tuple[Row, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all rows that apply."""
        return frozenset(row.key for part in self.parts for row in part.rows)


def find_needs(catalogue: Catalogue, product: Product, chosen: Options) -> Needs:
    """What `product` needs where its options are at their defaults, except those `chosen`.

    What no option allows is as if it was not chosen.
    """
    brought = _brought_in(catalogue, product, chosen)
    options = _options_of_all(catalogue, product, chosen, brought)
    holding = _holding(catalogue, product, options, brought)
    rows = _applying(catalogue, options, holding)
    parts = tuple(
        Part(
            catalogue.products[name], rows.get(name, ()), name not in _names_of(catalogue, product)
        )
        for name in _in_order(catalogue, product, options)
    )
    applying = {row.key for row in parts[0].rows}
    others = tuple(row for row in product.rows if row.key not in applying)
    return Needs(options[product.product], parts, others)


def _brought_in(catalogue: Catalogue, product: Product, chosen: Options) -> Mapping[str, Options]:
    """What comes in by bundles, with the options that these set, which may bring in others."""
    brought: dict[str, Options] = {}
    for _ in range(_MOST_BUNDLING_STEPS):
        options = _options_of_all(catalogue, product, chosen, brought)
        step = _bundled(catalogue, options)
        if step == brought:
            break
        brought = step
    return brought


def _bundled(catalogue: Catalogue, options: Mapping[str, Options]) -> dict[str, Options]:
    found: dict[str, Options] = {}
    for name in sorted(options, key=lambda name: (-len(catalogue.bases(name)), name)):
        bundles = catalogue.products[name].bundles
        holding = _own_holding(catalogue, name, options) if bundles else {}
        for bundle in bundles:
            if bundle.product in catalogue.products and holds(bundle.when, holding):
                found.setdefault(bundle.product, bundle.options)
    return found


def _options_of_all(
    catalogue: Catalogue, product: Product, chosen: Options, brought: Mapping[str, Options]
) -> dict[str, Options]:
    """The options of every product that is there: its defaults, and what was set over them."""
    return {
        base.product: _options_of(
            base, brought.get(base.product, {}), chosen if base is product else {}
        )
        for name in (product.product, *brought)
        for base in catalogue.bases(name)
    }


def _options_of(product: Product, *settings: Options) -> Options:
    options = {option.id: option.default for option in product.options}
    for setting in settings:
        for name, value in setting.items():
            option = product.option(name)
            if option is not None and value in option.choices:
                options[name] = value
    return options


def _own_holding(catalogue: Catalogue, name: str, options: Mapping[str, Options]) -> Holding:
    """What holds for a product by options: those of its bases, and its own over them."""
    held: dict[str, str] = {}
    for base in reversed(catalogue.bases(name)):
        held |= options[base.product]
    return {**{key: frozenset({value}) for key, value in held.items()}, **_LINUX_AND_IPV4}


def _holding(
    catalogue: Catalogue,
    product: Product,
    options: Mapping[str, Options],
    brought: Mapping[str, Options],
) -> dict[str, Holding]:
    """What holds for each product, with what follows for pods and for images."""
    own = {name: _own_holding(catalogue, name, options) for name in options}
    pods = _facts_of_pods(catalogue, own, brought)
    told = _where_images_are_from(catalogue, options)
    has_images = {product.product} - brought.keys()
    return {
        name: {**held, **pods, IMAGES: told if name in has_images else frozenset()}
        for name, held in own.items()
    }


def _where_images_are_from(catalogue: Catalogue, options: Mapping[str, Options]) -> frozenset[str]:
    """What the hosts around a cluster say, by default where they are not what is asked about."""
    hosts = catalogue.products.get(IMAGES_OF)
    option = hosts.option(IMAGES) if hosts else None
    said = options.get(IMAGES_OF, {}).get(IMAGES) or (option.default if option else None)
    return frozenset({said} if said else ())


def _facts_of_pods(
    catalogue: Catalogue, holding: Mapping[str, Holding], brought: Mapping[str, Options]
) -> Holding:
    """How pods' packets run, by whoever speaks first: what is built on others, or is a plugin."""

    def rank(name: str) -> tuple[int, bool, str]:
        return -len(catalogue.bases(name)), name in brought, name

    parts = [(catalogue.products[name], holding[name]) for name in sorted(holding, key=rank)]
    plugins_first = sorted(parts, key=lambda part: part[0].kind != "cni")
    travel: Iterator[tuple[str, ...]] = (
        traffic.how
        for product, held in plugins_first
        for traffic in product.pod_traffic
        if holds(traffic.when, held)
    )
    reached = (
        way.how
        for product, held in parts
        for way in product.control_plane_to_pods
        if holds(way.when, held)
    )
    servers = (held[SERVERS_RUN_PODS] for product, held in parts if product.servers_run_pods)
    return {
        "pod-traffic": frozenset(next(travel, ())),
        "control-plane-to-pods": frozenset([*reached][:1]),
        SERVERS_RUN_PODS: next(servers, frozenset({"no"})),
    }


def _applying(
    catalogue: Catalogue, options: Mapping[str, Options], holding: Mapping[str, Holding]
) -> dict[str, tuple[Row, ...]]:
    """The rows that apply by product: none that is omitted, or replaced by one that applies."""
    products = {name: catalogue.products[name] for name in sorted(options)}
    newest = catalogue.newest_kubernetes
    rows = {
        row.key: row
        for name, product in products.items()
        for row in product.rows
        if row.exists_in(newest) and holds(row.when, holding[name])
    }
    replacements = find_replacements(rows.values(), catalogue)
    omits = {name: product.omits for name, product in products.items()}
    here = rows.keys() - omitted_keys(omits, holding, replacements)
    gone = {key for key, heirs in replacements.items() if not here.isdisjoint(heirs)}
    left = here - gone
    return {
        name: tuple(row for row in product.rows if row.key in left)
        for name, product in products.items()
    }


def _names_of(catalogue: Catalogue, product: Product) -> frozenset[str]:
    return frozenset(base.product for base in catalogue.bases(product.product))


def _in_order(
    catalogue: Catalogue, product: Product, options: Mapping[str, Options]
) -> tuple[str, ...]:
    """The product, what it is built on, nearest first, then what comes in, by its slug."""
    built_on = [base.product for base in catalogue.bases(product.product)]
    return (*built_on, *sorted(options.keys() - set(built_on)))
