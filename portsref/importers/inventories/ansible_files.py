"""The files of Ansible, each taken into a `Gathering`: INI, YAML, `--list`, variables of groups.

Values of INI are read as words; a list or a mapping among them as YAML, which writes both alike.
"""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping

from portsref.importers.base import Document
from portsref.importers.inventories.hosts_and_groups import META, Gathering
from portsref.importers.secrets import is_secret
from portsref.importers.values import Place, Value, scalar
from portsref.importers.yaml_values import ForeignTextError, parse_yaml_documents

_HEADER = re.compile(r"\[([\w.-]{1,200})(?::(children|vars|hosts))?\]\s*(?:[#;].*)?")
_PORT = re.compile(r"([^:]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")
_OF_FILE = re.compile(r"(?:.*/)?(group|host)_vars/([^/]+?)(?:\.ya?ml|\.json)?(?:/.*)?")
_OF_GROUPS = frozenset({"hosts", "children", "vars"})
LONGEST_LINE = 16_384


def header(line: str) -> str:
    """The group that a line such as `[kube_node]` or `[all:vars]` heads; else nothing."""
    match = _HEADER.fullmatch(line.strip())
    return match[1] if match else ""


def is_list(value: Value) -> bool:
    """Tell whether it is what `ansible-inventory --list` prints."""
    return isinstance(value.at(META, "hostvars").data, dict)


def is_yaml_inventory(value: Value) -> bool:
    """Tell whether it has groups and nothing else, of which one has hosts or groups below."""
    groups = [group for _, group in value.items()]
    names = [{name for name, _ in group.items()} for group in groups]
    return (
        bool(groups)
        and all(isinstance(group.data, dict) or not group for group in groups)
        and all(of_group <= _OF_GROUPS for of_group in names)
        and any(of_group & {"hosts", "children"} for of_group in names)
    )


def is_of_variables(file: str) -> bool:
    """Tell whether a file is one of `group_vars` or `host_vars`."""
    return _OF_FILE.fullmatch(file) is not None


def take(document: Document, gathering: Gathering) -> None:
    """Take in a document, whichever of Ansible's it is; bare variables are those of all."""
    value = document.value
    if not value:
        _take_ini(document, gathering)
    elif is_list(value):
        _take_list(value, gathering)
    elif match := _OF_FILE.fullmatch(document.file):
        _take_variables(match[1], match[2], value, gathering)
    elif is_yaml_inventory(value):
        for name, group in value.items():
            _take_group(name, group, gathering)
    else:
        gathering.group("all").variables.update(value.items())


def _take_variables(kind: str, name: str, value: Value, gathering: Gathering) -> None:
    if kind == "group":
        gathering.group(name).variables.update(value.items())
    else:
        gathering.hosts.setdefault(name, {}).update(value.items())
        gathering.places.setdefault(name, value.place)


def _take_list(value: Value, gathering: Gathering) -> None:
    for name, group in value.items():
        if name != META:
            _take_group(name, group, gathering)
    for name, said in value.at(META, "hostvars").items():
        gathering.hosts.setdefault(name, {}).update(said.items())
        gathering.places.setdefault(name, said.place)


def _take_group(name: str, group: Value, gathering: Gathering) -> None:
    """A group of YAML, where names are keys, or of `--list`, where they are entries."""
    gathering.group(name).variables.update(group.at("vars").items())
    for host, said in _named(group.at("hosts")):
        gathering.add_hosts(name, host, said.place, dict(said.items()))
    for child, below in _named(group.at("children")):
        gathering.add_child(name, child, below.place)
        if isinstance(below.data, dict):
            _take_group(child, below, gathering)


def _named(value: Value) -> Iterator[tuple[str, Value]]:
    yield from value.items()
    for entry in value.each():
        if entry.text:
            yield entry.text, entry


def _take_ini(document: Document, gathering: Gathering) -> None:
    group, kind = "ungrouped", "hosts"
    for number, raw in enumerate(document.lines, document.line):
        line = raw.strip()
        if gathering.beyond:
            return
        if not line or line[0] in "#;" or len(line) > LONGEST_LINE:
            continue
        if match := _HEADER.fullmatch(line):
            group, kind = match[1], match[2] or "hosts"
            gathering.group(group)
        else:
            _LINES[kind](line, group, Place(document.file, number), gathering)


def _host_line(line: str, group: str, place: Place, gathering: Gathering) -> None:
    words = _split(line)
    if not words:
        return
    name, port = words[0], ""
    if match := _PORT.fullmatch(name):
        name, port = match[1].strip("[]"), match[2]
    pairs = [word.partition("=") for word in words[1:] if "=" in word]
    said = {key: _literal(key, text, place) for key, _, text in pairs}
    if port:
        said.setdefault("ansible_port", scalar(place.of("ansible_port", place.line), port))
    gathering.add_hosts(group, name, place, said)


def _child_line(line: str, group: str, place: Place, gathering: Gathering) -> None:
    if words := _split(line):
        gathering.add_child(group, words[0], place)


def _variable_line(line: str, group: str, place: Place, gathering: Gathering) -> None:
    key, separator, text = line.partition("=")
    if separator:
        name = key.strip()
        gathering.group(group).variables[name] = _literal(name, text.strip(), place)


_LINES: Mapping[str, Callable[[str, str, Place, Gathering], None]] = {
    "hosts": _host_line,
    "children": _child_line,
    "vars": _variable_line,
}


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def _literal(key: str, text: str, place: Place) -> Value:
    """A value as INI has it: a word, or a list or mapping as Python writes it."""
    below = place.of(key, place.line)
    if is_secret(key):
        return Value(below, None, "secret")
    if text[:1] in "[{" and not text.startswith("{{"):
        try:
            for found in parse_yaml_documents(text, file=place.file, first_line=place.line):
                return Value(below, found.value.data)
        except ForeignTextError:
            return Value(below, None, "template")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    return scalar(below, text)
