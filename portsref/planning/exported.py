"""Reads the rules of a `portsref.rules/v1` file as they were when it was written.

A plan in such a file can be planned again; the rules in it are what somebody approved. Reasons are
known only in words then, and each row of the catalogue says what the whole rule said.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from portsref.catalogue.keys import product_of
from portsref.catalogue.products import Protocol
from portsref.documents.base import Document, Many, Ports, refuse_parts
from portsref.documents.problems import Problem, ProblemsError, check
from portsref.messages import MessageError
from portsref.planning.document import ANY, Address, document_from
from portsref.planning.rules import ANYWHERE, Cause, Endpoint, Reason, Rule, RuleSet
from portsref.protocols import NAMES_WITH_PORTS

A_DELTA = "holds only what opens or closes, which cannot be compared: give the plan"


@dataclass(frozen=True, slots=True)
class ExportedRules:
    """The rules of a file, and how they were chosen when it was written."""

    rule_set: RuleSet
    merge: bool
    boundary: bool


def exported_rules(data: dict[str, Any], *, file: str) -> ExportedRules:
    """The rules in the plain values of a `portsref.rules/v1` file; raises `ProblemsError`."""
    document = document_from(data, file=file)
    found = check(_File, data, file=file)
    if found.delta:
        raise ProblemsError([Problem(file, "delta", A_DELTA)])
    groups = {group.name for group in document.groups}
    rule_set = RuleSet(
        document=document,
        kubernetes=found.catalogue.kubernetes,
        catalogue_date=found.catalogue.date,
        catalogue_digest=found.catalogue.digest,
        rules=tuple(_rule(rule, groups) for rule in found.rules),
        outbound=tuple(_rule(rule, groups, outbound=True) for rule in found.outbound),
    )
    return ExportedRules(rule_set, merge=found.merge, boundary=found.boundary)


class _End(Document):
    group: str
    addresses: Many[Address]
    zone: str | None


class _Rule(Document):
    name: str
    source: _End
    destination: _End
    protocol: Protocol
    ports: Ports
    action: Literal["allow"]
    listeners: Annotated[Many[str], Field(min_length=1)]
    component: str
    purpose: str
    condition: str
    required: bool
    encryption: str
    references: Many[str]
    note: str

    @model_validator(mode="after")
    def _has_ports_or_none(self) -> Self:
        if bool(self.ports) != (self.protocol in NAMES_WITH_PORTS):
            wants = "has no ports" if self.ports else "needs ports"
            refuse_parts(self, [(("ports",), MessageError(f"{self.protocol} {wants}"))])
        return self


class _Catalogue(Document):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    date: str
    digest: str
    kubernetes: str


class _File(Document):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    catalogue: _Catalogue
    rules: Many[_Rule]
    outbound: Many[_Rule]
    merge: bool = False
    boundary: bool = False
    delta: str = ""


def _rule(rule: _Rule, groups: Collection[str], *, outbound: bool = False) -> Rule:
    destination = rule.destination
    return Rule(
        name=rule.name,
        source=_end(rule.source, groups),
        destination=_outside(destination) if outbound else _end(destination, groups),
        protocol=rule.protocol,
        ports=rule.ports,
        causes=tuple(_causes(rule)),
    )


def _end(end: _End, groups: Collection[str]) -> Endpoint:
    if end.group == ANY and not end.addresses:
        return ANYWHERE
    if end.addresses or end.group in groups:
        return Endpoint(end.group, addresses=end.addresses, zone=end.zone)
    return _outside(end)


def _outside(end: _End) -> Endpoint:
    return Endpoint(end.group, kind="outside")


def _causes(rule: _Rule) -> Iterator[Cause]:
    """One cause for each row and each source, all saying what the rule said."""
    rows = zip_longest(rule.listeners, rule.references)
    for listener, reference in rows:
        key = listener or rule.listeners[-1]
        yield Cause(
            listener=key,
            component=rule.component,
            purpose=rule.purpose,
            reason=Reason(product=product_of(key), said=rule.condition),
            required=rule.required,
            encryption=rule.encryption,
            source=reference,
            note=rule.note or None,
        )
