"""AlgoSec FireFlow: workbooks of one family each, read back as XML and by LibreOffice."""

import pytest

from portsref.exporters.tickets.algosec import EXPORTER
from portsref.exporters.tickets.sayable import NO_REMOVAL
from portsref.planning.choice import EVERYTHING
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.files.test_xlsx_file import read_by_libreoffice, sheets, stripped
from tests.exporters.tickets import cases
from tests.exporters.tickets.reading import flows, networks, said


def tables(rule_set):
    """The only sheet of each workbook, by the family in the file's name."""
    found = {}
    for file in EXPORTER.export(rule_set).files:
        ((name, rows),) = sheets(file.content).items()
        assert name == "Traffic"
        found[file.name.rpartition(".v")[2]] = rows
    return found


def flows_of(tables, remove="Remove"):
    found = []
    for family, (_header, *rows) in tables.items():
        for source, destination, services, action, *_further in rows:
            ends = networks(source), networks(destination)
            assert {f"{part.version}.xlsx" for end in ends for part in end} == {family}
            (protocol,) = {service.split("/")[0] for service in services.split(",")}
            number = PROTOCOL_BY_NAME[protocol.upper()].number
            ports = ",".join(service.split("/")[1] for service in services.split(","))
            found.append((*ends, number, ports, "remove" if action == remove else "allow"))
    return sorted(found, key=repr)


def test_files_say_every_flow_in_one_family_each(catalogue_rule_sets):
    for rule_set in (*catalogue_rule_sets, cases.two_families(), cases.hostile()):
        export = EXPORTER.export(rule_set)
        assert flows_of(tables(rule_set)) == flows(said(rule_set, export))


def test_a_family_that_no_rule_has_has_no_file():
    assert list(tables(cases.removal())) == ["4.xlsx"]
    assert list(tables(cases.two_families())) == ["4.xlsx", "6.xlsx"]
    assert tables(cases.requested()) == {"4.xlsx": [list(tables(cases.removal())["4.xlsx"][0])]}


def test_the_whole_sheet():
    settings = {"algosec": {"source-column": "From", "allow-word": "1", "reference": "FF {ticket}"}}
    rules = cases.requested(cases.removal().rules[0], exports=settings)
    assert tables(rules)["4.xlsx"] == [
        [
            "From", "Destination", "Service", "Action", "User", "Application", "Requestor",
            "Subject", "Description", "Expires", "Comments", "Rule", "Source group",
            "Destination group", "Source zone", "Destination zone",
        ],
        [
            "10.9.0.0/24", "10.0.0.1,10.0.0.8-10.0.0.10", "tcp/22", "1", "any", "any",
            "Ana <ana@example.com>", "Payments", "New cluster", "2027-06-30",
            "FF CHG-7 admins-to-api: Example API. Because: always.", "admins-to-api",
            "admins", "api", "office", "dmz",
        ],
    ]  # fmt: skip


def test_to_block_is_not_to_remove():
    rules = cases.removal()
    (left_out,) = EXPORTER.left_out(rules, EVERYTHING)
    assert (left_out.rule.name, left_out.why) == ("gone", NO_REMOVAL)
    rules = cases.requested(*rules.rules, exports={"algosec": {"remove-word": "Remove"}})
    assert flows_of(tables(rules)) == flows(rules.all_rules)


@pytest.mark.parametrize(
    "rule_set", [cases.two_families(), cases.hostile()], ids=["two", "hostile"]
)
def test_libreoffice_reads_back_what_was_written(rule_set, tmp_path):
    files = EXPORTER.export(rule_set).files
    contents = {f"family{number}": file.content for number, file in enumerate(files)}
    assert read_by_libreoffice(contents, tmp_path) == {
        (workbook, sheet): stripped(rows)
        for workbook, content in contents.items()
        for sheet, rows in sheets(content).items()
    }
