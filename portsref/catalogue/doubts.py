"""Facts that are well formed and may be wrong all the same: the kinds of error that were found.

Each check looks at one product and names what it doubts. Where it is right as it is, the row or the
component says so under `exempt`, by the name of the check, with the reason.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import (
    Component,
    Exempt,
    Listener,
    OutboundNeed,
    Product,
    Row,
    Source,
)
from portsref.documents.problems import Problem
from portsref.protocols import BOTH, PROTOCOL_BY_NAME

# Roles of hosts that run components; what else listens, such as a load balancer, stands apart.
_HOSTS = frozenset({"control-plane", "worker", "etcd", "ingress", "storage", "gateway"})
_LOOPBACK = re.compile(r"127\.0\.0\.1|\blocalhost\b|\[?::1\]?(?![0-9a-f:])")
_MOVING = re.compile(r"^https://github\.com/[^/]+/[^/]+/(blob|tree)/(main|master|HEAD)/")
_COPIES = re.compile(r"Network-ports-dictionary|/iana/|service-names-port-numbers\.(csv|xml|txt)$")
_IANA = "https://www.iana.org/"
# What markers of peers show, and which peers then connect: one of them at least.
_CALLERS = (
    (re.compile(r"\b(liveness|readiness|startup)Probe:", re.IGNORECASE), ("self",)),
    (re.compile(r"^kind: (Ingress|HTTPRoute)$"), ("ingress",)),
    (
        re.compile(r"^kind: ((Validating|Mutating)WebhookConfiguration|APIService)$"),
        ("control-plane", "kube-apiserver", "kubernetes/kube-apiserver", "any"),
    ),
)
_CONDITION = re.compile(
    r"\b(only (when|where|if|with|while|after|on)|(if|when|where|unless|while) [^.;,]{0,60}"
    r"\b(is|are) (set|on|enabled|used|configured))\b",
    re.IGNORECASE,
)
_OF_THE_SERVICE = re.compile(r"\bservice(\.|s\b| )[^;]*port", re.IGNORECASE)
_OF_THE_CONTAINER = re.compile(r"container|target|listen|bind|flag|hostPort", re.IGNORECASE)


type Doubts = Iterator[tuple[Row | Component, str]]
type Check = Callable[[Product, Catalogue], Doubts]


def problems_of(product: Product, catalogue: Catalogue, *, file: str) -> list[Problem]:
    """The same as problems; an exemption from what is not doubted is one too."""
    doubts = [
        (name, _place(fact), reason, name in fact.exempt)
        for name, check in CHECKS.items()
        for fact, reason in check(product, catalogue)
    ]
    needed = {(name, place) for name, place, _, is_exempt in doubts if is_exempt}
    said: list[tuple[str, Exempt]] = [
        *((_place(part), part.exempt) for part in product.components),
        *((_place(row), row.exempt) for row in product.rows),
    ]
    vain = ((name, place) for place, exempt in said for name in exempt)
    return [
        *(
            Problem(file, place, f"{reason} ({name})")
            for name, place, reason, no in doubts
            if not no
        ),
        *(
            Problem(file, f"{place}.exempt.{name}", "exempts from nothing that is found")
            for name, place in vain
            if (name, place) not in needed
        ),
    ]


def _place(fact: Row | Component) -> str:
    if isinstance(fact, Component):
        return f"components[{fact.id}]"
    return f"{'listeners' if isinstance(fact, Listener) else 'outbound_needs'}[{fact.id}]"


def _unproven(product: Product, _catalogue: Catalogue) -> Doubts:
    """Who listens, who connects, how far and when: each needs a marker that shows it."""
    options = {option.id for option in product.options}
    for row in product.rows:
        component = product.component(row.component)
        shown = _shown(row.source)
        if "roles" not in shown and component and "roles" in _shown(component.source):
            shown |= {"roles"}
        missing = [key for key in _to_show(row, options) if key not in shown]
        if missing:
            yield row, f"no source shows {', '.join(missing)}"


def _to_show(row: Row, options: Iterable[str]) -> Iterator[str]:
    reaches = isinstance(row, OutboundNeed) and row.reaches  # whose ports are those of the listener
    if row.ports and not reaches:
        yield "ports"
    yield "roles"
    if isinstance(row, Listener):
        yield "peers"
        yield "scope"
    if isinstance(row, OutboundNeed):
        yield "to"
    if not row.when.keys().isdisjoint(options):
        yield "when"


def _shown(sources: Iterable[Source]) -> frozenset[str]:
    return frozenset(key for source in sources for key in source.says)


def _moving(product: Product, _catalogue: Catalogue) -> Doubts:
    """A branch says something else tomorrow; a list that others copied may say it today."""
    for row in product.rows:
        for source in row.source:
            if source.url and _MOVING.match(source.url):
                yield row, f"cites a branch, {source.url}: cite a commit"
            elif _COPIES.search(f"{source.repo} {source.url}") and not (
                source.url or ""
            ).startswith(_IANA):
                yield row, "cites a copy of the registry: cite the registry, or the RFC"


def _siblings(product: Product, _catalogue: Catalogue) -> Doubts:
    """Rows of one component are mostly on the same hosts."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for listener in product.listeners:
        if not _HOSTS.isdisjoint(listener.roles):
            rows[listener.component].append(listener)
    for siblings in rows.values():
        common = Counter(frozenset(row.roles) for row in siblings).most_common(1)[0][0]
        for row in siblings:
            if frozenset(row.roles) != common:
                yield row, f"other hosts than its siblings': {', '.join(sorted(common))}"


