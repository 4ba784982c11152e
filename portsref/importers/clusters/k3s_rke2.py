"""k3s and RKE2: `config.yaml` with its drop-ins, units of systemd, environment files, commands.

Read are flags wherever they stand: role, addresses, datastore, pod network, what is disabled,
ports, networks, flags of components. Of several files of a host the last value counts, a key that
ends in `+` adds to it, and commands beat files.

Not read: manifests, registries, names in certificates; `HelmChartConfig` is read by its importer.
Traps: `server` says that a host joins, not that it is an agent; RKE2 registers at 9345 and serves
its API at 6443; names in `tls-san` need not be addresses that anybody opens.
"""

from collections.abc import Iterator
from dataclasses import replace

from portsref.importers.base import (
    YES_NO,
    Document,
    Importer,
    Setting,
    endpoint,
    host_addresses,
    kubernetes_version,
    networks,
    origin,
    read_settings,
    unknown,
    unread,
)
from portsref.importers.clusters.rancher_flags import is_configuration
from portsref.importers.clusters.rancher_hosts import (
    BEYOND,
    ENVIRONMENT,
    MOST_HOSTS,
    PROGRAM,
    ROLE,
    VERSION,
    has_command,
    join_hosts,
)
from portsref.importers.clusters.rancher_servers import k3s_server, rke2_server
from portsref.importers.components import (
    api_server,
    etcd,
    kube_proxy_flags,
    kubelet_flags,
    node_ports,
    scraped,
)
from portsref.importers.facts import (
    Chooses,
    Endpoint,
    Fact,
    Host,
    Runs,
    as_guess,
)
from portsref.importers.flags import flags_of
from portsref.importers.proxies import proxy_of
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName
from portsref.ports import PortSet

TOO_MANY = gettext_noop("more than %(most)s hosts: what follows was not read")
K3S_OR_RKE2 = gettext_noop("nothing says whether this is k3s or RKE2")
SERVER_OR_AGENT = gettext_noop("it joins others, and nothing says whether as a server or an agent")
JOINS_HERE = gettext_noop("it is where hosts join: a load balancer, or the first server")

_SERVER: tuple[RoleName, ...] = ("control-plane",)
_WITH_ETCD: tuple[RoleName, ...] = ("control-plane", "etcd")
_ETCD: tuple[RoleName, ...] = ("etcd",)
_OFF = {"true": "no", "false": "yes"}
_BOTH = (
    Setting("etcd-expose-metrics", "etcd-expose-metrics", YES_NO),
    Setting("embedded-registry", "embedded-registry", YES_NO),
    Setting("supervisor-metrics", "supervisor-metrics", YES_NO),
    Setting("disable-cloud-controller", "cloud-controller", _OFF),
    Setting("disable-kube-proxy", "kube-proxy", _OFF),
    Setting(
        "egress-selector-mode",
        "egress-selector",
        {word: word for word in ("agent", "disabled", "pod", "cluster")},
    ),
)


def _recognises(document: Document) -> bool:
    if document.value:
        return is_configuration(document.value)
    return has_command(document)


def _read(document: Document) -> Iterator[Fact]:
    value = document.value
    if value.at(BEYOND):
        yield unread(value, TOO_MANY, most=f"{MOST_HOSTS:,}")
        return
    program, role = value.at(PROGRAM), value.at(ROLE)
    product = program.text or "k3s"
    for fact in (Runs(origin(program or value), product), *_facts(value, product, role.text)):
        yield fact if program else as_guess(fact, K3S_OR_RKE2)


def _facts(value: Value, product: str, role: str) -> Iterator[Fact]:
    yield from _host(value, product, role)
    yield from kubernetes_version(value.at(VERSION))
    yield from proxy_of(value.at(ENVIRONMENT))
    yield from _joins(value.at("server"), product)
    yield from read_flags(value, product, is_server=role == "server")


def read_flags(value: Value, product: str, *, is_server: bool = True) -> Iterator[Fact]:
    """What flags say of the cluster, wherever they stand; some are only of servers."""
    yield from networks(value.at("cluster-cidr"), "pods")
    yield from networks(value.at("service-cidr"), "services")
    yield from read_settings(value, product, _BOTH)
    yield from _components(value)
    if is_server:
        yield from _taints(value.at("node-taint"), product)
        yield from (k3s_server if product == "k3s" else rke2_server)(value)


def _host(value: Value, product: str, role: str) -> Iterator[Fact]:
    names = [value.at("node-ip"), value.at("advertise-address"), value.at("bind-address")]
    if value.at("flannel-external-ip").flag:
        names.append(value.at("node-external-ip"))
    yield from unknown(*names, value.at("node-name"))
    said = next((name for name in names if name), value)
    sure = origin(value.at(ROLE) or said)
    guess = origin(value.at("server"), "guessed", Message(SERVER_OR_AGENT))
    roles: tuple[RoleName, ...] = _roles(value, product) if role == "server" else ("worker",)
    addresses = host_addresses(part for name in names for part in name.listed())
    yield Host(sure if role else guess, value.at("node-name").text, addresses, roles)


def _roles(value: Value, product: str) -> tuple[RoleName, ...]:
    """What a server is for; k3s has etcd only where it is told to, or joins others that have."""
    if value.at("disable-apiserver").flag and value.at("disable-scheduler").flag:
        return _ETCD
    is_elsewhere = bool(value.at("datastore-endpoint")) or value.at("disable-etcd").flag
    has_etcd = product == "rke2" or value.at("cluster-init").flag or value.at("server")
    return _WITH_ETCD if has_etcd and not is_elsewhere else _SERVER


def _joins(server: Value, product: str) -> Iterator[Fact]:
    """Where hosts join: at one port of k3s, at two of RKE2, of which the file names one."""
    guess = origin(server, "guessed", Message(JOINS_HERE))
    for found in endpoint(server, "6443" if product == "k3s" else "9345", guess):
        if isinstance(found, Endpoint) and product == "rke2":
            yield replace(found, ports=found.ports | PortSet.single(6443))
            yield Chooses(guess, "rke2", "registration-load-balancer", "yes")
        else:
            yield found


def _components(value: Value) -> Iterator[Fact]:
    yield from api_server(flags_of(value.at("kube-apiserver-arg")))
    yield from node_ports(value.at("service-node-port-range"))
    for component in ("kube-controller-manager", "kube-scheduler"):
        yield from scraped(flags_of(value.at(f"{component}-arg")), component)
    yield from etcd(flags_of(value.at("etcd-arg")))
    yield from kubelet_flags(flags_of(value.at("kubelet-arg")))
    yield from kube_proxy_flags(flags_of(value.at("kube-proxy-arg")))


def _taints(taints: Value, product: str) -> Iterator[Fact]:
    """Servers run pods unless a taint keeps them away."""
    for taint in taints.listed():
        if taint.text.endswith((":NoSchedule", ":NoExecute")):
            yield Chooses(origin(taint), product, "servers-run-pods", "no")
            return


IMPORTER = Importer(
    name="k3s-rke2",
    label="k3s, RKE2",
    command="cat /etc/rancher/rke2/config.yaml /etc/rancher/rke2/config.yaml.d/*.yaml",
    sample="cluster-init: true\ntls-san: [api.example.org]\n",
    recognises=_recognises,
    read=_read,
    join=join_hosts,
)
