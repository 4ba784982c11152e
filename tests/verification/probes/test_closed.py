"""What must stay closed: what is dialled of it, and what results say of it."""

import socket
import subprocess
from itertools import product as pairs
from pathlib import Path
from shutil import which

import pytest

from portsref.importers.cutting import File
from portsref.planning.document import document_from, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.packets import allows
from portsref.verification.base import Acceptance
from portsref.verification.probes import states
from portsref.verification.probes.checking import check_probes
from portsref.verification.probes.closed import closed_rules
from portsref.verification.probes.kit import kit_files
from portsref.verification.probes.record import acceptance_record
from portsref.verification.probes.targets import hosts_of
from tests.verification.probes.kits import RUN
from tests.verification.probes.written import Writer, check, listener, plan, signed

PLANS = sorted((Path(__file__).parents[2] / "plans").glob("*.yaml"))
STRANGERS = {"name": "strangers", "roles": ["external"], "addresses": ["10.0.2.1"]}


def groups(*more):
    return [*plan()["groups"], *more]


def rules(catalogue, *more, **keys):
    return plan_rules(document_from(plan(groups=groups(*more), **keys)), catalogue)


def names(rule_set):
    return [rule.name.removeprefix("closed-") for rule in closed_rules(rule_set).values()]


def test_at_ports_that_some_may_dial_all_others_are_kept_out(catalogue):
    # no port of the wide range, nor any over UDP
    assert names(rules(catalogue)) == ["targets-to-targets-tcp-6443"]
    assert names(rules(catalogue, STRANGERS)) == [
        "strangers-to-targets-tcp-6443",
        "targets-to-targets-tcp-6443",
    ]


def test_of_groups_that_may_have_the_same_hosts_one_may_what_the_other_may(catalogue):
    within = STRANGERS | {"addresses": ["10.0.0.2", "10.0.7.1"]}
    around = STRANGERS | {"addresses": ["10.0.0.0/24", "fd00::/64"]}
    for overlapping in (within, around):
        assert names(rules(catalogue, overlapping)) == ["targets-to-targets-tcp-6443"]
    same_target = STRANGERS | {"addresses": ["10.0.1.2"]}
    assert "strangers-to-targets-tcp-6443" in names(rules(catalogue, same_target))


def test_nothing_is_closed_to_anybody_where_anybody_may(catalogue):
    anybody = [listener("api", "TCP", "6443") | {"peers": ["any"]}]
    assert names(rules(catalogue, STRANGERS, listeners=anybody)) == []


def test_hosts_without_addresses_pods_and_a_host_alone_are_left_out(catalogue):
    unknown = {"name": "unknown", "roles": ["external"]}
    pods = {"name": "pods", "roles": ["pod"], "addresses": ["10.244.0.0/16"]}
    alone = [group | {"addresses": group["addresses"][0].split("-")[:1]} for group in groups()]
    data = plan(groups=[*alone, unknown, pods])
    assert names(plan_rules(document_from(data), catalogue)) == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_no_rule_of_a_plan_lets_pass_what_must_stay_closed(path, catalogue):
    rule_set = plan_rules(parse_document(path.read_text()), catalogue)
    closed = closed_rules(rule_set)
    assert closed == closed_rules(rule_set)
    assert len({rule.name for rule in closed.values()}) == len(closed)
    for rule in closed.values():
        (part,) = rule.ports.ranges
        ends = (hosts_of(end.addresses)[:3] for end in (rule.source, rule.destination))
        for source, target in pairs(*ends):
            assert allows(rule_set, source, target, "TCP", part.first) == ()


def kit_of(rule_set, **how):
    return {file.name: file.content.decode() for file in kit_files(rule_set, RUN, **how)}


