"""The forms of the user's own listeners: five fields each, and all further keys as text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, get_args

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue import products
from portsref.documents import reasons
from portsref.documents.base import LONGEST_TEXT
from portsref.documents.problems import Problem
from portsref.planning import document
from portsref.web.plans.composer.forms import (
    ROLES,
    Box,
    ComposerForm,
    GroupForm,
    Sentences,
    boxes_of,
    line_field,
    ports_field,
    say_sentence,
    yaml_field,
)
from portsref.web.shared.joining import clauses, items, labelled
from portsref.web.shared.messages import say_problem
from portsref.web.shared.row_words import ROLE_NAMES, word

PROTOCOLS: tuple[str, ...] = get_args(products.Protocol.__value__)

type GroupsOfRoles = Mapping[str, tuple[tuple[str, str], ...]]


def groups_of_roles(groups: Iterable[GroupForm]) -> GroupsOfRoles:
    """The groups that play each role, by their numbers and names."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for group in groups:
        for role in group["roles"].value() or ():
            found[role].append((group.index, group.shown_name))
    return {role: tuple(named) for role, named in found.items()}


class OwnListenerForm(ComposerForm):
    """A listener of the user's own."""

    purpose = line_field(_("Name or purpose"), most=LONGEST_TEXT)
    protocol = forms.ChoiceField(label=_("Protocol"), required=False)
    ports = ports_field()
    roles = forms.MultipleChoiceField(label=_("Listens on"), required=False)
    peers = forms.MultipleChoiceField(label=_("Who connects"), required=False)
    rest = yaml_field(_("Further keys, as YAML"), rows=3)
    played: GroupsOfRoles = MappingProxyType({})  # which groups play which role
    is_open = False
    is_folded = False
    sentences: ClassVar[Mapping[str, Sentences]] = {
        "purpose": {reasons.EMPTY: _("Say what listens, such as “Node agent”.")},
        "protocol": {reasons.NOT_A_CHOICE: _("Choose a protocol.")},
        "ports": {
            products.NEEDS_PORTS: _("%(protocol)s needs ports: enter such as 8080 or 8080-8090."),
            products.HAS_NO_PORTS: _("%(protocol)s has no ports: leave the field empty."),
        },
        "roles": {reasons.EMPTY: _("Tick at least one role: on which hosts does it listen?")},
        "peers": {reasons.EMPTY: _("Tick at least one: who connects to it?")},
        "rest": {reasons.NOT_KEYS: _("Enter keys and values, such as `tls: mtls`.")},
    }

    @property
    def index(self) -> str:
        """The number of the listener."""
        return str(self.prefix).removeprefix("own-")

    @property
    def called(self) -> str:
        """What it is, or which of them."""
        return str(self["purpose"].value() or "").strip() or gettext("Own listener")

    @property
    def says(self) -> str:
        """Protocol, ports and hosts in a line."""
        what = " ".join(filter(None, (self["protocol"].value(), self["ports"].value())))
        roles = [word(ROLE_NAMES, role) for role in self["roles"].value() or ()]
        return clauses(filter(None, (what, items(roles))))

    @property
    def protocols(self) -> tuple[str, ...]:
        """The protocols to choose from, and what was sent."""
        now = self["protocol"].value()
        return PROTOCOLS if not now or now in PROTOCOLS else (*PROTOCOLS, now)

    @property
    def hosts(self) -> tuple[Box, ...]:
        """The roles of hosts that it may listen on, with the groups that play them."""
        return boxes_of(self["roles"], self._labels("roles"), groups=self.played)

    @property
    def callers(self) -> tuple[Box, ...]:
        """Who may connect: roles, everybody, and what the text says besides."""
        labels = self._labels("peers") | {document.ANY: gettext("everybody, any address")}
        return boxes_of(self["peers"], labels, groups=self.played)

    def _labels(self, name: str) -> dict[str, str]:
        further = [value for value in self[name].value() or () if value not in ROLES]
        return {role: word(ROLE_NAMES, role) for role in ROLES} | {one: one for one in further}

    @property
    def ticked_roles(self) -> str:
        """Its roles in one value."""
        return " ".join(self["roles"].value() or ())

    @property
    def ticked_peers(self) -> str:
        """Its peers in one value."""
        return " ".join(self["peers"].value() or ())

    @property
    def was(self) -> Mapping[str, str]:
        """The order that roles and peers had, by the names of its fields."""
        data: Any = self.data
        names = (f"{self.prefix}-{part}-was" for part in ("roles", "peers"))
        return {name: data.get(name, "") for name in names}

    def say(self, name: str, problem: Problem) -> str:
        """A problem as a sentence; of the text with the key that it is about."""
        if name != "rest":
            return super().say(name, problem)
        key = ".".join(map(str, problem.location[2:]))
        sentence = say_sentence(problem.message, self.sentences["rest"])
        return sentence if key in {"", "rest"} else labelled(key, sentence)


class OwnTextForm(ComposerForm):
    """Listeners of the user's own, as YAML in the shape of the catalogue."""

    own = yaml_field(_("Listeners as YAML"), rows=4)
    sentences: ClassVar[Mapping[str, Sentences]] = {
        "own": {reasons.NOT_A_LIST: _("Enter a list: each listener starts with a hyphen.")}
    }

    def say(self, name: str, problem: Problem) -> str:
        """A problem as a sentence, or with its place within the YAML."""
        is_of_all = problem.location == ("listeners",)
        return super().say(name, problem) if is_of_all else say_problem(problem)
