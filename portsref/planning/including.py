"""Which products are part of a plan, with which options, and what holds for each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.conditions import Holding, holds, reasons
from portsref.catalogue.products import IMAGES, IMAGES_OF, Product
from portsref.planning.document import Pick, PlanDocument
from portsref.planning.pod_network import Part, PodNetwork, find_pod_network
from portsref.planning.rules import Reason

_MOST_BUNDLING_STEPS = 10


@dataclass(frozen=True)
class Bundled:
    """That a product brings another one in, why, and with which options."""

    by: str
    because: tuple[tuple[str, str], ...]
    options: Mapping[str, str]


@dataclass(frozen=True)
class Included:
    """A product that is part of the plan, with the options that hold for it.

    `bundled` says what brought it in, where neither the plan picks it nor what brings it in is
    built on it, by which it is there anyway. `is_asked_for` is
    false for the base of a product of which only rows were picked by hand: it gives no rows.
    """

    product: Product
    pick: Pick
    options: Mapping[str, str]
    bundled: Bundled | None = None
    is_asked_for: bool = True

    @cached_property
    def reason(self) -> Reason:
        """Why those of its rows are in the plan that depend on nothing else."""
        return Reason(
            product=self.product.product,
            brought_by=self.bundled.by if self.bundled else None,
            brought_because=self.bundled.because if self.bundled else (),
        )


def kubernetes_of(document: PlanDocument, catalogue: Catalogue) -> str:
    """The version of Kubernetes that a plan is for: the newest where it says none."""
    return document.kubernetes or catalogue.newest_kubernetes


def include_products(document: PlanDocument, catalogue: Catalogue) -> dict[str, Included]:
    """The picked products, what they are built on and what they bring in, sorted by slug.

    A bundle may set options that decide over further bundles, so it goes on until nothing more
    comes in; the bound only matters for products that bring each other in and out again.
    """
    bundled: dict[str, Bundled] = {}
    facts = _facts(document)
    for _ in range(_MOST_BUNDLING_STEPS):
        included = _included(document, catalogue, bundled)
        step = _bundled(included, facts, catalogue)
        if step == bundled:
            break
        bundled = step
    return included


def find_option(document: PlanDocument, catalogue: Catalogue, key: str) -> str | None:
    """What an option, by its key `product/id`, is in a plan; None where the product is not in it.

    What the plan says counts before what a bundle sets, and that before the default.
    """
    product, _, option = key.partition("/")
    item = include_products(document, catalogue).get(product)
    return item.options.get(option) if item else None


def _included(
    document: PlanDocument, catalogue: Catalogue, bundled: Mapping[str, Bundled]
) -> dict[str, Included]:
    picks = {pick.product: pick for pick in document.picks}
    whole = {
        base.product
        for name in (*picks, *bundled)
        if name in bundled or not picks[name].only
        for base in catalogue.bases(name)
    }
    names = {base.product for name in (*picks, *bundled) for base in catalogue.bases(name)}
    asked_for = whole | picks.keys()
    return {
        name: _include(
            catalogue.products[name],
            picks.get(name),
            bundled.get(name),
            is_asked_for=name in asked_for,
            is_base=_is_own_base(name, bundled.get(name), catalogue),
        )
        for name in sorted(names)
    }


def _is_own_base(name: str, bundled: Bundled | None, catalogue: Catalogue) -> bool:
    """Tell whether who brings a product in is built on it, and so only sets options of it."""
    return bundled is not None and any(base.product == name for base in catalogue.bases(bundled.by))


def _bundled(
    included: Mapping[str, Included], facts: Holding, catalogue: Catalogue
) -> dict[str, Bundled]:
    """What the included products bring in; where several bring the same, the first one's word.

    A product comes before what it is built on, whose options it may set so.
    """
    found: dict[str, Bundled] = {}
    for name in sorted(included, key=lambda name: (-len(catalogue.bases(name)), name)):
        item = included[name]
        if item.pick.only or not item.is_asked_for or not item.product.bundles:
            continue
        holding = _holding(item, included, facts, catalogue)
        for bundle in item.product.bundles:
            if bundle.product in catalogue.products and holds(bundle.when, holding):
                because = reasons(bundle.when, holding)
                found.setdefault(bundle.product, Bundled(name, because, bundle.options))
    return found


def _include(
    product: Product,
    pick: Pick | None,
    bundled: Bundled | None,
    *,
    is_asked_for: bool,
    is_base: bool,
) -> Included:
    """Its own defaults, over them what the bundle sets, over them what the plan sets."""
    options = {option.id: option.default for option in product.options}
    for further in (bundled.options if bundled else {}, pick.options if pick else {}):
        for name, value in further.items():
            option = product.option(name)
            if option is not None and value in option.choices:
                options[name] = value
    return Included(
        product=product,
        pick=pick or Pick.model_construct(product=product.product),
        options=options,
        bundled=None if pick or is_base else bundled,
        is_asked_for=is_asked_for,
    )


def _facts(document: PlanDocument) -> Holding:
    """What `when` may ask of the plan itself, of no option of a product."""
    addresses = (address for group in document.groups for address in group.addresses)
    return {
        "os": frozenset(group.os for group in document.groups) or frozenset({"linux"}),
        "ip": frozenset(f"ipv{address.family}" for address in addresses) or frozenset({"ipv4"}),
    }


def _holding(
    item: Included, included: Mapping[str, Included], facts: Holding, catalogue: Catalogue
) -> Holding:
    """What holds for a product: options of its bases, its own over them, and the plan's facts."""
    options: dict[str, str] = {}
    for base in reversed(catalogue.bases(item.product.product)):
        known = item if base.product == item.product.product else included.get(base.product)
        options |= (
            known.options if known else {option.id: option.default for option in base.options}
        )
    return {**{name: frozenset({value}) for name, value in options.items()}, **facts}


def find_holding(
    included: Mapping[str, Included], document: PlanDocument, catalogue: Catalogue
) -> tuple[Mapping[str, Holding], PodNetwork]:
    """What holds for each product, and the pod network that follows and is part of it."""
    facts = _facts(document)
    holding = {name: _holding(item, included, facts, catalogue) for name, item in included.items()}
    pod_network = _pod_network(included, holding, document, catalogue)
    images = _where_images_are_from(included)
    brought_in = _bundled(included, facts, catalogue).keys()
    told = {
        name: {IMAGES: images if document.pick(name) and name not in brought_in else frozenset()}
        for name in holding
    }
    return (
        {name: {**held, **pod_network.facts, **told[name]} for name, held in holding.items()},
        pod_network,
    )


def _where_images_are_from(included: Mapping[str, Included]) -> frozenset[str]:
    """What the hosts around the cluster say; nothing where they are not part of the plan.

    It holds for what the plan picks and nothing brings in: a product that brings others in, or is
    built on them, has images of its own of these, such as the copies that RKE2 keeps.
    """
    item = included.get(IMAGES_OF)
    said = item.options.get(IMAGES) if item and item.is_asked_for else None
    return frozenset({said} if said else ())


def _pod_network(
    included: Mapping[str, Included],
    holding: Mapping[str, Holding],
    document: PlanDocument,
    catalogue: Catalogue,
) -> PodNetwork:
    """What is built on others speaks first, and what the plan picks before what is brought in."""

    def rank(name: str) -> tuple[int, bool, str]:
        return -len(catalogue.bases(name)), included[name].bundled is not None, name

    parts = [
        Part(included[name].product, holding[name])
        for name in sorted(included, key=rank)
        if included[name].is_asked_for
    ]
    return find_pod_network(parts, document.networks)
