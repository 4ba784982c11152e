"""What pods say of the hosts on which they run, whether of a workload or running already.

A port that is declared is a wish and no proof, so that of products that are not known here it is a
guess. Ports of known products are those of the catalogue, but what their pods publish on the host.
"""

from collections.abc import Iterator

from portsref.importers.base import origin, ports_of
from portsref.importers.charts.base import opened
from portsref.importers.charts.kube_vip import read_variables
from portsref.importers.components import EVERY_NODE, WORKER, kube_proxy_flags
from portsref.importers.facts import Fact, Runs
from portsref.importers.flags import flags_of, is_loopback
from portsref.importers.kubectl.host_ports import is_of_ingress, number_of, of_ingress
from portsref.importers.kubectl.images import products_of
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

BY_IMAGE = gettext_noop("its image runs, whoever installed it and however")

_PROTOCOLS = frozenset({"TCP", "UDP", "SCTP"})
_CONTROL_PLANE = "node-role.kubernetes.io/control-plane"
# What every cluster has, and whose ports are those of Kubernetes in the catalogue.
_OF_KUBERNETES = frozenset(
    {"kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "etcd"}
)
# ServiceLB of K3s publishes what Services of the cluster ask for, which are read by themselves.
_PUBLISHING = frozenset({"k3s"})


def read_pods(spec: Value, name: str) -> Iterator[Fact]:
    """The products of the images of pods, flags of kube-proxy, and ports of the host besides."""
    products = products_of(one.at("image").text for one in spec.at("containers").each())
    for product in sorted(products):
        yield Runs(origin(spec, "guessed", Message(BY_IMAGE)), product)
    for container in spec.at("containers").each():
        if "kube-vip" in products and container.at("env"):
            yield from read_variables(variables_of(container), Value(spec.place))
        if container.at("name").text == "kube-proxy":
            yield from kube_proxy_flags(_flags(container))
        if products:
            yield from _published(spec, container, name)
        elif container.at("name").text not in _OF_KUBERNETES:
            yield from _host_ports(spec, container, name)


def _flags(container: Value) -> dict[str, Value]:
    return flags_of(container.at("command")) | flags_of(container.at("args"))


def variables_of(container: Value) -> Value:
    """The variables of a container as a mapping; those that stand in other objects are missing."""
    env = container.at("env")
    data = {one.at("name").text: one.at("value") for one in env.each() if one.at("name").text}
    return Value(env.place, data)


def _published(spec: Value, container: Value, name: str) -> Iterator[Fact]:
    """What the pods of a known product have of the host that need not be in the catalogue."""
    network = spec.at("hostNetwork")
    product = next(iter(products_of([container.at("image").text])), "")
    if product in _PUBLISHING:
        return
    ports = [
        one
        for one in container.at("ports").each()
        if (one.at("hostPort") or network.flag) and not is_loopback(one.at("hostIP").text)
    ]
    yield from of_ingress(product, ports, network)
    for port in ports:
        if not (network.flag or is_of_ingress(product, port)):
            yield from _opened(spec, port, name)


def _host_ports(spec: Value, container: Value, name: str) -> Iterator[Fact]:
    for port in container.at("ports").each():
        if port.at("hostPort") or spec.at("hostNetwork").flag:
            yield from _opened(spec, port, name)


def _opened(spec: Value, port: Value, name: str) -> Iterator[Fact]:
    """A port of the host, as a listener of the plan's own; nothing of one on loopback."""
    number = number_of(port)
    protocol = port.at("protocol").text or "TCP"
    ports = ports_of(number)
    if ports and protocol in _PROTOCOLS and not is_loopback(port.at("hostIP").text):
        id_ = f"{name}-{number.text}-{protocol}"
        yield opened(number, id_, protocol, ports, _roles(spec))


def _roles(spec: Value) -> tuple[RoleName, ...]:
    """Where the pods may run: workers, and the control plane where they tolerate its taint."""
    for one in spec.at("tolerations").each():
        if one.at("key").text in {"", _CONTROL_PLANE} and one.at("effect").text in {
            "",
            "NoSchedule",
        }:
            return EVERY_NODE
    return WORKER
