"""The views of a plan, of which one is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from portsref.planning.rules import RuleSet
from portsref.web.plans.reading.display import EVERYWHERE, Display
from portsref.web.plans.reading.listing import WHOLE

COUNT_KINDS = {"error": "bad", "warning": "warn", "note": ""}


@dataclass(frozen=True, slots=True)
class Tab:
    """One view: its name, what an address or a form says of it, and how much there is to see.

    `count_kind` is `bad` or `warn` where the gravest of what is counted is an error or a warning.
    """

    view: str
    text: str
    query: str
    is_on: bool
    count: int | None = None
    count_kind: str = ""


def list_tabs(display: Display, rule_set: RuleSet) -> Iterator[Tab]:
    """Every view, in the order in which they stand."""
    findings = rule_set.findings
    gravest = COUNT_KINDS[findings[0].severity] if findings else ""
    staying = len(rule_set.local) + len(rule_set.pod_network)
    yield _tab(display, "table", gettext("Table"))
    yield _tab(display, "matrix", gettext("Matrix"))
    yield _tab(display, "picture", gettext("Picture"))
    yield _tab(display, "ports", gettext("Ports"))
    yield _tab(display, "findings", gettext("Findings"), len(findings) or None, gravest)
    yield _tab(display, "local", gettext("Stays local"), staying)


def _tab(display: Display, view: str, text: str, count: int | None = None, kind: str = "") -> Tab:
    query = replace(display, view=view, between=EVERYWHERE, listing=WHOLE, group="").query
    return Tab(view, text, query, display.view == view, count, kind)
