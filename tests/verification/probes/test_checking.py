"""What results mean for the rules of a plan."""

import json
from hashlib import sha256

import pytest

from portsref.verification.base import Acceptance
from portsref.verification.check_data import check_data
from portsref.verification.probes import states
from portsref.verification.probes.checking import sum_up
from portsref.verification.probes.record import acceptance_record
from tests.verification.probes.written import Writer, check, plan, rules, signed, state_of


@pytest.fixture(scope="module")
def rule_set(catalogue):
    return rules(catalogue)


@pytest.fixture(scope="module")
def writer(rule_set):
    return Writer(rule_set)


def hosts(count, first=1):
    return [f"10.0.1.{number}" for number in range(first, first + count)]


def test_mixed_pairs_are_spelt_out(rule_set, writer):
    rows = [writer.row("api", "open", target=host) for host in hosts(6)]
    rows += [writer.row("api", "timeout", target=host) for host in hosts(3, 7)]
    found = check(rule_set, signed(rows))
    state, details = state_of(found, rule_set, "api")
    assert state == "mixed"
    assert details[0] == ("3 of 9 hosts that are dialled time out: 10.0.1.7, 10.0.1.8, 10.0.1.9")
    assert found.is_bad
    [missing] = found.missing
    assert missing.destination.text == "10.0.1.7-10.0.1.9"
    assert [one.places[0].line for one in found.rules if one.places] == [9]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"source": "10.0.0.2"}, "1 of 2 hosts that dial time out: 10.0.0.2"),
        ({"target": "10.0.1.2"}, "1 of 2 hosts that are dialled time out: 10.0.1.2"),
    ],
    ids=["source", "target"],
)
def test_the_side_that_differs_is_named(rule_set, writer, bad, said):
    rows = [writer.row("api", "open"), writer.row("api", "timeout", **bad)]
    assert state_of(check(rule_set, signed(rows)), rule_set, "api")[1][0] == said


def test_what_a_script_says_nothing_of_is_not_told(rule_set, writer):
    for detail in ("-", ""):
        found = check(rule_set, signed([writer.row("api", "open-listener", detail=detail)]))
        assert not [said for said in state_of(found, rule_set, "api")[1] if "script" in said]


def test_a_port_that_differs_is_named(rule_set, writer):
    rows = [writer.row("range", "open"), writer.row("range", "timeout", port=32767)]
    state, details = state_of(check(rule_set, signed(rows)), rule_set, "range")
    assert (state, details[0]) == ("mixed", "1 of 2 ports time out: 32767")


def test_pairs_are_named_where_neither_side_tells(rule_set, writer):
    rows = [writer.row("api", "open", "10.0.0.1", "10.0.1.1"),
            writer.row("api", "unreachable", "10.0.0.1", "10.0.1.2"),
            writer.row("api", "open", "10.0.0.2", "10.0.1.2")]  # fmt: skip
    state, details = state_of(check(rule_set, signed(rows)), rule_set, "api")
    assert state == "mixed"
    assert details[0] == "1 of 3 connections cannot be reached: 10.0.0.1 → 10.0.1.2:6443"


@pytest.mark.parametrize(
    ("states", "expected", "is_bad"),
    [
        (["open"], "open", False),
        (["open-listener", "open"], "open", False),
        (["open-listener"], "open-listener", False),
        (["refused", "open"], "refused", False),
        (["timeout", "timeout"], "timeout", True),
        (["timeout", "unreachable"], "timeout", True),
        (["timeout", "refused"], "timeout", True),
        (["timeout", "open"], "mixed", True),
        (["no-answer"], "no-answer", False),
        (["error"], "error", False),
        (["not-testable", "open"], "open", False),
        (["skipped"], "skipped", False),
    ],
    ids=str,
)
def test_the_worst_pair_decides(rule_set, writer, states, expected, is_bad):
    rows = [
        writer.row("api", state, target=f"10.0.1.{number}")
        for number, state in enumerate(states, 1)
    ]
    found = check(rule_set, signed(rows))
    assert state_of(found, rule_set, "api")[0] == expected
    assert found.is_bad is is_bad


def test_a_later_run_takes_the_place_of_an_earlier_one(rule_set, writer):
    early = signed([writer.row("api", "timeout")])
    late = signed([writer.row("api", "open", time="2026-12-02T10:00:00Z")])
    for texts in ([early, late], [late, early]):
        assert state_of(check(rule_set, *texts), rule_set, "api")[0] == "open"


def test_runs_of_several_hosts_are_taken_together(rule_set, writer):
    texts = [signed([writer.row("api", "open", f"10.0.0.{number}")]) for number in (1, 2, 3)]
    found = check(rule_set, *texts)
    assert found.figures["pairs"] == 3
    assert found.figures["proven"] == 1


def test_without_results_it_is_told_what_could_be_tried(rule_set):
    found = check(rule_set)
    assert state_of(found, rule_set, "api") == ("unknown", [])
    assert state_of(found, rule_set, "ping")[0] == "not-testable"
    assert found.figures["testable"] == 3
    assert str(sum_up(found)) == "0 of 3 rules that can be tried are proven (0%)"


def test_a_rule_that_is_the_same_is_not_stale_in_a_later_revision(catalogue, rule_set):
    earlier = Writer(rule_set, revision=6)
    later = rules(catalogue, title="A plan with blanks", kubernetes="1.34")
    found = check(later, signed([earlier.row("api", "open")]), revision=7)
    state, details = state_of(found, later, "api")
    assert state == "open"
    assert details[-1] == "dialled for revision 6, in which the rule was the same"


