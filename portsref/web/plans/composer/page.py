"""All that the composer's page shows, worked out from the values of its form."""

import hashlib
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext

from portsref.documents.problems import ProblemsError
from portsref.limits import MOST_FLOWS
from portsref.planning.document import PlanDocument, Request, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.numbering import RuleNumbers
from portsref.planning.rules import RuleSet
from portsref.web.plans.composer.carrying import carried
from portsref.web.plans.composer.changes import ChangeField, list_changeable, show_change
from portsref.web.plans.composer.finding_steps import step_for
from portsref.web.plans.composer.folding import FoldedRules, unfolded
from portsref.web.plans.composer.following import Words, words_that_follow
from portsref.web.plans.composer.forms import GroupForm
from portsref.web.plans.composer.group_kinds import GROUP_KINDS
from portsref.web.plans.composer.leaving import list_leaving
from portsref.web.plans.composer.left_out import find_left_out
from portsref.web.plans.composer.outline import Outline
from portsref.web.plans.composer.overtaken import OvertakenText
from portsref.web.plans.composer.panels import VERSION, Panel, panel_with
from portsref.web.plans.composer.places import FormPlaces, location_of
from portsref.web.plans.composer.plan_form import PlanForm, ProblemText
from portsref.web.plans.composer.runs import RunsSheet
from portsref.web.plans.composer.versions import UpgradeSheet
from portsref.web.plans.drafts.effect import StepSheet
from portsref.web.plans.drafts.sheet import DraftLink, DraftSheet
from portsref.web.plans.drafts.taking import DraftState
from portsref.web.plans.files.formats import FormatList
from portsref.web.plans.origin import Origin
from portsref.web.plans.queries import find_numbers
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.findings import by_severity
from portsref.web.plans.reading.sheet import RuleSheet

LARGEST_LAST = 64 * 1024  # a larger plan is not carried along for when something goes wrong
# What a place of the plan is shown by where nothing of it can be filled in.
_FOCUSED = {"runs": "runs-title", "where": "where-title", "changed": "changed-title"}


