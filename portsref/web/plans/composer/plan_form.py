"""One plan as the forms of the composer, and as the plan document that they say.

The document is judged once, by the types of `portsref.planning.document`; every problem is then
shown at the field where it is corrected.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.documents import reasons
from portsref.documents.problems import Location, Problem, ProblemsError, count_problems
from portsref.messages import Message
from portsref.planning.document import GROUP_TWICE, ID_TWICE, PlanDocument
from portsref.planning.including import include_products
from portsref.web.plans.composer.form_data import Data, data_of, group_names, indices, line_in
from portsref.web.plans.composer.forms import (
    BasicsForm,
    ChangeForm,
    ComposerForm,
    EndpointForm,
    ExportsForm,
    GroupForm,
    NetworksForm,
    PlaceName,
    ProxyForm,
    RequestForm,
    say_sentence,
)
from portsref.web.plans.composer.judging import is_too_large, read_picks, read_plan
from portsref.web.plans.composer.own_forms import (
    OwnListenerForm,
    OwnTextForm,
    groups_of_roles,
)
from portsref.web.plans.composer.own_listeners import ids_of_own
from portsref.web.plans.composer.panels import Panel, panel_with
from portsref.web.plans.composer.places import FormPlaces
from portsref.web.plans.composer.titles import derived_title
from portsref.web.shared.row_words import translated

MOST_OWN_OPEN = 20  # own listeners whose fields are drawn without being asked for
MOST_TOLD = 100  # problems: who corrects these sees the next


@dataclass(frozen=True, slots=True)
class ProblemText:
    """What is wrong, and the field where it is to be corrected; none where it is the whole plan.

    `panel` is what of the composer has the field, if that is not always there.
    """

    field: str
    label: str
    message: str
    panel: str = ""


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
        self.is_too_large = is_too_large(data)
        groups, changes, own = (
            [] if self.is_too_large else indices(data, part)
            for part in ("groups", "changes", "own")
        )
        names = group_names(data) if groups else {}
        self.basics = BasicsForm(data, versions=catalogue.kubernetes_versions)
        self.request = RequestForm(data)
        self.groups = [GroupForm(data, prefix=f"groups-{n}") for n in names]
        self.endpoint = EndpointForm(data, prefix="endpoint")
        self.proxy = ProxyForm(data, prefix="proxy")
        self.networks = NetworksForm(data, prefix="networks")
        self.changes = [ChangeForm(data, prefix=f"changes-{n}", groups=names) for n in changes]
        self.own = [OwnListenerForm(data, prefix=f"own-{n}") for n in own]
        self.own_text = OwnTextForm(data)
        self._say_what_groups_are_besides()
        self.problems: tuple[ProblemText, ...] = ()
        self.further = 0  # how many more problems there are than are told
        self.document = None if self.is_too_large else document
        if self.document is None:
            self._judge()
        self.included = {} if self.is_too_large else include_products(self.picks, catalogue)
        self._say_which_places_groups_can_be()
        self._say_which_groups_own_listeners_are_on()
        title: Any = self.basics.fields["title"].widget
        title.attrs["placeholder"] = self.shown_title

    @classmethod
    def of(cls, document: PlanDocument, catalogue: Catalogue) -> Self:
        """The forms that say `document`."""
        return cls(data_of(document), catalogue, document=document)

    @cached_property
    def title(self) -> str:
        """The title that somebody wrote, or what the plan is called after; empty without either."""
        return line_in(self.data, "title") or derived_title(self.picks, self.catalogue)

    @property
    def shown_title(self) -> str:
        """What the plan is called."""
        return self.title or gettext("Untitled plan")

    def ask_for_title(self) -> None:
        """Tell that a plan can only be saved with a title."""
        field = self.basics["title"]
        message = gettext("Enter a title: there is nothing yet to call the plan after.")
        self.basics.add_error("title", message)
        self.problems = (ProblemText(field.auto_id, str(field.label), message),)

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
            *self.own,
            self.own_text,
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

    def is_front_shown(self, front: EndpointForm, panel: Panel) -> bool:
        """Tell whether a panel is of the group that stands before others, or of one that may."""
        index = str(front["group"].value() or "")
        is_free = all(index != group.index for group in self.groups)
        return panel.kind == "group" and (is_free or index == panel.key)

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

    def _say_which_groups_own_listeners_are_on(self) -> None:
        played = groups_of_roles(self.groups) if self.own else {}
        for form in self.own:
            form.played = played
            form.is_open = bool(form.errors)
            form.is_folded = len(self.own) > MOST_OWN_OPEN

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
        told = (text for form in self.forms for text in _told(form))
        for text in (*told, *elsewhere):
            yield replace(text, panel=panel_with(text.field, self.data))

    def _placed(self, problems: Iterable[Problem]) -> Iterator[tuple[Problem, str]]:
        """Each problem with the id of where it is corrected, the third address before the tenth."""
        places = FormPlaces(self.data)
        names = () if self.is_too_large else tuple(group_names(self.data).values())
        ids = () if self.is_too_large else tuple(ids_of_own(self.data))
        for problem in problems:
            for location in _locations(problem, names, ids):
                yield problem, places.id_of(location)


def _locations(problem: Problem, names: Sequence[str], ids: Sequence[str]) -> Sequence[Location]:
    """Where a problem is corrected: of a name or an id, where it stands once more."""
    message = problem.message if isinstance(problem.message, Message) else Message("")
    match problem.location:
        case ("groups",) if message.text == GROUP_TWICE:
            called = [n for n, name in enumerate(names) if name == message.parameters["name"]]
            return [("groups", n, "name") for n in called[1:]]
        case ("listeners",) if message.text == ID_TWICE:
            called = [n for n, one in enumerate(ids) if one == message.parameters["name"]]
            return [("listeners", n, "rest") for n in called[1:]] or [problem.location]
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
