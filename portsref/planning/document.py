"""The plan document: what a plan is, one YAML or JSON text, `portsref.plan/v1`.

Strict and without unknown keys; what it says about products and listeners is checked by the
engine against a catalogue, because plans outlive catalogues.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from portsref.addresses import AddressRange
from portsref.catalogue.products import Listener, Tls
from portsref.documents import reasons
from portsref.documents.base import (
    Day,
    Document,
    ListenerKey,
    Many,
    MinorVersion,
    Ports,
    Slug,
    Text,
    printable,
    read_as,
    read_until_many_are_wrong,
    refuse_parts,
)
from portsref.documents.checking import check
from portsref.documents.json_files import JsonError, parse_json
from portsref.documents.problems import Location, Problem, ProblemsError
from portsref.documents.writing import dump_yaml
from portsref.documents.yaml_files import YamlError, parse_yaml
from portsref.messages import Message, MessageError, gettext_noop

SCHEMA = "portsref.plan/v1"
RULES_SCHEMA = "portsref.rules/v1"
LARGEST_DOCUMENT = 256 * 1024
LARGEST_EXPORT = 16 * 1024 * 1024  # a `portsref.rules/v1` export holds its plan and much more
LONGEST_LINE = 200
LONGEST_NAME = 80
MOST_GROUPS = 1000
MOST_ADDRESSES = 200
MOST_DIRECT = 300
MOST_PLACES = 50
MOST_NETWORKS = 20
MOST_FORMATS = 100
MOST_SETTINGS = 50
OWN_PRODUCT = "own"
ANY = "any"

NOT_A_PLAN = gettext_noop("is not a plan: it needs `schema: %(schema)s`")
NEITHER = gettext_noop("is not valid YAML or JSON: %(reason)s")
TOO_LARGE = gettext_noop("is larger than %(most)d KiB, the limit for a plan")
MEANS_ANY = gettext_noop("%(name)r means every address; give the group another name")
NO_REASON = gettext_noop("say why the listener is excluded")
NOT_FOR_OWN = gettext_noop("is not allowed for an own listener")
NO_GROUP = gettext_noop("no group %(name)r")
GROUP_TWICE = gettext_noop("the group %(name)r appears %(count)d times")
PRODUCT_TWICE = gettext_noop("the product %(name)r appears %(count)d times")
LISTENER_TWICE = gettext_noop("the listener %(name)r appears %(count)d times")
ID_TWICE = gettext_noop("the id %(name)r appears %(count)d times")

type RoleName = Literal[
    "control-plane", "worker", "etcd", "api-endpoint", "load-balancer", "ingress", "storage",
    "gateway", "bootstrap", "bastion", "client", "pod", "external",
]  # fmt: skip


def _one_clean_line(text: str) -> str:
    printable(text)
    if text != text.strip():
        raise MessageError(reasons.SPACE_AROUND)
    return text


def _group_name(text: str) -> str:
    if text.casefold() == ANY:
        raise MessageError(MEANS_ANY, name=text)
    return _one_clean_line(text)


def _some_ports(ports: object) -> object:
    if not ports:
        raise MessageError(reasons.EMPTY)
    return ports


type Address = Annotated[
    AddressRange,
    read_as(AddressRange, AddressRange.parse),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["10.0.0.0/24", "10.0.0.1-10.0.0.9"]}),
]
type Line = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_LINE), AfterValidator(_one_clean_line)
]
type GroupName = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_NAME), AfterValidator(_group_name)
]
type PeerOfChange = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_NAME), AfterValidator(_one_clean_line)
]
type SomePorts = Annotated[Ports, AfterValidator(_some_ports)]


type SettingsOfExport = Annotated[dict[Slug, Line], Field(max_length=MOST_SETTINGS)]


class Request(Document):
    """What a change request says about itself; every part is optional.

    `exports` has the settings of formats, by the name of the format and of the setting. Names that
    no format has are kept, because plans outlive formats.
    """

    ticket: Line | None = None
    requester: Line | None = None
    environment: Line | None = None
    justification: Text | None = None
    expires: Day | None = None
    exports: Annotated[dict[Slug, SettingsOfExport], Field(max_length=MOST_FORMATS)] = Field(
        default_factory=dict
    )


class Pick(Document):
    """A product with its options.

    `include: all` takes every listener whatever its condition; `only` takes rows picked by hand.
    """

    product: Slug
    options: Annotated[dict[Slug, Line], Field(max_length=100)] = Field(default_factory=dict)
    include: Literal["needed", "all"] = "needed"
    only: Annotated[Many[Slug], Field(max_length=300)] = ()

    @property
    def is_by_hand(self) -> bool:
        """Tell whether it has rows whatever their conditions."""
        return bool(self.only) or self.include == "all"


class Group(Document):
    """Named hosts or networks that play roles; addresses may be missing while one thinks.

    `places` says which places outside the cluster it is, by their keys in the catalogue.
    """

    name: GroupName
    roles: Annotated[Many[RoleName], Field(max_length=12)] = ()
    places: Annotated[Many[ListenerKey], Field(max_length=MOST_PLACES)] = ()
    addresses: Annotated[
        Many[Address],
        Field(max_length=MOST_ADDRESSES),
        read_until_many_are_wrong(AddressRange.parse),
    ] = ()
    zone: Line | None = None
    os: Literal["linux", "windows"] = "linux"

    @property
    def is_one_host(self) -> bool:
        """Tell whether the group is one single host, at most one address of each family."""
        families = {address.family for address in self.addresses}
        return (
            bool(families)
            and len(self.addresses) == len(families)
            and all(address.is_single for address in self.addresses)
        )


class Networks(Document):
    """The networks of pods and of Services, where they are not those that products document."""

    pods: Annotated[Many[Address], Field(max_length=MOST_NETWORKS)] = ()
    services: Annotated[Many[Address], Field(max_length=MOST_NETWORKS)] = ()


class ApiEndpoint(Document):
    """A load balancer or VIP in front of the API server."""

    group: GroupName
    ports: SomePorts


class OutboundProxy(Document):
    """An HTTP proxy through which hosts reach places outside.

    `direct` names the outbound needs that do not go through it, as a `NO_PROXY` list does.
    """

    group: GroupName
    ports: SomePorts
    direct: Annotated[Many[ListenerKey], Field(max_length=MOST_DIRECT)] = ()


class Change(Document):
    """What this cluster does otherwise than the catalogue says, for one listener.

    `peers` are the groups that may connect, of those that would; `any` opens it to everybody. Of an
    outbound need they are the groups that dial.
    """

    listener: ListenerKey
    ports: SomePorts | None = None
    excluded: bool = False
    reason: Line | None = None
    peers: Annotated[Many[PeerOfChange], Field(max_length=MOST_GROUPS)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.excluded and not self.reason:
            refuse_parts(self, [(("reason",), MessageError(NO_REASON))])
        return self


class OwnListener(Listener):
    """A listener of the user's own, in the catalogue's shape; what he need not say has defaults.

    It always applies, so it has no condition, no versions, and takes no other listener's place.
    """

    component: Slug = "own"
    tls: Tls = "unknown"
    required: bool = True

    @model_validator(mode="after")
    def _always_applies(self) -> Self:
        refused = ("when", "since", "until", "replaces", "insecure", "exempt")
        said = [name for name in refused if getattr(self, name)]
        refuse_parts(self, (((name,), MessageError(NOT_FOR_OWN)) for name in said))
        return self

    @property
    def product(self) -> str:
        """Own listeners belong to no product of the catalogue."""
        return OWN_PRODUCT

    @property
    def key(self) -> str:
        """`own/id`."""
        return f"{OWN_PRODUCT}/{self.id}"


class PlanDocument(Document):
    """What a plan is: what runs, where it runs, and what was changed."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True
    )

    schema_: Literal["portsref.plan/v1"] = Field(alias="schema")
    title: Line
    request: Request = Field(default_factory=Request)
    kubernetes: MinorVersion | None = None
    picks: Annotated[Many[Pick], Field(max_length=200)] = ()
    groups: Annotated[Many[Group], Field(max_length=MOST_GROUPS)] = ()
    networks: Networks | None = None
    api_endpoint: ApiEndpoint | None = None
    outbound_proxy: OutboundProxy | None = None
    changes: Annotated[Many[Change], Field(max_length=2000)] = ()
    listeners: Annotated[Many[OwnListener], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _names_are_unique_and_known(self) -> Self:
        refuse_parts(self, _wrong_names(self))
        return self

    def group(self, name: str) -> Group | None:
        """The group of that name."""
        return next((group for group in self.groups if group.name == name), None)

    def pick(self, product: str) -> Pick | None:
        """The pick of that product."""
        return next((pick for pick in self.picks if pick.product == product), None)

    def as_data(self) -> dict[str, object]:
        """Plain values in the order of the contract, without what was left at its default."""
        data = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {"schema": SCHEMA, **{key: value for key, value in data.items() if value}}

    def as_yaml(self) -> str:
        """YAML text that `parse_document` reads back as an equal document."""
        return dump_yaml(self.as_data())

    def as_json(self) -> str:
        """JSON text without blanks, as plans are stored."""
        return json.dumps(self.as_data(), ensure_ascii=False, separators=(",", ":"))


def parse_document(
    text: str, *, file: str = "plan", largest: int = LARGEST_DOCUMENT
) -> PlanDocument:
    """Read a plan document from YAML or JSON; raises `ProblemsError` with every problem.

    A `portsref.rules/v1` export of at most `largest` bytes is read as the plan that it holds.
    """
    size = len(text.encode(errors="replace"))
    if size > LARGEST_DOCUMENT and (size > largest or RULES_SCHEMA not in text):
        most = {"most": LARGEST_DOCUMENT // 1024}
        raise ProblemsError([Problem(file, "", Message(TOO_LARGE, most))])
    return document_from(plain_values(text, file=file), file=file)


def plain_values(text: str, *, file: str) -> object:
    """Read JSON or YAML; raises `ProblemsError`."""
    if text.lstrip()[:1] == "{":
        try:
            return parse_json(text)
        except JsonError:  # YAML may begin with a brace too, and says better where it ends
            pass
    try:
        return parse_yaml(text)
    except YamlError as error:
        reason = Message(NEITHER, {"reason": error.message})
        raise ProblemsError([Problem(file, "", reason)]) from error


def document_from(data: object, *, file: str = "plan") -> PlanDocument:
    """Check plain values as a plan document; raises `ProblemsError` with every problem."""
    if isinstance(data, dict) and data.get("schema") == RULES_SCHEMA:
        data = data.get("plan")
    if not isinstance(data, dict):
        raise ProblemsError([Problem(file, "", Message(NOT_A_PLAN, {"schema": SCHEMA}))])
    return check(PlanDocument, data, file=file)


def _wrong_names(document: PlanDocument) -> Iterator[tuple[Location, MessageError]]:
    yield from _twice("groups", GROUP_TWICE, (group.name for group in document.groups))
    yield from _twice("picks", PRODUCT_TWICE, (pick.product for pick in document.picks))
    yield from _twice("changes", LISTENER_TWICE, (change.listener for change in document.changes))
    yield from _twice("listeners", ID_TWICE, (own.id for own in document.listeners))
    known = {group.name for group in document.groups}
    for place, name in _named_groups(document):
        if name not in known:
            yield place, MessageError(NO_GROUP, name=name)


def _named_groups(document: PlanDocument) -> Iterator[tuple[Location, str]]:
    if document.api_endpoint:
        yield ("api_endpoint", "group"), document.api_endpoint.group
    if document.outbound_proxy:
        yield ("outbound_proxy", "group"), document.outbound_proxy.group
    for number, change in enumerate(document.changes):
        for peer in change.peers or ():
            if peer != ANY:
                yield ("changes", number, "peers"), peer


def _twice(
    field: str, reason: str, names: Iterable[str]
) -> Iterator[tuple[Location, MessageError]]:
    for name, count in Counter(names).items():
        if count > 1:
            yield (field,), MessageError(reason, name=name, count=count)
