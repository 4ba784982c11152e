"""The forms of the composer: what they take, and what they say about what they do not take.

They accept what the plan document accepts, in the words of whoever fills them in; the document is
checked once more when it is put together, so a gap here is a worse message, never a bad plan.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from ipaddress import ip_network
from typing import Any, get_args

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.addresses import AddressError, AddressRange
from portsref.documents.base import LISTENER_KEY
from portsref.documents.problems import ProblemsError
from portsref.documents.yaml_files import YamlError, parse_yaml
from portsref.planning.document import ANY, MOST_ADDRESSES, SCHEMA, RoleName, document_from
from portsref.ports import PortsError, PortSet
from portsref.web.plans.models import LONGEST_NOTE, LONGEST_TITLE
from portsref.web.shared.messages import say_problem
from portsref.web.shared.row_words import ROLE_NAMES, word

ROLES: tuple[str, ...] = get_args(RoleName.__value__)
_KEY = re.compile(LISTENER_KEY)
_VERSION = re.compile(r"[0-9]{1,2}\.[0-9]{1,3}")
_BETWEEN_ADDRESSES = re.compile(r"[\s,;]+")


def _one_line(text: str) -> None:
    if not text.isprintable():
        raise ValidationError(_("Use one line of visible characters only."))


def _line(label: Any, *, most: int = 200, required: bool = False, **attributes: Any) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        validators=[_one_line],
        error_messages={
            "required": _("Please fill this in."),
            "max_length": _("Use at most %(limit_value)d characters."),
        },
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"} | attributes),
    )


def _ports_field(**attributes: Any) -> Any:
    return _line(_("Ports"), most=4096, inputmode="text", spellcheck="false", **attributes)


def clean_ports(text: str) -> str:
    """Check the text form of ports; empty stays empty."""
    try:
        return str(PortSet.parse(text))
    except PortsError:
        raise ValidationError(
            _("Write ports as numbers and ranges, such as 80, 443, 30000-32767.")
        ) from None


class ComposerForm(forms.Form):
    """A part of the composer: no trailing colons, and browsers leave checking to the server."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class BasicsForm(ComposerForm):
    """The title of the plan and its Kubernetes version."""

    title = _line(_("Title"), most=LONGEST_TITLE, required=True)
    kubernetes = _line(_("Kubernetes"))
    note = _line(_("What changed"), most=LONGEST_NOTE)

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

    def clean_kubernetes(self) -> str:
        """A minor version, whether the catalogue knows it or not."""
        version = str(self.cleaned_data["kubernetes"])
        if version and not _VERSION.fullmatch(version):
            raise ValidationError(_("Write a minor version such as 1.35."))
        return version


