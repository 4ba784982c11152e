"""The plan document: what a plan is, one YAML or JSON text, `portsref.plan/v1`.

Strict and without unknown keys; what it says about products and listeners is checked by the
engine against a catalogue, because plans outlive catalogues.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from portsref.addresses import AddressError, AddressRange
from portsref.catalogue.products import Listener, Tls
from portsref.documents.base import (
    Day,
    Document,
    ListenerKey,
    Many,
    MinorVersion,
    Ports,
    Slug,
    Text,
)
from portsref.documents.json_files import JsonError, parse_json
from portsref.documents.problems import Problem, ProblemsError, problems_of
from portsref.documents.yaml_files import YamlError, parse_yaml

SCHEMA = "portsref.plan/v1"
RULES_SCHEMA = "portsref.rules/v1"
LARGEST_DOCUMENT = 256 * 1024
LARGEST_EXPORT = 16 * 1024 * 1024  # a `portsref.rules/v1` export holds its plan and much more
MOST_GROUPS = 1000
MOST_ADDRESSES = 200
OWN_PRODUCT = "own"
ANY = "any"

type RoleName = Literal[
    "control-plane", "worker", "etcd", "api-endpoint", "load-balancer", "ingress", "storage",
    "bastion", "client", "pod", "external",
]  # fmt: skip


def _parse_address(value: object) -> AddressRange:
    if isinstance(value, AddressRange):
        return value
    if not isinstance(value, str):
        raise ValueError("must be text: put it in quotes")  # noqa: TRY004 - pydantic reports it
    try:
        return AddressRange.parse(value)
    except AddressError as error:
        raise ValueError(str(error)) from error


def _one_clean_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line of printable text")
    if text != text.strip():
        raise ValueError("must not begin or end with a space")
    return text


def _group_name(text: str) -> str:
    if text.casefold() == ANY:
        raise ValueError(f"{text!r} means every address; give the group another name")
    return _one_clean_line(text)


def _some_ports(ports: object) -> object:
    if not ports:
        raise ValueError("must not be empty")
    return ports


type Address = Annotated[
    AddressRange,
    PlainValidator(_parse_address),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["10.0.0.0/24", "10.0.0.1-10.0.0.9"]}),
]
type Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_clean_line)
]
type GroupName = Annotated[
    str, StringConstraints(min_length=1, max_length=80), AfterValidator(_group_name)
]
type SomePorts = Annotated[Ports, AfterValidator(_some_ports)]


class Request(Document):
    """What a change request says about itself; every part is optional."""

    ticket: Line | None = None
    requester: Line | None = None
    environment: Line | None = None
    justification: Text | None = None
    expires: Day | None = None


class Pick(Document):
    """A product with its options.

    `include: all` takes every listener whatever its condition; `only` takes rows picked by hand.
    """

    product: Slug
    options: Annotated[dict[Slug, Line], Field(max_length=100)] = Field(default_factory=dict)
    include: Literal["needed", "all"] = "needed"
    only: Annotated[Many[Slug], Field(max_length=300)] = ()


class Group(Document):
    """Named hosts or networks that play roles; addresses may be missing while one thinks."""

    name: GroupName
    roles: Annotated[Many[RoleName], Field(max_length=11)] = ()
    addresses: Annotated[Many[Address], Field(max_length=MOST_ADDRESSES)] = ()
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
    direct: Annotated[Many[ListenerKey], Field(max_length=300)] = ()


class Change(Document):
    """What this cluster does otherwise than the catalogue says, for one listener."""

    listener: ListenerKey
    ports: SomePorts | None = None
    excluded: bool = False
    reason: Line | None = None
    peers: Annotated[Many[GroupName], Field(max_length=MOST_GROUPS)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.excluded and not self.reason:
            raise ValueError("reason: say why the listener is excluded")
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
        said = [name for name in ("when", "since", "until", "replaces") if getattr(self, name)]
        if said:
            raise ValueError("\n".join(f"{name}: not for an own listener" for name in said))
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
    api_endpoint: ApiEndpoint | None = None
    outbound_proxy: OutboundProxy | None = None
    changes: Annotated[Many[Change], Field(max_length=2000)] = ()
    listeners: Annotated[Many[OwnListener], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _names_are_unique_and_known(self) -> Self:
        if wrong := list(_wrong_names(self)):
            raise ValueError("\n".join(wrong))
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


def parse_document(
    text: str, *, file: str = "plan", largest: int = LARGEST_DOCUMENT
) -> PlanDocument:
    """Read a plan document from YAML or JSON; raises `ProblemsError` with every problem.

    A `portsref.rules/v1` export of at most `largest` bytes is read as the plan that it holds.
    """
    size = len(text.encode(errors="replace"))
    if size > LARGEST_DOCUMENT and (size > largest or RULES_SCHEMA not in text):
        most = LARGEST_DOCUMENT // 1024
        raise ProblemsError([Problem(file, "", f"larger than {most} KiB, the most a plan may be")])
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
        raise ProblemsError([Problem(file, "", f"neither YAML nor JSON: {error}")]) from error


def document_from(data: object, *, file: str = "plan") -> PlanDocument:
    """Check plain values as a plan document; raises `ProblemsError` with every problem."""
    if isinstance(data, dict) and data.get("schema") == RULES_SCHEMA:
        data = data.get("plan")
    if not isinstance(data, dict):
        raise ProblemsError([Problem(file, "", f"is not a plan: it needs `schema: {SCHEMA}`")])
    try:
        return PlanDocument.model_validate(data)
    except ValidationError as error:
        raise ProblemsError(problems_of(error, data, file=file)) from error


def dump_yaml(data: object) -> str:
    """Write plain values as YAML, every text in quotes, so that no reader takes it for a number."""
    return yaml.dump(data, Dumper=_QuotingDumper, sort_keys=False, allow_unicode=True, width=10_000)


def dump_json(data: object) -> str:
    """Write plain values as JSON that a person can read."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_PLAIN_KEY = re.compile(
    r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z_-]*[a-z]", re.IGNORECASE
)


class _QuotingDumper(yaml.CSafeDumper):
    """Quotes values, leaves keys bare."""

    def represent_mapping(
        self, tag: str, mapping: Any, flow_style: bool | None = None
    ) -> yaml.MappingNode:
        """Write keys that are plain words without quotes."""
        node = super().represent_mapping(tag, mapping, flow_style)
        for key, _ in node.value:
            if key.tag == "tag:yaml.org,2002:str" and _PLAIN_KEY.fullmatch(key.value):
                key.style = None
        return node


def _quoted(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


_QuotingDumper.add_representer(str, _quoted)


def _wrong_names(document: PlanDocument) -> Iterator[str]:
    yield from _twice("groups", (group.name for group in document.groups), "group")
    yield from _twice("picks", (pick.product for pick in document.picks), "product")
    yield from _twice("changes", (change.listener for change in document.changes), "listener")
    yield from _twice("listeners", (own.id for own in document.listeners), "id")
    names = {group.name for group in document.groups}
    if document.api_endpoint and document.api_endpoint.group not in names:
        yield f"api_endpoint.group: no group {document.api_endpoint.group!r}"
    if document.outbound_proxy and document.outbound_proxy.group not in names:
        yield f"outbound_proxy.group: no group {document.outbound_proxy.group!r}"
    for change in document.changes:
        for peer in change.peers or ():
            if peer not in names:
                yield f"changes[{change.listener}].peers: no group {peer!r}"


def _twice(field: str, names: Iterable[str], what: str) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{field}: the {what} {name!r} stands {count} times"
