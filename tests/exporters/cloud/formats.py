"""The formats for clouds, with what reads them back and the schemas that they are held to."""

import json

from portsref.exporters.registry import FORMATS, find_exporter
from portsref.planning.rules import Rule
from tests.exporters.reading_back.allowed import of_rules, space
from tests.exporters.reading_back.clouds import (
    evaluated,
    read_cloud,
    read_terraform,
)
from tests.exporters.schemas import against

CLOUDS = tuple(name for name, module in FORMATS.items() if module.startswith(".cloud."))
TERRAFORM = tuple(name for name in CLOUDS if name.endswith("-terraform"))
_SCHEMAS = {"azure-nsg": "azure-network-security-group"}
_READERS = {"azure-nsg": read_cloud, "aws-cloudformation": read_cloud}


def texts(name, rules):
    """The files of a format by what tells them apart: the identifier of a group, or nothing."""
    exporter = find_exporter(name)
    files = exporter.export(rules).files
    suffix = f".{exporter.suffix}"
    return {
        file.name.removesuffix(suffix).partition(".")[2]: file.content.decode() for file in files
    }


def opened(name, rules):
    """All that the files of a format allow."""
    found = []
    for group, text in texts(name, rules).items():
        found += _READERS[name](text, group) if name in _READERS else read_terraform(text)
    return space(found)


def needed(name, rules, hosts):
    """All that the rules need which the format says; `hosts` makes of a name what files say."""
    left_out = {item.rule.name for item in find_exporter(name).export(rules).left_out}
    said: list[Rule] = [
        rule
        for rule in rules.rules
        if rule.destination.kind == "group" and rule.name not in left_out
    ]
    return space(
        of_rules(said, to=lambda end: hosts[end.name], with_destinations=name == "azure-nsg")
    )


def refused(name, text):
    """What its schema says against a file."""
    if name in TERRAFORM:
        return against("terraform", evaluated(text))
    return against(_SCHEMAS[name], json.loads(text)) if name in _SCHEMAS else []
