"""The shapes of requests and answers, as OpenAPI describes them.

Published documents describe themselves where they are written; what only the API says is here.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from portsref.catalogue.products import Kind, Listener, OutboundNeed, Protocol, Scope
from portsref.catalogue.search.query import LONGEST_QUERY
from portsref.documents.base import Document
from portsref.planning.choice import Choice, PhaseChoice
from portsref.planning.document import PlanDocument
from portsref.planning.rules_file import PublishedRule

MOST_VALUES = 50
MOST_ROWS = 500

# not a `type`, in which ninja would not see that it is a list
Values = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=130)]], Field(max_length=MOST_VALUES)
]
type YesOrNo = Literal["yes", "no"]


class ApiProblem(BaseModel):
    """One thing that is wrong: which field, and why; the field is empty for the whole."""

    field: str
    reason: str


class Problems(BaseModel):
    """Everything that is wrong with a request."""

    problems: list[ApiProblem]


class CatalogueVersion(BaseModel):
    """Which catalogue answers."""

    version: str
    date: str
    digest: str
    products: int
    rows: int
    kubernetes: list[str]


class ProductSummary(BaseModel):
    """A product, without its rows."""

    product: str
    name: str
    kind: Kind
    status: str | None
    summary: str
    homepage: str
    base: str | None
    listeners: int
    outbound_needs: int


class ProductList(BaseModel):
    """Every product, sorted by slug."""

    products: list[ProductSummary]


def _row(name: str, document: type[Document]) -> Any:
    """The document of a row with its key and product in front, as `row_data` writes it."""
    fields: dict[str, Any] = {
        "key": (str, ...),
        "product": (str, ...),
        "direction": (Literal["inbound", "outbound"], ...),
        **{field: (info.annotation, info) for field, info in document.model_fields.items()},
    }
    about = f"{document.__doc__}\n\nWith its key `product/id`, and its direction."
    return create_model(name, __doc__=about, __config__=ConfigDict(extra="forbid"), **fields)


ListenerRow = _row("ListenerRow", Listener)
OutboundNeedRow = _row("OutboundNeedRow", OutboundNeed)


class Rows(BaseModel):
    """A page of rows that were asked for, and how many there are on all pages."""

    count: int
    page: int
    pages: int
    limit: int
    rows: list[ListenerRow | OutboundNeedRow]  # type: ignore[valid-type]  # made just above


class PortUse(BaseModel):
    """What uses a port; `near` are known ports that may have been meant."""

    port: int
    protocol: str | None
    rows: list[ListenerRow | OutboundNeedRow]  # type: ignore[valid-type]  # made just above
    near: list[int]


class RowsQuery(BaseModel):
    """What the explorer filters by; several values of one parameter mean any of them."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=LONGEST_QUERY, description="Ports, a protocol, or words.")
    product: Values = Field([], description="Slugs of products.")
    component: Values = Field([], description="`product/component`.")
    role: Values = Field([], description="Roles of the hosts; see roles of the catalogue.")
    protocol: list[Protocol] = Field([], max_length=MOST_VALUES)
    direction: list[Literal["inbound", "outbound"]] = Field([], max_length=MOST_VALUES)
    scope: list[Scope] = Field([], max_length=MOST_VALUES)
    required: list[YesOrNo] = Field([], max_length=MOST_VALUES)
    listed: list[YesOrNo] = Field(
        [], max_length=MOST_VALUES, description="Whether the product's own table has the row."
    )
    kubernetes: Values = Field([], description="Minor versions of Kubernetes, such as 1.35.")
    sort: Literal["documented", "port", "component", "product"] = "documented"
    page: int = Field(1, ge=1, le=100_000)
    limit: int = Field(100, ge=1, le=MOST_ROWS)


class NoQuery(BaseModel):
    """An operation without parameters."""


class RulesQuery(BaseModel):
    """What to do with the rules."""

    merge: bool = Field(False, description="Join rules that differ in nothing but their ports.")
    boundary: bool = Field(False, description="Only rules that cross zones.")
    phase: PhaseChoice = Field(
        "",
        description="Only rules for the cluster in operation, or only what its installation needs "
        "besides.",
    )

    @property
    def choice(self) -> Choice:
        """What was chosen."""
        return Choice.of(self.model_dump())


