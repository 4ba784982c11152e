"""`docs/planning.md` shows what the planner makes of its example, and every finding there is."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
import yaml

from portsref.comparing.diff import delta_request, diff
from portsref.exporters.registry import find_exporter
from portsref.planning.choice import Choice
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.findings.base import FindingKind
from portsref.planning.findings.registry import FINDINGS
from portsref.planning.rules import Finding, Local, Rule, RuleSet

PAGE = Path(__file__).parents[2] / "docs" / "planning.md"
FINDINGS_HEADER = "| code | severity | parameters | what it says | what to do |"


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


def test_the_examples_of_pod_networks_are_what_the_planner_makes_of_them(catalogue, compare):
    page = PAGE.read_text(encoding="utf-8")
    for name in ("eks", "eks-tunnel", "k3s"):
        plan = yaml.safe_load(block(page, f"yaml {name}"))
        header, rows = table_of_pods(name, plan_rules(document_from(plan), catalogue))
        page = with_table(page, header, rows)
    compare(page)


def test_every_finding_is_on_the_page_in_the_words_that_people_read(compare):
    page = PAGE.read_text(encoding="utf-8")
    compare(with_table(page, FINDINGS_HEADER, finding_rows()))


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


def table_of_pods(name: str, rule_set: RuleSet) -> tuple[str, list[Sequence[str]]]:
    """What an example is about: rules into the cluster, grave findings, or what stays on a host."""
    if name == "eks":
        return "| on EKS, from | to | ports | rows |", [
            (rule.source.name, rule.destination.name, ports_of(rule), ", ".join(rule.listeners))
            for rule in rule_set.rules
        ]
    if name == "eks-tunnel":
        return "| with a tunnel, finding | severity | about |", [
            (f"`{found.code}`", found.severity, about(found))
            for found in rule_set.findings
            if found.severity == "error"
        ]
    return "| on the one host | ports | who connects |", [
        (local.listener, ports_of(local), ", ".join(local.peers)) for local in rule_set.local
    ]


def ports_of(what: Rule | Local) -> str:
    return f"{what.protocol} {what.ports}".strip()


def about(found: Finding) -> str:
    return "; ".join(
        f"{name}: {value if isinstance(value, str) else ', '.join(value)}"
        for name, value in found.parameters.items()
    )


def finding_rows() -> Iterator[Sequence[str]]:
    """A row a kind, and one for each variant that is worded otherwise."""
    for kind in FINDINGS:
        parameters = ", ".join(f"`{name}`" for name in kind.parameters)
        row = (severity_of(kind), parameters, named(kind.says), named(kind.advice))
        yield f"`{kind.code}`", *row
        for variant in kind.variants:
            where = f"`{kind.code}`, {variant.parameter} {variant.value}"
            yield where, "", "", named(variant.says), named(variant.advice)


def severity_of(kind: FindingKind) -> str:
    return kind.severity + (f"; note where {kind.note_where}" if kind.note_where else "")


def named(sentence: str) -> str:
    return re.sub(r"%\((\w+)\)s", r"`\1`", sentence)


def columns(rule_set: RuleSet, count: int) -> Iterator[Sequence[str]]:
    """The first columns of a request for the firewall between the zones."""
    export = find_exporter("csv").export(rule_set, Choice(merge=True, boundary=True))
    for row in csv.reader(io.StringIO(export.file.content.decode())):
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