class RequestForm(ComposerForm):
    """What the change request says about itself."""

    ticket = _line(_("Ticket"))
    requester = _line(_("Requester"))
    environment = _line(_("Environment"))
    justification = _line(_("Justification"), most=1000)
    expires = _line(_("Needed until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires"].widget = forms.DateInput(attrs={"type": "date", "class": "input"})

    def clean_expires(self) -> str:
        """A day in ISO form."""
        text = str(self.cleaned_data["expires"])
        if text and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValidationError(_("Write the day as year-month-day, such as 2027-06-30."))
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            raise ValidationError(_("There is no such day.")) from None


class GroupForm(ComposerForm):
    """A group of hosts or networks."""

    name = _line(_("Name"), most=80, required=True, spellcheck="false")
    zone = _line(_("Zone"), spellcheck="false", list="zones", placeholder=" ")
    addresses = forms.CharField(
        label=_("Addresses"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "class": "textarea textarea--mono",
                "rows": "1",
                "spellcheck": "false",
                "placeholder": "10.0.0.0/24",
            }
        ),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=[(role, ROLE_NAMES[role]) for role in ROLES],
        error_messages={"invalid_choice": _("%(value)s is not a role.")},
        widget=forms.CheckboxSelectMultiple(),
    )
    os = forms.ChoiceField(
        label=_("System"),
        required=False,
        choices=(("linux", "Linux"), ("windows", "Windows")),
        widget=forms.Select(attrs={"class": "select"}),
    )
    was = forms.CharField(required=False)  # the order that the roles had
    also: tuple[str, ...] = ()  # what other parts of the form say that the group is

    def clean_name(self) -> str:
        """A name that does not mean every address."""
        name = str(self.cleaned_data["name"])
        if name.casefold() == ANY:
            raise ValidationError(_("“any” means every address. Choose another name."))
        return name

    def clean_addresses(self) -> list[str]:
        """Addresses one a line, or separated by commas."""
        texts = [text for text in _addresses_in(self.cleaned_data["addresses"]) if text]
        if len(texts) > MOST_ADDRESSES:
            raise ValidationError(
                _("A group has at most %(most)d addresses: use networks or ranges."),
                params={"most": MOST_ADDRESSES},
            )
        problems = [problem for text in texts if (problem := _problem_of_address(text))]
        if problems:
            raise ValidationError(problems[:5])
        return texts

    def clean_roles(self) -> list[str]:
        """Roles in the order that they had, new ones last."""
        return in_former_order(self.cleaned_data["roles"], self["was"].value() or "")

    @property
    def role_words(self) -> str:
        """What the group is for, for the line that stands for its roles."""
        chosen = [word(ROLE_NAMES, role) for role in ROLES if role in (self["roles"].value() or ())]
        return gettext(", ").join((*chosen, *self.also)) or gettext("no role yet")

    @property
    def index(self) -> str:
        """The number that other parts of the form name the group by."""
        return str(self.prefix).removeprefix("groups-")


