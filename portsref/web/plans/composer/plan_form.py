"""One plan as the forms of the composer, and as the plan document that they say.

The document is judged once, by the types of `portsref.planning.document`; every problem is then
shown at the field where it is corrected.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.documents import reasons
from portsref.documents.problems import Location, Problem, ProblemsError, count_problems
from portsref.messages import Message
from portsref.planning.document import GROUP_TWICE, PlanDocument
from portsref.planning.including import include_products
from portsref.web.plans.composer.form_data import Data, data_of, group_names, indices, line_in
from portsref.web.plans.composer.forms import (
    ROLES,
    BasicsForm,
    ChangeForm,
    ComposerForm,
    EndpointForm,
    ExportsForm,
    GroupForm,
    NetworksForm,
    OwnForm,
    PlaceName,
    ProxyForm,
    RequestForm,
    say_sentence,
)
from portsref.web.plans.composer.judging import is_too_large, read_picks, read_plan
from portsref.web.plans.composer.places import FormPlaces
from portsref.web.shared.row_words import translated

MOST_BOXES = 1000
MOST_TOLD = 100  # problems: who corrects these sees the next


@dataclass(frozen=True, slots=True)
class ProblemText:
    """What is wrong, and the field where it is to be corrected; none where it is the whole plan."""

    field: str
    label: str
    message: str


class PlanForm:
    """All forms of one plan: what was typed, what is wrong with it, and the document that it says.

    `document` is handed over where it is known what `data` says: it is not judged again. A plan
    that is too large for a page has no forms, only the problem; one with too many boxes to tick is
    `folded`: they are drawn where somebody asks for them.
    """

    def __init__(
        self, data: Data, catalogue: Catalogue, *, document: PlanDocument | None = None
    ) -> None:
        self.data = data
        self.catalogue = catalogue
        self.is_too_large = is_too_large(data)
        groups, changes = (
            [] if self.is_too_large else indices(data, part) for part in ("groups", "changes")
        )
        names = group_names(data) if groups else {}
        self.basics = BasicsForm(data, versions=catalogue.kubernetes_versions)
        self.request = RequestForm(data)
        self.groups = [GroupForm(data, prefix=f"groups-{n}") for n in names]
        self.endpoint = EndpointForm(data, prefix="endpoint", groups=names)
        self.proxy = ProxyForm(data, prefix="proxy", groups=names)
        self.networks = NetworksForm(data, prefix="networks")
        self.changes = [ChangeForm(data, prefix=f"changes-{n}", groups=names) for n in changes]
        self.own = OwnForm(data)
        self._say_what_groups_are_besides()
        self.problems: tuple[ProblemText, ...] = ()
        self.further = 0  # how many more problems there are than are told
        self.document = None if self.is_too_large else document
        if self.document is None:
            self._judge()
        self.included = {} if self.is_too_large else include_products(self.picks, catalogue)
        self._say_which_places_groups_can_be()

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
            self.networks,
            self.endpoint,
            self.proxy,
            *self.changes,
            self.own,
            self.request,
            self.exports,
        )

    @cached_property
    def exports(self) -> ExportsForm:
        """The settings of formats, which most answers do not show."""
        return ExportsForm(self.data)

    @cached_property
    def picks(self) -> PlanDocument:
        """The plan as far as what runs is concerned, even where other parts are wrong."""
        return self.document or read_picks(self.data, self.catalogue)

    @cached_property
    def text(self) -> str:
        """The document as it is stored; empty where there is none."""
        return self.document.as_json() if self.document else ""

    @property
    def note(self) -> str:
        """What the reader says about this revision."""
        return line_in(self.data, "note")

    def _say_what_groups_are_besides(self) -> None:
        fronts = (
            (self.endpoint, gettext("API endpoint")),
            (self.proxy, gettext("outbound proxy")),
        )
        for form in self.groups:
            form.also = tuple(
                words for front, words in fronts if front["group"].value() == form.index
            )

    def _say_which_places_groups_can_be(self) -> None:
        places = {
            f"{slug}/{place.id}": PlaceName(
                translated(self.catalogue, place.name, slug),
                translated(self.catalogue, item.product.name, slug),
            )
            for slug, item in self.included.items()
            for place in item.product.places
        }
        for form in self.groups:
            form.known_places = places
        boxes = len(ROLES) + len(places) + len(self.changes)
        self.is_folded = len(self.groups) * boxes > MOST_BOXES

    def _judge(self) -> None:
        try:
            self.document = read_plan(self.data, self.catalogue)
        except ProblemsError as error:
            told = sorted(error.problems, key=_by_number)[:MOST_TOLD]
            self.further = count_problems(error.problems) - len(told)
            self.problems = tuple(self._tell(told))

    def _tell(self, problems: Iterable[Problem]) -> Iterator[ProblemText]:
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
                elsewhere.append(ProblemText(place, problem.place, say_sentence(problem.message)))
        for form in self.forms:
            yield from _told(form)
        yield from elsewhere

    def _placed(self, problems: Iterable[Problem]) -> Iterator[tuple[Problem, str]]:
        """Each problem with the id of where it is corrected, the third address before the tenth."""
        places = FormPlaces(self.data)
        names = () if self.is_too_large else tuple(group_names(self.data).values())
        for problem in problems:
            for location in _locations(problem, names):
                yield problem, places.id_of(location)


def _locations(problem: Problem, names: Sequence[str]) -> Sequence[Location]:
    """Where a problem is corrected: of the name of a group, at that group alone."""
    message = problem.message if isinstance(problem.message, Message) else Message("")
    match problem.location:
        case ("groups",) if message.text == GROUP_TWICE:
            called = [n for n, name in enumerate(names) if name == message.parameters["name"]]
            return [("groups", n, "name") for n in called[1:]]
        case ("api_endpoint" | "outbound_proxy", "group") | ("changes", _, "peers", _):
            return [problem.location] if message.text == reasons.EMPTY else []
    return [problem.location]


def _by_number(problem: Problem) -> list[str]:
    return [str(step).zfill(4) for step in problem.location]


def _told(form: ComposerForm) -> Iterator[ProblemText]:
    for name in form.fields:
        bound = form[name]
        for message in form.errors.get(name, ()):
            label = " · ".join(filter(None, (form.called, str(bound.label))))
            yield ProblemText(bound.id_for_label or bound.auto_id, label, str(message))
