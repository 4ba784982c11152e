"""Which rows of the catalogue apply to a plan, and why: DESIGN §5, point 1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.conditions import Holding, holds, reasons
from portsref.catalogue.products import Listener, Row, Traffic
from portsref.catalogue.replacing import find_replacements, omitted_keys, with_heirs
from portsref.planning.document import (
    OWN_PRODUCT,
    Change,
    Group,
    OwnListener,
    Pick,
    PlanDocument,
)
from portsref.planning.including import Included, find_holding, include_products, kubernetes_of
from portsref.planning.pod_network import PodNetwork
from portsref.planning.rules import Cause, Reason
from portsref.ports import PortSet

# What `api_endpoint` of a plan is about: a product with an API server of its own `replaces` it.
API_SERVER = "kubernetes/kube-apiserver"
# Hosts that may run a kubelet. A group for ingress or storage alone may be outside the cluster,
# such as a filer, so whoever means nodes gives it the role `worker` too.
NODE_ROLES = frozenset({"control-plane", "worker"})


@dataclass(frozen=True, slots=True)
class Selected:
    """A row that applies: its ports and peers as this plan has them, and why it is here."""

    row: Row
    ports: PortSet
    cause: Cause
    change: Change | None = None

    @property
    def key(self) -> str:
        """`product/id` of the row."""
        return self.row.key

    @property
    def reason(self) -> Reason:
        """Why it is here."""
        return self.cause.reason

    @property
    def has_own_ports(self) -> bool:
        """Tell whether the plan moved it to other ports than the catalogue's."""
        return self.ports != self.row.ports


@dataclass(frozen=True)
class Selection:
    """The products and rows that apply to a plan.

    `document` is the plan with a group for the pod network where it states one that is on the wire.
    """

    document: PlanDocument
    catalogue: Catalogue
    included: Mapping[str, Included]
    holding: Mapping[str, Holding]
    pod_network: PodNetwork
    rows: tuple[Selected, ...]
    components: frozenset[tuple[str, str]]
    replacements: Mapping[str, tuple[str, ...]]
    excluded: frozenset[str]

    @cached_property
    def by_key(self) -> Mapping[str, Selected]:
        """Selected rows by their key."""
        return {selected.key: selected for selected in self.rows}

    @cached_property
    def api_servers(self) -> frozenset[str]:
        """The keys of the rows that stand for the API server in this plan."""
        return frozenset(selected.key for selected in self.standing_for(API_SERVER))

    @cached_property
    def is_managed(self) -> bool:
        """Tell whether a provider runs the control plane, out of the customer's sight."""
        return any(item.product.kind == "managed" for item in self.included.values())

    @cached_property
    def node_roles(self) -> frozenset[str]:
        """The roles whose hosts run a kubelet and the pod network in this plan."""
        return NODE_ROLES | (
            {"etcd"} if any(map(self._makes_nodes_of_etcd, self.included)) else set()
        )

    def _makes_nodes_of_etcd(self, name: str) -> bool:
        item = self.included[name]
        when = item.product.etcd_hosts_are_nodes
        return item.is_asked_for and when is not None and holds(when, self.holding[name])

    def with_heirs(self, key: str) -> list[str]:
        """`key`, and the keys of all rows that took its place in this plan."""
        return with_heirs(key, self.replacements)

    def is_excluded(self, key: str) -> bool:
        """Tell whether the plan leaves out `key`, or what took its place."""
        return not self.excluded.isdisjoint(self.with_heirs(key))

    def standing_for(self, key: str) -> list[Selected]:
        """The selected rows that are `key` in this plan: itself, or what took its place."""
        return [self.by_key[name] for name in self.with_heirs(key) if name in self.by_key]


def select_rows(document: PlanDocument, catalogue: Catalogue) -> Selection:
    """Choose the rows that apply: picked, in their version, under their options, not omitted."""
    included = include_products(document, catalogue)
    kubernetes = kubernetes_of(document, catalogue)
    holding, pod_network = find_holding(included, document, catalogue)
    applying = {
        row.key: row
        for name, item in included.items()
        if item.is_asked_for
        for row in item.product.rows
        if row.exists_in(kubernetes) and _is_asked_for(row, item.pick, holding[name])
    }
    replacements = find_replacements(applying.values(), catalogue)
    omits = {name: item.product.omits for name, item in included.items()}
    gone = omitted_keys(omits, holding, replacements)
    here = {key: row for key, row in applying.items() if key not in gone}
    replaced = {key for key, heirs in replacements.items() if not here.keys().isdisjoint(heirs)}
    changes = _changes(document, replacements)
    rows = [
        *(
            _selected(row, included[row.product], holding[row.product], changes.get(key))
            for key, row in here.items()
            if key not in replaced
        ),
        *_own(document, changes),
    ]
    return Selection(
        document=_with_pods(document, pod_network),
        catalogue=catalogue,
        included=included,
        holding=holding,
        pod_network=pod_network,
        rows=tuple(row for row in rows if not _is_excluded(row)),
        components=_components(included, here),
        replacements=replacements,
        excluded=frozenset(row.key for row in rows if _is_excluded(row)),
    )


