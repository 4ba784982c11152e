"""What a plan takes for granted about where packets of pods run, each with what would change it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.conditions import Holding, holds
from portsref.catalogue.products import (
    SERVERS_RUN_PODS,
    ControlPlaneToPods,
    Option,
    PodTraffic,
    Travel,
    WayToPods,
    When,
)
from portsref.planning.document import Address, PlanDocument
from portsref.planning.including import Included, find_holding
from portsref.planning.pod_network import PodNetwork
from portsref.web.plans.finding_words import product_words
from portsref.web.shared.joining import items
from portsref.web.shared.row_words import condition_phrases, translated

TRAVELS: Mapping[tuple[Travel, ...], Promise] = {
    ("encapsulated",): _("Between nodes, pods travel in a tunnel."),
    ("routed",): _("Between nodes, pods travel with addresses of their own."),
    ("native",): _("Pods have addresses of the network that the nodes are in."),
    ("encapsulated", "routed"): _(
        "Between nodes, pods travel in a tunnel or with addresses of their own."
    ),
}
WAYS_TO_PODS: Mapping[WayToPods, Promise] = {
    "member": _("The control plane is part of the pod network."),
    "direct": _("The control plane connects to pods directly, from outside the pod network."),
    "tunnel": _("The control plane reaches pods through a tunnel that agents dial."),
    "unknown": _("It is not known how the control plane reaches pods."),
}
NETWORKS: Mapping[str, Promise] = {"pods": _("Pods"), "services": _("Services")}


@dataclass(frozen=True, slots=True)
class OptionLink:
    """An option with its value in the plan; `id` is its place in the panel of its product."""

    id: str
    slug: str
    words: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way that packets run, by which product, and the options of it that decide."""

    sentence: str
    note: str
    product: str
    slug: str
    options: tuple[OptionLink, ...]


@dataclass(frozen=True, slots=True)
class NetworkText:
    """The networks of pods or of Services, and who says so.

    Where it is the default of a product, `step` is the button that takes them over into the plan.
    """

    name: str
    label: str
    addresses: tuple[str, ...]
    told_by: str
    step: str


def id_of_option(slug: str, option: str) -> str:
    """The id of an option in the composer."""
    return f"option-{slug}-{option}"


def step_of_networks(name: str, addresses: Sequence[str]) -> str:
    """The button that says which networks the pods or the Services have."""
    return f"use-networks:{name}:{' '.join(addresses)}"


class Assumptions:
    """What one plan takes for granted, as far as its products say anything about it."""

    def __init__(
        self, included: Mapping[str, Included], document: PlanDocument, catalogue: Catalogue
    ) -> None:
        self._included = included
        self._document = document
        self._catalogue = catalogue
        self._holding: Mapping[str, Holding]
        self._network: PodNetwork
        self._holding, self._network = find_holding(included, document, catalogue)

    @property
    def servers_told_by(self) -> str:
        """The product whose option says whether control-plane hosts run ordinary pods.

        Empty where nobody's does, or where a provider keeps these hosts out of sight.
        """
        is_managed = any(item.product.kind == "managed" for item in self._included.values())
        return "" if is_managed else self._network.servers_told_by or ""

    @property
    def servers_name(self) -> str:
        """The name of that product."""
        return product_words(self.servers_told_by, self._catalogue)

    def is_of_servers(self, slug: str, option: str) -> bool:
        """Tell whether it is the option about control-plane hosts, which stands here."""
        return option == SERVERS_RUN_PODS and slug == self.servers_told_by

    def decides(self, slug: str, option: str) -> bool:
        """Tell whether an option says how pods travel between nodes."""
        place = id_of_option(slug, option)
        return any(place == link.id for way in self._travel for link in way.options)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """How pods travel, and how the control plane reaches them."""
        return (*self._travel, *self._ways_to_pods())

    @cached_property
    def _travel(self) -> tuple[Way, ...]:
        network = self._network
        if not network.made_by or network.travel not in TRAVELS:
            return ()
        product = self._included[network.made_by].product
        sentence = TRAVELS[network.travel]
        return (self._way(str(sentence), product.product, product.pod_traffic),)

    def _ways_to_pods(self) -> Iterator[Way]:
        network = self._network
        if network.reached_by and network.reached:
            product = self._included[network.reached_by].product
            sentence = WAYS_TO_PODS[network.reached]
            yield self._way(str(sentence), product.product, product.control_plane_to_pods)

    def _way(
        self, sentence: str, slug: str, said: Sequence[PodTraffic] | Sequence[ControlPlaneToPods]
    ) -> Way:
        """What the first says that holds; its options decide, and those of what does not hold."""
        asked: dict[str, None] = {}
        note = ""
        for one in said:
            asked |= dict.fromkeys(one.when)
            if holds(one.when, self._holding[slug]):
                note = translated(self._catalogue, one.note, slug) if one.note else ""
                break
        return Way(
            sentence=sentence,
            note=note,
            product=product_words(slug, self._catalogue),
            slug=slug,
            options=tuple(self._links(slug, asked)),
        )

    def _links(self, slug: str, options: Mapping[str, None]) -> Iterator[OptionLink]:
        for name in options:
            for owner in self._catalogue.bases(slug):
                if option := owner.option(name):
                    yield self._link(owner.product, option)
                    break

    def _link(self, slug: str, option: Option) -> OptionLink:
        item = self._included[slug]
        when: When = {option.id: (item.options[option.id],)}
        (words,) = condition_phrases(self._catalogue, item.product, when)
        return OptionLink(id_of_option(slug, option.id), slug, words)

    @cached_property
    def networks(self) -> tuple[NetworkText, ...]:
        """The networks of pods and of Services, as far as they are known."""
        network = self._network
        pods = self._told("pods", network.pods, network.pods_assumed_from)
        services = self._told("services", network.services, network.services_assumed_from)
        return (*(self._pods_of_groups() or pods), *services)

    def _pods_of_groups(self) -> tuple[NetworkText, ...]:
        """The networks that groups with the role `pod` say, where the plan says no others."""
        groups = [group for group in self._document.groups if "pod" in group.roles]
        if not groups or (self._document.networks and self._document.networks.pods):
            return ()
        addresses = tuple(str(address) for group in groups for address in group.addresses)
        words = {"names": items(group.name for group in groups)}
        told_by = gettext("by the plan's group “%(names)s”") % words
        return (NetworkText("pods", str(NETWORKS["pods"]), addresses, told_by, ""),)

    def _told(
        self, name: str, addresses: Sequence[Address], assumed_from: str | None
    ) -> tuple[NetworkText, ...]:
        said = tuple(map(str, addresses))
        told_by, step = gettext("by the plan"), ""
        if assumed_from:
            product = product_words(assumed_from, self._catalogue)
            told_by = gettext("assumed: the default of %(product)s") % {"product": product}
            step = step_of_networks(name, said)
        return (NetworkText(name, str(NETWORKS[name]), said, told_by, step),) if said else ()

    @property
    def are_any(self) -> bool:
        """Tell whether there is anything to be shown."""
        return bool(self.ways or self.networks or self.servers_told_by)
