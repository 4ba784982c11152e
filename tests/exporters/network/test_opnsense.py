"""OPNsense: a shell runs each script, and what it would import means what the rules mean."""

import csv
import io
import json
import re

import pytest

from portsref.exporters.left_out import LeftOut
from portsref.exporters.network.ends import NO_ADDRESSES, ON_ONE_LINK
from portsref.exporters.network.objects import PORT_ZERO
from portsref.exporters.network.opnsense import EXPORTER, NO_SCTP
from portsref.planning.rules import Endpoint
from portsref.ports import PortSet
from tests.exporters.judges import judge
from tests.exporters.network.meaning import (
    every_sample,
    meanings,
    of_family,
    parts_of,
    said_rules,
    sample_rules,
    shell,
    text_of,
)
from tests.exporters.rule_sets import group, rule, rule_set

# The device's own checks: AliasNameField, DescriptionField, importRecordSet, Filter.
ALIAS = r"(?:[a-zA-Z]|(?:[_a-zA-Z][a-zA-Z0-9]|[a-zA-Z][_a-zA-Z0-9])[_a-zA-Z0-9]{0,29})"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
NUMBERS = {
    "TCP": 6, "UDP": 17, "ICMP": 1, "IPV6-ICMP": 58, "ESP": 50, "AH": 51, "GRE": 47,
    "IPENCAP": 4, "IPV6": 41, "CARP": 112,
}  # fmt: skip
FAMILIES = {"inet": 4, "inet6": 6}
WITHOUT_DEVICE = r"""
exec 3>calls
curl() {
    printf '%s\n' "$*" | sed 's/^--config [^ ]* //' >&3
    case "$*" in *@-*) cat >&3 ;; esac
    printf '%s' 'ANSWER'
}
OPNSENSE_URL=https://192.0.2.1 OPNSENSE_KEY=key OPNSENSE_SECRET=secret
"""
ACCEPTED = '{"status":"ok","validations":[],"uuid":"c0ffee00-0000-4000-8000-000000000000"}'


@pytest.fixture
def run(tmp_path):
    """What a script prints for a word, and the calls that it makes."""

    def said(text, word, answer=ACCEPTED):
        (tmp_path / "FILE").write_text(text)
        script = f"{WITHOUT_DEVICE.replace('ANSWER', answer)}\nset -- {word}\n. ./FILE 2>&1"
        printed = shell(script, tmp_path)
        return printed, (tmp_path / "calls").read_text()

    return said


def aliases_of(text):
    """The aliases by name, each as the device would take it."""
    aliases = {}
    for uuid, alias in json.loads(text)["aliases"]["alias"].items():
        assert re.fullmatch(UUID, uuid)
        assert re.fullmatch(ALIAS, alias["name"])
        assert alias["name"] not in aliases
        assert re.fullmatch(".{1,255}", alias["description"].encode().decode("latin1"))
        content = alias["content"].split("\n")
        aliases[alias["name"]] = (
            [parts_of(each) for each in content]
            if alias["type"] == "network"
            else PortSet.parse(",".join(content).replace(":", "-"))
        )
    return aliases


def read(aliases, rules):
    """What the rules mean, by family and in order; an alias that there is not is an error."""
    known = aliases_of(aliases)
    meant, uuids = {4: [], 6: []}, set()
    for row in csv.DictReader(io.StringIO(rules)):
        assert re.fullmatch(UUID, row["@uuid"])
        assert row["@uuid"] not in uuids
        uuids.add(row["@uuid"])
        assert re.fullmatch(".{1,255}", row["description"].encode().decode("latin1"))
        assert "\\" not in row["description"]
        assert [row[name] for name in ("enabled", "action", "quick", "direction")] == [
            "1", "pass", "1", "in",
        ]  # fmt: skip
        family, ports = FAMILIES[row["ipprotocol"]], row["destination_port"]
        assert bool(ports) == (row["protocol"] in ("TCP", "UDP"))
        listed = PortSet.parse(ports) if re.fullmatch("[0-9-]*", ports) else known[ports]
        assert 0 not in listed
        ends = tuple(
            () if row[field] == "any" else of_family(known[row[field]], family)
            for field in ("source_net", "destination_net")
        )
        meant[family].append((NUMBERS[row["protocol"]], listed, ends))
    return meant


def test_what_a_script_prints_means_what_the_rules_mean(catalogue_rule_sets, run):
    for rules in every_sample(catalogue_rule_sets):
        text = text_of(EXPORTER, rules)
        meant = read(run(text, "aliases")[0], run(text, "rules")[0])
        said = said_rules(EXPORTER, rules)
        for family in (4, 6):
            assert meant[family] == [
                (number, ports, flows[family])
                for number, ports, flows in meanings(said)
                if family in flows
            ]


