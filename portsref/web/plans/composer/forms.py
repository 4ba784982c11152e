"""The forms of the composer: they show what was typed, and what is wrong with it.

They judge nothing. That is done once, by the types of the plan document; what these say is worded
here anew where a sentence beneath a field helps more than the reason alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, get_args

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict, ErrorList
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portsref import addresses, ports
from portsref.address_lists import read_address_list
from portsref.documents import reasons
from portsref.documents.base import LONGEST_KEY, LONGEST_TEXT
from portsref.documents.problems import Problem
from portsref.exporters.registry import every_exporter
from portsref.messages import Message
from portsref.planning import document
from portsref.web.plans.composer.address_words import say_addresses
from portsref.web.plans.composer.form_data import (
    Data,
    name_of_setting,
    settings_in,
    unnamed_group,
)
from portsref.web.plans.models import LONGEST_NOTE, LONGEST_TITLE
from portsref.web.shared.joining import clauses, items
from portsref.web.shared.messages import say
from portsref.web.shared.pieces import Pieces
from portsref.web.shared.row_words import ROLE_NAMES, word

ROLES: tuple[str, ...] = get_args(document.RoleName.__value__)

MOST_NAMED = 8

type Sentences = Mapping[str, str | Promise]

_GONE = _("This group no longer exists. Choose another one.")
_NO_ADDRESS = _("%(text)s is not an address, a network or a range such as 10.0.0.1-10.0.0.9.")
_NO_PORTS = _("Enter ports as numbers and ranges, such as 80, 443, 30000-32767.")
_NO_CHOICE = forms.MultipleChoiceField.default_error_messages["invalid_choice"]
SENTENCES: Sentences = {
    reasons.EMPTY: _("This field is required."),
    reasons.TOO_LONG: _("Use at most %(max_length)d characters."),
    reasons.NOT_ONE_LINE: _("Use one line of printable characters."),
    reasons.NOT_A_CHOICE: _NO_CHOICE,
    reasons.NOT_A_VERSION: _("Enter a minor version, such as 1.35."),
    reasons.NOT_A_DAY: _("Enter the date as year-month-day, such as 2027-06-30."),
    reasons.NO_SUCH_DAY: _("This date does not exist."),
    reasons.NOT_A_KEY: _("Enter product/id, such as kubernetes/kubelet-api."),
    addresses.TOO_LONG: _NO_ADDRESS,
    addresses.NOT_AN_ADDRESS: _NO_ADDRESS,
    addresses.NOT_A_NETWORK: _NO_ADDRESS,
    addresses.NOT_A_RANGE: _NO_ADDRESS,
    addresses.BACKWARDS: _NO_ADDRESS,
    addresses.TWO_FAMILIES: _("%(text)s begins as IPv%(family)d: end it with such an address."),
    addresses.A_NAME: _("%(text)s is a name. Write its address."),
    addresses.WITH_PORT: _("%(text)s has a port. Write the address alone."),
    addresses.SCOPED: _("%(text)s: leave %%%(zone)s out."),
    addresses.HOST_BITS: _("%(text)s has host bits set: write %(network)s or %(host)s."),
    ports.TOO_LONG: _NO_PORTS,
    ports.NOT_A_PORT: _NO_PORTS,
    ports.NOT_PORTS: _NO_PORTS,
    ports.BACKWARDS: _NO_PORTS,
    document.MEANS_ANY: _("“any” means every address. Choose another name."),
    document.GROUP_TWICE: _("Another group already has this name."),
    document.NO_REASON: _("Enter the reason for excluding it: the reviewer will ask."),
    document.TOO_LARGE: _("A plan can be at most %(most)d KiB."),
}


def say_sentence(message: Message | str, sentences: Sentences = SENTENCES) -> str:
    """A message as a sentence, where there is one for it."""
    if isinstance(message, str) or message.text not in sentences:
        return say(message)
    return str(sentences[message.text]) % message.parameters


def line_field(label: Any, *, most: int = document.LONGEST_LINE, **attributes: Any) -> Any:
    """A field for one line of text."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"} | attributes),
    )


