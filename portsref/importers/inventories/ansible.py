"""Inventories of Ansible: INI, YAML, `--list` and variables of groups; kubespray, k3s and RKE2.

Read are hosts with their roles by groups, and the addresses that other nodes dial; of kubespray the
variables too. All files are put together first: `[g:children]`, ranges, variables of groups, files
in `group_vars` and `host_vars`.

Not read: dynamic sources, playbooks, vaults, Jinja. Traps: `ansible_host` is where SSH goes, and
only a guess for an address; `k8s_cluster` is only the union of others; roles of groups that are
nobody's convention are guessed by their names.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from portsref.importers.base import (
    WHERE_SSH_GOES,
    Document,
    Importer,
    host_address,
    host_addresses,
    origin,
    unknown,
    unread,
)
from portsref.importers.facts import Chooses, Doubt, Fact, Host, Runs, Unread
from portsref.importers.inventories.ansible_files import (
    header,
    is_list,
    is_of_variables,
    is_yaml_inventory,
    take,
)
from portsref.importers.inventories.hosts_and_groups import (
    BEYOND,
    MOST_GROUPS,
    MOST_HOSTS,
    Gathering,
)
from portsref.importers.inventories.inventory import Inventory
from portsref.importers.inventories.kubespray import SIGNS, read_kubespray
from portsref.importers.inventories.rancher import read_rancher
from portsref.importers.inventories.roles import K3S, KUBESPRAY, role_by_name, roles_of
from portsref.importers.values import Place, Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

BY_NAME = gettext_noop("the names of its groups sound like it")
TOO_MANY = gettext_noop("more than %(hosts)s hosts or %(groups)s groups: not all were read")
NO_ROLE = gettext_noop("in no group that tells what they are for: %(hosts)s")
LISTENS_ELSEWHERE = gettext_noop("others dial another address of this host than it listens on")

_ADDRESSES = (("access_ip", "ip"), ("access_ip6", "ip6"))
_OF_KUBESPRAY = KUBESPRAY.keys() - {"etcd", "bastion"}
_SURE: Mapping[str, Mapping[str, RoleName]] = {"kubespray": KUBESPRAY, "k3s": K3S}
_WINDOWS = frozenset({"winrm", "psrp"})


def _recognises(document: Document) -> bool:
    value = document.value
    if not value:
        return any(map(_is_known_header, document.lines))
    if is_of_variables(document.file) or is_list(value) or is_yaml_inventory(value):
        return True
    return len(SIGNS & {name for name, _ in value.items()}) > 1


def _is_known_header(line: str) -> bool:
    name = header(line)
    has_kind = line.strip().partition("]")[0].endswith((":children", ":vars", ":hosts"))
    return bool(name) and (has_kind or name in KUBESPRAY or role_by_name(name) is not None)


def _join(documents: Sequence[Document]) -> Iterator[Document]:
    """All files as one inventory; variables of groups and hosts after what names them."""
    place = Place(documents[0].file, documents[0].line)
    gathering = Gathering(place)
    for document in sorted(documents, key=lambda document: is_of_variables(document.file)):
        take(document, gathering)
    yield Document(place.file, place.line, (), gathering.value())


def _read(document: Document) -> Iterator[Fact]:
    inventory = Inventory(document.value)
    product = _product(inventory)
    if product:
        yield Runs(origin(product), product.text)
    sure = _SURE.get(product.text, {})
    played: dict[str, tuple[RoleName, ...]] = {}
    for name in inventory.hosts:
        played[name], is_sure = roles_of(inventory.groups_of(name), sure)
        if played[name]:
            yield from _host(inventory, name, played[name], is_sure=is_sure)
    yield from _without_roles([name for name, roles in played.items() if not roles], inventory)
    yield from _cluster(inventory, product.text, played)
    if beyond := document.value.at(BEYOND):
        yield unread(beyond, TOO_MANY, hosts=f"{MOST_HOSTS:,}", groups=f"{MOST_GROUPS:,}")


def _without_roles(names: list[str], inventory: Inventory) -> Iterator[Unread]:
    if names:
        hosts = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
        yield unread(inventory.hosts[names[0]], NO_ROLE, hosts=hosts)


def _product(inventory: Inventory) -> Value:
    """Whose inventory it is, where a group or a variable says so."""
    for name, group in inventory.groups.items():
        if name in _OF_KUBESPRAY:
            return Value(group.place, "kubespray")
        if name == "k3s_cluster" or name.startswith("rke2"):
            return Value(group.place, "k3s" if name == "k3s_cluster" else "rke2")
    for name, said in inventory.variables().items():
        if name in SIGNS:
            return Value(said.place, "kubespray")
        if name.startswith(("k3s_", "rke2_")):
            return Value(said.place, name.partition("_")[0])
    return Value(inventory.value.place)


def _host(
    inventory: Inventory, name: str, roles: tuple[RoleName, ...], *, is_sure: bool
) -> Iterator[Fact]:
    variables, own = inventory.variables_of(name), inventory.hosts[name]
    said = origin(own) if is_sure else origin(own, "guessed", Message(BY_NAME))
    os: Literal["linux", "windows"] = (
        "windows" if variables.at("ansible_connection").text in _WINDOWS else "linux"
    )
    dialled = [*_dialled(variables)]
    ssh = variables.at("ansible_host") or Value(own.place, name)
    guess = origin(ssh, "guessed", Message(WHERE_SSH_GOES))
    guessed = () if dialled else host_addresses(iter([ssh]))
    if host_address(name):  # a name that is an address joins nothing
        whence = guess if guessed else said
        yield Host(whence, "", guessed or host_addresses(iter(dialled)), roles, os)
    else:
        yield Host(said, name, host_addresses(iter(dialled)), roles, os)
        yield from (Host(guess, name, (address,)) for address in guessed)
    yield from unknown(*dialled)
    for listening in map(variables.at, ("ip", "ip6")):
        if listening.text not in {"", *(one.text for one in dialled)}:
            yield Doubt(origin(listening), Message(LISTENS_ELSEWHERE))


def _dialled(variables: Value) -> Iterator[Value]:
    """The address of each family that other nodes dial."""
    for names in _ADDRESSES:
        found = (variables.at(name) for name in names)
        yield from islice((one for one in found if one or one.is_template), 1)


def _cluster(
    inventory: Inventory, product: str, roles: Mapping[str, tuple[RoleName, ...]]
) -> Iterator[Fact]:
    """What variables say of the whole; of variables of hosts those of a control plane count."""
    servers = [name for name, played in roles.items() if "control-plane" in played]
    variables = inventory.variables(servers[0] if servers else "")
    if product == "kubespray":
        yield from read_kubespray(variables)
        for name in islice((name for name in servers if "worker" in roles[name]), 1):
            said = origin(inventory.hosts[name])
            yield Chooses(said, "kubespray", "servers-run-pods", "yes")
    elif product:
        yield from read_rancher(variables, product)


IMPORTER = Importer(
    name="ansible",
    label="Ansible, kubespray",
    command="ansible-inventory -i inventory.ini --list",
    sample="[kube_control_plane]\ncp1 ip=192.0.2.11\n[kube_node]\nw1 ip=192.0.2.21\n",
    recognises=_recognises,
    read=_read,
    join=_join,
    lists=frozenset({"groups"}),
)
