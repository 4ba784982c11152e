"""One plan as the forms of the composer, and as the plan document that they say.

The document is judged once, by the types of `portsref.planning.document`; every problem is then
shown at the field where it is corrected.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Self

from django.utils.translation import gettext
from pydantic import AfterValidator, StringConstraints

from portsref.catalogue.catalogue import Catalogue
from portsref.documents import reasons
from portsref.documents.base import Document, Location, printable
from portsref.documents.problems import Problem, ProblemsError, check
from portsref.documents.yaml_files import YamlError, parse_yaml
from portsref.messages import Message, gettext_noop
from portsref.planning.document import (
    GROUP_TWICE,
    LARGEST_DOCUMENT,
    SCHEMA,
    TOO_LARGE,
    PlanDocument,
    document_from,
)
from portsref.planning.selection import include_products
from portsref.web.plans.composer.form_data import (
    Data,
    Plain,
    data_of,
    field_of,
    group_names,
    indices,
    plain_of,
    plain_picks,
)
from portsref.web.plans.composer.forms import (
    NOT_YAML,
    BasicsForm,
    ChangeForm,
    ComposerForm,
    EndpointForm,
    GroupForm,
    OwnForm,
    ProxyForm,
    RequestForm,
    say_sentence,
)
from portsref.web.plans.models import LONGEST_NOTE

MOST_GROUPS = 200  # a form of more serves nobody; files and the command line take more
TOO_MANY_GROUPS = gettext_noop("A plan has at most %(most)d groups here.")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong, and the field where it is to be corrected; none where it is the whole plan."""

    field: str
    label: str
    message: str


class _Note(Document):
    """What is said about a revision, beside its document."""

    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE), AfterValidator(printable)]


class PlanForm:
    """All forms of one plan: what was typed, what is wrong with it, and the document that it says.

    `document` is handed over where it is known what `data` says: it is not judged again. A plan
    that is too large for a page has no forms, only the problem.
    """

    def __init__(
        self, data: Data, catalogue: Catalogue, *, document: PlanDocument | None = None
    ) -> None:
        self.data = data
        self.catalogue = catalogue
        self.is_too_large = len(indices(data, "groups")) > MOST_GROUPS
        names = {} if self.is_too_large else group_names(data)
        self.basics = BasicsForm(data, versions=catalogue.kubernetes_versions)
        self.request = RequestForm(data)
        self.groups = [GroupForm(data, prefix=f"groups-{n}") for n in names]
        self.endpoint = EndpointForm(data, prefix="endpoint", groups=names)
        self.proxy = ProxyForm(data, prefix="proxy", groups=names)
        self.changes = [
            ChangeForm(data, prefix=f"changes-{n}", groups=names) for n in indices(data, "changes")
        ]
        self.own = OwnForm(data)
        self._say_what_groups_are_besides()
        self.problems: tuple[FieldProblem, ...] = ()
        self.document = None if self.is_too_large else document
        if self.document is None:
            self._judge()

    @classmethod
    def of(cls, document: PlanDocument, catalogue: Catalogue) -> Self:
        """The forms that say `document`."""
        return cls(data_of(document), catalogue, document=document)

    @property
    def forms(self) -> Sequence[ComposerForm]:
        """Every form, in the order of the page."""
        return (
            self.basics,
            *self.groups,
            self.endpoint,
            self.proxy,
            *self.changes,
            self.own,
            self.request,
        )

    @cached_property
    def picks(self) -> PlanDocument:
        """The plan as far as what runs is concerned, even where other parts are wrong."""
        if self.document:
            return self.document
        plain = {"schema": SCHEMA, "title": "picks", "picks": list(plain_picks(self.data))}
        try:
            return without_strays(document_from(plain), self._brought, self.catalogue)
        except ProblemsError:
            return document_from({"schema": SCHEMA, "title": "picks"})

    @cached_property
    def text(self) -> str:
        """The document as it is stored; empty where there is none."""
        return self.document.as_json() if self.document else ""

    @property
    def note(self) -> str:
        """What the reader says about this revision."""
        return self.data.get("note", "").strip()

    @property
    def _brought(self) -> list[str]:
        return self.data.getlist("brought")

    def _say_what_groups_are_besides(self) -> None:
        fronts = (
            (self.endpoint, gettext("API endpoint")),
            (self.proxy, gettext("outbound proxy")),
        )
        for form in self.groups:
            form.also = tuple(
                words for front, words in fronts if front["group"].value() == form.index
            )

    def _judge(self) -> None:
        try:
            document = without_strays(read_form(self.data), self._brought, self.catalogue)
            self.document = _of_fair_size(document)
        except ProblemsError as error:
            self.problems = tuple(self._tell(error.problems))

    def _tell(self, problems: Iterable[Problem]) -> Iterator[FieldProblem]:
        """Have each problem told at its field; yields all in the order of the page."""
        fields = {
            f"id_{form.add_prefix(name)}": (form, name)
            for form in self.forms
            for name in form.fields
        }
        elsewhere = []
        for problem, place in self._placed(problems):
            if place in fields:
                form, name = fields[place]
                form.tell(name, problem)
            else:
                elsewhere.append(FieldProblem(place, problem.place, say_sentence(problem.message)))
        for form in self.forms:
            yield from _told(form)
        yield from elsewhere

    def _placed(self, problems: Iterable[Problem]) -> Iterator[tuple[Problem, str]]:
        for problem in sorted(problems, key=_by_number):
            for location in _places_of(problem, self.data):
                yield problem, field_of(location, self.data)


