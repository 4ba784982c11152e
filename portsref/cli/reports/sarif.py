"""SARIF 2.1.0: what code scanning of GitHub, Azure DevOps and editors read."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from urllib.parse import quote

from portsref.cli.reports.base import Compared, Kind, Line, Report, lines_of
from portsref.documents.writing import dump_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_KINDS: Sequence[tuple[Kind, str, str]] = (
    ("opened", "warning", "A rule that the plan did not need before."),
    ("closed", "note", "A rule that the plan does not need any more."),
    ("changed", "note", "The same ports of the same ends, and something else about them."),
)


def write(compared: Compared) -> str:
    """A log with one run, which has a result for each difference."""
    driver = {
        "name": "portsref",
        "version": version("portsref"),
        "rules": [
            {
                "id": kind,
                "shortDescription": {"text": meaning},
                "defaultConfiguration": {"level": level},
            }
            for kind, level, meaning in _KINDS
        ],
    }
    results = [_result(line, compared.path) for line in lines_of(compared)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return dump_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(line: Line, path: str) -> Mapping[str, object]:
    kinds = [kind for kind, _, _ in _KINDS]
    place = {"artifactLocation": {"uri": quote(path)}, "region": {"startLine": 1}}
    return {
        "ruleId": line.kind,
        "ruleIndex": kinds.index(line.kind),
        "level": _KINDS[kinds.index(line.kind)][1],
        "message": {"text": f"{line.title}: {line.sentence}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"portsref/v1": line.fingerprint(path)},
    }


REPORT = Report("sarif", "sarif", write)