def _with_pods(document: PlanDocument, pod_network: PodNetwork) -> PlanDocument:
    """Add a group for the pods' networks that the plan states, where their addresses are seen."""
    stated = document.networks.pods if document.networks else ()
    is_told = any("pod" in group.roles for group in document.groups)
    if not stated or is_told or not pod_network.is_on_the_wire:
        return document
    taken = {group.name for group in document.groups}
    name = next(name for name in _names_of_pods() if name not in taken)
    pods = Group(name=name, roles=("pod",), addresses=stated)
    return document.model_copy(update={"groups": (*document.groups, pods)})


def _names_of_pods() -> Iterator[str]:
    yield "pods"
    yield from (f"pods {number}" for number in count(2))


def _is_asked_for(row: Row, pick: Pick, holding: Holding) -> bool:
    if pick.only:
        return row.id in pick.only
    return pick.include == "all" or holds(row.when, holding)


def _changes(
    document: PlanDocument, replacements: Mapping[str, tuple[str, ...]]
) -> dict[str, Change]:
    """The change of each row: its own, else that of the row whose place it took."""
    changes: dict[str, Change] = {}
    for change in sorted(document.changes, key=lambda change: change.listener):
        for key in with_heirs(change.listener, replacements):
            changes.setdefault(key, change)
    return changes | {change.listener: change for change in document.changes}


def _selected(row: Row, item: Included, holding: Holding, change: Change | None) -> Selected:
    ports = (change.ports if change and row.ports else None) or row.ports
    return Selected(row, ports, _cause(row, _reason(row, item, holding)), change)


def _reason(row: Row, item: Included, holding: Holding) -> Reason:
    if not (row.when or row.since or row.until):
        return item.reason
    applies = not item.pick.is_by_hand or holds(row.when, holding)
    return Reason(
        product=row.product,
        options=reasons(row.when, holding) if applies else (),
        brought_by=item.reason.brought_by,
        brought_because=item.reason.brought_because,
        since=row.since,
        until=row.until,
        by_hand=not applies,
    )


def _cause(row: Row, reason: Reason) -> Cause:
    return Cause(
        listener=row.key,
        component=row.component,
        purpose=row.purpose,
        reason=reason,
        required=row.required,
        encryption=row.tls,
        source=row.source[0].address if row.source else None,
        note=row.note,
        random=isinstance(row, Listener) and row.random,
        phase=row.phase or "",
    )


def _own(document: PlanDocument, changes: Mapping[str, Change]) -> Iterator[Selected]:
    for own in document.listeners:
        change = changes.get(own.key)
        ports = (change.ports if change and own.ports else None) or own.ports
        row = own.model_copy(update={"traffic": own.traffic or _told_traffic(own)})
        yield Selected(row, ports, _cause(row, Reason(product=OWN_PRODUCT)), change)


def _told_traffic(own: OwnListener) -> tuple[Traffic, ...]:
    """What an own listener carries where it does not say: what its id and setting tell."""
    told: dict[Traffic, bool] = {
        "health": "health" in own.id,
        "node-port": "nodeport" in (own.setting or "").lower(),
    }
    return tuple(kind for kind, is_told in told.items() if is_told)


def _is_excluded(selected: Selected) -> bool:
    return selected.change is not None and selected.change.excluded


def _components(
    included: Mapping[str, Included], here: Mapping[str, Row]
) -> frozenset[tuple[str, str]]:
    """Components that exist under the chosen options: one whose rows all fell away does not."""
    running = {(row.product, row.component) for row in here.values()}
    return frozenset(
        (name, part.id)
        for name, item in included.items()
        for part in item.product.components
        if (name, part.id) in running or part.id not in item.product.components_with_rows
    )
