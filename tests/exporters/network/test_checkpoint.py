"""mgmt_cli for Check Point: a shell runs each file, and what it asks for means what rules mean."""

import re

import pytest

from portsref.exporters.left_out import LeftOut
from portsref.exporters.network.checkpoint import EXPORTER
from portsref.exporters.network.ends import NO_ADDRESSES, ON_ONE_LINK
from portsref.exporters.network.objects import ONE_FAMILY_OF_ANY, PORT_ZERO
from portsref.planning.rules import ANYWHERE, Endpoint
from portsref.ports import PortSet
from tests.exporters.judges import judge
from tests.exporters.network.meaning import (
    by_family,
    every_sample,
    meanings,
    parts_of,
    said_rules,
    sample_rules,
    shell,
    text_of,
    with_settings,
)
from tests.exporters.rule_sets import group, rule, rule_set

# Takes the place of the program: writes down each call, and finds nothing that is there already.
WITHOUT_SERVER = r"""
exec 3>calls
mgmt_cli() {
    printf '%s\0' "$@" >&3
    printf '\n\0' >&3
    case "$1 $2" in ANSWER) return 1 ;; esac
}
"""
NUMBERS = {"service-tcp": 6, "service-udp": 17, "service-sctp": 132}
NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,89}"


@pytest.fixture
def run(tmp_path):
    """The calls that a file makes, each as a list of its arguments, and what it said."""

    def calls(text, verb="", refused="show*"):
        (tmp_path / "FILE").write_text(text)
        said = shell(
            f"{WITHOUT_SERVER.replace('ANSWER', refused)}\nset -- {verb}\n. ./FILE 2>&1", tmp_path
        )
        found = (tmp_path / "calls").read_bytes().decode().split("\n\0")
        return [call.split("\0")[:-1] for call in found[:-1]], said

    return calls


def fields_of(call):
    """Pairs of a call's arguments, lists together; no field is there twice."""
    assert len(call) % 2 == 0
    fields = {}
    for key, value in zip(call[::2], call[1::2], strict=True):
        field, _, number = key.partition(".")
        if number.isdecimal():
            fields.setdefault(field, []).append(value)
            assert len(fields[field]) == int(number)
        else:
            assert key not in fields
            fields[key] = value
    return fields


def added(calls):
    """Kind, name and fields of all that is to be added; any other call is an error."""
    for verb, kind, *rest in calls:
        if (verb, kind) in (("show", "access-section"), ("show", "access-rule")):
            continue
        assert verb == "add"
        assert rest[-4:] == ["-s", rest[-3], "--format", "json"]
        fields = fields_of(rest[:-4])
        assert "\n" not in fields.get("comments", "")
        assert len(fields.get("comments", "")) < 300
        assert kind.startswith("access-") or fields["set-if-exists"] == "true"
        yield kind, fields["name"], fields


def address_of(kind, fields):
    match kind:
        case "host":
            return parts_of(fields["ip-address"])
        case "network":
            return parts_of(f"{fields['subnet']}/{fields['mask-length']}")
        case "address-range":
            return parts_of(f"{fields['ip-address-first']}-{fields['ip-address-last']}")


def service_of(kind, fields, known):
    match kind:
        case "service-other":
            return int(fields["ip-protocol"]), PortSet()
        case "service-group":
            [number] = {known[member][0] for member in fields["members"]}
            ports = [part for each in fields["members"] for part in known[each][1].ranges]
            return number, PortSet.of(ports)
        case _:
            return NUMBERS[kind], PortSet.parse(fields["port"])


def read(calls):
    """What the rules that were asked for mean; a name that nobody asked for is an error."""
    addresses, services, groups, taken = {}, {}, {"Any": ()}, set()
    for kind, name, fields in added(calls):
        if kind.startswith("service-"):
            services[name] = service_of(kind, fields, services)
        elif kind == "group":
            groups[name] = [addresses[member] for member in fields["members"]]
        elif kind == "access-section":
            assert (fields["layer"], fields["position"]) == ("Network", "top")
        elif kind == "access-rule":
            assert re.fullmatch(NAME, name)
            assert name not in taken
            taken.add(name)
            assert fields["action"] == "Accept"
            named = (fields[side] for side in ("source", "destination"))
            listed = ([each] if isinstance(each, str) else each for each in named)
            ends = ([part for each in names for part in groups[each]] for names in listed)
            yield *services[fields["service"]], by_family(*ends)
        else:
            addresses[name] = address_of(kind, fields)


