"""What the files of the catalogue may hold: one pydantic class for each thing that people write.

All of it is strict, frozen and refuses unknown keys, so a document that exists is well formed.
What concerns several files, such as a component that no product has, is in `checks.py`.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from ipaddress import ip_address
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    PrivateAttr,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)

from portsref.ports import PortsError, PortSet

PROTOCOLS_WITH_PORTS = ("TCP", "UDP", "SCTP")

type Kind = Literal[
    "core", "distribution", "managed", "cni", "mesh", "load-balancer", "ingress", "storage",
    "observability", "security", "dns", "gitops", "virtualization", "runtime", "other",
]  # fmt: skip
type Protocol = Literal["TCP", "UDP", "SCTP", "ICMP", "ICMPv6", "ESP", "AH", "GRE", "IPIP", "VRRP"]
type Scope = Literal["node", "loopback", "pod"]
type Tls = Literal["tls", "mtls", "none", "optional", "ipsec", "wireguard", "ssh", "unknown"]
type Status = Literal["unmaintained", "deprecated"]

KINDS: tuple[str, ...] = get_args(Kind.__value__)
PROTOCOLS: tuple[str, ...] = get_args(Protocol.__value__)


def _printable(text: str) -> str:
    if not all(character.isprintable() for character in text):
        raise ValueError("must be one line of printable text")
    return text


def _parse_ports(value: object) -> PortSet:
    if isinstance(value, PortSet):
        return value
    if not isinstance(value, str):
        raise ValueError("must be text: put it in quotes")  # noqa: TRY004 - pydantic reports it
    try:
        return PortSet.parse(value)
    except PortsError as error:
        raise ValueError(str(error)) from error


def _as_list(value: object) -> object:
    """Take one value for a list of it, whatever it is: the list's items are checked next."""
    return [value] if isinstance(value, str | bool | int | float) else value


def _a_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is no day of the calendar") from None
    return text


def _an_address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError(f"{text} is no address of a host") from None


# What a text must look like, and how that is said to whoever wrote another one.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LISTENER_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$"
PEER_NAME = r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$"
MINOR_VERSION = r"^[0-9]{1,2}\.[0-9]{1,3}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
URL = r"^https?://[^\s<>\"]+$"
PATTERNS_IN_WORDS: Mapping[str, str] = {
    SLUG: "must be lower-case letters, digits and single hyphens",
    LISTENER_KEY: "must be the key of a row, such as kubernetes/kubelet-api",
    PEER_NAME: "must be a role, self, a component, or product/component",
    MINOR_VERSION: "must be a minor version, such as 1.35",
    DAY: "must be a day, such as 2026-08-03",
    URL: "must be an address that begins with https:// or http://",
}

type Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=64)]
type ListenerKey = Annotated[str, StringConstraints(pattern=LISTENER_KEY, max_length=129)]
type PeerName = Annotated[str, StringConstraints(pattern=PEER_NAME, max_length=129)]
type Text = Annotated[
    str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_printable)
]
type MinorVersion = Annotated[str, StringConstraints(pattern=MINOR_VERSION)]
type Day = Annotated[str, StringConstraints(pattern=DAY), AfterValidator(_a_day)]
type Url = Annotated[str, StringConstraints(pattern=URL, max_length=500)]
type Many[T] = Annotated[tuple[T, ...], Field(strict=False)]
type Ports = Annotated[
    PortSet,
    PlainValidator(_parse_ports),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["6443", "80,443,30000-32767"]}),
]
type OneOrMany[T] = Annotated[
    Many[T], BeforeValidator(_as_list, json_schema_input_type=T | list[T])
]
type When = dict[Slug, OneOrMany[str]]
type Place = Annotated[
    str, StringConstraints(min_length=1, max_length=300), AfterValidator(_printable)
]


class Document(BaseModel):
    """Something that people write: strict, unchangeable, without unknown keys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Source(Document):
    """The citation of a fact."""

    url: Url
    repo: Text | None = None
    path: Text | None = None
    basis: Literal["documented", "code"]


class Checked(Document):
    """The release of a product that its rows were read from, and when."""

    version: Text
    date: Day


class Option(Document):
    """What an operator decides about a product; the default is the product's own."""

    id: Slug
    label: Text
    choices: Many[Text]
    default: Text
    setting: Text | None = None
    explain: Text | None = None

    @model_validator(mode="after")
    def _default_is_a_choice(self) -> Self:
        if self.default not in self.choices:
            raise ValueError(f"default {self.default!r} is not among the choices")
        return self


class Component(Document):
    """A process of a product that listens or connects."""

    id: Slug
    name: Text
    roles: Many[Slug]
    summary: Text