def test_scripts_dial_it_only_where_that_is_asked_for(catalogue):
    rule_set = rules(catalogue, STRANGERS)
    usual, more = kit_of(rule_set), kit_of(rule_set, with_closed=True)
    assert not any("closed:" in text or "must stay" in text for text in usual.values())
    assert more.keys() - usual.keys() == {
        "dial-strangers.sh",
        "dial-targets.sh",
        "kubernetes-dial.yaml",
    }
    done = subprocess.run(
        [which("sh"), "-s", "--", "--dry-run"],
        input=more["dial-strangers.sh"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("closed-strangers-to-targets-tcp-6443: a TCP handshake from ")
    assert "dials as well what must stay closed" in more["dial-strangers.sh"]


def closed_writer(rule_set):
    """A writer of results, whose rules are those that must stay closed, by their names."""
    writer = Writer(rule_set)
    writer.rules = {rule.name: (rule, id_) for id_, rule in closed_rules(rule_set).items()}
    return writer


NAME = "closed-strangers-to-targets-tcp-6443"


@pytest.mark.parametrize(
    ("said", "state", "is_bad"),
    [
        (["timeout", "open"], states.NOT_CLOSED, True),
        (["open-listener"], states.NOT_CLOSED, True),
        (["timeout", "refused"], states.NOT_FILTERED, False),
        (["timeout", "unreachable"], states.CLOSED, False),
    ],
)
def test_what_must_stay_closed_is_as_the_worst_that_was_found_of_it(catalogue, said, state, is_bad):
    rule_set = rules(catalogue, STRANGERS)
    writer = closed_writer(rule_set)
    rows = [
        writer.row(NAME, one, "10.0.2.1", f"10.0.1.{number}") for number, one in enumerate(said, 1)
    ]
    found = check(rule_set, signed(rows))
    (_run, one) = found.beside
    assert (one.state, found.is_bad, found.figures[state.name]) == (state, is_bad, 1)
    assert str(one.what) == "TCP 6443 from “strangers” to “targets”"
    named = [] if state is states.CLOSED else [f"10.0.2.1 → 10.0.1.{len(said)}:6443"]
    assert list(map(str, one.details)) == named
    assert {each.state for each in found.rules} <= {states.NOT_TRIED, states.NOT_TESTABLE}


def test_what_was_not_dialled_or_from_elsewhere_says_nothing_of_it(catalogue):
    rule_set = rules(catalogue, STRANGERS)
    writer = closed_writer(rule_set)
    skipped = writer.row(NAME, "skipped", "-", "-", port="-")
    elsewhere = writer.row(NAME, "open", "10.0.9.9")
    found = check(rule_set, signed([skipped, elsewhere]))
    assert [one.state for one in found.beside] == [states.RUN, states.ELSEWHERE]


def test_once_a_plan_has_a_rule_for_it_results_are_of_no_rule(catalogue):
    before = rules(catalogue, STRANGERS)
    after = rules(catalogue, STRANGERS | {"roles": ["client"]})
    found = check(after, signed([closed_writer(before).row(NAME, "open", "10.0.2.1")]))
    assert [one.state for one in found.beside] == [states.RUN, states.NO_RULE]
    assert not found.is_bad


def test_what_a_script_gets_through_is_found_open(catalogue):
    with socket.create_server(("127.0.0.3", 0)) as server:
        port = str(server.getsockname()[1])
        here = [
            {"name": "friends", "roles": ["client"], "addresses": ["127.0.0.9"]},
            {"name": "targets", "roles": ["storage"], "addresses": ["127.0.0.3"]},
            STRANGERS | {"addresses": ["127.0.0.1"]},
        ]
        data = plan(groups=here, listeners=[listener("api", "TCP", port)])
        rule_set = plan_rules(document_from(data), catalogue)
        script = kit_of(rule_set, with_closed=True)["dial-strangers.sh"]
        done = subprocess.run(
            [which("sh"), "-s"], input=script, capture_output=True, text=True, check=True
        )
    found = check_probes([File("f", done.stdout)], rule_set, key_of=lambda _run: RUN.key)
    first = found.beside[1]
    assert first.state == states.NOT_CLOSED
    assert str(first.what) == f"TCP {port} from “strangers” to “targets”"


def test_the_record_of_an_acceptance_has_it(catalogue):
    rule_set = rules(catalogue, STRANGERS)
    found = check(rule_set, signed([closed_writer(rule_set).row(NAME, "open", "10.0.2.1")]))
    record = acceptance_record(Acceptance(found, rule_set, None, "2026-12-01"))
    assert (
        "## What must stay closed\n\n- TCP 6443 from “strangers” to “targets”; open though"
        in record
    )
