"""The composer's form as forms, as problems, and as the plan document that it says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import Form
from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.documents.problems import ProblemsError
from portsref.planning.document import LARGEST_DOCUMENT, SCHEMA, PlanDocument, document_from
from portsref.planning.selection import include_products
from portsref.web.plans.composer.form_data import Data, group_names, indices, picks_of
from portsref.web.plans.composer.forms import (
    BasicsForm,
    ChangeForm,
    EndpointForm,
    GroupForm,
    OwnForm,
    ProxyForm,
    RequestForm,
)
from portsref.web.shared.messages import say_problem

# Parts of the document that stand once in the form, with the id of their field.
_ANCHORS = {
    "kubernetes": "id_kubernetes",
    "api_endpoint": "id_endpoint-group",
    "outbound_proxy": "id_proxy-group",
    "listeners": "own-listeners",
}
MOST_GROUPS_HERE = 200  # a form of more serves nobody; files and the command line take more


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong, and the field where it is to be corrected; none where it is the whole plan."""

    field: str
    label: str
    message: str


class Composer:
    """All forms of the composer, bound to one set of values."""

    def __init__(self, data: Data, catalogue: Catalogue) -> None:
        self.data = data
        self.catalogue = catalogue
        names = group_names(data)
        self.basics = BasicsForm(data, versions=catalogue.kubernetes_versions)
        self.request = RequestForm(data)
        self.groups = [GroupForm(data, prefix=f"groups-{n}") for n in indices(data, "groups")]
        self.endpoint = EndpointForm(data, prefix="endpoint", groups=names)
        self.proxy = ProxyForm(data, prefix="proxy", groups=names)
        self.changes = [
            ChangeForm(data, prefix=f"changes-{n}", groups=names) for n in indices(data, "changes")
        ]
        self.own = OwnForm(data)
        self._say_what_groups_are_besides()
        self._refuse_twins()

    @property
    def forms(self) -> Sequence[Form]:
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
    def field_problems(self) -> tuple[FieldProblem, ...]:
        """What the fields say, in the order of the page."""
        return tuple(problem for form in self.forms for problem in _problems_of(form))

    @cached_property
    def _checked(self) -> tuple[PlanDocument | None, tuple[FieldProblem, ...]]:
        if self.field_problems:
            return None, ()
        if len(self.groups) > MOST_GROUPS_HERE:
            most = {"most": MOST_GROUPS_HERE}
            return None, (_whole(gettext("A plan has at most %(most)d groups here.") % most),)
        try:
            document = without_strays(document_from(self._plain()), self._brought, self.catalogue)
        except ProblemsError as error:
            return None, tuple(_whole(say_problem(problem)) for problem in error.problems)
        if len(document.as_yaml().encode()) > LARGEST_DOCUMENT:
            most = {"most": LARGEST_DOCUMENT // 1024}
            return None, (_whole(gettext("A plan is at most %(most)d KiB large.") % most),)
        return document, ()

    @property
    def document(self) -> PlanDocument | None:
        """The plan document, where all of the form is right."""
        return self._checked[0]

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """Everything that is wrong."""
        return (*self.field_problems, *self._checked[1])

    @cached_property
    def picks(self) -> PlanDocument:
        """The plan as far as what runs is concerned, even where other parts are wrong."""
        if self.document:
            return self.document
        plain = {"schema": SCHEMA, "title": "picks", "picks": list(picks_of(self.data))}
        try:
            return without_strays(document_from(plain), self._brought, self.catalogue)
        except ProblemsError:
            return document_from({"schema": SCHEMA, "title": "picks"})

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

    def _refuse_twins(self) -> None:
        seen: set[str] = set()
        for form in self.groups:
            name = form.cleaned_data.get("name") if form.is_valid() else None
            if name in seen:
                form.add_error("name", gettext("Another group has this name."))
            elif name:
                seen.add(name)

    def _plain(self) -> dict[str, object]:
        """The document as plain values; the forms must be valid."""
        basics = self.basics.cleaned_data
        return _filled(
            schema=SCHEMA,
            title=basics["title"],
            kubernetes=basics["kubernetes"],
            request=_filled(**self.request.cleaned_data),
            picks=list(picks_of(self.data)),
            groups=[_plain_group(form.cleaned_data) for form in self.groups],
            api_endpoint=self._plain_endpoint(self.endpoint),
            outbound_proxy=self._plain_proxy(),
            changes=[self._plain_change(form.cleaned_data) for form in self.changes],
            listeners=self.own.cleaned_data["own"],
        )

    @cached_property
    def _names(self) -> dict[str, str]:
        return {form.index: form.cleaned_data["name"] for form in self.groups}

    def _plain_endpoint(self, form: EndpointForm) -> dict[str, object]:
        endpoint = form.cleaned_data
        if not endpoint["group"]:
            return {}
        return {"group": self._names[endpoint["group"]], "ports": endpoint["ports"]}

    def _plain_proxy(self) -> dict[str, object]:
        proxy = self._plain_endpoint(self.proxy)
        return _filled(**proxy, direct=self.proxy.cleaned_data["direct"]) if proxy else {}

    def _plain_change(self, change: dict[str, Any]) -> dict[str, object]:
        peers = [self._names[index] for index in change["peers"]]
        plain = _filled(
            listener=change["listener"],
            ports=change["ports"],
            excluded=change["excluded"],
            reason=change["reason"],
        )
        return plain | ({"peers": peers} if change["narrowed"] else {})


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


def anchor_of(place: str, data: Data) -> str:
    """The id of what a finding's place means in the composer; empty where there is none."""
    match = re.fullmatch(r"(\w+)(?:\[(.*)\])?(?:\.(.*))?", place, re.DOTALL)
    if not match:
        return ""
    part, name, _rest = match.groups()
    if part == "picks":
        return f"product-{name}" if name in data.getlist("picks") else "runs"
    if part == "groups":
        return _id_where(data, "groups", "name", name, "name") or "where"
    if part == "changes":
        return _id_where(data, "changes", "listener", name, "ports")
    return _ANCHORS.get(part, "")


def _id_where(data: Data, part: str, field: str, value: str | None, goal: str) -> str:
    numbers = (n for n in indices(data, part) if data.get(f"{part}-{n}-{field}") == value)
    return next((f"id_{part}-{number}-{goal}" for number in numbers), "")


def _plain_group(group: dict[str, Any]) -> dict[str, object]:
    names = ("name", "roles", "addresses", "zone", "os")
    return _filled(**{name: group[name] for name in names})


def _filled(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}


def _problems_of(form: Form) -> Iterator[FieldProblem]:
    for name, errors in form.errors.items():
        bound = form[name]
        for message in errors:
            yield FieldProblem(bound.id_for_label or bound.auto_id, str(bound.label), str(message))


def _whole(message: str) -> FieldProblem:
    return FieldProblem("", "", message)
