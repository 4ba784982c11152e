"""`portsref diff` for those who read a change: comments, annotations, code scanning."""

import json
from importlib.metadata import version

import pytest
from markdown_it import MarkdownIt

from portsref.cli import main

PLAN = """
schema: portsref.plan/v1
title: "Example @team #1 <b>"
kubernetes: "1.35"
groups:
  - {name: "a|b", roles: [worker], addresses: [10.0.1.0/24]}
  - {name: "::error::@all", roles: [bastion], addresses: [10.9.0.1]}
listeners:
  - {id: db, protocol: TCP, ports: "5430-5439", roles: [worker], peers: [bastion], purpose: "50%."}
"""
ENDS = "::error::@all (10.9.0.1) -> a|b (10.0.1.0/24)"
WHY = "own: 50%. Because: always"


@pytest.fixture(autouse=True)
def plans(tmp_path, monkeypatch):
    """Two states of a plan, in the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "before.yaml").write_text(PLAN)
    (tmp_path / "plan.yaml").write_text(PLAN.replace("5430-5439", "5430-5435,6000"))
    return tmp_path


def said(capsys, *arguments, status=0):
    assert main(["diff", *arguments]) == status
    return capsys.readouterr().out


@pytest.fixture
def report(capsys):
    """What a format says of both."""
    return lambda name: said(capsys, "before.yaml", "plan.yaml", "--format", name)


def test_github_shows_annotations_beside_the_file(report):
    ends = ENDS.replace("%", "%25")
    why = WHY.replace("%", "%25")
    assert report("github").splitlines() == [
        f"::warning file=plan.yaml,line=1,title=opens TCP 6000::{ends}: {why}",
        f"::notice file=plan.yaml,line=1,title=closes TCP 5436-5439::{ends}: {why}",
        "portsref: plan.yaml: opens: 1, closes: 1, changes: 0, unchanged: 1",
    ]


def test_github_gets_no_more_annotations_than_it_shows(plans, capsys):
    rows = [
        f'  - {{id: r{n}, protocol: TCP, ports: "{n}", roles: [worker], peers: [bastion],'
        f" purpose: P., tls: {'mtls' if n % 2 else 'none'}}}\n"
        for n in range(6000, 6030, 2)
    ]
    (plans / "many.yaml").write_text(PLAN + "".join(rows))
    lines = said(capsys, "before.yaml", "many.yaml", "--format", "github").splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        *["::warning"] * 10, *["opens"] * 5, "portsref:"
    ]  # fmt: skip


def test_gitlab_shows_a_code_quality_report(report):
    found = json.loads(report("gitlab"))
    assert [len(issue.pop("fingerprint")) for issue in found] == [64, 64]
    assert found == [
        {
            "description": f"opens TCP 6000: {ENDS}: {WHY}",
            "check_name": "portsref-opened",
            "severity": "major",
            "location": {"path": "plan.yaml", "lines": {"begin": 1}},
        },
        {
            "description": f"closes TCP 5436-5439: {ENDS}: {WHY}",
            "check_name": "portsref-closed",
            "severity": "minor",
            "location": {"path": "plan.yaml", "lines": {"begin": 1}},
        },
    ]


def test_a_difference_is_told_again_whatever_its_reason_says(report, plans):
    before = [issue["fingerprint"] for issue in json.loads(report("gitlab"))]
    for name in ("before.yaml", "plan.yaml"):
        text = (plans / name).read_text()
        (plans / name).write_text(text.replace("50%.", "Another purpose."))
    assert [issue["fingerprint"] for issue in json.loads(report("gitlab"))] == before
    assert len(set(before)) == 2


def test_sarif_has_a_result_for_each_difference(report):
    data = json.loads(report("sarif"))
    (run,) = data["runs"]
    assert data["version"] == "2.1.0"
    assert run["tool"]["driver"]["version"] == version("portsref")
    rules = run["tool"]["driver"]["rules"]
    place = {"artifactLocation": {"uri": "plan.yaml"}, "region": {"startLine": 1}}
    fingerprints = [result.pop("partialFingerprints") for result in run["results"]]
    assert [list(found) for found in fingerprints] == [["portsref/v1"]] * 2
    assert run["results"] == [
        {
            "ruleId": "opened",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": f"opens TCP 6000: {ENDS}: {WHY}"},
            "locations": [{"physicalLocation": place}],
        },
        {
            "ruleId": "closed",
            "ruleIndex": 1,
            "level": "note",
            "message": {"text": f"closes TCP 5436-5439: {ENDS}: {WHY}"},
            "locations": [{"physicalLocation": place}],
        },
    ]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["opened", "closed"]


def test_a_comment_has_a_table_of_what_opens_and_one_of_what_closes(report):
    comment = report("markdown")
    assert comment.splitlines()[:4] == [
        "<!-- portsref diff plan.yaml -->",
        "### plan.yaml: 1 to open, 1 to close",
        "",
        "**Example @<!-- -->team \\#1 &lt;b&gt;** (Kubernetes 1.35, catalogue 2026-11-30)".replace(
            "2026-11-30", comment.partition("catalogue ")[2][:10]
        ),
    ]
    shown = MarkdownIt("commonmark").enable("table").render(comment)
    assert shown.count("<table>") == 2
    assert "<td>a|b (10.0.1.0/24)</td>" in shown
    assert "<b>" not in shown


def test_nobody_is_called_and_nothing_referred_to_by_a_comment(report):
    comment = report("markdown")
    assert "@" in comment
    assert "@" not in comment.replace("@<!-- -->", "")


def test_a_comment_says_what_is_newly_doubtful(plans, capsys):
    text = (plans / "plan.yaml").read_text()
    (plans / "plan.yaml").write_text(text + "picks: [{product: ciliun}]\n")
    comment = said(capsys, "before.yaml", "plan.yaml", "--format", "markdown")
    assert "\n- **error**: The catalogue has no product “ciliun”.\n\n<details" in comment


def test_a_comment_is_never_longer_than_a_comment_may_be(plans, capsys):
    groups = "".join(
        f"  - {{name: {'g' * 60}{n}, roles: [worker], addresses: [10.1.{n}.0/24]}}\n"
        for n in range(250)
    )
    text = PLAN.replace("listeners:", groups + "listeners:").replace("50%.", "Why. " * 50)
    (plans / "plan.yaml").write_text(text)
    comment = said(capsys, "/dev/null", "plan.yaml", "--format", "markdown")
    assert len(comment) < 65_536
    assert "\n## " not in comment
    assert "more are in the output of the command.\n\n</details>\n" in comment


def test_a_comment_says_that_there_is_no_difference(capsys):
    comment = said(capsys, "plan.yaml", "plan.yaml", "--format", "markdown")
    assert comment.splitlines()[1] == "### plan.yaml: no firewall rule changes"
    assert "<details" not in comment


def test_a_plan_that_was_not_there_opens_all(capsys):
    rows = [line.split("\t") for line in said(capsys, "/dev/null", "plan.yaml").splitlines()]
    assert [(row[0], row[3]) for row in rows] == [
        ("---", ""), ("+++", ""), ("+", "TCP 5430-5435,6000"), ("=", ""),
    ]  # fmt: skip
    assert rows[0][4].startswith("(no plan): Kubernetes 1.35,")
    gone = said(capsys, "plan.yaml", "/dev/null", "--format", "gitlab")
    assert [issue["location"]["path"] for issue in json.loads(gone)] == ["plan.yaml"]


@pytest.mark.parametrize(
    ("sides", "fail_on", "status"),
    [
        (("before.yaml", "plan.yaml"), "opened", 3),
        (("before.yaml", "plan.yaml"), "closed", 3),
        (("before.yaml", "plan.yaml"), "any", 3),
        (("before.yaml", "less.yaml"), "opened", 0),
        (("less.yaml", "before.yaml"), "closed", 0),
        (("before.yaml", "reworded.yaml"), "opened", 0),
        (("before.yaml", "reworded.yaml"), "any", 3),
        (("before.yaml", "before.yaml"), "any", 0),
    ],
)
def test_ends_with_3_where_there_is_what_to_fail_on(sides, fail_on, status, plans, capsys):
    (plans / "less.yaml").write_text(PLAN.replace("5430-5439", "5430"))
    (plans / "reworded.yaml").write_text(PLAN.replace("50%.", "Another purpose."))
    answer = said(capsys, *sides, "--fail-on", fail_on, status=status)
    assert answer == said(capsys, *sides)


def test_only_what_opens_is_reported_where_that_is_asked_for(capsys):
    sides = ("before.yaml", "plan.yaml")
    opened = json.loads(said(capsys, *sides, "--format", "gitlab", "--only", "opened"))
    assert [issue["check_name"] for issue in opened] == ["portsref-opened"]
    # a format that is also one of delta requests is one
    request = said(capsys, *sides, "--format", "markdown", "--only", "opened")
    assert request.startswith("# Example @team")