def ports_field(**attributes: Any) -> Any:
    """A field for ports."""
    most = ports.LONGEST_TEXT
    return line_field(_("Ports"), most=most, inputmode="text", spellcheck="false", **attributes)


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick."""

    id: str
    value: str
    label: str
    is_ticked: bool
    remark: str = ""
    group: str = ""  # whose name the label is
    groups: tuple[tuple[str, str], ...] = ()  # numbers and names of groups that it stands for


class PlaceName(NamedTuple):
    """A place outside as people know it, and whose it is."""

    name: str
    product: str


@dataclass(frozen=True, slots=True)
class SettingsPart:
    """The settings of a format, and what the plan says of them in a line."""

    name: str
    label: str
    fields: tuple[BoundField, ...]
    says: str
    is_open: bool

    @property
    def html(self) -> str:
        """The part as the page has it; one that nobody touched is rendered once in a language."""
        context: dict[str, object] = {"part": self}
        if self.says or self.is_open:
            return render_to_string(_SETTINGS, context)
        return _UNTOUCHED.fill((get_language(), self.name), _SETTINGS, context, gap="")


_SETTINGS = "plans/composer/_settings.html"
_UNTOUCHED = Pieces()


def boxes_of(
    field: BoundField,
    choices: Mapping[str, str],
    remarks: Mapping[str, str] = {},
    *,
    groups: Mapping[str, tuple[tuple[str, str], ...]] = {},
) -> tuple[Box, ...]:
    """The boxes of a field, whose own drawing takes ten times as long."""
    ticked = frozenset(field.value() or ())
    return tuple(
        Box(
            id=f"{field.auto_id}_{number}",
            value=value,
            label=label,
            is_ticked=value in ticked,
            remark=remarks.get(value, ""),
            groups=groups.get(value, ()),
        )
        for number, (value, label) in enumerate(choices.items())
    )


def yaml_field(label: Any, *, rows: int) -> Any:
    """A field for YAML or JSON."""
    attributes = {"class": "textarea textarea--mono", "rows": rows, "spellcheck": "false"}
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs=attributes))


class Errors(ErrorList):
    """What is wrong with a field, which may be several things of several lines."""

    @property
    def lines(self) -> str:
        """Each in a line of its own."""
        return "\n".join(map(str, self))


class ComposerForm(forms.Form):
    """A part of the composer: no trailing colons, and browsers leave judging to the server.

    `sentences` are those of single fields, before those for all. Of one field `most_told` problems
    are told: who corrects these sees the next.
    """

    use_required_attribute = False
    sentences: ClassVar[Mapping[str, Sentences]] = {}
    most_told: ClassVar[int] = 100

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("error_class", Errors)
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Find nothing wrong: whoever judges tells it."""
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}

    def tell(self, name: str, problem: Problem) -> None:
        """Show a problem at a field, once."""
        told = self.errors.get(name, ())
        if len(told) < self.most_told and (sentence := self.say(name, problem)) not in told:
            self.add_error(name, sentence)

    @property
    def called(self) -> str:
        """What tells it from other forms of its kind, if there are any."""
        return ""

    def say(self, name: str, problem: Problem) -> str:
        """A problem as a sentence beneath its field."""
        return say_sentence(problem.message, {**SENTENCES, **self.sentences.get(name, {})})


