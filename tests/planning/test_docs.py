"""`docs/planning.md` shows what the planner makes of its example, and every finding there is."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
import yaml

from portsref.comparing.diff import delta_request, diff
from portsref.exporters.base import ExportOptions
from portsref.exporters.registry import find_exporter
from portsref.planning import findings
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Finding, RuleSet
from portsref.web.plans.finding_words import FINDING_WORDS

PAGE = Path(__file__).parents[2] / "docs" / "planning.md"
DOCUMENTED = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|", findings.__doc__, re.MULTILINE)
FINDINGS_HEADER = "| code | severity | what it says | what to do |"


@pytest.fixture
def compare(request):
    """Compare the page with what it should be, or write it so."""

    def with_page(expected: str) -> None:
        if request.config.getoption("--update-golden"):
            PAGE.write_text(expected, encoding="utf-8")
        assert PAGE.read_text(encoding="utf-8") == expected

    return with_page


def test_the_worked_example_is_what_the_planner_makes_of_it(catalogue, compare):
    page = PAGE.read_text(encoding="utf-8")
    plan = yaml.safe_load(block(page, "yaml plan"))
    before = plan_rules(document_from(plan), catalogue)
    after = plan_rules(document_from(plan | yaml.safe_load(block(page, "yaml after"))), catalogue)
    for header, rows in tables_of(before).items():
        page = with_table(page, header, rows)
    page = with_block(page, "csv boundary", columns(before, 5))
    delta = delta_request(diff(before, after), after)
    compare(with_block(page, "csv delta", columns(delta, 6)))


def test_every_finding_is_on_the_page_in_the_words_that_people_read(compare):
    page = PAGE.read_text(encoding="utf-8")
    compare(with_table(page, FINDINGS_HEADER, finding_rows()))


def test_the_documented_findings_are_those_that_the_planner_makes():
    folder = Path(findings.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    made = set(re.findall(r'(?:Finding|_by_product)\(\s*"([a-z-]+)"', code))
    assert {name for name, _ in DOCUMENTED} == made
    assert {name.partition(":")[0] for name in FINDING_WORDS} == made


def test_every_link_within_the_page_leads_somewhere():
    page = PAGE.read_text(encoding="utf-8")
    headings = re.findall(r"^##+ (.+)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors


def tables_of(rule_set: RuleSet) -> dict[str, list[Sequence[str]]]:
    """The tables of the page, by their first line."""
    return {
        "| from | to | ports | rows | because |": [
            (
                rule.source.name,
                rule.destination.name,
                f"{rule.protocol} {rule.ports}".strip(),
                ", ".join(rule.listeners),
                rule.condition,
            )
            for rule in rule_set.all_rules
        ],
        "| on the host itself | ports | groups |": [
            (local.listener, f"{local.protocol} {local.ports}", ", ".join(local.groups))
            for local in rule_set.local
        ],
        "| inside the pod network | ports |": [
            (local.listener, f"{local.protocol} {local.ports}") for local in rule_set.pod_network
        ],
        "| finding | severity | place | about |": [
            (f"`{found.code}`", found.severity, f"`{found.place}`", about(found))
            for found in rule_set.findings
        ],
    }


def about(found: Finding) -> str:
    return "; ".join(
        f"{name}: {value if isinstance(value, str) else ', '.join(value)}"
        for name, value in found.parameters.items()
    )


def finding_rows() -> Iterator[Sequence[str]]:
    """A row a code, and one for each variant that is worded otherwise."""
    for code, severity in DOCUMENTED:
        for key, (title, advice) in FINDING_WORDS.items():
            name, _, variant = key.partition(":")
            if name == code:
                yield f"`{name}` {variant}".strip(), severity, named(title), named(advice)


def named(words: object) -> str:
    return re.sub(r"%\((\w+)\)s", r"`\1`", str(words))


def columns(rule_set: RuleSet, count: int) -> Iterator[Sequence[str]]:
    """The first columns of a request for the firewall between the zones."""
    export = find_exporter("csv").export(rule_set, ExportOptions(merge=True, boundary=True))
    for row in csv.reader(io.StringIO(export.content.decode())):
        yield row[:count]


def block(page: str, name: str) -> str:
    [text] = re.findall(rf"^```{name}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return text


def with_block(page: str, name: str, rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return replaced(page, rf"(?<=\n```{name}\n)(?:[^`].*\n)*(?=```\n)", text.getvalue())


def with_table(page: str, header: str, rows: Iterable[Sequence[str]]) -> str:
    lines = ["|" + "---|" * (header.count("|") - 1)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    text = "".join(f"{line}\n" for line in lines)
    return replaced(page, rf"(?<=\n{re.escape(header)}\n)(?:\|.*\n)*", text)


def replaced(page: str, pattern: str, text: str) -> str:
    made, times = re.subn(pattern, lambda _: text, page)
    assert times == 1, pattern
    return made
