"""Which groups of a plan play a role: DESIGN §5, point 2."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from portsref.catalogue.conditions import holds
from portsref.catalogue.products import Component, Listener, OutboundNeed, Place, Row
from portsref.planning.document import Group
from portsref.planning.rules import Endpoint
from portsref.planning.selection import NODE_ROLES, Selection
from portsref.protocols import BOTH, IPV4, IPV6

# Where this row lies, or what replaces it, there are nodes.
KUBELET = "kubernetes/kubelet-api"
_ON_EVERY_NODE = frozenset({"core", "distribution", "cni"})
# What a managed product runs out of the customer's sight.
PROVIDED_ROLES = frozenset({"control-plane", "etcd"})
# What load balancers poll to learn whether a host passes traffic of Services on.
_HEALTH_OF_SERVICES = frozenset({"health", "node-port"})


@dataclass(frozen=True)
class Placement:
    """The groups of one plan, by what they are for."""

    selection: Selection

    @cached_property
    def _playing(self) -> Mapping[str, tuple[Group, ...]]:
        groups = sorted(self.selection.document.groups, key=lambda group: group.name)
        roles = {role for group in groups for role in self.roles_of(group)}
        return {
            role: tuple(group for group in groups if role in self.roles_of(group)) for role in roles
        }

    @property
    def roles_played(self) -> frozenset[str]:
        """The roles that some group plays, fallbacks aside."""
        return frozenset(self._playing)

    def roles_of(self, group: Group) -> frozenset[str]:
        """The roles of a group; the API endpoint's group plays its role without saying so."""
        roles = frozenset(group.roles)
        endpoint = self.selection.document.api_endpoint
        return roles | {"api-endpoint"} if endpoint and endpoint.group == group.name else roles

    @cached_property
    def families(self) -> Mapping[str, frozenset[int]]:
        """The families of each group; one whose addresses are not known yet may have both."""
        return {
            group.name: frozenset(address.family for address in group.addresses) or BOTH
            for group in self.selection.document.groups
        }

    @cached_property
    def ends(self) -> Mapping[tuple[str, frozenset[int]], Endpoint]:
        """Each group as an end of flows, by its name and the families of the flow."""
        return {
            (group.name, families): _end(group, families)
            for group in self.selection.document.groups
            for families in (IPV4, IPV6, BOTH)
        }

    @cached_property
    def all_groups(self) -> tuple[Group, ...]:
        """Every group that plays any role, sorted by name."""
        return self.playing(*sorted(self._playing))

    @cached_property
    def nodes(self) -> tuple[Group, ...]:
        """Groups of Kubernetes nodes, whose addresses encapsulated pod traffic carries.

        A control plane whose hosts run no kubelet, managed or by choice, runs no pods either.
        """
        kubelets = self.selection.standing_for(KUBELET)
        roles = {role for kubelet in kubelets for role in self.host_roles(kubelet.row)}
        return self.playing(*sorted(NODE_ROLES & roles or NODE_ROLES))

    @cached_property
    def pods(self) -> tuple[Group, ...]:
        """Pod networks that the fabric routes."""
        return self.playing("pod")

    @cached_property
    def managed_place(self) -> str | None:
        """The name of the control plane that a provider runs; none where nobody does."""
        products = (item.product for item in self.selection.included.values())
        return next(
            (f"{product.name} control plane" for product in products if product.kind == "managed"),
            None,
        )

    def is_provided(self, group: Group) -> bool:
        """Tell whether a group stands for a control plane alone, which may be a provider's."""
        roles = self.roles_of(group)
        return "worker" not in roles and not PROVIDED_ROLES.isdisjoint(roles)

    def at_place(self, key: str) -> tuple[Group, ...]:
        """The groups that are a place outside, by its key in the catalogue, sorted by name."""
        found = (group for group in self.selection.document.groups if key in group.places)
        return tuple(sorted(found, key=lambda group: group.name))

    def playing(self, *roles: str) -> tuple[Group, ...]:
        """The groups that play one of `roles`, without any fallback, sorted by name."""
        found = {group.name: group for role in roles for group in self._playing.get(role, ())}
        return tuple(found[name] for name in sorted(found))

    def for_role(self, role: str) -> tuple[Group, ...]:
        """The groups that play `role`, or its fallback where none does."""
        if role == "pod":
            return self.pods or self.nodes
        here: str | None = role
        while here is not None:
            if groups := self._playing.get(here):
                return groups
            here = self._fallback(here) or self._where_else_pods_run(here, role)
        return ()

    def _where_else_pods_run(self, role: str, wanted: str) -> str | None:
        """The control plane, for what would be on workers in place of hosts of its own.

        Where the servers of a cluster run pods, they may be all that it has.
        """
        stands_in = role == "worker" and wanted != role
        runs = stands_in and self.selection.pod_network.servers_run_pods
        return "control-plane" if runs else None

    def for_roles(self, roles: Iterable[str]) -> tuple[Group, ...]:
        """The groups that play any of `roles`, fallbacks included, sorted by name."""
        roles = tuple(roles)
        if roles not in self._found:
            self._found[roles] = self._find(roles)
        return self._found[roles]

    def on_every_node(self, roles: tuple[str, ...], product: str) -> tuple[str, ...]:
        """The roles of something of `product`, with etcd's where its hosts are nodes like others.

        Only what Kubernetes, a distribution and the pod network have on every node runs there:
        such hosts are tainted, and add-ons keep off.
        """
        further = self.selection.node_roles.difference(roles)
        if not further or not NODE_ROLES.issubset(roles):
            return roles
        known = self.selection.catalogue.products.get(product)
        if known is None or known.kind not in _ON_EVERY_NODE:
            return roles
        return (*roles, *sorted(further))

    @cached_property
    def _found(self) -> dict[tuple[str, ...], tuple[Group, ...]]:
        """What `for_roles` has found so far: hundreds of rows ask for the same few roles."""
        return {}

    def _find(self, roles: tuple[str, ...]) -> tuple[Group, ...]:
        found = {group.name: group for role in roles for group in self.for_role(role)}
        return tuple(found[name] for name in sorted(found))

    def hosts_of(self, row: Row) -> tuple[Group, ...]:
        """The groups on whose hosts a row listens, or from whose hosts it dials.

        Where a provider runs the control plane, only the provider's own rows lie there. What may
        be outside the cluster, such as a filer, is never sought on other hosts of the cluster.
        """
        if row.key not in self._hosts:
            self._hosts[row.key] = self._find_hosts(row)
        return self._hosts[row.key]

    @cached_property
    def _hosts(self) -> dict[str, tuple[Group, ...]]:
        """What `hosts_of` has found so far: flows and findings ask for the same rows."""
        return {}

    def listening_on(self, row: Listener) -> tuple[Group, ...]:
        """The groups to whose addresses packets for a listener go.

        Pods have addresses of their own where the plan knows their network, those of nodes where
        they share the nodes' network; in a tunnel nobody outside it sees them. Load balancers keep
        off hosts of the control plane that run no ordinary pods.
        """
        if row.scope != "pod":
            return self._publishing(row, self.hosts_of(row))
        if self.pods or not self.selection.pod_network.has_addresses_of_nodes:
            return self.pods
        return self.hosts_of(row)

    def _publishing(self, row: Row, hosts: tuple[Group, ...]) -> tuple[Group, ...]:
        """Those hosts of a row to which load balancers send the traffic of Services."""
        is_asked_of_all = row.product not in self.selection.catalogue.products
        if is_asked_of_all or not _HEALTH_OF_SERVICES.issubset(row.traffic):
            return hosts
        if self.selection.pod_network.servers_run_pods:
            return hosts
        return tuple(group for group in hosts if not self.is_provided(group))

    def _find_hosts(self, row: Row) -> tuple[Group, ...]:
        roles = self.host_roles(row)
        found = self.playing(*roles) if self.may_lie_outside(row) else self.for_roles(roles)
        if place := self.place_of(row):
            found = (*found, *(group for group in self.at_place(place[0]) if group not in found))
        systems = self.systems_of(row)
        return tuple(group for group in found if not systems or group.os in systems)

    def place_of(self, row: Row) -> tuple[str, Place] | None:
        """The place outside that a row names among its roles, with its key."""
        catalogue = self.selection.catalogue
        if self._role_ids.issuperset(row.roles):
            return None
        product = catalogue.products.get(row.product)
        if product is None:
            return None
        named = (role for role in row.roles if role not in catalogue.role)
        return next(filter(None, (catalogue.find_place(product, name) for name in named)), None)

    def may_lie_outside(self, row: Row) -> bool:
        """Tell whether a row may be outside the cluster, so that it is sought nowhere else."""
        return "external" in row.roles or self.place_of(row) is not None

    def lies_outside(self, row: Row) -> str | None:
        """The name of where a row is that no group of the plan is: of a place, or the provider's.

        None where groups are its hosts, and where nobody would be asked for a name.
        """
        if self.hosts_of(row):
            return None
        if place := self.place_of(row):
            return place[1].name
        is_provided = PROVIDED_ROLES.issuperset(self.host_roles(row))
        return self.managed_place if is_provided else None

    def systems_of(self, row: Row) -> tuple[str, ...]:
        """The operating systems of the hosts on which a row is; none where it does not say."""
        component = self._component_of(row)
        return row.when.get("os") or (component.os if component else ())

    @cached_property
    def _role_ids(self) -> frozenset[str]:
        return frozenset(self.selection.catalogue.role)

    def host_roles(self, row: Row) -> tuple[str, ...]:
        """The roles of a row, without a control plane that the customer never sees."""
        if row.key not in self._roles:
            self._roles[row.key] = self._find_host_roles(row)
        return self._roles[row.key]

    @cached_property
    def _roles(self) -> dict[str, tuple[str, ...]]:
        """What `host_roles` has found so far."""
        return {}

    def _find_host_roles(self, row: Row) -> tuple[str, ...]:
        if not self.selection.is_managed or self.is_of_the_provider(row):
            roles = self._on_hosts(self.on_every_node(row.roles, row.product), row.product)
            return self._where_pods_run(roles, self._component_of(row))
        roles = self._on_hosts(row.roles, row.product)
        return tuple(role for role in roles if role not in PROVIDED_ROLES)

    def _on_hosts(self, roles: tuple[str, ...], product: str) -> tuple[str, ...]:
        """The roles without load balancers, where those of the plan are no hosts of one's own."""
        item = self.selection.included.get(product)
        when = item.product.load_balancers_are_hosts if item else None
        if when is None or holds(when, self.selection.holding[product]):
            return roles
        return tuple(role for role in roles if role != "load-balancer")

    def _where_pods_run(self, roles: tuple[str, ...], part: Component | None) -> tuple[str, ...]:
        """Add the control plane to the roles of a workload, where its hosts run ordinary pods."""
        if part is None or not part.workload or not self.selection.pod_network.servers_run_pods:
            return roles
        on_workers = any("worker" in {role, self._fallback(role)} for role in roles)
        wanted = on_workers and "control-plane" not in roles and not self.selection.is_managed
        return (*roles, "control-plane") if wanted else roles

    def _component_of(self, row: Row) -> Component | None:
        """The component of a row; the user's own rows have none."""
        product = self.selection.catalogue.products.get(row.product)
        return product.component(row.component) if product else None

    def sources_of(self, need: OutboundNeed) -> tuple[Group, ...]:
        """The groups from whose addresses a need is dialled."""
        return self.pods if self.pods and self.is_dialled_by_pods(need) else self.hosts_of(need)

    def is_dialled_by_pods(self, need: OutboundNeed) -> bool:
        """Tell whether a need is dialled by pods with addresses of their own."""
        component = self.selection.catalogue.component_of(need)
        return need.scope == "pod" or self._runs_in_pods(need.product, component)

    def where_runs(self, product: str, component: Component) -> tuple[Group, ...]:
        """The groups from whose addresses a component connects."""
        if self.pods and self._runs_in_pods(product, component):
            return self.pods
        roles = self._on_hosts(self.on_every_node(component.roles, product), product)
        roles = self._where_pods_run(roles, component)
        found = [*self.for_roles(roles), *self._at_own_places(roles, product)]
        return tuple(group for group in found if group.os in component.os)

    def _at_own_places(self, roles: Iterable[str], product: str) -> Iterator[Group]:
        """The groups that are places outside which a component names among its roles."""
        for name in roles:
            if name not in self._role_ids:
                yield from self.at_place(f"{product}/{name}")

    def _runs_in_pods(self, product: str, component: Component) -> bool:
        """Tell by what the component listens on in this plan; by all its rows where on nothing.

        A row on other hosts, such as a load balancer's, says nothing of where the component runs.
        """
        own = [
            row
            for row in self.selection.catalogue.products[product].listeners
            if row.component == component.id and not set(row.roles).isdisjoint(component.roles)
        ]
        here = [row for row in own if row.key in self.selection.by_key]
        scopes = {row.scope for row in here or own}
        return "pod" in scopes and "node" not in scopes

    @cached_property
    def has_rule_for_pod_traffic(self) -> bool:
        """Tell whether a row of the plan is about all that pods say to each other on the wire."""
        return any("pods" in selected.row.traffic for selected in self.selection.rows)

    def is_dialled_by_api_server(self, row: Row) -> bool:
        """Tell whether a row is a webhook or an aggregated API: the control plane dials a pod."""
        if not isinstance(row, Listener) or row.scope != "pod" or "worker" in row.peers:
            return False
        owner = self.wording_product(row)
        return any(self.is_provided_peer(peer, owner) for peer in row.peers)

    def wording_product(self, row: Row) -> str:
        """The product whose words a row uses; the user's own rows use those of Kubernetes."""
        return row.product if row.product in self.selection.catalogue.products else "kubernetes"

    def is_provided_peer(self, peer: str, owner: str) -> bool:
        """Tell whether a peer is the control plane, or a component that runs nowhere else."""
        if peer in self.selection.catalogue.role:
            return peer in PROVIDED_ROLES
        component = self.selection.catalogue.find_component(owner, peer)
        return component is not None and PROVIDED_ROLES.issuperset(component.roles)

    def is_of_the_provider(self, row: Row) -> bool:
        """Tell whether a row is of a managed product, or the user's own."""
        product = self.selection.catalogue.products.get(row.product)
        return product is None or product.kind == "managed"

    def _fallback(self, role: str) -> str | None:
        known = self.selection.catalogue.role.get(role)
        return known.fallback if known else None


def _end(group: Group, families: frozenset[int]) -> Endpoint:
    own = (address for address in group.addresses if address.family in families)
    addresses = sorted(own, key=attrgetter("order"))
    return Endpoint(name=group.name, addresses=tuple(addresses), zone=group.zone)