def _loopback(product: Product, _catalogue: Catalogue) -> Doubts:
    """What binds to 127.0.0.1 cannot be reached from elsewhere."""
    for row in product.listeners:
        markers = (
            marker
            for source in row.source
            for key in ("ports", "scope")
            for marker in source.says.get(key, ())
        )
        if row.scope != "loopback" and any(map(_LOOPBACK.search, markers)):
            yield row, f"a source shows a bind to loopback, and the scope is {row.scope}"


def _host_network_twin(product: Product, _catalogue: Catalogue) -> Doubts:
    """On the host network a component listens on its host, with all its ports."""
    for option, choice in _host_networks(product):
        moved = [row for row in product.listeners if choice in row.when.get(option, ())]
        on_host = {(row.component, row.protocol, str(row.ports)) for row in moved}
        for row in product.listeners:
            is_moved = any(row.component == other.component for other in moved)
            twin = (row.component, row.protocol, str(row.ports))
            if row.scope == "pod" and is_moved and twin not in on_host:
                yield row, f"has no twin under {option}: {choice}, which moves its component"


def _host_networks(product: Product) -> Iterator[tuple[str, str]]:
    """The choices that put something on the host network."""
    for option in product.options:
        if option.id.endswith("host-network"):
            yield option.id, "yes"
        yield from ((option.id, choice) for choice in option.choices if choice == "host-network")
        if option.id.endswith("network") and "host" in option.choices:
            yield option.id, "host"


def _service_setting(product: Product, _catalogue: Catalogue) -> Doubts:
    """The port of a Service is not the one that packets have once they reach the pod."""
    for row in product.listeners:
        setting = row.setting or ""
        is_of_a_service = "load-balancer" in row.roles or "node-port" in row.traffic
        if is_of_a_service:
            continue
        if _OF_THE_SERVICE.search(setting) and not _OF_THE_CONTAINER.search(setting):
            yield row, "the setting changes the Service's port alone"


def _condition_in_note(product: Product, _catalogue: Catalogue) -> Doubts:
    """A condition in words is seen by no planner."""
    for row in product.rows:
        if not row.when and row.note and _CONDITION.search(row.note):
            yield row, "the note has a condition, and `when` has none"


def _unknown_tls(product: Product, _catalogue: Catalogue) -> Doubts:
    """Find it out, or exempt the row by what was looked at."""
    for row in product.rows:
        if row.tls == "unknown":
            yield row, "whether it is encrypted is not known"


def _address_family(product: Product, _catalogue: Catalogue) -> Doubts:
    """A protocol of one family never runs between addresses of the other."""
    for row in product.rows:
        families = PROTOCOL_BY_NAME[row.protocol].families
        said = row.when.get("ip", ())
        if families != BOTH and said != tuple(f"ipv{family}" for family in families):
            yield row, f"{row.protocol} is of one family, and `when` does not say ip"


def _caller(product: Product, _catalogue: Catalogue) -> Doubts:
    """Who a marker of the peers shows is among them."""
    for row in product.listeners:
        markers = [marker for source in row.source for marker in source.says.get("peers", ())]
        for shown, callers in _CALLERS:
            if any(map(shown.search, markers)) and not set(callers).intersection(row.peers):
                yield row, f"a source shows that {callers[0]} connects, and the peers lack it"


def _same_fact(product: Product, catalogue: Catalogue) -> Doubts:
    """One line of one file cannot say different things of two products."""
    places = _rows_by_place(catalogue)
    for row in product.listeners:
        for other in _others(row, places):
            if row.scope != other.scope:
                yield row, f"scope {row.scope}: of {other.key}, by the same source, {other.scope}"
            if row.tls != other.tls:
                yield row, f"tls {row.tls}: of {other.key}, by the same source, {other.tls}"


@lru_cache(maxsize=1)  # all products of a run are held against the same one
def _rows_by_place(catalogue: Catalogue) -> Mapping[object, list[Listener]]:
    """The listeners by what sources show of their ports."""
    found: defaultdict[object, list[Listener]] = defaultdict(list)
    for row in catalogue.listeners:
        for place in _places_of(row):
            found[place].append(row)
    return found


def _others(row: Listener, places: Mapping[object, list[Listener]]) -> Iterator[Listener]:
    seen = {row.key}
    for place in _places_of(row):
        for other in places[place]:
            if other.key not in seen and other.product != row.product:
                seen.add(other.key)
                yield other


def _places_of(row: Listener) -> Iterator[object]:
    for source in row.source:
        for marker in source.says.get("ports", ()):
            yield source.repo, source.path, marker, row.protocol, str(row.ports), repr(row.when)


CHECKS: Mapping[str, Check] = {
    "unproven": _unproven,
    "moving-source": _moving,
    "siblings": _siblings,
    "loopback": _loopback,
    "host-network-twin": _host_network_twin,
    "service-setting": _service_setting,
    "condition-in-note": _condition_in_note,
    "unknown-tls": _unknown_tls,
    "address-family": _address_family,
    "caller": _caller,
    "same-fact": _same_fact,
}