class EndpointForm(ComposerForm):
    """The load balancer or virtual address in front of the API server."""

    group = _line(_("Group"))
    ports = _ports_field(placeholder="6443")
    said_without_ports = _("Say on which port the endpoint answers, such as 6443.")

    def __init__(self, *args: Any, groups: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        choices = [("", gettext("none")), *groups.items()]
        self.fields["group"].widget = forms.Select(choices=choices, attrs={"class": "select"})

    def clean_group(self) -> str:
        """One of the groups of the plan."""
        index = str(self.cleaned_data["group"])
        if index and index not in self.groups:
            raise ValidationError(_("This group is gone. Choose another one."))
        return index

    def clean_ports(self) -> str:
        """Ports, where there is an endpoint."""
        ports = clean_ports(str(self.cleaned_data["ports"]))
        if self["group"].value() and not ports:
            raise ValidationError(self.said_without_ports)
        return ports


class ProxyForm(EndpointForm):
    """The HTTP proxy through which hosts reach places outside."""

    direct = forms.MultipleChoiceField(label=_("Not through the proxy"), required=False)
    was = forms.CharField(required=False)  # the order that they had
    said_without_ports = _("Say on which port the proxy answers, such as 3128.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ports"].widget.attrs["placeholder"] = "3128"
        named: Any = self.fields["direct"]
        named.choices = [(key, key) for key in self.direct_keys if _KEY.fullmatch(key)]

    @property
    def direct_keys(self) -> list[str]:
        """Keys of the needs that do not go through the proxy, as they were sent."""
        data: Any = self.data
        return list(dict.fromkeys(data.getlist(self.add_prefix("direct"))))

    def clean_direct(self) -> list[str]:
        """Keys of needs in the order that they had, new ones last."""
        return in_former_order(self.cleaned_data["direct"], self["was"].value() or "")


class ChangeForm(ComposerForm):
    """What this cluster does otherwise than the catalogue says, for one listener."""

    listener = _line(_("Listener"), most=129, required=True)
    ports = _ports_field()
    excluded = forms.BooleanField(label=_("Leave it out"), required=False)
    reason = _line(_("Reason"))
    narrowed = forms.BooleanField(label=_("Only from these groups"), required=False)
    peers = forms.MultipleChoiceField(
        label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    was = forms.CharField(required=False)  # the order that the peers had

    def __init__(self, *args: Any, groups: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["peers"]
        field.choices = list(groups.items())

    def clean_listener(self) -> str:
        """A key such as `kubernetes/kubelet-api`."""
        key = str(self.cleaned_data["listener"])
        if not _KEY.fullmatch(key):
            raise ValidationError(_("Write product/id, such as kubernetes/kubelet-api."))
        return key

    def clean_ports(self) -> str:
        """Other ports than the catalogue's; empty keeps those."""
        return clean_ports(str(self.cleaned_data["ports"]))

    def clean_reason(self) -> str:
        """A reason, where the listener is left out."""
        reason = str(self.cleaned_data["reason"])
        if self["excluded"].value() and not reason:
            raise ValidationError(_("Say why it is left out: the reviewer will ask."))
        return reason

    def clean_peers(self) -> list[str]:
        """Groups in the order that they had, new ones last."""
        return in_former_order(self.cleaned_data["peers"], self["was"].value() or "")

    @property
    def says(self) -> str:
        """What is changed, in few words; empty where nothing is yet."""
        if self["excluded"].value():
            return gettext("left out: %(reason)s") % {"reason": self["reason"].value() or "…"}
        said = []
        if ports := self["ports"].value():
            said.append(gettext("on %(ports)s") % {"ports": ports})
        if self["narrowed"].value():
            chosen = self["peers"].value() or ()
            choices: Any = self.fields["peers"]
            names = [str(name) for index, name in choices.choices if index in chosen]
            who = gettext(", ").join(names) or gettext("nobody")
            said.append(gettext("only from %(groups)s") % {"groups": who})
        return gettext("; ").join(said)

    @property
    def index(self) -> str:
        """The number of the change."""
        return str(self.prefix).removeprefix("changes-")


class OwnForm(ComposerForm):
    """Listeners of the user's own, as YAML in the shape of the catalogue."""

    own = forms.CharField(
        label=_("Your own listeners"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"class": "textarea textarea--mono", "rows": "4", "spellcheck": "false"}
        ),
    )

    def clean_own(self) -> list[object]:
        """The listeners as plain values; every problem with its field."""
        text = str(self.cleaned_data["own"])
        try:
            listeners = parse_yaml(text)
        except YamlError as error:
            raise ValidationError(_("This is not YAML: %(why)s"), params={"why": error}) from error
        if listeners is None:
            return []
        if not isinstance(listeners, list):
            raise ValidationError(_("Write a list: each listener begins with a hyphen."))
        try:
            document_from({"schema": SCHEMA, "title": "own", "listeners": listeners})
        except ProblemsError as error:
            raise ValidationError([say_problem(problem) for problem in error.problems]) from error
        return listeners


class ImportForm(ComposerForm):
    """A plan from elsewhere: pasted, or a file."""

    text = forms.CharField(
        label=_("Plan or rules, YAML or JSON"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"class": "textarea textarea--mono", "rows": "6", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(label=_("or a file"), required=False, allow_empty_file=True)


def in_former_order(values: list[str], former: str) -> list[str]:
    """Sort `values` as they stood in `former`, which has them separated by blanks."""
    order = former.split()
    return sorted(values, key=lambda value: order.index(value) if value in order else len(order))


def _addresses_in(text: str) -> Iterator[str]:
    """The addresses of a text; blanks around the hyphen of a range belong to the range."""
    yield from _BETWEEN_ADDRESSES.split(re.sub(r"[ \t]*[-–][ \t]*", "-", text))


def _problem_of_address(text: str) -> str:
    try:
        AddressRange.parse(text)
    except AddressError:
        return _explain_address(text)
    return ""


def _explain_address(text: str) -> str:
    shown = {"text": text[:60]}
    if (meant := _with_host_bits_cleared(text)) is not None:
        shown |= {"network": meant, "host": text.split("/", 1)[0]}
        return gettext("%(text)s is a host in a network: write %(network)s or %(host)s.") % shown
    return gettext("%(text)s is not an address, a network or a range a-b.") % shown


def _with_host_bits_cleared(text: str) -> str | None:
    try:
        return str(ip_network(text, strict=False)) if "/" in text else None
    except ValueError:
        return None
