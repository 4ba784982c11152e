"""The pages of checks: what was kept of a plan, and what was just pasted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from portsref.exporters.base import Exporter, file_name
from portsref.exporters.registry import delta_exporters
from portsref.planning.provenance import Provenance
from portsref.planning.rules import RuleSet
from portsref.verification.base import Check, Input, Kind
from portsref.verification.kinds import KINDS
from portsref.verification.probes.targets import has_networks
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.checking.addresses import check_address
from portsref.web.plans.checking.carrying import carry
from portsref.web.plans.checking.kit_form import KitForm
from portsref.web.plans.checking.queries import Kept, added_up, find_kept
from portsref.web.plans.checking.sheet import CheckSheet
from portsref.web.plans.edit_cookie import kept_key
from portsref.web.plans.given import Given
from portsref.web.plans.models import LONGEST_SOURCE, Revision
from portsref.web.plans.queries import find_editable, find_revision, stored_rules
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.tabs import Tab, list_tabs
from portsref.web.shared.joining import items


@dataclass(frozen=True, slots=True)
class KeptText:
    """A kept check in a list: when it was made, of what, and whether it is of this revision."""

    number: int
    made: datetime
    revision: int
    what: str
    is_stale: bool
    is_readable: bool


@dataclass(frozen=True, slots=True)
class KindText:
    """A kind of check to choose, with what is kept of it."""

    name: str
    title: str
    about: str
    address: str
    is_on: bool
    kept: tuple[KeptText, ...]
    sheet: CheckSheet | None


class ChecksPage:
    """What the pages of all kinds show of one revision, the newest without a number.

    Making it raises `Revision.DoesNotExist`, and reading its rules `UnreadableRevisionError`.
    """

    longest_source = LONGEST_SOURCE

    def __init__(self, request: HttpRequest, plan_id: str, number: int | None = None) -> None:
        self._request = request
        self.plan_id = plan_id
        self.number = number
        self.revision: Revision = find_revision(plan_id, number)

    @cached_property
    def rule_set(self) -> RuleSet:
        """The rules of the revision."""
        return stored_rules(self.revision)

    @cached_property
    def can_edit(self) -> bool:
        """Tell whether the browser keeps the edit key, and so may have a check kept."""
        key = kept_key(self._request)
        return bool(key) and find_editable(self.plan_id, key) is not None

    @cached_property
    def tabs(self) -> tuple[Tab, ...]:
        """The views of the plan, none of which is this one."""
        return tuple(list_tabs(Display(view="check"), self.rule_set))

    @property
    def plan_address(self) -> str:
        """Where the revision stands."""
        if self.number is None:
            return reverse("plans:plan", args=[self.plan_id])
        return reverse("plans:revision", args=[self.plan_id, self.number])

    @property
    def dropped_address(self) -> str:
        """Where it is asked why a packet is dropped, by this revision."""
        if self.number is None:
            return reverse("plans:dropped", args=[self.plan_id])
        return reverse("plans:dropped_revision", args=[self.plan_id, self.number])

    @property
    def revision_link(self) -> str:
        """The address of the revision, which never shows anything else."""
        address = reverse("plans:revision", args=[self.plan_id, self.revision.number])
        return self._request.build_absolute_uri(address)

    def address(self, kind: Kind | None = None) -> str:
        """Where the checks of this revision stand, or those of one kind."""
        return check_address(self.plan_id, self.number, kind)

    @property
    def checks_address(self) -> str:
        """Where the list of all kinds stands."""
        return self.address()

    @cached_property
    def _kept(self) -> Mapping[str, tuple[Kept, ...]]:
        return self._by_kind(find_kept(self.revision.plan, self.rule_set))

    def _by_kind(self, kept: Iterable[Kept]) -> Mapping[str, tuple[Kept, ...]]:
        found: dict[str, list[Kept]] = {}
        for one in kept:
            found.setdefault(one.kind, []).append(one)
        return {name: tuple(of_kind) for name, of_kind in found.items()}

    def kept_of(self, kind: Kind) -> tuple[Kept, ...]:
        """What is kept of one kind, newest first."""
        return self._kept.get(kind.name, ())

    def kept_sheet(self, kind: Kind, state: str = "") -> CheckSheet | None:
        """What is kept of one kind, added up; none where nothing is."""
        found = added_up(self.kept_of(kind), self.rule_set)
        return self._sheet(found, kind, state) if found else None

    def _sheet(self, check: Check, kind: Kind, state: str = "") -> CheckSheet:
        return CheckSheet(check, kind, self.rule_set, current_catalogue(), state)

    @cached_property
    def kinds(self) -> tuple[KindText, ...]:
        """Every kind, with what is kept of it."""
        return tuple(self._kind(kind, is_on=False) for kind in KINDS)

    def _kind(self, kind: Kind, *, is_on: bool) -> KindText:
        return KindText(
            name=kind.name,
            title=gettext(kind.title),
            about=gettext(kind.about),
            address=self.address(kind),
            is_on=is_on,
            kept=tuple(map(self._kept_text, self.kept_of(kind))),
            sheet=self.kept_sheet(kind),
        )

    def _kept_text(self, kept: Kept) -> KeptText:
        return KeptText(
            number=kept.number,
            made=kept.made,
            revision=kept.revision,
            what=" · ".join(filter(None, (kept.group, kept.source))),
            is_stale=kept.revision != self.revision.number,
            is_readable=kept.check is not None,
        )


class CheckPage(ChecksPage):
    """One kind of check: what was just read, or else what is kept.

    `problem` says why something that was asked for was not done.
    """

    def __init__(
        self, request: HttpRequest, plan_id: str, kind: Kind, number: int | None = None
    ) -> None:
        super().__init__(request, plan_id, number)
        self.kind = kind
        self.given = Given()
        self.kit = KitForm()
        self.fresh: Check | None = None
        self.problem = ""
        self.group = self._group(request.POST.get("group", ""))
        self.state = (request.POST if request.method == "POST" else request.GET).get("state", "")

    def _group(self, name: str) -> str:
        """A group of the plan; empty for all else."""
        groups = {group.name for group in self.rule_set.document.groups}
        return name if name in groups and self.kind.asks_group else ""

    @property
    def own_address(self) -> str:
        """Where this page stands."""
        return self.address(self.kind)

    @property
    def title(self) -> str:
        """What is checked."""
        return gettext(self.kind.title)

    @property
    def about(self) -> str:
        """What is checked, in a sentence."""
        return gettext(self.kind.about)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What can be pasted, each with the command that prints it."""
        return self.kind.inputs

    @property
    def has_record(self) -> bool:
        """Tell whether there is something to attach to a change."""
        return self.kind.record is not None

    @property
    def record_name(self) -> str:
        """The name of the file with it."""
        return self._file_name("acceptance.md")

    @property
    def scripts_address(self) -> str:
        """Where the scripts are that print the input; empty where commands do."""
        return f"{self.own_address}scripts/" if self.kind.scripts else ""

    @property
    def groups_without_hosts(self) -> str:
        """The groups with a network, of which a script dials only hosts that somebody names."""
        groups = self.rule_set.document.groups
        return items(group.name for group in groups if has_networks(group.addresses))

    @property
    def scripts_name(self) -> str:
        """The name of the file with them."""
        return self._file_name(f"{self.kind.name}.zip")

    def _file_name(self, what: str) -> str:
        provenance = Provenance(self.revision.number)
        return file_name(self.rule_set, provenance, what).replace(f"-rules.{what}", f"-{what}")

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of which the input may be, where that is asked."""
        groups = self.rule_set.document.groups if self.kind.asks_group else ()
        return tuple(group.name for group in groups)

    @cached_property
    def others(self) -> tuple[KindText, ...]:
        """Every kind, of which this one is on."""
        return tuple(
            KindText(
                one.name,
                gettext(one.title),
                "",
                self.address(one),
                one is self.kind,
                tuple(map(self._kept_text, self.kept_of(one))),
                None,
            )
            for one in KINDS
        )

    @cached_property
    def sheet(self) -> CheckSheet | None:
        """What is shown: what was just read, else what is kept."""
        if self.fresh:
            return self._sheet(self.fresh, self.kind, self.state)
        return self.kept_sheet(self.kind, self.state)

    @cached_property
    def kept(self) -> tuple[KeptText, ...]:
        """What is kept of this kind."""
        return tuple(map(self._kept_text, self.kept_of(self.kind)))

    @property
    def has_stale(self) -> bool:
        """Tell whether some of what is kept is of another revision."""
        return any(one.is_stale for one in self.kept)

    @cached_property
    def carried(self) -> str:
        """What was just read, for a form to bring back; empty where there is too much of it."""
        return carry(self.fresh, self.rule_set, self.revision, self.kind) if self.fresh else ""

    @property
    def source(self) -> str:
        """What was read, as far as the names of files say it."""
        posted = self._request.POST.get("source", "")
        names = [one.name for one in self.given.files if one.name != gettext("paste")]
        return (posted or ", ".join(names[:3]))[:LONGEST_SOURCE]

    @property
    def exporters(self) -> tuple[Exporter, ...]:
        """The formats of a request for what is missing."""
        return tuple(delta_exporters())

    @property
    def was_kept(self) -> bool:
        """Tell whether the browser has just had something kept."""
        return self._request.GET.get("done") == "kept"