class ComposerPage:
    """All that the composer shows of one plan."""

    def __init__(
        self,
        form: PlanForm,
        origin: Origin,
        *,
        focus: str = "",
        draft: DraftState | None = None,
    ) -> None:
        self.form = form
        self.data = form.data
        self.catalogue = form.catalogue
        self.origin = origin
        self.focus = focus
        self.display = Display.of(form.data)
        self.overtaken: OvertakenText | None = None
        self.others: tuple[DraftLink, ...] = ()  # drafts of the same plan
        self.is_saved = False
        self.draft = draft or DraftState.unbegun()
        self._focus_on(focus)
        self._open_own(focus)

    @cached_property
    def draft_sheet(self) -> DraftSheet:
        """What the page shows of its draft."""
        plan = self.origin.plan
        return DraftSheet(self.draft, self.catalogue, plan_id=plan.pk if plan else "")

    @property
    def step(self) -> StepSheet:
        """What was changed last, with what that did where the rules of now are known."""
        sheet = self.sheet if self.rule_set else None
        return StepSheet(self.draft.history, self.catalogue, sheet)

    @property
    def step_that_is_shown(self) -> StepSheet:
        """What was changed last, where the browser has the rules of now already."""
        return StepSheet(self.draft.history, self.catalogue, None)

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
        at_rule = self.data.get("panel", "").partition("@")[2]
        words = (rest.as_json(), is_stale, self.display, folds, at_rule, self.catalogue.version)
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
        if rule_set is None:
            return None
        plan = self.origin.plan
        numbers = find_numbers(plan) if plan else RuleNumbers()
        sheet = RuleSheet(numbers.given_to(rule_set), self.catalogue, self.display)
        sheet.show_left_out(find_left_out(rule_set, self.catalogue, numbers))
        return sheet

    @cached_property
    def panel(self) -> Panel:
        """What is open."""
        picked = (pick.product for pick in self.form.picks.picks)
        panel = Panel.of(self.data, {*self.form.included, *picked})
        return panel.beside if panel.at and not self._lists(panel.at) else panel

    def _lists(self, key: str) -> bool:
        """Tell whether a rule is on the page, with room for what is changed of it."""
        if self.sheet is None or self.display.view != "table":
            return False
        return not FoldedRules(self.sheet, self.data).is_needed and self.sheet.lists(key)

    @property
    def following(self) -> tuple[Words, ...]:
        """The words beside fields that the browser is to show anew."""
        return tuple(words_that_follow(self.form))

    @property
    def context(self) -> dict[str, Any]:
        """What the templates read."""
        form, sheet, step = self.form, self.sheet, self.step
        findings = self._findings()
        stale = self.rule_set is None
        return {
            "section": "plans",
            "plan_form": form,
            "origin": self.origin,
            "draft": self.draft_sheet,
            "step": step,
            "marks": step.marks,
            "other_drafts": self.others,
            "overtaken": self.overtaken,
            "focus": self.focus,
            "runs": self._runs,
            "problems": self.problems,
            "problems_title": self.problems_title,
            "following": self.following,
            "sheet": sheet,
            "folds": FoldedRules(sheet, self.data) if sheet else None,
            "findings": findings,
            "finding_groups": by_severity(findings, sheet.rule_set.findings if sheet else ()),
            "shown": self._fingerprint(sheet.rule_set.document, is_stale=stale) if sheet else "",
            "display": self.display,
            "stale": stale,
            "last": self._last,
            "formats": self._formats(),
            "in_composer": True,
            "current_version": self.catalogue.version,
            **self._side(),
        }

    def _side(self) -> dict[str, Any]:
        """What the templates of the outline and of the panels read."""
        form, panel, runs = self.form, self.panel, self._runs
        shown = self.sheet.rule_set if self.sheet else None
        return {
            "panel": panel,
            "has_moved": panel.name != self.data.get("panel", ""),  # its rule is gone from the page
            "pane": "rules" if self.data.get("pane") == "rules" else "plan",
            "part": self.data.get("part", "runs"),
            "carried": tuple(carried(form, runs, panel)),
            "outline": self._outline,
            "example_groups": self._outline.example_groups,
            "group_kinds": GROUP_KINDS,
            "product": next((p for p in runs.products if panel.is_of("product", p.slug)), None),
            "is_shown": self.is_shown,
            "next_group": self._next_group,
            "group": next((g for g in form.groups if panel.is_of("group", g.index)), None),
            "change": next((c for c in self._changes if panel.has_change(c.form.index)), None),
            "fronts": [f for f in (form.endpoint, form.proxy) if form.is_front_shown(f, panel)],
            "find": self.data.get("find", ""),
            "versions": self._preview_versions() if panel.name == VERSION else None,
            "changes": self._changes,
            "leaving": tuple(list_leaving(shown, form.proxy.direct_keys, self.catalogue)),
            "changeable": tuple(list_changeable(self.rule_set, form.changes, self.catalogue)),
            "zones": sorted({zone for group in form.groups if (zone := group["zone"].value())}),
        }

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self.form, self._runs, self._changes, self.rule_set, focus=self.focus)

    @property
    def _next_group(self) -> GroupForm | None:
        """The group after the one that is open."""
        indices = [form.index for form in self.form.groups]
        if self.panel.kind != "group" or self.panel.key == indices[-1]:
            return None
        return self.form.groups[indices.index(self.panel.key) + 1]

    def open_first_problem(self) -> None:
        """Open what has the first problem, unless what is open has one already."""
        panels = [problem.panel for problem in self.problems]
        if panels and self.data.get("panel", "") not in panels:
            self.data["panel"] = panels[0]
            self.focus = self.problems[0].field

    @cached_property
    def _runs(self) -> RunsSheet:
        return RunsSheet(self.form, self.rule_set, address=self.origin.address, focus=self.focus)

    @cached_property
    def _changes(self) -> tuple[ChangeField, ...]:
        rule_set = self.rule_set
        return tuple(show_change(one, self.catalogue, rule_set) for one in self.form.changes)

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
                anchor=self._opens(places.id_of(location_of(finding.place))),
                step=step_for(finding, self.catalogue),
            )
            for text, finding in zip(self.sheet.findings, self.sheet.told, strict=True)
        )

    def _opens(self, field: str) -> str:
        """What the step `open` is told, to show a place of the plan; empty where there is none."""
        if not field:
            return ""
        panel = panel_with(field, self.data)
        focus = "panel-title" if field.startswith("product-") else _FOCUSED.get(field, field)
        return f"{panel} {focus}"

    def _focus_on(self, focus: str) -> None:
        """Let the browser go on where the last step leads, with a script or without."""
        for form in self.form.forms if focus else ():
            for name, field in form.fields.items():
                if f"id_{form.add_prefix(name)}" == focus:
                    field.widget.attrs["autofocus"] = True

    def _open_own(self, focus: str) -> None:
        """Show the fields of an own listener where the last step leads."""
        for own in self.form.own:
            own.is_open |= focus == f"id_{own.prefix}-purpose"
