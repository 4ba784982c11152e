"""Every report of a diff, in the order in which it is documented."""

from portsref.cli.reports import github, gitlab, markdown, sarif
from portsref.cli.reports.base import Report

REPORTS: tuple[Report, ...] = (markdown.REPORT, github.REPORT, gitlab.REPORT, sarif.REPORT)


def find_report(name: str | None) -> Report | None:
    """The report of that name."""
    return next((report for report in REPORTS if report.name == name), None)
