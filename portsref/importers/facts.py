"""What importers say: facts, each with where it was read and how sure it is.

An importer yields facts about parts; what they make together is a draft (`drafts.py`).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, override

from portsref.addresses import AddressRange, join_addresses
from portsref.importers.values import Place
from portsref.messages import Message
from portsref.planning.document import RoleName
from portsref.ports import PortSet

type Section = Literal[
    "kubernetes", "groups", "endpoint", "proxy", "networks", "products", "changes", "listeners"
]
type Piece = Mapping[str, object]

# In the file; the format's own default of that version; or only likely, which needs a yes.
type How = Literal["stated", "default", "guessed"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact was read, how sure it is, and why it is only a guess where it is one."""

    place: Place
    how: How = "stated"
    why: Message | None = None
    importer: str = ""  # its label, which the reading adds


@dataclass(frozen=True, slots=True)
class Host:
    """Something about one host; others may say more, of the same name or address.

    `pool` names the group that it belongs to where the file has groups of its own.
    """

    origin: Origin
    name: str = ""
    addresses: tuple[AddressRange, ...] = ()
    roles: tuple[RoleName, ...] = ()
    os: Literal["linux", "windows"] = "linux"
    pool: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in a file and is not in the draft, with the reason."""

    origin: Origin
    reason: Message


@dataclass(frozen=True, slots=True)
class Doubt:
    """What somebody should look at, although it was read."""

    origin: Origin
    reason: Message


@dataclass(frozen=True, slots=True)
class Statement(ABC):
    """A fact that is a piece of a plan document by itself.

    `about` is the same for facts about the same thing, of which a plan has one.
    """

    section: ClassVar[Section]
    origin: Origin

    @property
    @abstractmethod
    def about(self) -> str:
        """What it is about, such as `option:cilium/encryption`."""

    @property
    @abstractmethod
    def piece(self) -> Piece:
        """The piece of a plan document, as plain values."""


@dataclass(frozen=True, slots=True)
class Pool(Statement):
    """Hosts of which only the roles are known, and perhaps the number."""

    section = "groups"
    name: str
    roles: tuple[RoleName, ...]
    count: int | None = None

    @property
    @override
    def about(self) -> str:
        return f"group:{self.name}"

    @property
    @override
    def piece(self) -> Piece:
        return {"groups": [group_data(self.name, self.roles)]}


@dataclass(frozen=True, slots=True)
class Others(Statement):
    """Hosts or networks that are no nodes: an etcd cluster elsewhere, routers, users."""

    section = "groups"
    name: str
    roles: tuple[RoleName, ...] = ()
    places: tuple[str, ...] = ()
    addresses: tuple[AddressRange, ...] = ()

    @property
    @override
    def about(self) -> str:
        return f"group:{self.name}"

    @property
    @override
    def piece(self) -> Piece:
        group = group_data(self.name, self.roles, self.addresses)
        return {"groups": [group | ({"places": list(self.places)} if self.places else {})]}


@dataclass(frozen=True, slots=True)
class Endpoint(Statement):
    """What stands in front of the API server: a name or addresses, and its ports."""

    section = "endpoint"
    host: str
    ports: PortSet
    addresses: tuple[AddressRange, ...] = ()

    @property
    @override
    def about(self) -> str:
        return "endpoint"

    @property
    @override
    def piece(self) -> Piece:
        group = group_data("api", ("api-endpoint",), self.addresses)
        return {"groups": [group], "api_endpoint": {"group": "api", "ports": str(self.ports)}}


@dataclass(frozen=True, slots=True)
class Proxy(Statement):
    """The HTTP proxy through which hosts reach places outside."""

    section = "proxy"
    host: str
    port: int
    addresses: tuple[AddressRange, ...] = ()

    @property
    @override
    def about(self) -> str:
        return "proxy"

    @property
    @override
    def piece(self) -> Piece:
        group = group_data("proxy", (), self.addresses)
        return {"groups": [group], "outbound_proxy": {"group": "proxy", "ports": str(self.port)}}


@dataclass(frozen=True, slots=True)
class Network(Statement):
    """A network of pods or of Services; a cluster may have several."""

    section = "networks"
    of: Literal["pods", "services"]
    range: AddressRange

    @property
    @override
    def about(self) -> str:
        return f"network:{self.of}:{self.range}"

    @property
    @override
    def piece(self) -> Piece:
        return {"networks": {self.of: [str(self.range)]}}


@dataclass(frozen=True, slots=True)
class KubernetesVersion(Statement):
    """The minor version of Kubernetes, such as `1.36`."""

    section = "kubernetes"
    version: str

    @property
    @override
    def about(self) -> str:
        return "kubernetes"

    @property
    @override
    def piece(self) -> Piece:
        return {"kubernetes": self.version}


@dataclass(frozen=True, slots=True)
class Runs(Statement):
    """A product runs; by its slug in the catalogue."""

    section = "products"
    product: str

    @property
    @override
    def about(self) -> str:
        return f"product:{self.product}"

    @property
    @override
    def piece(self) -> Piece:
        return {"picks": [{"product": self.product}]}


@dataclass(frozen=True, slots=True)
class Chooses(Statement):
    """An option of a product has this choice; so the product runs, too."""

    section = "products"
    product: str
    option: str
    choice: str

    @property
    @override
    def about(self) -> str:
        return f"option:{self.product}/{self.option}"

    @property
    @override
    def piece(self) -> Piece:
        return {"picks": [{"product": self.product, "options": {self.option: self.choice}}]}


@dataclass(frozen=True, slots=True)
class Moves(Statement):
    """A listener of the catalogue has other ports here."""

    section = "changes"
    listener: str
    ports: PortSet

    @property
    @override
    def about(self) -> str:
        return f"change:{self.listener}"

    @property
    @override
    def piece(self) -> Piece:
        return {"changes": [{"listener": self.listener, "ports": str(self.ports)}]}


@dataclass(frozen=True, slots=True)
class Closes(Statement):
    """A listener of the catalogue is not there, or on loopback only, with the reason."""

    section = "changes"
    listener: str
    reason: Message

    @property
    @override
    def about(self) -> str:
        return f"change:{self.listener}"

    @property
    @override
    def piece(self) -> Piece:
        change = {"listener": self.listener, "excluded": True, "reason": str(self.reason)}
        return {"changes": [change]}


@dataclass(frozen=True, slots=True)
class Listens(Statement):
    """A port that no product of the catalogue explains, such as a host port of somebody's pod.

    Nobody may connect until somebody says who.
    """

    section = "listeners"
    id: str
    protocol: str
    ports: PortSet
    roles: tuple[RoleName, ...]
    peers: tuple[str, ...]
    purpose: str

    @property
    @override
    def about(self) -> str:
        return f"listener:{self.id}"

    @property
    @override
    def piece(self) -> Piece:
        listener = {
            "id": self.id,
            "protocol": self.protocol,
            "ports": str(self.ports),
            "roles": list(self.roles),
            "peers": list(self.peers),
            "purpose": self.purpose,
        }
        return {"listeners": [listener]}


type Fact = Host | Statement | Unread | Doubt


def said_by(fact: Fact, importer: str) -> Fact:
    """The same fact, with the label of the importer that read it."""
    return replace(fact, origin=replace(fact.origin, importer=importer))


def as_guess(fact: Fact, why: str) -> Fact:
    """The same fact, only likely where it is a piece of a plan; a guess keeps its own reason."""
    if not isinstance(fact, Statement) or fact.origin.how == "guessed":
        return fact
    return replace(fact, origin=replace(fact.origin, how="guessed", why=Message(why)))


def group_data(
    name: str, roles: Sequence[str], addresses: Sequence[AddressRange] = ()
) -> dict[str, object]:
    """A group of a plan document, its addresses as few ranges."""
    group: dict[str, object] = {"name": name, "roles": list(roles)}
    if addresses:
        group["addresses"] = [str(part) for part in join_addresses(addresses)]
    return group
