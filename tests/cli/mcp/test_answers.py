"""What the tools answer, without a process: the same as the command, in bounded answers."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from portsref.cli import main
from portsref.cli.mcp.answering import LARGEST_ANSWER, RefusedError, answer
from portsref.cli.mcp.base import MOST_LISTED, Answer
from portsref.cli.mcp.registry import TOOLS, find_tool

PLANS = Path(__file__).parents[2] / "plans"
FILE = PLANS / "kubeadm-ha-calico.yaml"
PLAN = FILE.read_text()
SMALL = {
    "schema": "portsref.plan/v1",
    "title": "Payments",
    "groups": [
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]},
        {"name": "admins", "roles": ["bastion"], "addresses": ["10.9.0.1"]},
    ],
    "listeners": [
        {"id": "db", "protocol": "TCP", "ports": "5430-5439", "roles": ["worker"],
         "peers": ["bastion"], "purpose": "Ours."},
    ],
}  # fmt: skip


def ask(name, **arguments):
    return answer(find_tool(name), arguments)


def refusal(name, **arguments):
    with pytest.raises(RefusedError) as refused:
        ask(name, **arguments)
    return str(refused.value)


def test_a_port_has_the_rows_of_the_command_in_its_order(capsys):
    assert main(["port", "10250/tcp", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    found = ask("what_uses_port", ports="10250/tcp")
    assert [row.key for row in found.rows] == [row["key"] for row in told["rows"]][:MOST_LISTED]
    assert found.count == len(told["rows"]) > MOST_LISTED


def test_pages_hold_all_rows_once():
    first = ask("search", query="https")
    assert first.pages > 1
    assert len(first.rows) == MOST_LISTED
    assert first.text.endswith(f"Page 1 of {first.pages}: ask for page 2.")
    pages = [ask("search", query="https", page=page) for page in range(1, first.pages + 1)]
    keys = [row.key for page in pages for row in page.rows]
    assert len(keys) == len(set(keys)) == first.count
    assert "ask for page" not in pages[-1].text
    assert ask("search", query="https", page=first.pages + 1).rows == []


def test_a_port_that_nothing_uses_has_those_near_it():
    found = ask("what_uses_port", ports="10520/tcp")
    assert "10250" in found.meant.split(", ")
    nothing = ask("search", query="kublet")
    assert nothing.rows == []
    assert nothing.text.endswith("Nothing in the catalogue. Near it: kubelet.")


def test_a_plan_has_the_rules_of_the_command(capsys):
    assert main(["export", str(FILE), "--format", "json", "--merge"]) == 0
    told = json.loads(capsys.readouterr().out)
    found = ask("plan_rules", plan=PLAN, merge=True)
    assert [rule.name for rule in found.rules] == [
        rule["name"] for rule in (*told["rules"], *told["outbound"])
    ]
    assert found.rules[0].sources == told["rules"][0]["references"]
    assert len(found.findings) == len(told["findings"])


def test_a_plan_may_be_an_object_or_an_export(capsys):
    found = ask("plan_rules", plan=SMALL)
    assert [rule.ports for rule in found.rules] == ["5430-5439"]
    assert ask("plan_rules", plan=json.dumps(SMALL)) == found
    assert main(["export", str(FILE), "--format", "yaml"]) == 0
    exported = capsys.readouterr().out
    assert ask("plan_rules", plan=exported).count == ask("plan_rules", plan=PLAN).count


def test_a_difference_is_told_in_port_arithmetic():
    changed = json.loads(json.dumps(SMALL).replace("5430-5439", "5430-5435,6000"))
    found = ask("diff_plans", before=SMALL, after=changed)
    assert [rule.ports for rule in found.opened] == ["6000"]
    assert [rule.ports for rule in found.closed] == ["5436-5439"]
    lines = found.text.splitlines()
    assert lines[0].startswith("Opens: 1, closes: 1, changes: 0, unchanged: 1.")
    assert lines[1].startswith("+ admins-to-workers-own-db: admins (10.9.0.1) -> workers")


def test_another_kubernetes_is_a_difference():
    options = {"cloud-controller-manager": "yes", "cloud-controller-manager-webhook": "yes"}
    hosts = {"name": "servers", "roles": ["control-plane"], "addresses": ["10.0.0.0/28"]}
    plan = {
        **SMALL,
        "kubernetes": "1.26",
        "picks": [{"product": "kubernetes", "options": options}],
        "groups": [*SMALL["groups"], hosts],
    }
    webhook = "kubernetes/cloud-controller-manager-webhook"  # since 1.27
    found = ask("diff_plans", before=plan, kubernetes="1.27")
    assert [rule.listeners for rule in found.opened] == [[webhook]]
    assert ask("diff_plans", before=plan, kubernetes="1.26").opened_count == 0


def test_a_dropped_packet_has_a_verdict_and_what_to_add():
    found = ask(
        "why_dropped", plan=SMALL, source="10.9.0.1", destination="10.0.1.5", packet="6000/tcp"
    )
    (packet,) = found.packets
    assert packet.line == 0
    assert packet.packet == "10.9.0.1 (admins) -> 10.0.1.5 (workers) TCP 6000"
    assert packet.remedies
    addition = packet.remedies[-1].addition
    assert json.dumps(addition) in packet.lines
    fixed = {**SMALL, "listeners": [*SMALL["listeners"], *addition["listeners"]]}
    assert ask("allows", plan=fixed, source="admins", destination="10.0.1.5",
               packet="6000/tcp").allowed  # fmt: skip


def test_packets_of_a_log_have_pages():
    lines = "\n".join(f"dial tcp 10.0.1.9:{port}: i/o timeout" for port in range(7000, 7025))
    first = ask("why_dropped", plan=SMALL, lines=lines)
    assert (first.count, first.pages, len(first.packets)) == (25, 3, 10)
    assert [each.line for each in ask("why_dropped", plan=SMALL, lines=lines, page=3).packets] == [
        21, 22, 23, 24, 25,
    ]  # fmt: skip


def test_a_file_is_that_of_the_command(capsys):
    assert main(["export", str(FILE), "--format", "csv", "--boundary"]) == 0
    told = capsys.readouterr().out
    found = ask("export_plan", plan=PLAN, format="csv", boundary=True)
    (file,) = found.files
    assert file.content.splitlines() == told.splitlines()
    assert file.name.endswith(".csv")


def test_what_a_format_cannot_say_is_told():
    found = ask("export_plan", plan=PLAN, format="tufin-csv")
    assert found.left_out_count >= len(found.left_out) > 0
    assert f"- left out: {found.left_out[0].rule}: {found.left_out[0].reason}" in found.text


def test_a_plan_that_is_wrong_is_told_key_by_key():
    wrong = {**SMALL, "colour": "blue", "groups": [{"name": "a", "roles": ["worker", 1]}]}
    found = ask("validate_plan", plan=wrong)
    assert not found.valid
    assert [(each.place, each.reason) for each in found.problems] == [
        ("colour", "is not a known key"),
        ("groups[a].roles[1]", found.problems[1].reason),
    ]
    assert "must be 'control-plane', 'worker'" in found.problems[1].reason
    assert found.text.splitlines()[1] == "- colour: is not a known key"
    unknown = ask("validate_plan", plan={**SMALL, "picks": [{"product": "nosuch"}]})
    assert (unknown.valid, unknown.problems) == (False, [])
    assert "nosuch" in unknown.text


def test_an_example_is_a_valid_plan():
    for example in ask("plan_format").examples:
        plan = ask("plan_format", example=example).example
        assert ask("validate_plan", plan=plan).valid, example


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("what_uses_port", {"ports": "65536"}, "ports: '65536' is not a port"),
        ("what_uses_port", {"ports": "80", "page": 0}, "page: Input should be greater"),
        ("search", {}, "query: is missing: say what you look for"),
        ("search", {"product": ["nosuch"]}, "product: the catalogue has no product 'nosuch'"),
        ("product", {"product": "nosuch"}, "product: the catalogue has no product 'nosuch': list"),
        ("plan_format", {"example": "x"}, "example: must be one of kubeadm-calico"),
        ("plan_rules", {"plan": "/etc/passwd"}, "plan: is no plan document: give its contents"),
        ("plan_rules", {"plan": "a: &a [*a]"}, "plan: "),
        ("plan_rules", {"plan": SMALL, "boundry": True}, "boundry: is not a known key"),
        ("allows", {"plan": SMALL, "source": "x", "destination": "admins", "packet": "1/tcp"},
         "'x' is no address, and no group or place of the plan: admins, workers"),
        ("allows", {"plan": SMALL, "source": "x", "destination": "admins", "packet": "1/xyz"},
         "'xyz' is not a protocol"),
        ("why_dropped", {"plan": SMALL}, "lines: give either lines, or source"),
        ("why_dropped", {"plan": SMALL, "lines": "x", "source": "10.0.0.1"}, "lines: give either"),
        ("why_dropped",
         {"plan": SMALL, "source": "workers", "destination": "10.0.0.1", "packet": "1/tcp"},
         "source: 'workers' is no address; `allows` takes names"),
        ("diff_plans", {"before": SMALL}, "after: give either `after` or `kubernetes`"),
        ("diff_plans", {"before": SMALL, "kubernetes": "9.9"}, "kubernetes: no Kubernetes '9.9'"),
        ("diff_plans", {"before": SMALL, "after": "x: 1"}, "after: "),
        ("export_plan", {"plan": SMALL, "format": "nosuch"}, "format: no format 'nosuch': there"),
        ("export_plan", {"plan": SMALL, "format": "xlsx"}, "format: xlsx is no text: `portsref"),
        ("export_plan", {"plan": SMALL, "format": "nftables", "expand": True},
         "expand: nftables has no rows to expand"),
        ("export_plan", {"plan": PLAN, "format": "html"}, "plan: makes more than 100 kB of files"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_place_and_remedy(name, arguments, says):
    assert says in refusal(name, **arguments)


def test_a_very_large_plan_is_refused_or_told_in_part():
    assert "256 KiB" in refusal("plan_rules", plan={**SMALL, "title": "x" * 300_000})
    addresses = [f"10.1.{n}.1" for n in range(100)]
    many = {**SMALL, "groups": [
        {"name": f"g{n}", "roles": ["worker", "bastion"], "addresses": addresses}
        for n in range(40)
    ]}  # fmt: skip
    found = ask("plan_rules", plan=many)
    assert found.count == 1600
    assert len(found.rules) == MOST_LISTED
    assert found.rules[0].source.further == 80
    assert "and 80 more" in found.text
    assert len(found.text) < 100_000
    everybody = {**SMALL, "groups": [
        {"name": f"g{n}", "roles": ["worker", "bastion"], "addresses": [f"10.1.{n}.1"]}
        for n in range(200)
    ]}  # fmt: skip
    assert "plan: groups: make more than 20,000 flows" in refusal("plan_rules", plan=everybody)


@pytest.mark.parametrize("too_many", [0, 1])
def test_an_answer_that_nobody_would_read_is_refused(too_many):
    class Long(Answer):
        @property
        def text(self):
            return "x" * (LARGEST_ANSWER + too_many)

    tool = replace(find_tool("list_formats"), run=lambda _: Long(catalogue=""))
    if too_many:
        with pytest.raises(RefusedError, match="more than 300,000 characters: ask for less"):
            answer(tool, {})
    else:
        assert len(answer(tool, {}).text) == LARGEST_ANSWER


def test_every_tool_says_what_it_is_for():
    assert len({tool.name for tool in TOOLS}) == len(TOOLS)
    for tool in TOOLS:
        assert tool.description.endswith(".")
        assert tool.name in (Path(__file__).parents[3] / "docs" / "mcp.md").read_text()
