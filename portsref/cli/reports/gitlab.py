"""A code quality report of GitLab CI: the merge request shows each difference beside the file."""

from collections.abc import Mapping

from portsref.cli.reports.base import Compared, Line, Report, lines_of
from portsref.documents.writing import dump_json

_SEVERITIES = {"opened": "major", "closed": "minor", "changed": "info"}


def write(compared: Compared) -> str:
    """The report as JSON."""
    return dump_json([_issue(line, compared.path) for line in lines_of(compared)])


def _issue(line: Line, path: str) -> Mapping[str, object]:
    return {
        "description": f"{line.title}: {line.sentence}",
        "check_name": f"portsref-{line.kind}",
        "fingerprint": line.fingerprint(path),
        "severity": _SEVERITIES[line.kind],
        "location": {"path": path, "lines": {"begin": 1}},
    }


REPORT = Report("gitlab", "json", write)