def test_a_shell_accepts_every_script(catalogue_rule_sets):
    for rules in every_sample(catalogue_rule_sets):
        assert judge("sh", "-n", content=text_of(EXPORTER, rules).encode()) == ""


def test_what_is_applied_is_what_is_printed(run):
    text = text_of(EXPORTER, rule_set(*sample_rules()))
    aliases, rules = (run(text, word)[0] for word in ("aliases", "rules"))
    base = "--fail --silent --show-error"
    url = "https://192.0.2.1/api/firewall"
    printed, calls = run(text, "apply")
    assert printed == ""
    assert calls == (
        f"{base} --header Content-Type: application/json --data-binary @- {url}/alias/import\n"
        f'{{"data":{aliases}}}'
        f"{base} --data-urlencode payload@- {url}/filter/upload_rules\n"
        f"{rules}"
        f"{base} --data  {url}/alias/reconfigure\n"
        f"{base} --data  {url}/filter/apply\n"
    )


def test_nothing_is_in_force_after_a_refusal(run, tmp_path):
    text = text_of(EXPORTER, rule_set(rule()))
    with pytest.raises(Exception, match="exit status 1"):
        run(text, "apply", '{"status":"failed"}')
    assert "upload_rules" not in (tmp_path / "calls").read_text()
    with pytest.raises(Exception, match="exit status 1"):
        run(text, "apply", '{"status":"ok","validations":[{}]}')
    assert "filter/apply" not in (tmp_path / "calls").read_text()


def test_what_is_removed_is_what_was_imported(run):
    text = text_of(EXPORTER, rule_set(*sample_rules()))
    aliases, rules = (run(text, word)[0] for word in ("aliases", "rules"))
    _, calls = run(text, "remove")
    uuids = [row["@uuid"] for row in csv.DictReader(io.StringIO(rules))]
    removed = re.findall("filter/del_rule/(.*)", calls)
    assert ",".join(removed).split(",") == uuids
    assert re.findall("get_alias_u_u_i_d/(.*)", calls) == list(aliases_of(aliases))
    assert set(re.findall("alias/del_item/(.*)", calls)) == {ACCEPTED[-38:-2]}


def test_a_script_is_short_and_readable():
    nodes = group("Nodes", "10.0.1.0/24", "10.0.2.1-10.0.2.9")
    text = text_of(EXPORTER, rule_set(rule("nodes-to-api", nodes, ports="443,6443-6445")))
    begin, end = text.index("set -u"), text.index("\n# what a browser")
    assert (
        text[begin:end]
        == """\
set -u
aliases() { cat <<'END'
{"aliases": {"alias": {
"db739308-43a8-4884-9b2b-e67499c19c3c": {"enabled": "1", "name": "exa_e704_nodes_v4", \
"type": "network", "content": "10.0.1.0/24\\n10.0.2.1-10.0.2.9", "description": "exa_e704: Nodes"},
"259b67e2-c46e-46ed-9d29-3d7932a78096": {"enabled": "1", "name": "exa_e704_control_pl_v4", \
"type": "network", "content": "10.0.0.1", "description": "exa_e704: control-plane"},
"63417cb3-e5a1-454e-aa44-0a258036cd34": {"enabled": "1", "name": "exa_e704_443_6443to6445", \
"type": "port", "content": "443\\n6443:6445", "description": "exa_e704: 443, 6443\\u20136445"}
}}}
END
}
rules() { cat <<'END'
@uuid,enabled,sequence,action,quick,direction,ipprotocol,protocol,source_net,destination_net,\
destination_port,description
96a1c326-5b5e-4372-b1c7-89bcf8b287c2,1,1000,pass,1,in,inet,TCP,exa_e704_nodes_v4,\
exa_e704_control_pl_v4,exa_e704_443_6443to6445,\
"exa_e704: nodes-to-api: Example API. (example/api)"
END
}
"""
    )


def test_what_cannot_be_said_is_left_out():
    rules = (
        rule("name", destination=Endpoint("registry", "outside")),
        rule("vrrp", destination=group("b", "224.0.0.18"), ports="", protocol="VRRP"),
        rule("sctp", protocol="SCTP"),
        rule("zero", ports="0-9"),
    )
    assert EXPORTER.export(rule_set(*rules)).left_out == (
        LeftOut(rules[0], NO_ADDRESSES),
        LeftOut(rules[1], ON_ONE_LINK),
        LeftOut(rules[2], NO_SCTP),
        LeftOut(rules[3], PORT_ZERO),
    )
