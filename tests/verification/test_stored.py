"""A check that is kept says the same when it is read back, of the rules that are as they were."""

import json
from dataclasses import replace

import pytest

from portsref.importers.cutting import File
from portsref.planning.stored import UnknownFormError
from portsref.ports import PortSet
from portsref.verification.adding import add_up
from portsref.verification.base import Options
from portsref.verification.kinds import find_kind
from portsref.verification.rules.missing import missing_request
from portsref.verification.stored import IS_OTHER_NOW, check_from, stored_check
from tests.verification.rules.reading import CATALOGUE, rules_of, rules_of_plan, sample

RULES_OF_FIREWALLS = find_kind("rules")
WEB = rules_of(("web", "TCP", "80,443"), ("dns", "UDP", "53"))


def checked(text, rules=WEB, name="paste", group=""):
    files = [File(name, text)]
    return RULES_OF_FIREWALLS.check(files, rules, CATALOGUE, Options(group=group))


def filter_of(*lines):
    return "\n".join(["*filter", ":INPUT DROP [0:0]", *lines])


def kept(check, rules=WEB):
    """Through JSON, as a database has it."""
    return json.loads(json.dumps(stored_check(check, rules)))


@pytest.mark.parametrize(
    ("plan", "name"),
    [
        ("k3s-single", "iptables-save-k3s.txt"),
        ("k3s-single", "ufw-status-verbose.txt"),
        ("kubeadm-ha-calico", "aws-security-groups.json"),
    ],
)
def test_what_was_said_is_read_back_whole(plan, name):
    rules = rules_of_plan(plan)
    found = checked(sample(name), rules)
    again = check_from(kept(found, rules), RULES_OF_FIREWALLS, rules)
    assert [replace_messages(one) for one in again.rules] == [
        replace_messages(one) for one in found.rules
    ]
    assert sorted(map(replace_messages, again.beside), key=str) == sorted(
        map(replace_messages, found.beside), key=str
    )
    assert again.missing == found.missing
    assert again.figures == found.figures
    assert list(map(str, (one.reason for one in again.unread))) == [
        str(one.reason) for one in found.unread
    ]


def replace_messages(one):
    """Messages compare by their words, whose parameters may be values of many kinds."""
    return (one.state, tuple(map(str, one.details)), getattr(one, "places", str(one)))


def test_the_parts_that_are_missing_are_read_back():
    found = checked(filter_of("-A INPUT -s 10.9.0.0/25 -p tcp --dport 80 -j ACCEPT"))
    again = check_from(kept(found), RULES_OF_FIREWALLS, WEB)
    assert again.missing == found.missing
    assert missing_request(again.missing, WEB).rules == missing_request(found.missing, WEB).rules
    assert len(again.missing) == 3


def test_a_rule_that_is_another_now_is_not_told():
    found = checked(filter_of("-A INPUT -p tcp --dport 80 -j ACCEPT", "-A INPUT -p udp -j ACCEPT"))
    now = replace(WEB, rules=(replace(WEB.rules[0], ports=PortSet.parse("80")), WEB.rules[1]))
    again = check_from(kept(found), RULES_OF_FIREWALLS, now)
    first, second = again.rules
    assert (first.state.name, list(map(str, first.details))) == ("unknown", [IS_OTHER_NOW])
    assert second.state.name == "open"
    assert again.missing == ()
    assert again.figures == {}


def test_a_rule_that_was_not_there_is_not_told():
    more = rules_of(("web", "TCP", "80,443"), ("dns", "UDP", "53"), ("ssh", "TCP", "22"))
    again = check_from(kept(checked(filter_of())), RULES_OF_FIREWALLS, more)
    names = [rule.name.rpartition("-")[-1] for rule in more.rules]
    told = dict(zip(names, (one.state.name for one in again.rules), strict=True))
    assert told == {"web": "closed", "dns": "closed", "ssh": "unknown"}


def test_another_form_is_refused():
    with pytest.raises(UnknownFormError):
        check_from(kept(checked("")) | {"form": 2}, RULES_OF_FIREWALLS, WEB)


def test_a_state_that_is_no_more_is_one_of_which_nothing_is_known():
    data = kept(checked(filter_of()))
    data["rules"][0]["state"] = "ajar"
    found = check_from(data, RULES_OF_FIREWALLS, WEB)
    assert (found.rules[0].state.label, found.rules[0].state.tone) == ("ajar", "unknown")


def test_of_very_much_beside_the_worst_is_kept():
    lines = [f"-A INPUT -p tcp --dport {port} -j ACCEPT" for port in range(1000, 1700)]
    lines.append("-A INPUT -p tcp --dport 53 -j ACCEPT")
    again = check_from(kept(checked(filter_of(*lines))), RULES_OF_FIREWALLS, WEB)
    assert len(again.beside) == 500
    assert again.beside[0].state.name == "wrong-protocol"


def test_nothing_of_what_was_pasted_is_kept_but_what_was_said():
    secret = "hunter2secret"
    text = filter_of(
        f'-A INPUT -p tcp --dport 80 -m comment --comment "{secret}" -j ACCEPT',
        f"-A INPUT -m string --string {secret} --algo bm -j ACCEPT",
        f"{secret} is no rule",
    )
    assert secret not in json.dumps(stored_check(checked(text), WEB))


def test_checks_of_several_hosts_add_up():
    workers, hosts = "workers", rules_of_plan("kubeadm-ha-calico")
    one = checked("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n", hosts, group=workers)
    two = checked("*filter\n:INPUT ACCEPT [0:0]\n", hosts, "b", group="control-plane")
    both = add_up([one, two], hosts)
    by_state = {
        (rule.destination.name, found.state.name)
        for rule, found in zip(hosts.all_rules, both.rules, strict=True)
        if rule.destination.kind == "group"
    }
    assert {(workers, "open"), ("control-plane", "open")} <= by_state
    assert both.figures["open"] == one.figures["open"] + two.figures["open"]


def test_of_two_hosts_that_differ_the_worse_counts():
    opened = checked(filter_of("-A INPUT -p tcp -j ACCEPT"), name="a")
    closed = checked(filter_of(), name="b")
    both = add_up([opened, closed], WEB)
    assert [one.state.name for one in both.rules] == ["closed", "closed"]
    assert both.missing == closed.missing


def test_what_says_nothing_counts_for_nothing():
    silent = checked("no print of any tool")
    closed = checked(filter_of())
    assert add_up([silent, closed], WEB).rules == closed.rules
    assert add_up([closed], WEB) is closed
