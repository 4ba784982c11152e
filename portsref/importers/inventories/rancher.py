"""What variables of roles for k3s and RKE2 decide: version, flags of servers, where they join."""

from collections.abc import Iterator

from portsref.importers.base import endpoint, kubernetes_version, origin, unknown
from portsref.importers.clusters.k3s_rke2 import JOINS_HERE, read_flags
from portsref.importers.clusters.rancher_hosts import VERSION
from portsref.importers.commands import parse_command
from portsref.importers.cutting import nested
from portsref.importers.facts import Fact
from portsref.importers.values import Value
from portsref.messages import Message


def read_rancher(variables: Value, product: str) -> Iterator[Fact]:
    """What variables of a cluster of `k3s` or `rke2` decide beside its hosts."""
    version, flags = variables.at(f"{product}_version"), variables.at("extra_server_args")
    yield from kubernetes_version(version)
    yield from unknown(version, flags)
    for name in ("api_endpoint", "rke2_api_ip"):
        joined = variables.at(name)
        yield from endpoint(joined, "6443", origin(joined, "guessed", Message(JOINS_HERE)))
    said = {VERSION: version, **dict(_configured(variables))}
    if variables.at("rke2_cni"):
        said["cni"] = variables.at("rke2_cni")
    yield from read_flags(Value(flags.place, said), product)


def _configured(variables: Value) -> Iterator[tuple[str, Value]]:
    """What roles put into `config.yaml`, as a mapping or as its text; flags of commands last."""
    for name in ("rke2_config", "group_rke2_config"):
        yield from variables.at(name).items()
    for document in nested(variables.at("server_config_yaml")):
        yield from document.value.items()
    flags = variables.at("extra_server_args")
    yield from parse_command(flags.text, flags.place).flags.items()