class ExportQuery(RulesQuery):
    """What to do with the rules, and how to hand them over."""

    expand: bool = Field(False, description="One row an address pair, where the format has rows.")
    language: Literal["en", "zh-Hans"] = Field(
        "en", description="In which language, where the format has texts for people."
    )
    envelope: bool = Field(
        False, description="Answer JSON that holds the file and the rules that it could not hold."
    )


class BundleQuery(RulesQuery):
    """What to do with the rules, and in which formats to hand them over."""

    format: list[str] = Field(
        default_factory=list,
        max_length=100,
        description="A format; several times for several, at least once.",
    )
    language: Literal["en", "zh-Hans"] = Field(
        "en", description="In which language, of formats that have texts for people."
    )


class DiffQuery(BaseModel):
    """How to compare."""

    by: Literal["group", "address"] = Field(
        "group", description="By group, or exactly by pairs of addresses."
    )
    kubernetes: str | None = Field(
        None,
        max_length=19,
        description="Compare `before` with itself on this version; `after` is then left out.",
    )


class Allowed(BaseModel):
    """Whether a plan allows a packet, by which rules, and which address is in no group of it."""

    allowed: bool
    rules: list[PublishedRule]
    in_no_group: list[str]


class ApiPacketEnd(BaseModel):
    """An address of a packet, the groups that hold it, and if none does those that are near."""

    address: str | None = Field(description="Null where an error text does not say it.")
    groups: list[str]
    near: list[str]
    network: str = Field(
        description="`pods` or `services` of the cluster, where no group holds it."
    )


class ApiFailure(BaseModel):
    """What an error text says became of a connection, and what it names beside addresses."""

    outcome: str
    service: str | None = Field(description="The Service that was dialled, as `name.namespace`.")
    host: str | None = Field(description="The name in DNS of what was dialled.")


class ApiRemedy(BaseModel):
    """Parts of a plan document that make it allow the packet, and the rules that come of them."""

    kind: str
    addition: dict[str, Any]
    opens: list[PublishedRule]
    closes: list[PublishedRule]
    moves: list[str] = Field(description="Rows of the product that would not apply any more.")
    certain: bool = Field(description="Whether it follows from the plan alone.")


class ApiDropped(BaseModel):
    """One packet of a log: what the plan and the catalogue say of it."""

    line: int = Field(description="The first line that tells of it.")
    times: int
    source: ApiPacketEnd
    destination: ApiPacketEnd
    protocol: str
    port: int | None
    source_port: int | None
    accepted: bool = Field(description="Whether the log says that it was let through.")
    failure: ApiFailure | None = Field(description="Null for a line of a packet log.")
    verdict: str
    certain: bool
    complete: bool = Field(description="False where a large plan kept something from being tried.")
    parameters: dict[str, str]
    rules: list[PublishedRule]
    listeners: list[str]
    remedies: list[ApiRemedy]
    used_by: list[str] = Field(description="Rows of the catalogue on this port, best first.")
    near: list[int]


class ApiUnreadableLine(BaseModel):
    """A line of a log that could not be read, and why."""

    line: int
    text: str
    reason: str


class DroppedDocument(BaseModel):
    """Every packet of a log, and every line that told of none."""

    packets: list[ApiDropped]
    unreadable: list[ApiUnreadableLine]
    without_packet: int = Field(description="Lines that name fields, and records without data.")
    beyond: int = Field(description="Lines of further packets, beyond 200.")
    not_read: int = Field(description="Lines beyond 5,000 or 256 KiB.")


class ApiLeftOut(BaseModel):
    """A rule that a format cannot say, and why."""

    rule: str
    reason: str


class ApiDoubt(BaseModel):
    """What the receiver of a file will refuse or ask about."""

    rule: str = Field(description="Empty where it is about no single rule.")
    place: str = Field(description="Where in the plan document it is mended.")
    message: str


class Envelope(BaseModel):
    """A file as text, with the rules that it could not hold and what is doubtful about it."""

    filename: str
    media_type: str
    content: str
    left_out: list[ApiLeftOut]
    doubts: list[ApiDoubt]
    doubts_not_listed: int = Field(description="Doubts beyond 200.")


class RevisionSummary(BaseModel):
    """A numbered state of a plan, which never changes."""

    number: int
    created: str
    title: str
    note: str
    catalogue: str
    link: str


class RevisionList(BaseModel):
    """All revisions of a plan, newest first."""

    revisions: list[RevisionSummary]


class SavedPlan(BaseModel):
    """A saved plan as its newest revision has it."""

    id: str
    created: str
    revision: RevisionSummary
    plan: PlanDocument
