"""All that the composer's page shows, worked out from the values of its form."""

import hashlib
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext

from portsref.documents.problems import ProblemsError
from portsref.planning.document import PlanDocument, Request, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.rules import RuleSet
from portsref.web.plans.composer.changes import ChangeField, list_changeable, show_change
from portsref.web.plans.composer.finding_steps import step_for
from portsref.web.plans.composer.folding import FoldedRules, unfolded
from portsref.web.plans.composer.leaving import list_leaving
from portsref.web.plans.composer.overtaken import OvertakenText
from portsref.web.plans.composer.places import FormPlaces, location_of
from portsref.web.plans.composer.plan_form import PlanForm, ProblemText
from portsref.web.plans.composer.runs import RunsSheet
from portsref.web.plans.composer.versions import UpgradeSheet
from portsref.web.plans.files.formats import FormatList
from portsref.web.plans.origin import Origin
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.shared.limits import MOST_FLOWS

LARGEST_LAST = 64 * 1024  # a larger plan is not carried along for when something goes wrong


class ComposerPage:
    """All that the composer shows of one plan."""

    def __init__(self, form: PlanForm, origin: Origin, *, focus: str = "") -> None:
        self.form = form
        self.data = form.data
        self.catalogue = form.catalogue
        self.origin = origin
        self.focus = focus
        self.display = Display.of(form.data)
        self.overtaken: OvertakenText | None = None
        self._focus_on(focus)
        self._open_groups(focus)

    @cached_property
    def _planned(self) -> RuleSet | None:
        return self._plan(self.form.document)

    def _plan(self, document: PlanDocument | None) -> RuleSet | None:
        """The rules of a document; none where they are beyond measure."""
        try:
            return plan_rules(document, self.catalogue, most_flows=MOST_FLOWS) if document else None
        except ProblemsError:
            return None

    @property
    def rule_set(self) -> RuleSet | None:
        """The rules of the form, where all of it is right."""
        return None if self.problems else self._planned

    @cached_property
    def is_shown(self) -> bool:
        """Tell whether the browser has the rules of this form, or the last good ones, already.

        Then they need not be worked out again: a title and a ticket change none.
        """
        document = self.form.document or self._last_document
        shown = self.data.get("shown", "")
        is_stale = self.form.document is None
        if document is None or not shown:
            return False
        return shown == self._fingerprint(document, is_stale=is_stale)

    def _fingerprint(self, document: PlanDocument, *, is_stale: bool) -> str:
        """What the rules that a page shows depend on, in a few characters."""
        rest = document.model_copy(update={"title": "", "request": Request()})
        folds = sorted(unfolded(self.data))
        words = (rest.as_json(), is_stale, self.display, folds, self.catalogue.version)
        return hashlib.sha256(repr(words).encode()).hexdigest()[:16]

    @cached_property
    def problems(self) -> tuple[ProblemText, ...]:
        """Everything that is wrong with the form."""
        if self.form.problems or self.is_shown or self._planned:
            return self.form.problems
        message = gettext(
            "This plan needs more than %(most)d rules. Merge groups or pick fewer products."
        )
        return (ProblemText("", "", message % {"most": MOST_FLOWS}),)

    @property
    def problems_title(self) -> str:
        """How much is wrong."""
        count = len(self.problems) + self.form.further
        words = ngettext("One problem to fix", "%(count)d problems to fix", count)
        return words % {"count": count}

    @cached_property
    def _last_document(self) -> PlanDocument | None:
        """What the form said when all of it was right for the last time."""
        text = self.data.get("last", "")
        if not text or len(text) > LARGEST_LAST:
            return None
        try:
            return parse_document(text)
        except ProblemsError:
            return None

    @property
    def _last(self) -> str:
        if self.rule_set is None:
            return self.data.get("last", "")
        return self.form.text if len(self.form.text) <= LARGEST_LAST else ""

    @cached_property
    def sheet(self) -> RuleSheet | None:
        """The rules as the page shows them; the last good ones while something is wrong."""
        rule_set = self.rule_set or self._plan(self._last_document)
        return RuleSheet(rule_set, self.catalogue, self.display) if rule_set else None

    @property
    def context(self) -> dict[str, Any]:
        """What the templates read."""
        form, sheet, catalogue = self.form, self.sheet, self.catalogue
        shown = sheet.rule_set if sheet else None
        stale = self.rule_set is None
        return {
            "section": "plans",
            "plan_form": form,
            "origin": self.origin,
            "overtaken": self.overtaken,
            "focus": self.focus,
            "find": self.data.get("find", ""),
            "runs": self._runs,
            "versions": self._preview_versions(),
            "changes": self._changes(),
            "leaving": tuple(list_leaving(shown, form.proxy.direct_keys, catalogue)),
            "changeable": tuple(list_changeable(self.rule_set, form.changes, catalogue)),
            "zones": sorted({zone for group in form.groups if (zone := group["zone"].value())}),
            "problems": self.problems,
            "problems_title": self.problems_title,
            "sheet": sheet,
            "folds": FoldedRules(sheet, self.data) if sheet else None,
            "findings": self._findings(),
            "shown": self._fingerprint(sheet.rule_set.document, is_stale=stale) if sheet else "",
            "display": self.display,
            "stale": stale,
            "last": self._last,
            "formats": self._formats(),
            "in_composer": True,
            "current_version": catalogue.version,
        }

    @property
    def _runs(self) -> RunsSheet:
        return RunsSheet(self.form, self.rule_set, address=self.origin.address)

    def _changes(self) -> tuple[ChangeField, ...]:
        form = self.form
        return tuple(
            show_change(one, self.catalogue, focus=self.focus, is_folded=form.is_folded)
            for one in form.changes
        )

    def _preview_versions(self) -> UpgradeSheet | None:
        """What other versions would change, where there are rules to be compared with."""
        if self.rule_set is None:
            return None
        preview = UpgradeSheet(self.rule_set, self.catalogue)
        self.form.basics.hint_at_versions(preview.hints)
        return preview

    def _formats(self) -> FormatList | None:
        """The formats, where somebody asks; what they leave out is said where all is right."""
        if self.data.get("do") != "files":
            return None
        return FormatList(self.rule_set, self.display.choice)

    def _findings(self) -> tuple[Any, ...]:
        if self.sheet is None:
            return ()
        places = FormPlaces(self.data)
        return tuple(
            replace(
                text,
                anchor=places.id_of(location_of(finding.place)),
                step=step_for(finding, self.catalogue),
            )
            for text, finding in zip(self.sheet.findings, self.sheet.rule_set.findings, strict=True)
        )

    def _focus_on(self, focus: str) -> None:
        """Let the browser go on where the last step leads, with a script or without."""
        for form in self.form.forms if focus else ():
            for name, field in form.fields.items():
                if f"id_{form.add_prefix(name)}" == focus:
                    field.widget.attrs["autofocus"] = True

    def _open_groups(self, focus: str) -> None:
        """Show the roles of groups where they are wrong, or where the last step leads."""
        for form in self.form.groups:
            asked_for = focus in {f"id_{form.prefix}-name", f"id_{form.prefix}-roles_0"}
            form.is_open = asked_for or not form.errors.keys().isdisjoint({"roles", "places", "os"})
