"""Findings by how grave they are, each with where a reader of the plan finds what it is about."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext, ngettext

from portsref.catalogue.catalogue import Catalogue
from portsref.planning.rules import Finding
from portsref.web.plans.finding_words import (
    FindingLink,
    FindingText,
    listener_words,
    product_words,
    say_finding,
)
from portsref.web.plans.reading.between import Between
from portsref.web.plans.reading.display import Display
from portsref.web.shared.row_words import address, listener_address

_PLACE = re.compile(r"(groups|picks|changes)\[(.*)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one severity; `heading` counts them."""

    severity: str
    heading: str
    findings: tuple[FindingText, ...]


def say_with_link(finding: Finding, catalogue: Catalogue) -> FindingText:
    """A finding in words, with links to what it is about."""
    text = say_finding(finding, catalogue)
    listeners = finding.parameters.get("listeners", ())
    rows = (
        FindingLink(listener_words(key, catalogue), _address(key, catalogue)) for key in listeners
    )
    return replace(text, rows=tuple(rows), links=tuple(_links(finding, catalogue)))


def by_severity(
    findings: Iterable[FindingText], every: Iterable[Finding]
) -> tuple[FindingGroup, ...]:
    """Findings that stand in the order of their severity, under a heading that counts `every`."""
    counts = Counter(finding.severity for finding in every)
    return tuple(
        FindingGroup(severity, _heading(severity, counts[severity]), tuple(same))
        for severity, same in groupby(findings, lambda finding: finding.severity)
    )


def _heading(severity: str, count: int) -> str:
    words = {
        "error": ngettext("%(count)d error", "%(count)d errors", count),
        "warning": ngettext("%(count)d warning", "%(count)d warnings", count),
        "note": ngettext("%(count)d note", "%(count)d notes", count),
    }
    return words[severity] % {"count": count}


def _links(finding: Finding, catalogue: Catalogue) -> Iterator[FindingLink]:
    match = _PLACE.match(finding.place)
    part, name = match.groups() if match else ("", "")
    if finding.code == "port-conflict":
        words = gettext("Ports of %(group)s") % {"group": name}
        yield FindingLink(words, Display(view="ports", group=name).query)
    elif part == "groups":
        words = gettext("Rules of %(group)s") % {"group": name}
        yield FindingLink(words, Display(between=Between(either=(name,))).query)
    elif part == "picks" and (slug := name.partition("]")[0]) in catalogue.products:
        yield FindingLink(product_words(slug, catalogue), address("reference:product", slug))
    elif part == "changes" and name in catalogue.rows:
        yield FindingLink(listener_words(name, catalogue), listener_address(name))


def _address(key: str, catalogue: Catalogue) -> str:
    return listener_address(key) if key in catalogue.rows else ""
