"""The request for what is missing opens what is closed, and no more."""

from portsref.exporters.registry import find_exporter
from portsref.verification.rules.checking import check_rules
from portsref.verification.rules.missing import missing_request
from tests.verification.rules.printed import written
from tests.verification.rules.reading import CATALOGUE, check, rules_of, rules_of_plan

RULES = rules_of(("web", "TCP", "80,443"), ("dns", "UDP", "53"))


def requested(*lines):
    """The rules of the request that a host with these lines needs."""
    text = "\n".join(["*filter", ":INPUT DROP [0:0]", *lines])
    found = check(text, RULES)
    return [
        f"{rule.source.text} {rule.protocol} {rule.ports}"
        for rule in missing_request(found.missing, RULES).rules
    ]


def test_what_is_closed_is_requested_whole():
    assert requested("-A INPUT -p udp -j ACCEPT") == ["10.9.0.0/24 TCP 80,443"]


def test_of_what_is_open_in_part_the_rest_is_requested():
    lines = ["-A INPUT -p udp -j ACCEPT", "-A INPUT -s 10.9.0.0/25 -p tcp --dport 80 -j ACCEPT"]
    assert requested(*lines) == ["10.9.0.128/25 TCP 80,443", "10.9.0.0/25 TCP 443"]


def test_nothing_is_requested_where_it_cannot_be_told():
    assert requested("-A INPUT -i eth0 -j ACCEPT") == []


def test_a_request_opens_the_rest_of_what_was_closed():
    rules = rules_of_plan("kubeadm-ha-calico")
    files, _ = written("aws-cloudformation", rules)
    [text] = [one for one in files if "workers" in one.name]
    with_less = text.text.replace(
        '"FromPort": 10250, "ToPort": 10250', '"FromPort": 1, "ToPort": 1'
    )
    assert with_less != text.text
    found = check(with_less, rules, "workers")
    names = {
        rule.name
        for rule, one in zip(rules.all_rules, found.rules, strict=True)
        if one.state.name == "closed"
    }
    request = missing_request(found.missing, rules)
    assert {rule.name for rule in request.rules} == names
    [more] = find_exporter("aws-cloudformation").export(request).files
    both = [text, type(text)("workers.json", more.content.decode())]
    again = check_rules(both, rules, CATALOGUE, group="workers")
    assert again.missing == ()
