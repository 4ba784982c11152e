"""How the packets of pods run in a plan, by what its products say and what the plan itself says.

Of what a product says under conditions, the first that holds counts. Rows ask for what comes of it
by `when`, as they ask for options.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portsref.addresses import AddressRange
from portsref.catalogue.conditions import Holding, holds
from portsref.catalogue.products import SERVERS_RUN_PODS, Product, Travel, WayToPods
from portsref.planning.document import Address, Networks


class Part(NamedTuple):
    """A product of a plan with what holds for it."""

    product: Product
    holding: Holding


@dataclass(frozen=True, slots=True)
class PodNetwork:
    """The pod network of a plan.

    `travel` is how packets run between nodes, by the product `made_by`: several ways where a mode
    uses both, none where no product says. `reached` is how the control plane reaches pods, by
    `reached_by`. `pods` and `services` are networks that the plan states or, where `assumed_from`
    names a product, those that it documents as its defaults. `servers_run_pods` says whether
    control-plane hosts run ordinary pods.
    """

    travel: tuple[Travel, ...] = ()
    made_by: str | None = None
    reached: WayToPods | None = None
    reached_by: str | None = None
    pods: tuple[Address, ...] = ()
    pods_assumed_from: str | None = None
    services: tuple[Address, ...] = ()
    services_assumed_from: str | None = None
    servers_run_pods: bool = False
    servers_told_by: str | None = None

    @property
    def is_on_the_wire(self) -> bool:
        """Tell whether pods' own addresses are seen between nodes, at least between some."""
        return "routed" in self.travel or "native" in self.travel

    @property
    def has_addresses_of_nodes(self) -> bool:
        """Tell whether pods have addresses of the network that the nodes are in."""
        return "native" in self.travel

    @property
    def is_out_of_reach(self) -> bool:
        """Tell whether the control plane dials pods that only the tunnel's members can reach."""
        return self.reached == "direct" and "encapsulated" in self.travel

    @property
    def is_dialled_by_address(self) -> bool:
        """Tell whether the control plane dials pods by their own addresses, and can."""
        return self.reached not in {"tunnel", "unknown"} and not self.is_out_of_reach

    @property
    def facts(self) -> Holding:
        """What `when` may ask of it."""
        return {
            "pod-traffic": frozenset(self.travel),
            "control-plane-to-pods": frozenset({self.reached} if self.reached else ()),
            SERVERS_RUN_PODS: frozenset({"yes" if self.servers_run_pods else "no"}),
        }


UNKNOWN_NETWORK = PodNetwork()


def find_pod_network(parts: Sequence[Part], stated: Networks | None) -> PodNetwork:
    """The pod network that the products of a plan make, with the networks that the plan states.

    Of `parts` that say the same thing the first counts, but a network plugin says how pods travel
    before what brings it along does.
    """
    plugins_first = sorted(parts, key=lambda part: part.product.kind != "cni")
    travel, made_by = _first_said(plugins_first, _travel)
    reached: WayToPods | None
    reached, reached_by = _first_said(parts, _way_to_pods)
    servers_run_pods, servers_told_by = _first_said(parts, _servers_run_pods)
    pods, pods_assumed_from = _first_said(parts, _documented_pods)
    services, services_assumed_from = _first_said(parts, _documented_services)
    if stated and stated.pods:
        pods, pods_assumed_from = stated.pods, None
    if stated and stated.services:
        services, services_assumed_from = stated.services, None
    return PodNetwork(
        travel=travel or (),
        made_by=made_by,
        reached=reached,
        reached_by=reached_by,
        pods=pods or (),
        pods_assumed_from=pods_assumed_from,
        services=services or (),
        services_assumed_from=services_assumed_from,
        servers_run_pods=servers_run_pods == "yes",
        servers_told_by=servers_told_by,
    )


def _first_said[T](
    parts: Iterable[Part], say: Callable[[Part], T | None]
) -> tuple[T | None, str | None]:
    """What the first of the parts says that says anything, and which product it is."""
    for part in parts:
        if said := say(part):
            return said, part.product.product
    return None, None


def _travel(part: Part) -> tuple[Travel, ...] | None:
    said = (
        traffic.how for traffic in part.product.pod_traffic if holds(traffic.when, part.holding)
    )
    return next(said, None)


def _way_to_pods(part: Part) -> WayToPods | None:
    ways = part.product.control_plane_to_pods
    return next((way.how for way in ways if holds(way.when, part.holding)), None)


def _servers_run_pods(part: Part) -> str | None:
    if part.product.servers_run_pods is None:
        return None
    (said,) = part.holding[SERVERS_RUN_PODS]
    return said


def _documented_pods(part: Part) -> tuple[AddressRange, ...] | None:
    told = part.product.pod_networks
    return tuple(map(AddressRange.parse, told.pods)) if told else None


def _documented_services(part: Part) -> tuple[AddressRange, ...] | None:
    told = part.product.pod_networks
    return tuple(map(AddressRange.parse, told.services)) if told else None
