"""Workloads of a running cluster: DaemonSets, Deployments and StatefulSets, or their tables.

Read are products by their images, ports of the host that no product explains, and what Calico's own
manifest and kube-vip are told by variables.

Not read: everything else in them. Tables have images only with `-o wide`. Calico's manifest has
IPIP, BGP and no Typha, unlike its operator.
"""

from collections.abc import Iterator

from portsref.importers.base import YES_NO, Document, Importer, Setting, origin, read_settings
from portsref.importers.facts import Chooses, Doubt, Fact, Runs
from portsref.importers.kubectl.images import products_of
from portsref.importers.kubectl.pod_specs import BY_IMAGE, read_pods, variables_of
from portsref.importers.objects.installation import Encapsulation, encapsulation_of
from portsref.importers.tables import Table
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop

NO_IMAGES = gettext_noop("the table has no images; add -o wide")

_KINDS = frozenset({"DaemonSet", "Deployment", "StatefulSet"})
_TABLES = (
    Table(frozenset({"NAME", "DESIRED", "CURRENT", "READY", "UP-TO-DATE"})),
    Table(frozenset({"NAME", "READY", "UP-TO-DATE", "AVAILABLE"})),
    Table(frozenset({"NAME", "READY", "AGE", "CONTAINERS", "IMAGES"})),
)
_CALICO = (
    Setting("FELIX_PROMETHEUSMETRICSENABLED", "felix-metrics", YES_NO),
    Setting("FELIX_BPFENABLED", "dataplane", {"true": "ebpf", "false": "iptables"}),
)
_POOLS: tuple[tuple[str, Encapsulation, Encapsulation], ...] = (
    ("CALICO_IPV4POOL_IPIP", "ipip", "ipip-cross-subnet"),
    ("CALICO_IPV4POOL_VXLAN", "vxlan", "vxlan-cross-subnet"),
)


def _starts(line: str) -> bool:
    return any(table.starts(line) for table in _TABLES)


def _recognises(document: Document) -> bool:
    return document.kind in _KINDS or bool(document.lines and _starts(document.lines[0]))


def _read(document: Document) -> Iterator[Fact]:
    metadata = document.value.at("metadata")
    name = f"{metadata.at('namespace').text}-{metadata.at('name').text}"
    spec = document.value.path("spec.template.spec")
    yield from read_pods(spec, name)
    for container in spec.at("containers").each():
        if container.at("name").text == "calico-node":
            yield from _manifest_of_calico(variables_of(container))
    table = next((one for one in _TABLES if one.is_in(document)), _TABLES[0])
    rows = [*table.rows(document)]
    for row in rows:
        for product in sorted(products_of(row.at("IMAGES").text.split(","))):
            yield Runs(origin(row, "guessed", Message(BY_IMAGE)), product)
    if rows and not any(row.at("IMAGES") for row in rows):
        yield Doubt(origin(rows[0]), Message(NO_IMAGES))


def _manifest_of_calico(variables: Value) -> Iterator[Fact]:
    """What the manifest says itself; the operator leaves pools to objects."""
    pools: list[tuple[Value, Encapsulation]] = []
    for key, always, across in _POOLS:
        mode = variables.at(key).text.lower()
        if mode in {"always", "crosssubnet"}:
            pools.append((variables.at(key), always if mode == "always" else across))
        elif mode:
            pools.append((variables.at(key), "none"))
    if not pools:
        return
    yield from encapsulation_of(pools)
    yield from read_settings(variables, "calico", _CALICO)
    if not variables.at("FELIX_TYPHAK8SSERVICENAME"):
        yield Chooses(origin(variables, "default"), "calico", "typha", "no")


IMPORTER = Importer(
    name="kubectl-workloads",
    label="kubectl get ds,deploy",
    command="kubectl get ds,deploy,sts -A -o json",
    sample=(
        "NAMESPACE  NAME     DESIRED  CURRENT  READY  UP-TO-DATE  IMAGES\n"
        "metallb    speaker  3        3        3      3           quay.io/metallb/speaker:v0.15.2\n"
    ),
    recognises=_recognises,
    read=_read,
    starts=_starts,
    lists=frozenset({"products"}),
)