class BasicsForm(ComposerForm):
    """The title of the plan and its Kubernetes version."""

    title = line_field(_("Title"), most=LONGEST_TITLE)
    kubernetes = line_field(_("Kubernetes"))
    note = line_field(_("What changed"), most=LONGEST_NOTE)

    def __init__(self, *args: Any, versions: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self["kubernetes"].value() or ""
        further = [(now, now)] if now and now not in versions else []
        newest = gettext("newest (%(version)s)") % {"version": versions[0]}
        choices = [("", newest), *((version, version) for version in versions), *further]
        self.fields["kubernetes"].widget = forms.Select(choices=choices, attrs={"class": "select"})

    def hint_at_versions(self, hints: Mapping[str, str]) -> None:
        """Say beside a version what choosing it would change."""
        select: Any = self.fields["kubernetes"].widget
        newest, *others = select.choices
        self.fields["kubernetes"].widget.choices = [
            newest,
            *(
                (version, f"{words} · {hints[version]}" if version in hints else words)
                for version, words in others
            ),
        ]


class RequestForm(ComposerForm):
    """What the change request says about itself."""

    ticket = line_field(_("Ticket"))
    requester = line_field(_("Requester"))
    environment = line_field(_("Environment"))
    justification = line_field(_("Justification"), most=LONGEST_TEXT)
    expires = line_field(_("Needed until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires"].widget = forms.DateInput(attrs={"type": "date", "class": "input"})


class ExportsForm(ComposerForm):
    """What differs from one receiver to the next, for the formats that have such settings.

    A value for a format that is no more, or has no such setting any more, stays in the plan.
    """

    def __init__(self, data: Data) -> None:
        super().__init__(data)
        self._settings = tuple(settings_in(data))
        self._exporters = tuple(each for each in every_exporter() if each.settings)
        for exporter in self._exporters:
            for setting in exporter.settings:
                name = name_of_setting(exporter.name, setting.name)
                self.fields[name] = line_field(gettext(setting.label), placeholder=setting.default)

    @property
    def parts(self) -> Iterator[SettingsPart]:
        """Each format that has settings, open where one of them is wrong."""
        for exporter in self._exporters:
            names = [name_of_setting(exporter.name, each.name) for each in exporter.settings]
            yield SettingsPart(
                name=exporter.name,
                label=exporter.label,
                fields=tuple(self[name] for name in names),
                says=items([value for of, _, value in self._settings if of == exporter.name]),
                is_open=not self.errors.keys().isdisjoint(names),
            )

    @property
    def filled(self) -> int:
        """How many settings the plan has."""
        return len(self._settings)

    @property
    def carried(self) -> Iterator[tuple[str, str]]:
        """Fields without a place, with their values."""
        for exporter, setting, value in self._settings:
            name = name_of_setting(exporter, setting)
            if name not in self.fields:
                yield name, value


class AddressesField(BoundField):
    """A field of addresses as the page shows it."""

    @property
    def placeholder(self) -> str:
        """An example."""
        return str(self.field.widget.attrs["placeholder"])

    @property
    def read(self) -> str:
        """How much of what stands there was read."""
        return say_addresses(self.value() or "")


def _addresses_field(label: Any, *, placeholder: str) -> Any:
    """A field for addresses, networks and ranges, as many as somebody wants."""
    widget = forms.Textarea(attrs={"placeholder": placeholder})
    field: Any = forms.CharField(label=label, required=False, widget=widget)
    field.bound_field_class = AddressesField  # an argument, which django-stubs do not know yet
    return field


class FormOfAddresses(ComposerForm):
    """A form with fields of many addresses: of one that is wrong the line is told."""

    of_addresses: ClassVar[frozenset[str]]

    def say(self, name: str, problem: Problem) -> str:
        """A problem as a sentence beneath its field, with the line where there are several."""
        sentence = super().say(name, problem)
        *_, number = (None, *problem.location)
        if name not in self.of_addresses or not isinstance(number, int):
            return sentence
        text = self[name].value() or ""
        listed = next(islice(read_address_list(text), number, None), None)
        if listed is None or "\n" not in text.strip():
            return sentence
        said = {"line": listed.line, "problem": sentence}
        return gettext("Line %(line)d: %(problem)s") % said


class GroupForm(FormOfAddresses):
    """A group of hosts or networks."""

    name = line_field(_("Name"), most=document.LONGEST_NAME, spellcheck="false")
    zone = line_field(_("Zone"), spellcheck="false", list="zones", placeholder=" ")
    addresses = _addresses_field(_("Addresses"), placeholder="10.0.0.0/24")
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=[(role, ROLE_NAMES[role]) for role in ROLES],
        widget=forms.CheckboxSelectMultiple(),
    )
    places = forms.MultipleChoiceField(label=_("Places outside"), required=False)
    os = forms.ChoiceField(
        label=_("Operating system"),
        required=False,
        choices=(("linux", "Linux"), ("windows", "Windows")),
        widget=forms.Select(attrs={"class": "select"}),
    )
    was = forms.CharField(required=False)  # the order that the roles and the places had
    also: tuple[str, ...] = ()  # what other parts of the form say that the group is
    known_places: Mapping[str, PlaceName] = MappingProxyType({})  # which it can be outside
    most_told = 5
    of_addresses = frozenset({"addresses"})
    sentences: ClassVar[Mapping[str, Sentences]] = {
        "roles": {reasons.NOT_A_CHOICE: _("%(value)s is not a role.")},
        "places": {reasons.NOT_A_KEY: _NO_CHOICE},
        "addresses": {
            reasons.TOO_MANY: _(
                "A group can have at most %(max_length)d addresses: use networks or ranges."
            )
        },
    }

    @property
    def role_words(self) -> str:
        """What the group is for, for the line that stands for its roles."""
        chosen = [word(ROLE_NAMES, role) for role in ROLES if role in (self["roles"].value() or ())]
        places = [self._place(key).name for key in self["places"].value() or ()]
        return items((*chosen, *places, *self.also)) or gettext("no role yet")

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Its roles to tick."""
        return boxes_of(self["roles"], {role: word(ROLE_NAMES, role) for role in ROLES})

    @property
    def place_boxes(self) -> tuple[Box, ...]:
        """The places outside to tick: those of the plan's products, and what it is besides."""
        keys = dict.fromkeys((*self.known_places, *(self["places"].value() or ())))
        places = {key: self._place(key) for key in keys}
        labels = {key: place.name for key, place in places.items()}
        remarks = {key: place.product for key, place in places.items()}
        return boxes_of(self["places"], labels, remarks)

    @property
    def called(self) -> str:
        """The name of the group, for who reads of a problem far from it."""
        return str(self["name"].value() or "").strip()

    @property
    def unnamed(self) -> str:
        """What the group is called while it has no name."""
        return unnamed_group(int(self.index))

    @property
    def shown_name(self) -> str:
        """What the group is called on the page."""
        return self.called or self.unnamed

    def _place(self, key: str) -> PlaceName:
        return self.known_places.get(key) or PlaceName(key, gettext("not in the plan"))

    @property
    def index(self) -> str:
        """The number that other parts of the form name the group by."""
        return str(self.prefix).removeprefix("groups-")


class NetworksForm(FormOfAddresses):
    """The networks of pods and of Services."""

    pods = _addresses_field(_("Pods"), placeholder="10.244.0.0/16")
    services = _addresses_field(_("Services"), placeholder="10.96.0.0/12")
    most_told = 5
    of_addresses = frozenset(document.Networks.model_fields)
    sentences: ClassVar[Mapping[str, Sentences]] = {
        name: {reasons.TOO_MANY: _("Enter at most %(max_length)d networks.")}
        for name in document.Networks.model_fields
    }


class EndpointForm(ComposerForm):
    """The load balancer or virtual address in front of the API server."""

    group = line_field(_("Group"))
    ports = ports_field(placeholder="6443")
    usual_port = "6443"
    says = _("API address of the cluster")
    explain = _("A load balancer or virtual address in front of the API server.")
    sentences: ClassVar[Mapping[str, Sentences]] = {
        "group": {reasons.EMPTY: _GONE},
        "ports": {reasons.EMPTY: _("Enter the port that the endpoint listens on, such as 6443.")},
    }


class ProxyForm(EndpointForm):
    """The HTTP proxy through which hosts reach places outside."""

    direct = forms.MultipleChoiceField(label=_("Bypasses the proxy"), required=False)
    usual_port = "3128"
    says = _("Outbound proxy")
    explain = _(
        "An HTTP proxy that hosts use to reach external destinations. HTTP and HTTPS go through "
        "it, everything else goes directly."
    )
    was = forms.CharField(required=False)  # the order that they had
    sentences: ClassVar[Mapping[str, Sentences]] = {
        "group": {reasons.EMPTY: _GONE},
        "ports": {reasons.EMPTY: _("Enter the port that the proxy listens on, such as 3128.")},
        "direct": {reasons.NOT_A_KEY: _NO_CHOICE},
    }

    @property
    def direct_keys(self) -> list[str]:
        """Keys of the needs that do not go through the proxy, as they were sent."""
        data: Any = self.data
        return list(dict.fromkeys(data.getlist(self.add_prefix("direct"))))


class ChangeForm(ComposerForm):
    """What this cluster does otherwise than the catalogue says, for one listener."""

    listener = line_field(_("Listener"), most=LONGEST_KEY)
    ports = ports_field()
    excluded = forms.BooleanField(label=_("Exclude"), required=False)
    reason = line_field(_("Reason"))
    narrowed = forms.BooleanField(label=_("Only from these groups"), required=False)
    peers = forms.MultipleChoiceField(
        label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    was = forms.CharField(required=False)  # the order that the peers had
    sentences: ClassVar[Mapping[str, Sentences]] = {"peers": {reasons.EMPTY: _GONE}}

    def __init__(self, *args: Any, groups: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {**groups, document.ANY: gettext("everybody, any address")}
        self.connecting: frozenset[str] = frozenset()  # names of groups that do so now

    @property
    def says(self) -> str:
        """What is changed, in few words; empty where nothing is yet."""
        if self["excluded"].value():
            return gettext("excluded: %(reason)s") % {"reason": self["reason"].value() or "…"}
        said = []
        if ports := self["ports"].value():
            said.append(gettext("on %(ports)s") % {"ports": ports})
        if self["narrowed"].value() and document.ANY in (self["peers"].value() or ()):
            said.append(gettext("open to everybody"))
        elif self["narrowed"].value():
            said.append(gettext("only from %(groups)s") % {"groups": self._peers()})
        return clauses(said)

    def _peers(self) -> str:
        ticked = frozenset(self["peers"].value() or ())
        names = [name for index, name in self.groups.items() if index in ticked]
        shown, further = items(names[:MOST_NAMED]), len(names) - MOST_NAMED
        if further > 0:
            return gettext("%(groups)s and %(count)d more") % {"groups": shown, "count": further}
        return shown or gettext("no group")

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The groups to tick; until there is a limit, those that connect now are ticked.

        So a limit begins with all of them, and nothing closes before somebody takes one away.
        """
        boxes = boxes_of(self["peers"], self.groups)
        if not self["narrowed"].value():
            boxes = tuple(replace(box, is_ticked=box.label in self.connecting) for box in boxes)
        return tuple(
            replace(box, group=box.value if box.value != document.ANY else "") for box in boxes
        )

    @property
    def index(self) -> str:
        """The number of the change."""
        return str(self.prefix).removeprefix("changes-")
