"""What the files of products may hold: one pydantic class for each thing that people write.

All of it is strict, frozen and refuses unknown keys, so a document that exists is well formed.
What concerns several files, such as a component that no product has, is in `checks.py`.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from ipaddress import ip_address, ip_network
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import quote

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PrivateAttr,
    StringConstraints,
    Tag,
    model_validator,
)

from portsref.documents.base import (
    LONGEST_KEY,
    PEER_NAME,
    Day,
    DnsName,
    Document,
    ListenerKey,
    Many,
    MinorVersion,
    OneOrMany,
    Ports,
    Slug,
    Text,
    Url,
    printable,
    refuse_parts,
)
from portsref.documents.problems import Location
from portsref.messages import MessageError, gettext_noop
from portsref.protocols import NAMES_WITH_PORTS

NOT_A_HOST = gettext_noop("%(text)s is not a host address")
NEEDS_PORTS = gettext_noop("%(protocol)s needs ports")
HAS_NO_PORTS = gettext_noop("%(protocol)s has no ports: leave them empty")
NOT_A_NETWORK = gettext_noop("%(text)s is not a network, such as 10.42.0.0/16")
COMMIT_NEEDS_FILE = "a commit needs the repository and the path of a file"
UNKNOWN_NEEDS_NOTE = "unknown needs a note that says what was looked at"
NO_PLACE = "needs a url, or repo, commit and path"
AFTER_UNTIL = gettext_noop("%(since)s is after until %(until)s")

type Kind = Literal[
    "core", "distribution", "managed", "cni", "mesh", "load-balancer", "ingress", "storage",
    "observability", "security", "dns", "gitops", "virtualization", "runtime", "other",
]  # fmt: skip
# the names in `portsref.protocols`: a test holds them equal
type Protocol = Literal[
    "TCP", "UDP", "SCTP", "ICMP", "ICMPv6", "ESP", "AH", "GRE", "IPIP", "IP6IP6", "VRRP"
]
type Scope = Literal["node", "loopback", "pod"]
type Tls = Literal["tls", "mtls", "none", "optional", "ipsec", "wireguard", "ssh", "unknown"]
type Traffic = Literal["health", "overlay", "pods", "node-port", "node-port-range"]
type Status = Literal["unmaintained", "deprecated"]
type System = Literal["linux", "windows"]
type Phase = Literal["installation"]
# How pods travel between nodes: in a tunnel between nodes' addresses, with their own addresses, or
# with addresses of the network that the nodes are in.
type Travel = Literal["encapsulated", "routed", "native"]
# How a control plane reaches pods: as part of the pod network, from addresses outside it, or
# through a tunnel that agents dial; unknown where a provider says it nowhere.
type WayToPods = Literal["member", "direct", "tunnel", "unknown"]
# Where hosts get images from: each registry by itself, one mirror of all, or nowhere outside.
type ImageSource = Literal["registries", "mirror", "air-gapped"]

KINDS: tuple[str, ...] = get_args(Kind.__value__)
# `owner/name`, as GitHub has it
REPOSITORY = r"^[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9._-]+$"
COMMIT = r"^[0-9a-f]{40}$"
LONGEST_MARKER = 80
# Characters of a path that an address may hold as they are.
_PLAIN_IN_PATHS = "/~!@$&'()*+,;=:"
# The option by which a plan says otherwise than `servers_run_pods` of a distribution.
SERVERS_RUN_PODS = "servers-run-pods"
# The option by which a plan says where hosts get images from, and the product that has it.
IMAGES, IMAGES_OF = "images", "infrastructure"


def _an_address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise MessageError(NOT_A_HOST, text=text) from None


def _a_network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        raise MessageError(NOT_A_NETWORK, text=text) from None


type Basis = Literal["documented", "code"]
# What of a fact a place can show: keys of rows, and of what is told of the pod network.
type Shown = Literal[
    "protocol", "ports", "roles", "peers", "scope", "when", "destination", "phase", "tls",
    "to", "since", "how", "pods", "services", "default", "dns",
]  # fmt: skip
type Repository = Annotated[str, StringConstraints(pattern=REPOSITORY, max_length=140)]
type Commit = Annotated[str, StringConstraints(pattern=COMMIT)]
type Marker = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_MARKER), AfterValidator(printable)
]
type HostAddress = Annotated[str, AfterValidator(_an_address)]
type Network = Annotated[str, AfterValidator(_a_network)]
type PeerName = Annotated[str, StringConstraints(pattern=PEER_NAME, max_length=LONGEST_KEY)]
type When = dict[Slug, OneOrMany[str]]
type Exempt = dict[Slug, Text]
type PlaceName = Annotated[
    str, StringConstraints(min_length=1, max_length=300), AfterValidator(printable)
]


class Citation(Document):
    """Where something is written, for people to read."""

    url: Url
    repo: Text | None = None
    path: Text | None = None
    basis: Basis


class Source(Document):
    """A place that shows a fact: a file of a repository at a commit, or a page as it was one day.

    `says` has, for what of the fact it shows, the marker that shows it there: a few characters of
    one line, such as a flag or a constant. Who looks for it finds it, blanks apart. `release`
    stands where the fact is of that one and no longer of the newest, which need not show it then.
    """

    url: Url | None = None
    repo: Repository | None = None
    commit: Commit | None = None
    path: Text | None = None
    release: Text | None = None
    read: Day | None = None
    says: dict[Shown, OneOrMany[Marker]] = Field(default_factory=dict)
    basis: Basis

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.commit and not (self.repo and self.path):
            raise ValueError(COMMIT_NEEDS_FILE)
        if not self.url and not self.commit:
            raise ValueError(NO_PLACE)
        return self

    @property
    def is_checkable(self) -> bool:
        """Tell whether its markers can be looked for in a copy of the repository."""
        return self.commit is not None

    @property
    def shows_the_entry(self) -> bool:
        """Tell whether it shows what is open, and not only who connects, say."""
        return not self.says or not self.says.keys().isdisjoint({"ports", "protocol", "to"})

    @property
    def address(self) -> str:
        """The page that shows it; of a file the file as it was at the commit."""
        if self.url:
            return self.url
        path = quote(self.path or "", safe=_PLAIN_IN_PATHS)
        return f"https://github.com/{self.repo}/blob/{self.commit}/{path}"


def _one_as_list(value: object) -> object:
    return [value] if isinstance(value, dict | Source) else value


type Sources = Annotated[
    Many[Source], BeforeValidator(_one_as_list, json_schema_input_type=Source | list[Source])
]
type SomeSources = Annotated[Sources, Field(min_length=1)]


class Checked(Document):
    """The release of a product that its rows were read from, and when."""

    version: Text
    date: Day


class Option(Document):
    """What an operator decides about a product; the default is the product's own.

    `source` shows the default, where no row depends on the option, whose source would.
    """

    id: Slug
    label: Text
    choices: Many[Text]
    default: Text
    setting: Text | None = None
    explain: Text | None = None
    source: Sources = ()

    @model_validator(mode="after")
    def _default_is_a_choice(self) -> Self:
        if self.default not in self.choices:
            raise ValueError(f"default {self.default!r} is not one of the choices")
        return self


class Component(Document):
    """A process of a product that listens or connects.

    `os` are the systems of the hosts that it runs on. A `workload` is no part of every host: it
    runs wherever ordinary pods do, on control-plane hosts too where these run pods. `source` shows
    the roles, where its rows do not.
    """

    id: Slug
    name: Text
    roles: Many[Slug]
    summary: Text
    os: Annotated[OneOrMany[System], Field(min_length=1)] = ("linux",)
    workload: bool = False
    source: Sources = ()
    exempt: Exempt = Field(default_factory=dict)


class Place(Document):
    """Somebody outside the cluster whom a product knows: a server of it, a registry, a cloud's API.

    `dns` are the names by which it is reached, where these are documented: `*.example.com` is every
    name below `example.com`, but not that itself, and `<region>` is what an installation decides.
    `source` is where the names are documented, for places of which many products speak.
    """

    id: Slug
    name: PlaceName
    dns: Many[DnsName] = ()
    source: Sources = ()


class PodTraffic(Document):
    """How pods travel between nodes; several ways where a mode uses both, as "cross subnet"."""

    how: Annotated[OneOrMany[Travel], Field(min_length=1)]
    when: When = Field(default_factory=dict)
    note: Text | None = None
    source: SomeSources


class PodNetworks(Document):
    """The networks of pods and of Services that a product documents as its defaults."""

    pods: Many[Network] = ()
    services: Many[Network] = ()
    setting: Text | None = None
    source: SomeSources


class ControlPlaneToPods(Document):
    """How the control plane reaches webhooks and aggregated APIs in pods.

    `unknown` keeps what a base says from counting, and its note says what was looked at.
    """

    how: WayToPods
    when: When = Field(default_factory=dict)
    note: Text | None = None
    source: SomeSources

    @model_validator(mode="after")
    def _says_what_was_looked_at(self) -> Self:
        if self.how == "unknown" and not self.note:
            raise ValueError(UNKNOWN_NEEDS_NOTE)
        return self


class ServersRunPods(Document):
    """Whether control-plane hosts run ordinary pods; a plan may say otherwise by an option."""

    default: Literal["yes", "no"]
    setting: Text | None = None
    source: SomeSources


class Row(Document):
    """What listeners and outbound needs have in common.

    `traffic` says what its packets carry where that matters: health checks, pods' packets in a
    tunnel, all that pods say to each other without one, or those of Services of type NodePort;
    `node-port-range` is where these get their ports.
    `exempt` names checks of `portsref.catalogue.doubts` that find the row without need, and why.
    `destination` is where packets go that are not for one host, such as a multicast group, and
    `phase` when a row is needed, where that is not always.
    """

    id: Slug
    component: Slug
    protocol: Protocol
    ports: Ports
    roles: Annotated[Many[Slug], Field(min_length=1)]
    purpose: Text
    traffic: Many[Traffic] = ()
    when: When = Field(default_factory=dict)
    scope: Scope = "node"
    destination: OneOrMany[HostAddress] = ()
    phase: Phase | None = None
    setting: Text | None = None
    tls: Tls
    since: MinorVersion | None = None
    until: MinorVersion | None = None
    required: bool
    note: Text | None = None
    source: Sources = ()  # every row of the catalogue has one: `checks.py` sees to it
    exempt: Exempt = Field(default_factory=dict)

    _product: str = PrivateAttr(default="")

    @cached_property
    def product(self) -> str:
        """The slug of the product whose row it is."""
        return self._product

    @cached_property
    def key(self) -> str:
        """`product/id`, its name for ever."""
        return f"{self._product}/{self.id}"

    def exists_in(self, kubernetes: str) -> bool:
        """Tell whether a Kubernetes of that version has the row."""
        if self.since is None and self.until is None:
            return True
        version = version_key(kubernetes)
        return (self.since is None or version_key(self.since) <= version) and (
            self.until is None or version <= version_key(self.until)
        )

    @model_validator(mode="after")
    def _ports_fit_the_protocol(self) -> Self:
        refuse_parts(self, self._unfit())
        return self

    def _unfit(self) -> Iterator[tuple[Location, MessageError]]:
        has_ports = self.protocol in NAMES_WITH_PORTS
        if has_ports and not self.ports:
            yield ("ports",), MessageError(NEEDS_PORTS, protocol=self.protocol)
        if self.ports and not has_ports:
            yield ("ports",), MessageError(HAS_NO_PORTS, protocol=self.protocol)
        if self.since and self.until and version_key(self.since) > version_key(self.until):
            yield ("since",), MessageError(AFTER_UNTIL, since=self.since, until=self.until)


class Listener(Row):
    """A fact: this component listens here, and these connect.

    `binds` is the one address of the host on which it listens, where it is not all of them.
    `insecure` is what gives away or controls a cluster to whoever reaches it. `documented_peers` is
    what the product's own table says, where that is wider than who really connects.
    """

    peers: Annotated[Many[PeerName], Field(min_length=1)]
    documented_peers: Many[PeerName] = ()
    replaces: ListenerKey | None = None
    insecure: bool = False
    random: bool = False
    binds: HostAddress | None = None


class OutboundNeed(Row):
    """A fact: this component must reach a role of the cluster or a place outside.

    `to` is a list of roles, or one place: its id in the same product, `product/id`, or a mere name.
    `reaches` names the listeners that it dials where the catalogue has them. `through_proxy` is
    false where an HTTP proxy cannot carry it, or is kept out of its way by default.
    """

    to: Annotated[
        Annotated[Many[Slug], Field(min_length=1), Tag("roles")]
        | Annotated[PlaceName, Tag("place")],
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
    holds for them. `load_balancers_are_hosts` is the condition under which the product's rows are
    on load balancers too, among other hosts; where it is absent they are.

    Of `pod_traffic` and `control_plane_to_pods` the first that holds counts. `servers_run_pods`
    makes an option of its own, so that rows and plans can say what depends on it.
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
    load_balancers_are_hosts: When | None = None
    pod_traffic: Many[PodTraffic] = ()
    pod_networks: PodNetworks | None = None
    control_plane_to_pods: Many[ControlPlaneToPods] = ()
    servers_run_pods: ServersRunPods | None = None
    places: Many[Place] = ()
    options: Many[Option] = ()
    components: Many[Component]
    listeners: Many[Listener]
    outbound_needs: Many[OutboundNeed] = ()

    @model_validator(mode="before")
    @classmethod
    def _has_the_option_of_its_servers(cls, data: Any) -> Any:
        """Add the option that `servers_run_pods` makes, unless it is there."""
        told = data.get("servers_run_pods") if isinstance(data, dict) else None
        if not isinstance(told, dict) or any(
            isinstance(option, dict) and option.get("id") == SERVERS_RUN_PODS
            for option in (data.get("options") or ())
        ):
            return data
        option = {
            "id": SERVERS_RUN_PODS,
            "label": "Ordinary pods on control-plane hosts",
            "choices": ["yes", "no"],
            "default": told.get("default"),
            "setting": told.get("setting"),
        }
        return {**data, "options": [*(data.get("options") or ()), option]}

    def model_post_init(self, _context: Any) -> None:
        """Tell every row whose it is."""
        for row in self.rows:
            row._product = self.product

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Listeners, then outbound needs."""
        return (*self.listeners, *self.outbound_needs)

    @cached_property
    def components_with_rows(self) -> frozenset[str]:
        """The ids of the components that listen or connect, whatever the options."""
        return frozenset(row.component for row in self.rows)

    def option(self, option_id: str) -> Option | None:
        """The option of that id, if the product has it."""
        return next((option for option in self.options if option.id == option_id), None)

    def component(self, component_id: str) -> Component | None:
        """The component of that id, if the product has it."""
        return self._component_by_id.get(component_id)

    @cached_property
    def _component_by_id(self) -> Mapping[str, Component]:
        return {part.id: part for part in self.components}

    def place(self, place_id: str) -> Place | None:
        """The place of that id, if the product has it."""
        return next((place for place in self.places if place.id == place_id), None)

    def is_official(self, row: Row) -> bool:
        """Tell whether `row` stands in the product's own documented table of ports."""
        return any(
            source.address in self.official_tables and source.shows_the_entry
            for source in row.source
        )


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
