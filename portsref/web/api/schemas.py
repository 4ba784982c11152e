"""The shapes of requests and answers, as OpenAPI describes them.

Published documents describe themselves where they are written; what only the API says is here.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from portsref.catalogue.products import (
    Kind,
    KubernetesRelease,
    Listener,
    OutboundNeed,
    Product,
    Protocol,
    Role,
    Scope,
)
from portsref.catalogue.search.query import LONGEST_QUERY
from portsref.documents.base import Document, printable
from portsref.importers.archives import LARGEST_PASTE, MOST_FILES
from portsref.importers.drafts import MOST_PARTS
from portsref.importers.facts import How
from portsref.importers.updating import State
from portsref.planning.choice import Choice, PhaseChoice
from portsref.planning.document import PlanDocument
from portsref.planning.rules_file import PublishedRule, Some
from portsref.reviewing.decisions import Verdict
from portsref.verification.base import Tone
from portsref.web.plans.models import LONGEST_NOTE, LONGEST_SOURCE

LARGEST_CHECKED = 3 * LARGEST_PASTE // 2  # of a body, in which line ends have two characters
LONGEST_NAME_OF_FILE = 300
MOST_VALUES = 50
MOST_ROWS = 500
NEWEST_NUMBER = 2**31 - 1
MOST_NAMED = 5_000  # rules in one decision
LONGEST_SENT = 10_000  # before what nobody sees is left out

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
    next: str | None = Field(description="The address of the next page; null on the last one.")
    rows: list[ListenerRow | OutboundNeedRow]  # type: ignore[valid-type]  # made just above


class PortUse(BaseModel):
    """What uses a port; `near` are known ports that may have been meant."""

    port: int
    protocol: str | None
    rows: list[ListenerRow | OutboundNeedRow]  # type: ignore[valid-type]  # made just above
    near: list[int]


class DataStamp(BaseModel):
    """Since when a file of static data says what it says, and of which catalogue it is made."""

    generated_at: datetime
    catalogue: str


class CatalogueData(DataStamp):
    """All facts about ports: `/catalogue.json`."""

    kubernetes: list[KubernetesRelease]
    roles: list[Role]
    products: list[Product]


class ProductData(DataStamp):
    """One product in the shape of its file: `/products/cilium.json`."""

    product: Product


class PortData(DataStamp, PortUse):
    """What uses a port: `/ports/10250.json`."""


class RowsQuery(BaseModel):
    """What the explorer filters by; several values of one parameter mean any of them."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=LONGEST_QUERY, description="Ports, a protocol, or words.")
    product: Values = Field([], description="Slugs of products.")
    component: Values = Field([], description="`product/component`.")
    role: Values = Field([], description="Roles of the hosts; see roles of the catalogue.")
    protocol: list[Protocol] = Field([], max_length=MOST_VALUES, description="Protocols.")
    direction: list[Literal["inbound", "outbound"]] = Field(
        [], max_length=MOST_VALUES, description="What listens, or what dials."
    )
    scope: list[Scope] = Field(
        [], max_length=MOST_VALUES, description="On the host, for itself alone, or inside pods."
    )
    required: list[YesOrNo] = Field(
        [], max_length=MOST_VALUES, description="Whether the cluster needs it."
    )
    listed: list[YesOrNo] = Field(
        [], max_length=MOST_VALUES, description="Whether the product's own table has the row."
    )
    kubernetes: Values = Field([], description="Minor versions of Kubernetes, such as 1.35.")
    sort: Literal["documented", "port", "component", "product"] = Field(
        "documented", description="In which order; what answers best comes first otherwise."
    )
    page: int = Field(1, ge=1, le=100_000, description="Which page, from 1 on.")
    limit: int = Field(100, ge=1, le=MOST_ROWS, description="Rows on a page.")


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


class ReviewsQuery(BaseModel):
    """Of which revision."""

    revision: int | None = Field(
        None, ge=1, le=NEWEST_NUMBER, description="The newest one where it is not given."
    )


class DecisionBody(Document):
    """A decision about some rules of a revision."""

    revision: int = Field(ge=1, le=NEWEST_NUMBER)
    verdict: Verdict = Field(description="`open` takes back what was said before.")
    name: str = Field(max_length=LONGEST_SENT, description="Who decides: at most 80 characters.")
    comment: str = Field(
        "",
        max_length=LONGEST_SENT,
        description="At most 2,000 characters; must be there for `rejected` and `question`.",
    )
    rules: Some[str] = Field(
        min_length=1, max_length=MOST_NAMED, description="Names of rules of the revision."
    )
    seen: int | None = Field(
        None,
        ge=0,
        description="`newest` of the review that was read. What the same person decided since is "
        "left alone; what others decided since is told.",
    )


class CheckedFile(Document):
    """What a tool printed; its name may say of which hosts."""

    name: str = Field("paste", max_length=LONGEST_NAME_OF_FILE)
    text: str = Field(max_length=LARGEST_PASTE, description="At most 1 MiB.")


class CheckBody(Document):
    """What tools printed of the hosts of a plan."""

    files: Some[CheckedFile] = Field(min_length=1, max_length=MOST_FILES)
    group: str = Field(
        "",
        max_length=LONGEST_SENT,
        description="The group of the plan whose hosts it is from, where that is not to be found "
        "out by names and addresses.",
    )


class SavedCheckBody(CheckBody):
    """What tools printed of the hosts of a saved plan, and whether what it says is to be kept."""

    revision: int | None = Field(
        None, ge=1, le=NEWEST_NUMBER, description="The newest one where it is not given."
    )
    keep: bool = Field(
        default=False,
        description="Keep states and reasons with the plan, not the files: needs its edit key.",
    )
    source: str = Field(
        "",
        max_length=LONGEST_SOURCE,
        description="What was read, such as the name of a host: another check of the same kind, "
        "group and source takes its place.",
    )