def test_what_a_file_asks_for_is_what_the_rules_mean(catalogue_rule_sets, run):
    for rules in every_sample(catalogue_rule_sets):
        [login, *calls, publish, logout], said = run(text_of(EXPORTER, rules))
        assert said == ""
        assert (login, publish[0], logout[0]) == (["login", "-r", "true"], "publish", "logout")
        assert list(read(calls)) == list(meanings(said_rules(EXPORTER, rules)))


def test_a_shell_accepts_every_file(catalogue_rule_sets):
    for rules in every_sample(catalogue_rule_sets):
        assert judge("sh", "-n", content=text_of(EXPORTER, rules).encode()) == ""
    assert judge("sh", "-n", content=b"rules() {\n    rule 'a\n}\n") != ""


def test_objects_come_before_what_names_them_and_are_removed_after(run):
    text = text_of(EXPORTER, rule_set(*sample_rules()))
    made = [call[1:4] for call in run(text)[0] if call[0] == "add"]
    removed = [call[1:4] for call in run(text, "remove")[0] if call[0] == "delete"]
    assert sorted(made) == sorted(removed)
    kinds = list(dict.fromkeys(kind for kind, *_ in removed))
    assert kinds.index("access-rule") == 0
    assert kinds.index("group") < min(map(kinds.index, ("host", "network", "address-range")))
    assert kinds.index("service-group") < min(map(kinds.index, ("service-tcp", "service-udp")))


def test_the_layer_is_that_of_the_plans_settings(run):
    layer = "It's $(a) layer"
    calls, _ = run(text_of(EXPORTER, with_settings(EXPORTER, {"layer": layer})))
    assert {call[call.index("layer") + 1] for call in calls if "layer" in call} == {layer}


def test_a_rule_that_is_there_is_set_anew(run):
    text = text_of(EXPORTER, rule_set(rule()))
    calls, _ = run(text, refused="nothing")
    assert [call[:2] for call in calls][-5:-2] == [
        ["show", "access-section"],
        ["show", "access-rule"],
        ["set", "access-rule"],
    ]


def test_nothing_is_published_after_a_refusal(tmp_path, run):
    text = text_of(EXPORTER, rule_set(rule()))
    with pytest.raises(Exception, match="exit status 1"):
        run(text, refused="show*|'add group'")
    calls = (tmp_path / "calls").read_text()
    assert "\ndiscard" in calls.replace("\0", "\n")
    assert "publish" not in calls
    assert "access-rule" not in calls


def test_what_cannot_be_said_is_left_out():
    rules = (
        rule("name", destination=Endpoint("registry", "outside")),
        rule("vrrp", destination=group("b", "224.0.0.18"), ports="", protocol="VRRP"),
        rule("zero", ports="0-9"),
        rule("all", ANYWHERE, ANYWHERE, "", protocol="ICMP"),
    )
    assert EXPORTER.export(rule_set(*rules)).left_out == (
        LeftOut(rules[0], NO_ADDRESSES),
        LeftOut(rules[1], ON_ONE_LINK),
        LeftOut(rules[2], PORT_ZERO),
        LeftOut(rules[3], ONE_FAMILY_OF_ANY),
    )


def test_a_file_is_short_and_readable():
    nodes = group("Nodes", "10.0.1.0/24", "10.0.2.1-10.0.2.9")
    text = text_of(EXPORTER, rule_set(rule("nodes-to-api", nodes, ports="443,6443")))
    begin, end = text.index("section="), text.index('\nif [ "$verb" = remove ]; then\n    rules')
    assert (
        text[begin:end]
        == """\
section='example-e704: Example plan'
layer='Network'
addresses() {
    :
    object network example-e704-10.0.1.0_24 subnet 10.0.1.0 mask-length 24
    object address-range example-e704-10.0.2.1_10.0.2.9 \
ip-address-first 10.0.2.1 ip-address-last 10.0.2.9
    object host example-e704-10.0.0.1 ip-address 10.0.0.1
}
services() {
    :
    service tcp example-e704-tcp-443 port 443
    service tcp example-e704-tcp-6443 port 6443
}
groups() {
    :
    object group example-e704-nodes-v4 comments 'example-e704: Nodes' \
members.1 example-e704-10.0.1.0_24 members.2 example-e704-10.0.2.1_10.0.2.9
    object group example-e704-control-plane-v4 comments 'example-e704: control-plane' \
members.1 example-e704-10.0.0.1
    object service-group example-e704-tcp-443_6443 \
members.1 example-e704-tcp-443 members.2 example-e704-tcp-6443
}
rules() {
    :
    rule example-e704-nodes-to-api source.1 example-e704-nodes-v4 \
destination.1 example-e704-control-plane-v4 service example-e704-tcp-443_6443 \
action Accept track.type Log comments 'example-e704: Example API. (example/api)'
}
"""
    )
