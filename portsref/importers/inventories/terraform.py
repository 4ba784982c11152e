"""What Terraform and OpenTofu have made: `terraform show -json`, or a state of version 4.

Read are hosts and load balancers of the resources in the tables, in all modules. What is marked
sensitive is dropped first.

Not read, and told: rules of firewalls, which a plan is checked against. Not read: sources in HCL,
resources of other types, and all that is known only after it was applied.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portsref.importers.base import (
    Document,
    Importer,
    endpoint,
    host_addresses,
    origin,
    unread,
)
from portsref.importers.facts import Fact, Others, Unread
from portsref.importers.flags import bracketed
from portsref.importers.inventories.host_roles import named_host
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop

FIREWALL = gettext_noop("is a rule of a firewall, which a plan is checked against")
OTHER_TYPES = gettext_noop("resources of other types are not read")
FOR_THE_API = gettext_noop("its name sounds like the API servers'")

# Paths of a resource's name, and of its addresses, of which those that are found first count.
# A `*` is each entry of a list.
_HOSTS: Mapping[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "aws_instance": ("tags.Name", (("private_ip", "ipv6_addresses.*"),)),
    "azurerm_linux_virtual_machine": (
        "name",
        (("private_ip_addresses.*",), ("private_ip_address",)),
    ),
    "azurerm_windows_virtual_machine": (
        "name",
        (("private_ip_addresses.*",), ("private_ip_address",)),
    ),
    "digitalocean_droplet": ("name", (("ipv4_address_private",), ("ipv4_address", "ipv6_address"))),
    "equinix_metal_device": ("hostname", (("access_private_ipv4",), ("access_public_ipv4",))),
    "exoscale_compute_instance": ("name", (("ip_address", "ipv6_address"),)),
    "google_compute_instance": ("name", (("network_interface.*.network_ip",),)),
    "hcloud_server": ("name", (("network.*.ip",), ("ipv4_address", "ipv6_address"))),
    "libvirt_domain": ("name", (("network_interface.*.addresses.*",),)),
    "linode_instance": ("label", (("private_ip_address",), ("ip_address",))),
    "nutanix_virtual_machine": ("name", (("nic_list_status.*.ip_endpoint_list.*.ip",),)),
    "oci_core_instance": ("display_name", (("private_ip",),)),
    "openstack_compute_instance_v2": (
        "name",
        (("access_ip_v4", "access_ip_v6"), ("network.*.fixed_ip_v4",)),
    ),
    "proxmox_virtual_environment_vm": ("name", (("ipv4_addresses.*.*",),)),
    "proxmox_vm_qemu": ("name", (("default_ipv4_address", "default_ipv6_address"), ("ssh_host",))),
    "scaleway_instance_server": ("name", (("private_ips.*.address",), ("private_ip",))),
    "vsphere_virtual_machine": ("name", (("default_ip_address",), ("guest_ip_addresses.*",))),
    "vultr_instance": ("label", (("internal_ip",), ("main_ip",))),
}
_LOAD_BALANCERS: Mapping[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "azurerm_lb": ("name", (("private_ip_addresses.*",), ("private_ip_address",))),
    "digitalocean_loadbalancer": ("name", (("ip", "ipv6"),)),
    "google_compute_forwarding_rule": ("name", (("ip_address",),)),
    "google_compute_global_forwarding_rule": ("name", (("ip_address",),)),
    "hcloud_load_balancer": ("name", (("ipv4", "ipv6"),)),
    "openstack_lb_loadbalancer_v2": ("name", (("vip_address",),)),
}
_FIREWALLS = (
    "_security_group", "_security_group_rule", "_secgroup_v2", "_secgroup_rule_v2", "_firewall",
    "_security_group_ingress_rule", "_security_group_egress_rule", "_security_rule",
)  # fmt: skip
_API = ("api", "control-plane", "controlplane", "kube", "k8s", "master")
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class _Resource:
    """One thing that was made: its type, what it is called in the sources, what is known of it."""

    where: Value
    type: str
    label: str
    values: Value


def _recognises(document: Document) -> bool:
    value = document.value
    return bool(_roots(value)) or bool(value.at("version").text == "4" and value.at("lineage"))


def _roots(value: Value) -> list[Value]:
    """The modules at the top of what is there, and of what is planned."""
    if not value.at("format_version"):
        return []
    paths = ("values.root_module", "planned_values.root_module")
    return [root for path in paths if (root := value.path(path))]


def _read(document: Document) -> Iterator[Fact]:
    found = [one for root in _roots(document.value) for one in _of_module(root)]
    found += _of_state(document.value)
    entrances: list[tuple[_Resource, Value]] = []
    told: set[str] = set()
    for one in found:
        if one.type in _HOSTS:
            name, paths = _HOSTS[one.type]
            addresses = host_addresses(iter(_addresses(one.values, paths)))
            called = one.values.path(name).text or one.label
            yield from named_host(one.where, called, addresses, sounds=one.label)
        elif one.type in _LOAD_BALANCERS:
            entrances += (
                (one, value) for value in _addresses(one.values, _LOAD_BALANCERS[one.type][1])
            )
        elif one.type.endswith(_FIREWALLS) and one.type not in told:
            told.add(one.type)
            yield unread(one.where, FIREWALL)
    yield from _entrances(entrances)
    if any(one.type not in _HOSTS and one.type not in _LOAD_BALANCERS for one in found):
        yield Unread(origin(document.value), Message(OTHER_TYPES))


def _of_module(module: Value, depth: int = 0) -> Iterator[_Resource]:
    for one in module.at("resources").each():
        if one.at("mode").text != "data":
            values = _visible(one.at("values"), one.at("sensitive_values"))
            yield _Resource(one, one.at("type").text, one.at("name").text, values)
    for child in module.at("child_modules").each() if depth < _DEEPEST else ():
        yield from _of_module(child, depth + 1)


def _of_state(state: Value) -> Iterator[_Resource]:
    """The resources of a state as it is stored, which has sensitive values in clear."""
    for one in state.at("resources").each():
        for instance in one.at("instances").each() if one.at("mode").text != "data" else ():
            hidden = {
                path.at(0, "value").text for path in instance.at("sensitive_attributes").each()
            }
            kept = {
                key: said for key, said in instance.at("attributes").items() if key not in hidden
            }
            values = Value(instance.place, kept)
            yield _Resource(instance, one.at("type").text, one.at("name").text, values)


def _visible(value: Value, marks: Value) -> Value:
    """A value without what is marked as sensitive, in the same shape."""
    if marks.flag:
        return Value(value.place, None, "secret")
    if isinstance(value.data, dict):
        data = {key: _visible(below, marks.at(key)) for key, below in value.data.items()}
        return Value(value.place, data)
    if isinstance(value.data, tuple):
        entries = (_visible(below, marks.at(n)) for n, below in enumerate(value.data))
        return Value(value.place, tuple(entries))
    return value


def _addresses(values: Value, groups: tuple[tuple[str, ...], ...]) -> list[Value]:
    for paths in groups:
        found = [one for path in paths for one in _at(values, path.split(".")) if one.text]
        if any(host_addresses(iter([one])) for one in found):
            return found
    return []


def _at(value: Value, path: list[str]) -> Iterator[Value]:
    if not path:
        yield value
    elif path[0] == "*":
        for one in value.each():
            yield from _at(one, path[1:])
    else:
        yield from _at(value.at(path[0]), path[1:])


def _entrances(found: list[tuple[_Resource, Value]]) -> Iterator[Fact]:
    """Load balancers: of the API servers by their name, likely; all others together."""
    others = []
    for one, value in found:
        name = f"{one.label} {one.values.at('name').text}".lower()
        if any(word in name for word in _API):
            why = origin(one.where, "guessed", Message(FOR_THE_API))
            yield from endpoint(Value(value.place, bracketed(value.text)), "6443", why)
        else:
            others.append(value)
    if addresses := host_addresses(iter(others)):
        yield Others(origin(others[0]), "load-balancers", ("load-balancer",), (), addresses)


IMPORTER = Importer(
    name="terraform",
    label="terraform show -json",
    command="terraform show -json",
    sample=(
        '{"format_version": "1.0", "values": {"root_module": {"resources": [{"mode": "managed",'
        ' "type": "hcloud_server", "name": "cp", "values": {"name": "cp1",'
        ' "ipv4_address": "192.0.2.11"}}]}}}'
    ),
    recognises=_recognises,
    read=_read,
)
