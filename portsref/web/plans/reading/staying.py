"""What opens nothing between hosts, in words: rows on their host, and rows inside the pod network.

What a filter on the hosts themselves must know besides stands here too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.products import OutboundNeed
from portsref.planning.document import Address
from portsref.planning.pod_network import PodNetwork
from portsref.planning.rules import Local, RuleSet
from portsref.web.plans.finding_words import catalogue_name, product_words, say_reason
from portsref.web.plans.reading.encryption import PlanEncryption
from portsref.web.plans.reading.unfolding import MOST_UNFOLDED, CauseFacts, Unfolding
from portsref.web.shared.joining import items
from portsref.web.shared.row_words import (
    PLAN_VALUES,
    ROLE_NAMES,
    listener_address,
    place_words,
    say_phase,
    translated,
    word,
)

# By an overlay's purpose, what wraps pods' packets within the cluster: names, which no language
# translates.
_WRAPPING = re.compile(r"Pod traffic between (?!the gateway).*\b(VXLAN|Geneve|STT|GRE|IP-in-IP)\b")


@dataclass(frozen=True, slots=True)
class LocalText:
    """A row that opens nothing between hosts; `dials` is where to, if it does not listen.

    `facts` are what unfolding shows, where there are not too many rows for that.
    """

    protocol: str
    ports: str
    component: str
    purpose: str
    groups: str
    dials: str
    why: str
    phase: str
    facts: tuple[CauseFacts, ...]
    address: str


@dataclass(frozen=True, slots=True)
class StayingGroup:
    """Rows that stay in the same place, for the reason that the heading tells."""

    heading: str
    rows: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class NetworkText:
    """Whose network it is, its addresses, and who says so."""

    name: str
    addresses: tuple[str, ...]
    told_by: str


class StayingWords:
    """Words for what stays where it is in one rule set."""

    def __init__(self, rule_set: RuleSet, catalogue: Catalogue) -> None:
        self.rule_set = rule_set
        self.catalogue = catalogue
        self._unfolding = Unfolding(catalogue, PlanEncryption(catalogue, rule_set))
        self._are_few = len(rule_set.local) + len(rule_set.pod_network) <= MOST_UNFOLDED

    def groups(self) -> Iterator[StayingGroup]:
        """All of it: what stays on its host, then the pod network by how packets run there."""
        if self.rule_set.local:
            rows = tuple(map(self.row, self.rule_set.local))
            yield StayingGroup(gettext("On the host itself"), rows)
        inside: dict[str, list[LocalText]] = {}
        for local in self.rule_set.pod_network:
            inside.setdefault(self._how_inside(local), []).append(self.row(local))
        for heading, found in inside.items():
            yield StayingGroup(heading, tuple(found))

    def row(self, local: Local) -> LocalText:
        """One row that opens nothing between hosts."""
        cause = local.cause
        product = cause.reason.product
        known = local.listener in self.catalogue.rows
        return LocalText(
            protocol=local.protocol,
            ports=local.ports.readable,
            component=catalogue_name(local.listener, self.catalogue),
            purpose=translated(self.catalogue, cause.purpose, product),
            groups=items(place_words(self.catalogue, name, product) for name in local.groups),
            dials=items(self._ends_dialled(local)),
            why=say_reason(cause.reason, self.catalogue),
            phase=say_phase(local.phase),
            facts=self._unfolding.facts(local.causes) if self._are_few else (),
            address=listener_address(local.listener) if known else "",
        )

    def _ends_dialled(self, local: Local) -> Iterator[str]:
        row = self.catalogue.rows.get(local.listener)
        if not isinstance(row, OutboundNeed):
            return
        for end in local.peers:
            name = self.catalogue.place_name(row, end)
            yield (
                word(ROLE_NAMES, end)
                if end in ROLE_NAMES
                else place_words(self.catalogue, name, product_of(local.listener))
            )

    def _how_inside(self, local: Local) -> str:
        """Why a row needs no rule, by how packets run inside the pod network."""
        networks = self.rule_set.networks
        row = self.catalogue.rows.get(local.listener)
        is_called = "control-plane" in local.peers and not isinstance(row, OutboundNeed)
        if is_called and networks.reached == "tunnel" and networks.reached_by:
            return self._inside(word(PLAN_VALUES, "tunnel"), networks.reached_by)
        if is_called and networks.reached == "unknown" and networks.reached_by:
            product = product_words(networks.reached_by, self.catalogue)
            return gettext("Not known how %(product)s reaches it") % {"product": product}
        if networks.travel and networks.made_by:
            return self._inside(self._travel(networks), networks.made_by)
        return gettext("Inside the pod network")

    def _inside(self, how: str, product: str) -> str:
        said = {"how": how, "product": product_words(product, self.catalogue)}
        return gettext("Inside the pod network, %(how)s (%(product)s)") % said

    def _travel(self, networks: PodNetwork) -> str:
        wrapping = self._wrapping()
        words = [
            gettext("through %(tunnel)s") % {"tunnel": wrapping}
            if way == "encapsulated" and wrapping
            else word(PLAN_VALUES, way)
            for way in networks.travel
        ]
        if len(words) < 2:
            return "".join(words)
        both = {"one": words[0], "other": words[1]}
        return gettext("partly %(one)s and partly %(other)s") % both

    def _wrapping(self) -> str:
        """What wraps pods' packets, by the overlays of the plan; empty where no name is known."""
        rules = (rule.listeners for rule in self.rule_set.rules)
        keys = {key for listeners in rules for key in listeners}
        keys |= {local.listener for local in self.rule_set.local}
        rows = (self.catalogue.rows.get(key) for key in sorted(keys))
        found = (_WRAPPING.match(row.purpose) for row in rows if row and "overlay" in row.traffic)
        return items(dict.fromkeys(match[1] for match in found if match))

    def host_networks(self) -> Iterator[NetworkText]:
        """Whose packets a filter on the hosts must forward, as far as anybody says."""
        networks = self.rule_set.networks
        named = [group for group in self.rule_set.document.groups if "pod" in group.roles]
        pods = tuple(address for group in named for address in group.addresses)
        stated = pods if networks.pods_assumed_from or not networks.pods else ()
        told_by = gettext("by the plan's group “%(names)s”") % {
            "names": items(group.name for group in named)
        }
        if stated:
            yield NetworkText(gettext("Pods"), tuple(map(str, stated)), told_by)
        else:
            yield from self._network(gettext("Pods"), networks.pods, networks.pods_assumed_from)
        yield from self._network(
            gettext("Services"), networks.services, networks.services_assumed_from
        )

    def _network(
        self, name: str, addresses: tuple[Address, ...], assumed_from: str | None
    ) -> Iterator[NetworkText]:
        if not addresses:
            return
        told_by = gettext("by the plan")
        if assumed_from:
            product = product_words(assumed_from, self.catalogue)
            told_by = gettext("assumed: the default of %(product)s") % {"product": product}
        yield NetworkText(name, tuple(map(str, addresses)), told_by)