class ApiCheckedRule(BaseModel):
    """The state of a rule of the plan, by its identity."""

    rule: str
    name: str
    source: str
    destination: str
    protocol: str
    ports: str
    state: str
    tone: Tone
    details: list[str]
    places: list[str] = Field(description="Where the files say it.")


class ApiBeside(BaseModel):
    """Something that was seen and is no rule of the plan."""

    what: str
    state: str
    tone: Tone
    details: list[str]
    place: str
    port: str | None = Field(description="What to ask the catalogue about it, as `8888/tcp`.")
    listeners: list[str] = Field(description="Rows of the catalogue that it may be.")
    line: str | None = Field(description="A line that `dropped` explains, where it was dropped.")


class ApiTold(BaseModel):
    """What to know about the files."""

    place: str
    reason: str


class CheckDocument(BaseModel):
    """`portsref.check/v1`: what was said of every rule, and what was seen beside them."""

    schema_: Literal["portsref.check/v1"] = Field(alias="schema")
    is_bad: bool = Field(description="Whether a rule is closed, missing, or only partly there.")
    figures: dict[str, int] = Field(description="How many are in each state.")
    rules: list[ApiCheckedRule]
    beside: list[ApiBeside]
    doubts: list[ApiTold]
    unread: list[ApiTold]


class RecordedDecision(BaseModel):
    """What became of a decision."""

    decision: int | None = Field(description="Its number; null where nothing new was said.")
    rules: int = Field(description="How many rules it is about.")
    left: int = Field(description="How many were left alone: the same person had said so before.")
    meanwhile: list[int] = Field(description="What others decided about these rules since `seen`.")


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


class SaveQuery(BaseModel):
    """What to remember of a revision beside the plan."""

    note: Annotated[str, AfterValidator(printable)] = Field(
        "",
        max_length=LONGEST_NOTE,
        description="What changed, such as the subject of a commit.",
    )


class DifferentLine(BaseModel):
    """A line of the plan as YAML: of the newest revision, of what was sent, of both, or a gap."""

    whose: Literal["theirs", "mine", "same", "gap"]
    line: str


class ImportedFile(Document):
    """A file, or what a command printed; its name is said with what was read of it."""

    name: str = Field("paste", max_length=300)
    text: str = Field(max_length=LARGEST_PASTE)


class ImportBody(Document):
    """Files of clusters and tools, and what of them is accepted.

    With `accept` or `leave`, even empty ones, the answer has a plan: of all that needs no yes, of
    what is accepted besides, and without what is left.
    """

    files: Some[ImportedFile] = Field(min_length=1, max_length=MOST_FILES)
    read_as: str = Field("", max_length=64, description="Read all of it as this kind of file.")
    plan: PlanDocument | None = Field(None, description="A plan that is brought up to it.")
    title: Annotated[str, AfterValidator(printable)] = Field(
        "Imported plan", min_length=1, max_length=200, description="Of a new plan."
    )
    accept: Some[str] | None = Field(None, max_length=MOST_PARTS, description="Ids of parts.")
    leave: Some[str] | None = Field(None, max_length=MOST_PARTS, description="Ids of parts.")


class ImportQuery(BaseModel):
    """What of a zip is accepted; beside a body of JSON, which says it itself, it is refused."""

    plan: bool = Field(
        False, description="Answer the plan of all that needs no yes, as `accept` does."
    )
    read_as: str = Field("", max_length=64, description="Read all of it as this kind of file.")
    title: Annotated[str, AfterValidator(printable)] = Field(
        "Imported plan", min_length=1, max_length=200, description="Of the plan."
    )
    accept: list[str] = Field(
        default_factory=list,
        max_length=MOST_PARTS,
        description="The id of a part; several times for several.",
    )
    leave: list[str] = Field(
        default_factory=list,
        max_length=MOST_PARTS,
        description="The id of a part; several times for several.",
    )


class DraftPart(BaseModel):
    """A piece of a plan document, how sure it is, and where it was read."""

    id: str
    accepted: bool
    how: How
    state: State = Field(description="What it is to `plan` of the body; new without one.")
    why: str | None = Field(description="Why it is only a guess; null where it is none.")
    plan: dict[str, Any]
    rivals: list[str] = Field(description="Parts of which at most one can be accepted with it.")
    places: list[str]


class ToldPlace(BaseModel):
    """What is doubtful or was not read, with its place."""

    place: str
    reason: str


class RecognisedPlace(BaseModel):
    """What a document was taken for."""

    place: str
    kind: str


class SecretCounts(BaseModel):
    """How many secrets were left out of what was read."""

    token: int
    password: int
    key: int
    other: int


class DraftDocument(BaseModel):
    """`portsref.draft/v1`: what was read of files, and the plan of what is accepted."""

    schema_: Literal["portsref.draft/v1"] = Field(alias="schema")
    parts: list[DraftPart]
    doubts: list[ToldPlace]
    unread: list[ToldPlace]
    recognised: list[RecognisedPlace]
    secrets: SecretCounts
    plan: PlanDocument | None = Field(description="Null unless it was asked for.")


class Overtaken(Problems):
    """A revision that somebody else saved meanwhile, and how it differs from what was sent."""

    newest: RevisionSummary
    differences: list[DifferentLine]


class SavedPlan(BaseModel):
    """A saved plan as its newest revision has it."""

    id: str
    created: str
    revision: RevisionSummary
    plan: PlanDocument