def read_form(data: Data) -> PlanDocument:
    """The plan that a form says; raises `ProblemsError` with every problem."""
    refuse_many_groups(len(indices(data, "groups")))
    problems: list[Problem] = []
    note = {"note": data.get("note", "").strip()}
    _gather(problems, lambda: check(_Note, note, file=""))
    plain = plain_of(data) | (_gather(problems, lambda: _plain_own(data)) or {})
    document = _gather(problems, lambda: check(PlanDocument, plain, file=""))
    if document is None or problems:
        raise ProblemsError(problems)
    return document


def refuse_many_groups(count: int) -> None:
    """Raise `ProblemsError` where a plan has more groups than the composer can show."""
    if count > MOST_GROUPS:
        raise ProblemsError([Problem("", "", Message(TOO_MANY_GROUPS, {"most": MOST_GROUPS}))])


def _gather[T](problems: list[Problem], read: Callable[[], T]) -> T | None:
    """What is read, or nothing where its problems were added to the others."""
    try:
        return read()
    except ProblemsError as error:
        problems += error.problems
        return None


def _plain_own(data: Data) -> Plain:
    """The user's own listeners, which he writes as YAML."""
    try:
        own = parse_yaml(data.get("own", ""))
    except YamlError as error:
        reason = Message(NOT_YAML, {"why": error.message})
        raise ProblemsError([Problem("", "listeners", reason, ("listeners",))]) from error
    return {} if own is None else {"listeners": own}


def _of_fair_size(document: PlanDocument) -> PlanDocument:
    """The document, where it is no larger as it is stored than one may be that is sent here."""
    if len(document.as_json().encode()) > LARGEST_DOCUMENT:
        most = {"most": LARGEST_DOCUMENT // 1024}
        raise ProblemsError([Problem("", "", Message(TOO_LARGE, most))])
    return document


def _places_of(problem: Problem, data: Data) -> list[Location]:
    """Where a problem is corrected: what is wrong with a name of a group, at that group alone."""
    text = problem.message.text if isinstance(problem.message, Message) else ""
    match problem.location:
        case ("groups",) if text == GROUP_TWICE:
            return _namesakes(group_names(data).values())
        case ("api_endpoint" | "outbound_proxy", "group") | ("changes", _, "peers", _):
            return [problem.location] if text == reasons.EMPTY else []
    return [problem.location]


def _by_number(problem: Problem) -> list[str]:
    """Sort the third address before the tenth."""
    return [str(step).zfill(4) for step in problem.location]


def _namesakes(names: Collection[str]) -> list[Location]:
    """The groups that are called like one before them."""
    return [("groups", n, "name") for n, name in enumerate(names) if name in [*names][:n]]


def _told(form: ComposerForm) -> Iterator[FieldProblem]:
    for name in form.fields:
        bound = form[name]
        for message in form.errors.get(name, ()):
            yield FieldProblem(bound.id_for_label or bound.auto_id, str(bound.label), str(message))


def without_strays(
    document: PlanDocument, brought: Iterable[str], catalogue: Catalogue
) -> PlanDocument:
    """Drop the picks that another product brought in and no longer does.

    Whoever changes the pod network of a distribution does not mean to keep the former one.
    """
    for slug in brought:
        if document.pick(slug):
            rest = without_pick(document, slug)
            if slug not in include_products(rest, catalogue):
                document = rest
    return document


def without_pick(document: PlanDocument, slug: str) -> PlanDocument:
    """The same plan without the pick of one product."""
    picks = tuple(pick for pick in document.picks if pick.product != slug)
    return document.model_copy(update={"picks": picks})
