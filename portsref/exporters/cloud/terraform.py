"""Terraform's JSON syntax, and what all files for it share.

Terraform 1.x, “JSON Configuration Syntax”. A property `//` of a block is a comment, whatever it
holds. In any other text `${` and `%{` begin an expression and are written `$${` and `%%{`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from portsref.documents.writing import json_text
from portsref.exporters.base import Job
from portsref.exporters.cloud.groups import Entry, SecurityGroups
from portsref.exporters.cloud.limits import Limits
from portsref.exporters.cloud.sayings import Service, fitting
from portsref.exporters.cloud.texts import about_groups, prefix, separated
from portsref.exporters.comments import about_left_out, about_plan, one_line
from portsref.exporters.once import MOST

MEDIA_TYPE = "application/json"

_HOW = (
    "",
    "In a folder of its own: terraform init. Check: terraform validate, and terraform plan, which",
    "says what would change. Apply: terraform apply; a second time it changes nothing.",
    "What is in force: terraform show. Take back: terraform destroy, once nothing has the groups.",
)
_NOT_IN_NAMES = str.maketrans(".:/", "___")

# The type of resources, and each of them: its name with its arguments.
type Section = tuple[str, Iterable[str]]


class Group(NamedTuple):
    """A security group: `name` in the cloud, `key` in the file, for the hosts of `group`.

    Where the hosts of a group need several, only one of them `is_first`.
    """

    group: str
    identifier: str
    name: str
    key: str
    is_first: bool

    def id(self, kind: str) -> str:
        """What stands for its identifier in the arguments of others."""
        return reference(f"{kind}.{self.key}.id")

    def about(self, most: int = 255, refused: re.Pattern[str] | None = None) -> str:
        """Whose group it is, in so many characters: the cloud has another name for it."""
        return text(fitting(one_line(f"For the hosts of “{self.group}”"), most, refused))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a provider says security groups.

    `provider` has the name, the source and the version of the provider, `variables` what whoever
    applies the file has to name. `sections` makes the resources of a security group.
    """

    provider: tuple[str, str, str]
    limits: Limits
    kind: str
    sections: Callable[[Group, Iterator[Entry]], Iterator[Section]]
    about: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


def render(dialect: Dialect, job: Job) -> Iterator[str]:
    """Write the whole file: each security group, and behind it its entries."""
    groups = SecurityGroups(job, dialect.limits)
    made: dict[str, list[Group]] = {}
    about = chain(
        about_plan(job),
        about_groups(groups, groups.pods),
        dialect.about,
        about_left_out(job.left_out),
    )
    yield from head(about, dialect.provider, dialect.variables)
    yield from resources(_sections(dialect, job, groups, made))
    yield from _outputs(dialect.kind, made)
    yield "\n}\n"


def head(
    about: Iterable[str], provider: tuple[str, str, str], variables: Mapping[str, str]
) -> Iterator[str]:
    """The beginning of a file: what it is, its provider, and what it must be told."""
    yield '{\n  "//": [\n'
    yield from separated(f"    {json_text(line)}" for line in chain(about, _HOW))
    name, source, version = provider
    yield '\n  ],\n  "terraform": {\n    "required_version": ">= 1.0",\n'
    yield '    "required_providers": {\n'
    yield f'      "{name}": {{"source": "{source}", "version": "{version}"}}\n    }}\n  }}'
    if variables:
        yield ',\n  "variable": {\n'
        yield from separated(
            f'    "{key}": {{"type": "string", "description": {text(what)}}}'
            for key, what in variables.items()
        )
        yield "\n  }"


def resources(sections: Iterable[Section]) -> Iterator[str]:
    """The resources of a file; without any there is nothing, because Terraform refuses that."""
    before = ',\n  "resource": [\n'
    for kind, blocks in sections:
        yield f'{before}    {{"{kind}": {{\n'
        yield from separated(blocks)
        yield "\n    }}"
        before = ",\n"
    if before == ",\n":
        yield "\n  ]"


def block(name: str, *lines: str) -> str:
    """A resource: its name, and lines of arguments."""
    arguments = ",\n        ".join(lines)
    return f'      "{name}": {{\n        {arguments}\n      }}'


def text(value: str) -> str:
    """A text in quotes, in which nothing is evaluated."""
    return json_text(value.replace("${", "$${").replace("%{", "%%{"))


def reference(address: str) -> str:
    """A text that is the value at an address of the configuration."""
    return f'"${{{address}}}"'


def name_of(group: Group, entry: Entry) -> str:
    """The name of an entry in the file, which is made of all that it says and of nothing else.

    So the same entry has the same name in every revision of a plan, and no two are alike.
    """
    return f"{group.key}{_of_service(entry.service)}{_of_network(entry.network)}"


@lru_cache(maxsize=MOST)
def _of_service(service: Service) -> str:
    protocol, first, last = service
    if first is None:
        return f"_{protocol.lower()}"
    ports = str(first) if first == last else f"{first}_to_{last}"
    return f"_{protocol.lower()}_{ports}"


@lru_cache(maxsize=MOST)
def _of_network(network: str) -> str:
    return f"_from_{network.translate(_NOT_IN_NAMES)}"


def _sections(
    dialect: Dialect, job: Job, groups: SecurityGroups, made: dict[str, list[Group]]
) -> Iterator[Section]:
    of_plan = prefix(job)
    for name in groups:
        identifier = groups.names[name]
        for number, entries in groups.parts(name):
            group = _group(name, identifier, of_plan, number)
            made.setdefault(identifier, []).append(group)
            yield from dialect.sections(group, entries)


def _group(name: str, identifier: str, of_plan: str, number: int) -> Group:
    """No identifier has two hyphens together, so that none is like one with a number."""
    suffix = f"--{number + 1}" if number else ""
    key = f"{identifier}{suffix}".replace("-", "_")
    return Group(name, identifier, f"{of_plan}-{identifier}{suffix}", key, not number)


def _outputs(kind: str, made: Mapping[str, list[Group]]) -> Iterator[str]:
    if made:
        yield ',\n  "output": {\n'
        yield from separated(
            f'    "{identifier}": {{"description": {groups[0].about()},'
            f' "value": [{", ".join(group.id(kind) for group in groups)}]}}'
            for identifier, groups in made.items()
        )
        yield "\n  }"
