"""PAN-OS in bulk: what panco reads of both files."""

import csv
import re
from dataclasses import replace

from portsref.exporters.base import CANNOT_REMOVE
from portsref.exporters.registry import delta_exporters
from portsref.exporters.tickets.panos_csv import EXPORTER, service_name
from portsref.planning.choice import EVERYTHING
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.rule_sets import group, rule
from tests.exporters.tickets import cases
from tests.exporters.tickets.reading import flows, networks, said

NAME = re.compile("[a-z][a-z0-9-]{0,59}-v[46]")
SERVICE = re.compile("[a-z][a-z0-9_-]{0,31}")


def read(file):
    """What Go's reader of CSV gives panco, which leaves out lines that begin with a hash."""
    text = file.content.decode()
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    header, rows = text.splitlines()[0].split(","), list(csv.reader(lines, strict=True))
    assert {len(row) for row in rows} <= {len(header)}
    return [dict(zip(header, row, strict=True)) for row in rows]


def both(rule_set):
    """Services by their names, and rules; every name that a rule says is there."""
    services, rules = map(read, EXPORTER.export(rule_set).files)
    by_name = {each["#Name"]: (each["Type"], each["Value"]) for each in services}
    assert len(by_name) == len(services) == len(set(by_name.values()))
    assert {each["Services"] for each in rules} == set(by_name)
    assert all(map(SERVICE.fullmatch, by_name))
    return by_name, rules


def flows_of(rule_set):
    services, rules = both(rule_set)
    found = []
    for each in rules:
        ends = networks(each["SourceAddresses"]), networks(each["DestinationAddresses"])
        (version,) = {part.version for end in ends for part in end}
        assert each["#Name"].endswith(f"-v{version}")
        protocol, ports = services[each["Services"]]
        assert (each["Action"], each["Disabled"]) == ("allow", "false")
        found.append((*ends, PROTOCOL_BY_NAME[protocol.upper()].number, ports, "allow"))
    return sorted(found, key=repr)


def test_files_say_every_flow_in_one_family_each(catalogue_rule_sets):
    every = (*catalogue_rule_sets, cases.two_families(), cases.hostile(), cases.removal())
    for rule_set in every:
        export = EXPORTER.export(rule_set)
        assert flows_of(rule_set) == flows(said(rule_set, export))


def test_names_are_those_that_pan_os_takes_and_no_two_are_alike():
    alike = [rule(name, cases.V4, cases.API) for name in ("A b", "a-b", "a.b", "x" * 200, "x" * 99)]
    _services, rules = both(replace(cases.hostile(), outbound=tuple(alike)))
    names = [each["#Name"] for each in rules]
    assert len(names) == len(set(names))
    assert all(map(NAME.fullmatch, names))


def test_a_service_is_called_after_its_ports_as_long_as_that_fits():
    assert service_name("TCP", PortSet.parse("443")) == "tcp-443"
    assert service_name("UDP", PortSet.parse("53,30000-32767")) == "udp-53_30000-32767"
    many = [service_name("TCP", PortSet.parse(f"{','.join(map(str, range(1, 40, 2)))},{n}"))
            for n in (100, 200)]  # fmt: skip
    assert len(set(many)) == 2
    assert all(map(SERVICE.fullmatch, many))


def test_the_whole_rows():
    settings = {"tags": "k8s,portsref", "log-setting": "siem", "profile-group": "strict",
                "device-group": "DC1"}  # fmt: skip
    rules = cases.requested(
        rule("admins-to-api", cases.V4, cases.API, ports="22,80"), exports={"panos-csv": settings}
    )
    services, policy = EXPORTER.export(rules).files
    assert services.content.decode() == (
        '#Name,Type,Value,Description,Tags,Device Group/Vsys\ntcp-22_80,tcp,"22,80",,,DC1\n'
    )
    (row,) = read(policy)
    assert {name: value for name, value in row.items() if value} == {
        "#Name": "admins-to-api-v4",
        "Type": "universal",
        "Description": "[CHG-7] admins-to-api: Example API. Because: always.",
        "Tags": "k8s,portsref",
        "SourceZones": "office",
        "SourceAddresses": "10.9.0.0/24",
        "NegateSource": "false",
        "SourceUsers": "any",
        "DestinationZones": "dmz",
        "DestinationAddresses": "10.0.0.1,10.0.0.8-10.0.0.10",
        "NegateDestination": "false",
        "Applications": "any",
        "Services": "tcp-22_80",
        "Categories": "any",
        "Action": "allow",
        "LogSetting": "siem",
        "LogStart": "false",
        "LogEnd": "true",
        "Disabled": "false",
        "IcmpUnreachable": "false",
        "DisableServerResponseInspection": "false",
        "Group": "strict",
    }
    assert policy.content.decode().splitlines()[0] == (
        "#Name,Type,Description,Tags,SourceZones,SourceAddresses,NegateSource,SourceUsers,"
        "HipProfiles,DestinationZones,DestinationAddresses,NegateDestination,Applications,"
        "Services,Categories,Action,LogSetting,LogStart,LogEnd,Disabled,Schedule,IcmpUnreachable,"
        "DisableServerResponseInspection,Group,Virus,Spyware,Vulnerability,UrlFiltering,"
        "FileBlocking,WildFireAnalysis,DataFiltering"
    )


def test_it_is_no_delta_because_import_would_combine_rules_of_one_name():
    (left_out,) = EXPORTER.left_out(cases.removal(), EVERYTHING)
    assert (left_out.rule.name, left_out.why) == ("gone", CANNOT_REMOVE)
    assert EXPORTER not in delta_exporters()


def test_a_zone_that_would_be_cut_in_two_is_no_zone():
    two = group("two", "10.0.0.1", zone="core,dmz")
    rules = cases.requested(rule("to", cases.V4, two), rule("from", two, cases.V4))
    left_out = EXPORTER.left_out(rules, EVERYTHING)
    assert [str(item.why) for item in left_out] == ["PAN-OS takes no zone of that name"] * 2