class Row(Document):
    """What listeners and outbound needs have in common."""

    id: Slug
    component: Slug
    protocol: Protocol
    ports: Ports
    roles: Annotated[Many[Slug], Field(min_length=1)]
    purpose: Text
    when: When = Field(default_factory=dict)
    scope: Scope = "node"
    setting: Text | None = None
    tls: Tls
    since: MinorVersion | None = None
    until: MinorVersion | None = None
    required: bool
    note: Text | None = None
    source: Source | None = None  # every row of the catalogue has one: `checks.py` sees to it

    _product: str = PrivateAttr(default="")

    @cached_property
    def product(self) -> str:
        """The slug of the product whose row it is."""
        return self._product

    @cached_property
    def key(self) -> str:
        """`product/id`, its name for ever."""
        return f"{self._product}/{self.id}"

    @model_validator(mode="after")
    def _ports_fit_the_protocol(self) -> Self:
        if self.protocol in PROTOCOLS_WITH_PORTS and not self.ports:
            raise ValueError(f"ports: {self.protocol} needs ports")
        if self.protocol not in PROTOCOLS_WITH_PORTS and self.ports:
            raise ValueError(f"ports: {self.protocol} has no ports: leave them empty")
        if self.since and self.until and version_key(self.since) > version_key(self.until):
            raise ValueError(f"since: {self.since} is after until {self.until}")
        return self


class Listener(Row):
    """A fact: this component listens here, and these connect.

    `binds` is the one address of the host on which it listens, where it is not all of them.
    """

    peers: Annotated[Many[PeerName], Field(min_length=1)]
    replaces: ListenerKey | None = None
    random: bool = False
    binds: Annotated[str, AfterValidator(_an_address)] | None = None


class OutboundNeed(Row):
    """A fact: this component must reach a role of the cluster or a place outside.

    `reaches` names the listeners that it dials where the catalogue has them. `through_proxy` is
    false where an HTTP proxy cannot carry it, or is kept out of its way by default.
    """

    to: Annotated[
        Annotated[Many[Slug], Field(min_length=1), Tag("roles")] | Annotated[Place, Tag("place")],
        Discriminator(lambda value: "place" if isinstance(value, str) else "roles"),
    ]
    reaches: OneOrMany[ListenerKey] = ()
    through_proxy: bool = True


class Bundle(Document):
    """A product that another one brings in, with the options that it sets there."""

    product: Slug
    when: When = Field(default_factory=dict)
    options: dict[Slug, str] = Field(default_factory=dict)


class Omit(Document):
    """A listener that a product makes unnecessary."""

    listener: ListenerKey
    when: When = Field(default_factory=dict)


class Product(Document):
    """Everything known about one product: one file of the catalogue.

    `etcd_hosts_are_nodes` is the condition under which hosts for etcd alone run a kubelet and the
    pod network too, empty for always: what Kubernetes, the product and a CNI have on every node
    holds for them.
    """

    product: Slug
    name: Text
    kind: Kind
    status: Status | None = None
    summary: Text
    homepage: Url
    checked: Checked
    official_tables: Many[Url] = ()
    base: Slug | None = None
    bundles: Many[Bundle] = ()
    omits: Many[Omit] = ()
    etcd_hosts_are_nodes: When | None = None
    options: Many[Option] = ()
    components: Many[Component]
    listeners: Many[Listener]
    outbound_needs: Many[OutboundNeed] = ()

    def model_post_init(self, _context: Any) -> None:
        """Tell every row whose it is."""
        for row in self.rows:
            row._product = self.product

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Listeners, then outbound needs."""
        return (*self.listeners, *self.outbound_needs)

    def option(self, option_id: str) -> Option | None:
        """The option of that id, if the product has it."""
        return next((option for option in self.options if option.id == option_id), None)

    def component(self, component_id: str) -> Component | None:
        """The component of that id, if the product has it."""
        return next((part for part in self.components if part.id == component_id), None)

    def is_official(self, row: Row) -> bool:
        """Tell whether `row` stands in the product's own documented table of ports."""
        return row.source is not None and row.source.url in self.official_tables


class Role(Document):
    """What a host is for.

    `fallback` plays it where no group of a plan does; `shown_under` is the heading under which
    its listeners stand.
    """

    id: Slug
    name: Text
    heading: Text
    fallback: Slug | None = None
    shown_under: Slug | None = None


class Roles(Document):
    """The file `roles.yaml`, in the order of the page."""

    roles: Many[Role]


class KubernetesRelease(Document):
    """A minor version of Kubernetes; dates that were not read are absent."""

    version: MinorVersion
    released: Day | None = None
    active_support_ends: Day | None = None
    end_of_life: Day | None = None


class KubernetesReleases(Document):
    """The file `kubernetes-versions.yaml`, newest first."""

    about: Text
    source: Mapping[str, str]
    releases: Many[KubernetesRelease]


def version_key(version: str) -> tuple[int, ...]:
    """Sort key of a version such as `1.35`."""
    return tuple(map(int, version.split(".")))