def test_a_rule_that_changed_is_stale(catalogue, rule_set):
    document = plan()
    document["listeners"][0]["ports"] = "6444"
    changed = rules(catalogue, listeners=document["listeners"])
    found = check(changed, signed([Writer(rule_set, revision=6).row("api", "open")]), revision=7)
    assert state_of(found, changed, "api") == (
        "stale", ["when the rule was another: a connection was made"],
    )  # fmt: skip
    assert found.figures["proven"] == 0


def test_a_bare_number_of_another_revision_is_stale_and_the_same_is_not(rule_set, writer):
    text = signed([writer.row("api", "open", revision=6)])
    assert state_of(check(rule_set, text, revision=7), rule_set, "api")[0] == "stale"
    assert state_of(check(rule_set, text, revision=6), rule_set, "api")[0] == "open"
    assert state_of(check(rule_set, text), rule_set, "api")[0] == "open"


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"source": "10.9.9.9"}, "10.9.9.9 is no host of “those who dial”"),
        ({"target": "10.9.9.9"}, "10.9.9.9 is no host of “targets”"),
        ({"port": 6444}, "the rule has other ports by now"),
    ],
    ids=["source", "target", "port"],
)
def test_what_was_dialled_elsewhere_does_not_count(rule_set, writer, more, what):
    found = check(rule_set, signed([writer.row("api", "open", **more)]))
    assert state_of(found, rule_set, "api")[0] == "unknown"
    assert [str(one.what) for one in found.beside if one.state != states.RUN] == [what]


def test_results_of_another_plan_are_told(rule_set, writer):
    found = check(rule_set, signed([writer.row("api", "open", rule="f" * 24, plan="other")]))
    assert [str(one.what) for one in found.beside if one.state != states.RUN] == [
        "from “those who dial” to “targets”"
    ]
    assert [str(one.reason) for one in found.doubts] == ["these are results of the plan “other”"]


def test_signatures_are_told(rule_set, writer):
    text = signed([writer.row("api", "open")])
    assert not check(rule_set, text).doubts
    for changed, reason in (
        (text.replace("\topen\t", "\trefused\t"), "cut or edited"),
        (text.split("#hmac")[0], "are cut"),
        (signed([writer.row("api", "open")], run="ffffffff"), "nobody here has the key"),
    ):
        [doubt] = check(rule_set, changed).doubts
        assert reason in str(doubt.reason)


def test_what_was_not_dialled_of_a_rule_is_told_and_not_proven(rule_set, writer):
    found = check(rule_set, signed([writer.row("range", "open")]))
    state, details = state_of(found, rule_set, "range")
    assert state == "open"
    assert "of the ports 30000-32767 only 30000 were dialled" in details
    assert found.figures["proven"] == 0


def test_a_family_that_was_not_dialled_is_told(catalogue):
    groups = plan()["groups"]
    groups[0]["addresses"] += ["2001:db8::1"]
    groups[1]["addresses"] += ["2001:db8:1::1"]
    both = rules(catalogue, groups=groups)
    writer = Writer(both)
    found = check(both, signed([writer.row("api", "open")]))
    assert "nothing was dialled over IPv6" in state_of(found, both, "api")[1]
    more = writer.row("api", "open", "2001:db8::1", "2001:db8:1::1")
    found = check(both, signed([writer.row("api", "open"), more]))
    assert found.figures["proven"] == 1


def test_a_tunnel_that_loses_full_frames_is_explained(rule_set, writer):
    found = check(rule_set, signed([writer.row("tunnel", "timeout", detail="path-mtu-1400")]))
    _, details = state_of(found, rule_set, "tunnel")
    assert "only small frames get through: the path takes at most 1400 bytes" in details


def test_it_is_data(rule_set, writer):
    found = check(rule_set, signed([writer.row("api", "timeout")]))
    data = json.loads(json.dumps(check_data(found, rule_set)))
    assert "timeout" in [one["state"] for one in data["rules"]]
    assert data["figures"]["testable"] == 3


def test_much_work_is_bounded_and_told(rule_set, writer):
    rows = [writer.row("api", "open")] * 100
    found = check(rule_set, signed(rows), most_work=50)
    assert any("more results" in str(doubt.reason) for doubt in found.doubts)


def test_the_record_has_who_what_and_a_checksum(rule_set, writer):
    text = signed([writer.row("api", "open"), writer.row("tunnel", "timeout")])
    found = check(rule_set, text)
    record = acceptance_record(
        Acceptance(found, rule_set, 7, when="2026-12-01T11:00:00Z", who="<b>N. N.</b> | x")
    )
    assert "- Revision: 7\n" in record
    assert "&lt;b&gt;N. N.&lt;/b&gt; &#124; x, 2026-12-01T11:00:00Z" in record
    assert "1 of 3 rules that can be tried are proven (33%)" in record
    assert (
        "- n1: 2 results, 2026-12-01T10:00:00Z to 2026-12-01T10:00:00Z; signature: right; SHA-256"
        in record
    )
    assert "| no answer in time | those who dial (10.0.0.1-10.0.0.3) | targets" in record
    assert "Something drops the packets" in record
    body, _, digest = record.rpartition("\nSHA-256 of all above this line: ")
    assert sha256(body.encode()).hexdigest() == digest.strip()
